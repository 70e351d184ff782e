//! Which entries a prompt can have among its tokens: every one of CLIP's is decided, by a prompt that has it or by a proof.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use cliptok::dialect::{self, Dialect, Step};
use cliptok::normalize::{left_out_by, may_be_made, normalize};
use cliptok::reachability::{Obstacle, Reachability, reach};
use cliptok::{TokenId, Tokenizer};
use proptest::prelude::*;

use crate::support::{ids, text, tokenizer};

/// What is known of each entry in one dialect.
fn decided(tokenizer: &Tokenizer) -> Vec<(TokenId, Reachability)> {
    tokenizer.vocabulary().ids().map(|id| (id, reach(id, tokenizer))).collect()
}

/// The entries that no prompt has, by obstacle, its character left out; and that a prompt which is said to have an entry
/// has it.
fn obstacles(tokenizer: &Tokenizer) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for (id, reachability) in decided(tokenizer) {
        match reachability {
            Reachability::By(prompt) => {
                assert!(ids(tokenizer, &prompt).contains(&id.0), "{id} {prompt:?}");
            }
            Reachability::Never(obstacle) => {
                let name = format!("{obstacle:?}");
                *count.entry(name.split('(').next().unwrap().to_owned()).or_default() += 1;
            }
            Reachability::NotBy(tried) => panic!("{id} is not decided by {tried} prompts"),
        }
    }
    count
}

fn named(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts.iter().map(|&(name, count)| (name.to_owned(), count)).collect()
}

/// What stands in the way in every dialect.
const EVERYWHERE: [(&str, usize); 3] = [("NoText", 26), ("NumberAlone", 10), ("PassedOver", 12)];

#[test]
fn hf_gives_all_but_151_entries() {
    let wanted = [&EVERYWHERE[..], &[("EndsInCharacter", 51), ("LeftOut", 52)]].concat();
    assert_eq!(obstacles(&tokenizer("sd1")), named(&wanted));
}

#[test]
fn dialects_with_text_repair_give_no_controls() {
    let wanted = [&EVERYWHERE[..], &[("EndsInCharacter", 51), ("LeftOut", 108)]].concat();
    for dialect in [&dialect::OPENAI, &dialect::OPEN_CLIP, &dialect::HF_SLOW] {
        assert_eq!(obstacles(&Tokenizer::built_in(dialect)), named(&wanted), "{}", dialect.name);
    }
}

#[test]
fn hf_basic_gives_no_joiners_and_no_ideographs_inside_words() {
    let own = [("AllLeftOut", 12), ("EndsInCharacter", 47), ("IdeographAlone", 11), ("LeftOut", 149)];
    let wanted = [&EVERYWHERE[..], &own].concat();
    assert_eq!(obstacles(&Tokenizer::built_in(&dialect::HF_BASIC)), named(&wanted));
}

#[test]
fn a_pad_that_is_special_is_in_no_other_entry() {
    let wanted = [&EVERYWHERE[..], &[("CutOut", 71), ("EndsInCharacter", 51), ("LeftOut", 52)]].concat();
    assert_eq!(obstacles(&tokenizer("sd2")), named(&wanted));
    assert_eq!(reach(TokenId(0), &tokenizer("sd2")), Reachability::By("!".to_owned()));
    assert_eq!(reach(TokenId(256), &tokenizer("sd2")), Reachability::Never(Obstacle::CutOut('!')));
}

#[test]
fn special_tokens_are_reached_by_their_spelling_in_the_dialect() {
    let open_clip = Tokenizer::built_in(&dialect::OPEN_CLIP);
    assert_eq!(reach(TokenId(49407), &open_clip), Reachability::By("<end_of_text>".to_owned()));
    assert_eq!(reach(TokenId(49406), &tokenizer("sd1")), Reachability::By("<|startoftext|>".to_owned()));
}

#[test]
fn a_pad_that_is_special_is_text_where_nothing_is_cut_out() {
    let pad = dialect::model("sd2").unwrap().pad;
    let special = Tokenizer::built_in(&dialect::OPENAI).with_pad(pad);
    assert_eq!(obstacles(&special), obstacles(&Tokenizer::built_in(&dialect::OPENAI)));
    // It is cut out, but text repair makes it of its full-width form.
    let special = Tokenizer::built_in(&dialect::HF_SLOW).with_pad(pad);
    assert_eq!(reach(TokenId(256), &special), Reachability::By("！".to_owned()));
    assert_eq!(obstacles(&special), obstacles(&Tokenizer::built_in(&dialect::HF_SLOW)));
}

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
    let made = normalize(text, dialect::CutOut::Nothing, &[], &[step]);
    for character in made.text().chars() {
        assert!(
            text.contains(character) || may_be_made(character, &[step]),
            "{step:?} makes {character:?} of {text:?}"
        );
        assert_eq!(left_out_by(character, &[step]), None, "{step:?} leaves {character:?} of {text:?}");
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_step_makes_or_leaves_what_it_is_said_not_to_in_any_text(text in text()) {
        for step in STEPS {
            assert_said_of(step, &text);
        }
    }
}

/// A tokenizer, and the entries of which it is proven that no prompt has them.
struct Proven {
    tokenizer: Tokenizer,
    never: HashSet<TokenId>,
}

static PROVEN: LazyLock<Vec<Proven>> = LazyLock::new(|| {
    let of = |dialect: &&'static Dialect| Tokenizer::built_in(dialect);
    let tokenizers = dialect::DIALECTS.iter().map(of).chain([tokenizer("sd2")]);
    let proven = |tokenizer: Tokenizer| {
        let is_never =
            |(id, reach): (TokenId, Reachability)| matches!(reach, Reachability::Never(_)).then_some(id);
        let never = decided(&tokenizer).into_iter().filter_map(is_never).collect();
        Proven { tokenizer, never }
    };
    tokenizers.map(proven).collect()
});

impl Proven {
    /// The first of these tokens that no prompt should have.
    fn refuted_by(&self, tokens: &[TokenId]) -> Option<TokenId> {
        tokens.iter().copied().find(|id| self.never.contains(id))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_has_what_no_prompt_has(prompt in text()) {
        for proven in PROVEN.iter() {
            let mut tokens = Vec::new();
            proven.tokenizer.encode_ids(&prompt, &mut tokens);
            prop_assert_eq!(proven.refuted_by(&tokens), None, "{}", proven.tokenizer.dialect().name);
        }
    }
}

#[test]
fn no_character_and_no_reference_to_one_has_what_no_prompt_has() {
    // The first two planes, tags and selectors, and some of all the others.
    let codes = (0..0x2_0000).chain(0xE_0000..0xE_0200).chain((0x2_0000..0x11_0000).step_by(997));
    let characters = codes.filter_map(char::from_u32);
    let alone = characters.map(|character| format!("{character} a{character}b !{character}"));
    let references = (0..0x3000).chain([0xFFFD, 0xE000, 0x1_F3EF]);
    let references = references.map(|code| format!("&#{code}; a&#x{code:x};b &#{code}"));
    let prompts: Vec<String> = alone.chain(references).collect();
    for proven in PROVEN.iter() {
        let mut volume = proven.tokenizer.volume();
        let mut tokens = Vec::new();
        for prompt in &prompts {
            tokens.clear();
            volume.encode(prompt, &mut tokens);
            assert_eq!(proven.refuted_by(&tokens), None, "{} {prompt:?}", proven.tokenizer.dialect().name);
        }
    }
}
