//! Special tokens that are cut out of a text before its pieces are normalized.

use super::*;
use crate::dialect::Dialect;

#[test]
fn of_two_spellings_at_one_place_the_longer_one_counts() {
    let added =
        ["!", "!!"].map(|spelling| AddedToken::exact(spelling.to_owned(), TokenId(spelling.len() as u16)));
    let rules = Dialect::Hf.rules();
    let normalized = normalize("!!!", rules.cut_out, &added, rules.steps);
    let kinds: Vec<_> = normalized.sections().iter().map(|section| section.kind).collect();
    assert_eq!(kinds, [SectionKind::Special(TokenId(2)), SectionKind::Special(TokenId(1))]);
}

#[test]
fn no_spelling_is_cut_out_where_nothing_is() {
    let added = [AddedToken::exact("!".to_owned(), TokenId(0))];
    let normalized = normalize("a!", CutOut::Nothing, &added, &[]);
    assert_eq!(normalized.sections(), [Section { span: Span::new(0, 2), kind: SectionKind::Text }]);
}
