//! Which entries a prompt can have among its tokens: every one of CLIP's is decided, by a prompt that has it or by a proof.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use cliptok::explain::{Obstacle, Reachability, reach};
use cliptok::{Dialect, Encoder, Model, TokenId};
use proptest::prelude::*;

use crate::support::{encoders, ids, sd1, sd2, text};

/// What is known of each entry in one dialect.
fn decided(encoder: &Encoder) -> Vec<(TokenId, Reachability)> {
    encoder.vocabulary().ids().map(|id| (id, reach(id, encoder))).collect()
}

/// The entries that no prompt has, by obstacle, its character aside; and that a prompt which is said to have an entry
/// has it.
fn obstacles(encoder: &Encoder) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for (id, reachability) in decided(encoder) {
        match reachability {
            Reachability::By(prompt) => {
                assert!(ids(encoder, &prompt).contains(&id.0), "{id} {prompt:?}");
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
    let wanted = [&EVERYWHERE[..], &[("EndsInCharacter", 51), ("Removed", 52)]].concat();
    assert_eq!(obstacles(&sd1()), named(&wanted));
}

#[test]
fn dialects_with_text_repair_give_no_controls() {
    let wanted = [&EVERYWHERE[..], &[("EndsInCharacter", 51), ("Removed", 108)]].concat();
    for dialect in [Dialect::OpenAi, Dialect::OpenClip, Dialect::HfSlow] {
        assert_eq!(obstacles(&Encoder::for_dialect(dialect)), named(&wanted), "{}", dialect.name());
    }
}

#[test]
fn hf_basic_gives_no_joiners_and_no_ideographs_inside_words() {
    let own = [("AllRemoved", 12), ("EndsInCharacter", 47), ("IdeographAlone", 11), ("Removed", 149)];
    let wanted = [&EVERYWHERE[..], &own].concat();
    assert_eq!(obstacles(&Encoder::for_dialect(Dialect::HfBasic)), named(&wanted));
}

#[test]
fn a_pad_that_is_special_is_in_no_other_entry() {
    let wanted = [&EVERYWHERE[..], &[("CutOut", 71), ("EndsInCharacter", 51), ("Removed", 52)]].concat();
    assert_eq!(obstacles(&sd2()), named(&wanted));
    assert_eq!(reach(TokenId(0), &sd2()), Reachability::By("!".to_owned()));
    assert_eq!(reach(TokenId(256), &sd2()), Reachability::Never(Obstacle::CutOut('!')));
}

#[test]
fn special_tokens_are_reached_by_their_spelling_in_the_dialect() {
    let open_clip = Encoder::for_dialect(Dialect::OpenClip);
    assert_eq!(reach(TokenId(49407), &open_clip), Reachability::By("<end_of_text>".to_owned()));
    assert_eq!(reach(TokenId(49406), &sd1()), Reachability::By("<|startoftext|>".to_owned()));
}

#[test]
fn a_pad_that_is_special_is_text_where_nothing_is_cut_out() {
    let special = Encoder::for_model(Model::Sd2).with_dialect(Dialect::OpenAi);
    assert_eq!(obstacles(&special), obstacles(&Encoder::for_dialect(Dialect::OpenAi)));
    // It is cut out, but text repair makes it of its full-width form.
    let special = Encoder::for_model(Model::Sd2).with_dialect(Dialect::HfSlow);
    assert_eq!(reach(TokenId(256), &special), Reachability::By("！".to_owned()));
    assert_eq!(obstacles(&special), obstacles(&Encoder::for_dialect(Dialect::HfSlow)));
}

/// An encoder, and the entries of which it is proven that no prompt has them.
struct Proven {
    encoder: Encoder,
    never: HashSet<TokenId>,
}

static PROVEN: LazyLock<Vec<Proven>> = LazyLock::new(|| {
    let proven = |encoder: Encoder| {
        let is_never =
            |(id, reach): (TokenId, Reachability)| matches!(reach, Reachability::Never(_)).then_some(id);
        let never = decided(&encoder).into_iter().filter_map(is_never).collect();
        Proven { encoder, never }
    };
    encoders().into_iter().map(proven).collect()
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
            let tokens = proven.encoder.ids(&prompt);
            prop_assert_eq!(proven.refuted_by(&tokens), None, "{}", proven.encoder.dialect().name());
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
        let mut encoder = proven.encoder.batch();
        let mut tokens = Vec::new();
        for prompt in &prompts {
            tokens.clear();
            encoder.encode(prompt, &mut tokens);
            assert_eq!(proven.refuted_by(&tokens), None, "{} {prompt:?}", proven.encoder.dialect().name());
        }
    }
}
