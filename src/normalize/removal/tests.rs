//! What is said of a step, against what it does to every character and to texts of all kinds.

use proptest::prelude::*;

use super::*;

/// Every step of every dialect, and those that text repair takes.
const STEPS: [Step; 19] = [
    Step::TextRepair,
    Step::Entities,
    Step::Mojibake,
    Step::C1Controls,
    Step::Ligatures,
    Step::CharacterWidth,
    Step::Quotes,
    Step::LineBreaks,
    Step::TerminalEscapes,
    Step::ControlCharacters,
    Step::InvalidCharacters,
    Step::IdeographSpacing,
    Step::UnicodeComposition14,
    Step::UnicodeComposition9,
    Step::HtmlReferences,
    Step::WhitespaceRuns,
    Step::WhitespaceTrimmed,
    Step::LowerCasing17,
    Step::LowerCasing14,
];

/// That what one step makes of a text is what is said of the step.
fn assert_said_of(step: Step, text: &str) {
    for character in step.apply(text).chars() {
        assert!(
            text.contains(character) || may_be_made(character, &[step]),
            "{step:?} makes {character:?} of {text:?}"
        );
        assert_eq!(removed_by(character, &[step]), None, "{step:?} leaves {character:?} of {text:?}");
    }
}

#[test]
fn no_step_makes_or_leaves_a_character_that_it_is_said_not_to() {
    for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let text = String::from(character);
        for step in [
            Step::InvalidCharacters,
            Step::IdeographSpacing,
            Step::UnicodeComposition9,
            Step::UnicodeComposition14,
            Step::LowerCasing17,
            Step::LowerCasing14,
            Step::ControlCharacters,
        ] {
            assert_said_of(step, &text);
        }
        if u32::from(character) < 0x3100 {
            let code = u32::from(character);
            assert_said_of(Step::HtmlReferences, &format!("&#{code}; &#x{code:x}"));
            for step in STEPS {
                assert_said_of(step, &format!("a{text} {text}"));
            }
        }
    }
}

/// Pieces that one step or another makes something of.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\u{85}",
    "\u{A0}",
    "\u{2028}",
    "\u{3000}",
    "\u{1C}",
    "\u{B}",
    "\0",
    "\u{80}",
    "\u{1B}[31m",
    "\u{200D}",
    "\u{FE0F}",
    "\u{FEFF}",
    "\u{FFFD}",
    "\u{FFFD}?",
    "\u{E000}",
    "0",
    "½",
    "²",
    "_",
    "!",
    "İ",
    "Σ",
    "ΑΣ",
    "'Σ'",
    "ς",
    "ß",
    "K",
    "Å",
    "ﬁ",
    "Ａ",
    "é",
    "e\u{301}",
    "a\u{323}\u{307}",
    "\u{301}",
    "\u{344}",
    "\u{345}",
    "한",
    "\u{1112}\u{1161}\u{11AB}",
    "日本語",
    "中",
    "豈",
    "🏯",
    "👨\u{200D}👩\u{200D}👧",
    "’",
    "“",
    "ʼ",
    "&",
    "&#",
    "&amp;",
    "&amp;amp;",
    "&eacute;",
    "&EACUTE;",
    "&notit;",
    "&#38;#38;",
    "&#x85;",
    "&lt;",
    "<",
    ";",
    "`",
    "\u{37E}",
    "\u{1FEF}",
    "sÃ£o",
    "â€™",
    "Ã ",
    "ÃƒÂ©",
    "ð\u{9F}\u{8F}¯",
    "unbelievable",
    "CAT",
    "\u{11935}\u{11930}",
    "\u{1611E}\u{1611E}",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => "[a-zA-Z]{1,12}",
        1 => "[\u{300}-\u{36F}\u{591}-\u{5BD}\u{64B}-\u{65F}\u{1AB0}-\u{1ACE}]{1,4}",
        1 => "[ -~]{1,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_step_makes_or_leaves_what_it_is_said_not_to_in_any_text(text in text()) {
        for step in STEPS {
            assert_said_of(step, &text);
        }
    }
}
