//! What of a text has no slot, against its definition.

use cliptok::explain::Cut;
use cliptok::{ContextLength, Layout, Span};
use proptest::prelude::*;

use crate::support::{sd1, text};

/// The cut of a text in a context of so many slots, with its tokens' spans: of kept ones, of cut ones.
fn cut(text: &str, slots: usize) -> (Option<Cut>, Vec<Span>, Vec<Span>) {
    let tokens = sd1().encode(text).tokens;
    let layout = Layout::new(ContextLength::new(slots).unwrap(), tokens.len());
    let spans = |range: std::ops::Range<usize>| tokens[range].iter().map(|token| token.original).collect();
    (Cut::of(text, &tokens, &layout), spans(layout.kept()), spans(layout.cut()))
}

fn holds(spans: &[Span], byte: usize) -> bool {
    spans.iter().any(|span| (span.start..span.end).contains(&byte))
}

/// The characters of the parts.
fn parts(text: &str, slots: usize) -> Vec<&str> {
    let parts = cut(text, slots).0.map_or(Vec::new(), |cut| cut.parts);
    parts.into_iter().map(|part| part.characters.slice(text).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_parts_are_what_lost_its_slots_and_the_white_space_between(text in text(), slots in 2_usize..9) {
        let (cut, kept, lost) = cut(&text, slots);
        let parts = cut.as_ref().map_or(&[][..], |cut| &cut.parts);
        for byte in 0..text.len() {
            let told = parts.iter().any(|part| (part.bytes.start..part.bytes.end).contains(&byte));
            if holds(&lost, byte) {
                prop_assert!(told, "byte {} lost its slot", byte);
            } else if holds(&kept, byte) {
                prop_assert!(!told, "byte {} has a slot", byte);
            }
        }
        for part in parts {
            prop_assert!(holds(&lost, part.bytes.start) && holds(&lost, part.bytes.end - 1));
            prop_assert_eq!(part.characters, part.bytes.widened(&text));
        }
        for pair in parts.windows(2) {
            // Two parts are two because something that was kept stands between them.
            let between = pair[0].bytes.end..pair[1].bytes.start;
            prop_assert!(between.clone().any(|byte| holds(&kept, byte) && !holds(&lost, byte)));
        }
    }

    #[test]
    fn a_character_is_split_if_it_is_both_kept_and_lost(text in text(), slots in 2_usize..9) {
        let (cut, kept, lost) = cut(&text, slots);
        let own = |at: usize, character: char| at..at + character.len_utf8();
        let first = text.char_indices().find(|&(at, character)| {
            own(at, character).any(|byte| holds(&kept, byte)) && own(at, character).any(|byte| holds(&lost, byte))
        });
        let wanted = first.map(|(at, character)| Span::new(at, at + character.len_utf8()));
        prop_assert_eq!(cut.and_then(|cut| cut.split), wanted);
    }
}

#[test]
fn a_text_that_fits_has_no_cut() {
    assert_eq!(cut("a cat", 4).0, None);
    assert_eq!(cut("", 2).0, None);
}

#[test]
fn the_cut_is_one_part_whatever_the_case_of_its_letters() {
    assert_eq!(parts("a CAT  and Ａ dog", 4), ["and Ａ dog"]);
}

#[test]
fn characters_that_lost_some_of_their_tokens_are_in_one_part() {
    // Each full-width letter is several tokens, all of which lead to the whole of it.
    let (cut, ..) = cut("ＡＢ dog", 4);
    let cut = cut.unwrap();
    assert_eq!(cut.parts.len(), 1);
    assert_eq!(cut.parts[0].bytes, Span::new(0, 10));
    assert_eq!(cut.split, Some(Span::new(0, 3)));
}

#[test]
fn a_mark_that_changed_places_is_cut_alone() {
    // Normalization puts U+0323 before U+0301, so the kept token came from behind the cut one.
    assert_eq!(parts("x\u{301}\u{323}", 5), ["\u{301}"]);
    assert_eq!(cut("x\u{301}\u{323}", 5).0.unwrap().split, None);
}
