//! The way back through one rewriting, and through several.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::{Alignment, Span};

/// An alignment with, for each byte, the span it leads to.
fn plain(alignment: &Alignment) -> Vec<Span> {
    (0..alignment.len()).map(|byte| alignment.original(Span::new(byte, byte + 1))).collect()
}

/// A rewriting of a text of at least `original` bytes: copied runs, replacements and gaps.
fn alignment(original: usize) -> impl Strategy<Value = Alignment> {
    prop::collection::vec((0..3_usize, 1..4_usize, 1..4_usize), 0..8).prop_map(move |parts| {
        let (mut alignment, mut at) = (Alignment::default(), 0);
        for (what, length, replaced_by) in parts {
            let end = (at + length).min(original);
            match what {
                0 => alignment.copied(Span::new(at, end)),
                1 if end > at => alignment.replaced(replaced_by, Span::new(at, end)),
                _ => {}
            }
            at = end;
        }
        alignment
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn two_rewritings_lead_back_as_one((first, second) in alignment(20).prop_flat_map(|first| {
        let length = first.len();
        (Just(first), alignment(length))
    })) {
        let both = first.then(&second);
        prop_assert_eq!(both.len(), second.len());
        for byte in 0..second.len() {
            let by_turns = first.original(second.original(Span::new(byte, byte + 1)));
            prop_assert_eq!(both.original(Span::new(byte, byte + 1)), by_turns);
        }
    }

    #[test]
    fn a_span_leads_to_the_hull_of_its_bytes(alignment in alignment(20)) {
        let bytes = plain(&alignment);
        for start in 0..bytes.len() {
            for end in start + 1..=bytes.len() {
                let hull = bytes[start..end].iter().copied().reduce(Span::hull).unwrap();
                prop_assert_eq!(alignment.original(Span::new(start, end)), hull);
            }
        }
    }
}

#[test]
fn the_identity_leads_every_span_to_itself() {
    let alignment = Alignment::identity(5);
    assert_eq!(alignment.original(Span::new(1, 4)), Span::new(1, 4));
    assert_eq!(alignment.original(Span::new(2, 2)), Span::new(2, 2));
    assert_eq!(Alignment::identity(0).original(Span::new(0, 0)), Span::new(0, 0));
}

#[test]
fn any_byte_of_a_replacement_leads_to_all_of_what_it_replaced() {
    let mut alignment = Alignment::default();
    alignment.copied(Span::new(0, 2));
    alignment.replaced(2, Span::new(2, 5));
    alignment.copied(Span::new(5, 6));
    assert_eq!(
        plain(&alignment),
        [(0, 1), (1, 2), (2, 5), (2, 5), (5, 6)].map(|(start, end)| Span::new(start, end))
    );
    assert_eq!(alignment.original(Span::new(1, 3)), Span::new(1, 5));
}

#[test]
fn appending_shifts_into_the_original() {
    let mut alignment = Alignment::identity(3);
    alignment.append(&Alignment::identity(2), 10);
    assert_eq!(alignment.original(Span::new(3, 5)), Span::new(10, 12));
}
