//! Prompts as InvokeAI and compel read them: each rule, its traps, and inputs on which the program itself never ends.

use cliptok::syntax::{
    BlendWeights, Content, LongText, RaisedWhy, RemovedKind, RowEnd, SlotContent, SyntaxOptions,
};
use cliptok::{Encoder, Model, PromptReader, ReadPrompt, Syntax};

use super::syntax::{every_line_gives_its_answer, goldens_in};

fn reader() -> PromptReader {
    PromptReader::for_program(Syntax::InvokeAi, Model::Sd1)
}

#[track_caller]
fn read_prompt(prompt: &str) -> ReadPrompt {
    reader().read(prompt).unwrap_or_else(|raised| panic!("{prompt:?}: {raised}"))
}

/// The segments of a text.
fn segments(read: &ReadPrompt, text: usize) -> Vec<(&str, f64)> {
    read.reading.texts[text].segments.iter().map(|segment| (segment.text, segment.weight)).collect()
}

#[track_caller]
fn reads(prompt: &str, expected: &[(&str, f64)]) {
    let read = read_prompt(prompt);
    assert!(
        matches!(read.reading.parts[..], [ref part] if matches!(part.content, Content::Text(0))),
        "{prompt:?}"
    );
    assert_eq!(segments(&read, 0), expected, "{prompt:?}");
}

#[track_caller]
fn raises(prompt: &str, why: &RaisedWhy, class: &str, words: &str) {
    let raised = reader().read(prompt).err().unwrap_or_else(|| panic!("{prompt:?} reads"));
    assert_eq!((&raised.why, raised.class(), raised.to_string().as_str()), (why, class, words), "{prompt:?}");
}

#[test]
fn what_the_package_gives_for_nasty_prompts() {
    every_line_gives_its_answer(goldens_in("tests/golden/syntax-invokeai.jsonl.gz"), 600);
}

#[test]
fn it_has_several_names() {
    for name in ["invokeai", "invoke", "compel"] {
        assert_eq!(Syntax::named(name), Some(Syntax::InvokeAi));
    }
    assert_eq!(Syntax::InvokeAi.about(), "InvokeAI, and diffusers with compel");
}

#[test]
fn the_syntax_of_others_is_text() {
    reads("[a|b] BREAK c AND d", &[("[a|b] BREAK c AND d", 1.0)]);
    reads("(cat:1.3) <lora:x:1>", &[("cat:1 . 3 <lora:x:1>", 1.0)]);
}

#[test]
fn a_comma_gets_a_blank_behind_it() {
    reads("a,b", &[("a, b", 1.0)]);
    reads("a,,b", &[("a, ,b", 1.0)]);
    reads("a,\u{3000}b", &[("a,\u{3000}b", 1.0)]);
}

#[test]
fn weights_are_powers_and_multiply() {
    reads("(a b)++ c", &[("a b", 1.1f64.powf(2.0)), ("c", 1.0)]);
    reads("mid-century+ a+b", &[("mid-century", 1.1), ("a+b", 1.0)]);
    reads("((a)+ b)1.5", &[("a", 1.5 * 1.1), ("b", 1.5)]);
    reads("\"a b\"0.5", &[("a b", 0.5)]);
    reads("a.attend(--) b . attend(+)", &[("a", 0.9f64.powf(2.0)), ("b . attend(+)", 1.0)]);
    reads("(a)٣.٥", &[("a", 3.5)]);
}

#[test]
fn signs_come_before_numbers() {
    reads("(a)-1.5", &[("a", 0.9), ("1.5", 1.0)]);
    reads("(a)1e3", &[("a e3", 1.0)]);
    reads("(a) 1.5", &[("a 1.5", 1.0)]);
}

#[test]
#[cfg_attr(not(target_env = "gnu"), ignore = "another C library may round powers otherwise")]
fn powers_are_those_of_python() {
    let fold = |sign: &str| {
        (1..=2000).fold(0_u64, |fold, signs| {
            let read = read_prompt(&format!("a{}", sign.repeat(signs)));
            fold.wrapping_mul(31).wrapping_add(segments(&read, 0)[0].1.to_bits())
        })
    };
    // Python 3.11: fold = (fold * 31 + bits of 1.1**n) % 2**64 for n from 1 to 2000; the same with 0.9.
    assert_eq!(fold("+"), 14_992_856_284_820_038_636);
    assert_eq!(fold("-"), 16_574_440_160_672_880_957);
}

#[test]
fn syntax_counts_where_a_word_begins() {
    reads("x(a)+", &[("x(a)+", 1.0)]);
    reads("(a - b)+ (c=d)+", &[("(a - b)+ (c=d)+", 1.0)]);
    reads("(a.b)+", &[("a . b", 1.1)]);
}

#[test]
fn backslashes_are_lost_at_each_join() {
    let seven = r"\\\\\\\";
    reads(&format!("{seven}(x"), &[(&format!("{}(x", r"\\\\\"), 1.0)]);
    reads(&format!("a {seven}(x"), &[(&format!("a {}(x", r"\\\\"), 1.0)]);
    reads(&format!("{seven}(x a b"), &[(&format!("{}(x a b", r"\\\"), 1.0)]);
    reads(r"\+ \- \, \. \=", &[(r"\+ \- \, \. \=", 1.0)]);
    reads(r#"\( \) \""#, &[("( ) \"", 1.0)]);
}

#[test]
fn quotes_have_escapes_of_their_own() {
    reads(r#""a\tb\nc""#, &[("a b c", 1.0)]);
    reads(r#""\xA2 \x41 \u24 \73 \13 \03""#, &[(r"¢ \x41 $ 73 13 03", 1.0)]);
    reads(r#""a \"b\" c"+"#, &[("a \"b\" c", 1.1)]);
    reads(r#""a \x22b"+"#, &[("a \"b", 1.1)]);
    // With a form feed it does not read, and is text.
    reads(r#""a\fb"+"#, &[(r#""a\fb"+"#, 1.0)]);
    // If nothing else closes, the last quotation mark behind a backslash does.
    reads(r#""a\"+"#, &[(r"a\", 1.1)]);
    reads("\"a\nb\"", &[("\"a b\"", 1.0)]);
    reads("\"\" a", &[(" a", 1.0)]);
}

#[test]
fn empty_prompts_and_empty_brackets_are_not_the_same() {
    for prompt in ["", "  ", "\u{3000}", "\u{B}"] {
        reads(prompt, &[("", 1.0)]);
    }
    for prompt in ["()", "(())+", "\"()\"", "withLora(a)", "(()).and()"] {
        let read = read_prompt(prompt);
        assert!(read.reading.parts.is_empty() && read.reading.texts.is_empty(), "{prompt:?}");
    }
}

#[test]
fn a_swap_makes_two_texts() {
    let read = read_prompt("a \"big cat\".swap((red)+ dog, s_start=0.1) on");
    let [ref part] = read.reading.parts[..] else { panic!("one part") };
    assert!(matches!(part.content, Content::Swap { original: 0, edited: 1 }));
    assert_eq!(segments(&read, 0), [("a", 1.0), ("big cat", 1.0), ("on", 1.0)]);
    assert_eq!(segments(&read, 1), [("a", 1.0), ("red", 1.1), ("dog", 1.0), ("on", 1.0)]);
}

#[test]
fn an_empty_side_of_a_swap_has_its_weight_unless_something_stood_there() {
    let read = read_prompt("((()).swap())1.5");
    assert_eq!((segments(&read, 0), segments(&read, 1)), (vec![("", 1.5)], vec![("", 1.5)]));
    let read = read_prompt("((()+).swap(useLora(a)))1.5");
    assert_eq!((segments(&read, 0), segments(&read, 1)), (vec![("", 1.0)], vec![("", 1.0)]));
}

#[test]
fn networks_are_removed() {
    let prompt = "withLora(a-b, 0.5) x useLora(c) (y withLora(d,-1))+";
    let read = read_prompt(prompt);
    let networks = read.reading.networks.iter();
    let networks: Vec<_> = networks
        .map(|network| {
            (network.arguments[0].as_str(), network.weight.unwrap(), network.original.slice(prompt).unwrap())
        })
        .collect();
    assert_eq!(
        networks,
        [("a-b", 0.5, "withLora(a-b, 0.5)"), ("c", 1.0, "useLora(c)"), ("d", -1.0, "withLora(d,-1)")]
    );
    assert_eq!(segments(&read, 0), [("x", 1.0), ("y", 1.1)]);
    let removed = read.reading.removed.iter();
    let removed: Vec<_> =
        removed.map(|removed| (removed.original.slice(prompt).unwrap(), removed.kind)).collect();
    assert_eq!(
        removed,
        [
            ("withLora(a-b, 0.5)", RemovedKind::Network),
            ("useLora(c)", RemovedKind::Network),
            ("withLora(d,-1)", RemovedKind::Network)
        ]
    );
    reads("withLora(a b) x", &[("withLora(a b) x", 1.0)]);
}

#[test]
fn a_conjunction_drops_what_follows() {
    let prompt = "(\"a, b\", \"(c)+\", ()).and(1, .5, 2) (dropped)++ ";
    let read = read_prompt(prompt);
    let parts: Vec<_> =
        read.reading.parts.iter().map(|part| (part.weight, part.content.first_text())).collect();
    assert_eq!(parts, [(1.0, Some(0)), (0.5, Some(1))]);
    assert_eq!(segments(&read, 0), [("a , b", 1.0)]);
    assert_eq!(segments(&read, 1), [("c", 1.1)]);
    let texts: Vec<_> = read.reading.texts.iter().map(|text| text.text.as_str()).collect();
    assert_eq!(texts, ["\"a, b\"", "\"(c)+\""]);
    let [removed] = read.reading.removed[..] else { panic!("one thing is dropped") };
    assert_eq!((removed.kind, removed.original.slice(prompt)), (RemovedKind::Ignored, Some("(dropped)++")));
    // The key of a pair counts, in whatever way Python reads it.
    let read = read_prompt("(a, b).add(1_0=3, inf=x)");
    assert_eq!((read.reading.parts[0].weight, read.reading.parts[1].weight), (10.0, f64::INFINITY));
    // `+1` is no setting, so that this is no conjunction.
    reads("(a,b).and(+1, 1)", &[("a , b .and(+1, 1)", 1.0)]);
}

#[test]
fn a_blend_has_parts() {
    let read = read_prompt("withLora(x) (\"a\", (b c)).blend(0.3, 0.7, no_normalize)");
    let [ref part] = read.reading.parts[..] else { panic!("one part") };
    let Content::Blend { weights: BlendWeights::AsGiven, ref parts } = part.content else {
        panic!("a blend")
    };
    assert_eq!(parts.iter().map(|part| part.weight).collect::<Vec<_>>(), [0.3, 0.7]);
    assert_eq!((segments(&read, 0), segments(&read, 1)), (vec![("a", 1.0)], vec![("b c", 1.0)]));
    // Quotes that read only as a prompt are one.
    let read = read_prompt("(\"a = b\", c).blend()");
    assert_eq!(segments(&read, 0), [("a = b", 1.0)]);
}

#[test]
fn errors_are_those_of_the_program_and_say_why() {
    raises(
        "a\u{C}",
        &RaisedWhy::ControlCharacter { character: '\u{C}' },
        "ParseException",
        "the control character U+000C cannot be read",
    );
    raises(
        "a \u{B} b",
        &RaisedWhy::ControlCharacter { character: '\u{B}' },
        "ParseException",
        "the control character U+000B cannot be read",
    );
    raises("(a,b).blend() c", &RaisedWhy::TextBehindBlend, "ParseException", "there is text behind a blend");
    raises(
        "((a.swap(b)),c).blend()",
        &RaisedWhy::SwapInBlend,
        "ParsingException",
        "there is a swap in a blend",
    );
    raises(
        "(((a.swap(b))+),c).blend()",
        &RaisedWhy::SwapInBlend,
        "ParsingException",
        "there is a swap in a blend",
    );
    raises("(a,()).blend()", &RaisedWhy::EmptyBlendPart, "ParsingException", "a part of a blend has no text");
    let count = RaisedWhy::WeightCount { parts: 2, weights: 1 };
    raises(
        "(a,b).and(1)",
        &count,
        "ParsingException",
        "the number of weights (1) is not the number of parts (2)",
    );
    let typed = RaisedWhy::NotANumber { typed: "no_normalize".to_owned() };
    raises("(a,b).and(1, no_normalize)", &typed, "ValueError", "the weight no_normalize is not a number");
    raises("a.swap(b.swap(c))", &RaisedWhy::NestedSwap, "AttributeError", "there is a swap in a swap");
    raises(
        "a.swap(b,shape_freedom)",
        &RaisedWhy::ShapeFreedom,
        "TypeError",
        "the setting shape_freedom has no number",
    );
    let infinite = RaisedWhy::InfiniteWeight { signs: 7448 };
    raises(
        &format!("a{}", "+".repeat(7448)),
        &infinite,
        "OverflowError",
        "the weight of 7448 plus signs is infinite",
    );
    // A form feed before a blank is passed over.
    reads("a \u{C} b", &[("a b", 1.0)]);
}

#[test]
fn the_way_back_leads_to_the_prompt_as_typed() {
    let prompt = r#"a,(b \(c)+ "d\x22e"-"#;
    let read = read_prompt(prompt);
    assert_eq!(segments(&read, 0), [("a,", 1.0), ("b (c", 1.1), ("d\"e", 0.9)]);
    let segments = &read.reading.texts[0].segments;
    let typed: Vec<_> = segments
        .iter()
        .map(|segment| segments.alignment().original(segment.span).slice(prompt).unwrap())
        .collect();
    assert_eq!(typed, ["a,", r"b \(c", r"d\x22e"]);
    let prompt = "a \"\"  b";
    let read = read_prompt(prompt);
    assert_eq!(self::segments(&read, 0), [("a  b", 1.0)]);
    let alignment = read.reading.texts[0].segments.alignment();
    let typed: Vec<_> =
        (0..4).map(|at| alignment.original(cliptok::Span::new(at, at + 1)).slice(prompt).unwrap()).collect();
    assert_eq!(typed, ["a", " \"", "\"  ", "b"]);
    let prompt = "x,y";
    let read = read_prompt(prompt);
    let alignment = read.reading.texts[0].segments.alignment();
    let at = |text: &str| {
        let start = "x, y".find(text).unwrap();
        alignment.original(cliptok::Span::new(start, start + text.len()))
    };
    assert_eq!(
        (at("x,").slice(prompt), at(" ").slice(prompt), at("y").slice(prompt)),
        (Some("x,"), Some(""), Some("y"))
    );
}

#[test]
fn rows_end_with_sentences_phrases_and_words() {
    let ends = |prompt: &str| {
        let read = read_prompt(prompt);
        let rows = read.texts[0].filled.rows.iter();
        let content = |row: &cliptok::syntax::WeightedRow| {
            row.slots.iter().filter(|slot| matches!(slot.content, SlotContent::Token(_))).count()
        };
        rows.map(|row| (content(row), row.end)).collect::<Vec<_>>()
    };
    let words = "cat ".repeat(80);
    assert_eq!(
        ends(&format!("a. {words}")),
        [(2, RowEnd::Punctuation), (75, RowEnd::Word), (5, RowEnd::Text)]
    );
    assert_eq!(
        ends(&format!("a; b {words}")),
        [(2, RowEnd::Punctuation), (75, RowEnd::Word), (6, RowEnd::Text)]
    );
    assert_eq!(ends(&words[..4 * 75]), [(75, RowEnd::Text)]);
    assert_eq!(ends(&"🏯".repeat(76))[0].1, RowEnd::Full);
    let options = SyntaxOptions { long_text: LongText::OneRow, ..SyntaxOptions::default() };
    let reader = PromptReader::new(&Encoder::for_model(Model::Sd1), Syntax::InvokeAi, options);
    let read = reader.read(&words).unwrap();
    let filled = &read.texts[0].filled;
    assert_eq!((filled.rows.len(), filled.cut, filled.used, filled.rows[0].end), (1, 5, 75, RowEnd::Full));
}

/// The program takes four times as long with each level of brackets.
#[test]
fn any_depth_and_any_length_is_read() {
    let many = 50_000;
    for piece in [
        "(",
        "\"",
        ".swap(",
        "\"a\".swap(",
        "\\",
        "a.swap(",
        "(a.swap(",
        "(\"a\" ",
        "withLora(",
        "\\\"",
        "(a,b)",
        "(",
    ] {
        let prompt = piece.repeat(many);
        let read = read_prompt(&prompt);
        assert_eq!(read.reading.parts.len(), 1, "{piece:?}");
    }
    let nested = format!("{}b{}", "(a".repeat(2000), ")+".repeat(2000));
    let read = read_prompt(&nested);
    let deepest = (0..2000).fold(1.0, |weight, _| weight * 1.1);
    let segments = segments(&read, 0);
    assert_eq!(segments.len(), 2000);
    assert_eq!(segments[1999], ("ab", deepest));
    let nested = format!("{}b{}", "(".repeat(many), ")".repeat(many));
    reads(&nested, &[("b", 1.0)]);
    let nested = format!("{}{}", "a.swap(".repeat(many), ")".repeat(many));
    raises(&nested, &RaisedWhy::NestedSwap, "AttributeError", "there is a swap in a swap");
}
