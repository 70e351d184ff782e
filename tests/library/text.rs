//! Spans of a text, their offsets in other units, and which of them share what a person sees as one character.

use cliptok::{Sharing, Span, TextUnit, offsets, sharing};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::support::{sd1, text};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn tokens_share_a_grapheme_exactly_where_one_lies_across_them(text in text()) {
        let spans: Vec<Span> = sd1().encode(&text).tokens.iter().map(|token| token.original).collect();
        let sharing = sharing(&text, &spans);
        prop_assert_eq!(sharing.len(), spans.len());
        for (at, pair) in spans.windows(2).enumerate() {
            let across = text.grapheme_indices(true).any(|(start, grapheme)| {
                let holds = |byte: usize| (start..start + grapheme.len()).contains(&byte);
                holds(pair[0].end - 1) && holds(pair[1].start)
            });
            prop_assert_eq!(matches!(sharing[at], Sharing::First | Sharing::Middle), across);
            prop_assert_eq!(matches!(sharing[at + 1], Sharing::Middle | Sharing::Last), across);
        }
    }
}

#[test]
fn widening_reaches_the_whole_character_and_no_further() {
    let text = "a🏯b";
    assert_eq!(Span::new(2, 3).widened(text), Span::new(1, 5));
    assert_eq!(Span::new(1, 5).widened(text), Span::new(1, 5));
    assert_eq!(Span::new(0, 1).widened(text), Span::new(0, 1));
    assert_eq!(Span::new(1, 5).slice(text), Some("🏯"));
    assert_eq!(Span::new(2, 3).slice(text), None, "half a character is no text");
    assert_eq!(Span::new(5, 7).slice(text), None, "the text ends before that");
}

proptest! {
    #[test]
    fn offsets_count_the_units_before_a_span(text in text(), cuts in prop::collection::vec(0..60_usize, 2..12)) {
        // In any order: normalization may change the order of tokens.
        let spans: Vec<Span> =
            cuts.windows(2).map(|pair| Span::new(pair[0].min(text.len()), pair[1].min(text.len()))).collect();
        let counted = |count: &dyn Fn(&str) -> usize| -> Vec<(usize, usize)> {
            let whole = spans.iter().map(|span| span.widened(&text));
            whole.map(|span| (count(&text[..span.start]), count(&text[..span.end]))).collect()
        };
        prop_assert_eq!(offsets(&text, &spans, TextUnit::Characters), counted(&|text| text.chars().count()));
        prop_assert_eq!(offsets(&text, &spans, TextUnit::Utf16), counted(&|text| text.encode_utf16().count()));
    }
}
