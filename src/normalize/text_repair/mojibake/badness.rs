//! Enters: a text. Leaves: whether it looks like mojibake, with characters side by side that nobody writes that way.

use super::named::Named;
use super::rules::{RULES, Set, first_named};
use crate::normalize::text_repair::{LONGEST_SEGMENT, alone};

/// What stands around a text that is a part of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Around {
    /// Nothing: it is all there is.
    Nothing,
    /// White space of ASCII, or nothing, and behind that anything.
    WhiteSpace,
}

/// Whether any part of the text looks like mojibake.
pub(crate) fn is_bad(text: &str) -> bool {
    text.starts_with("Ã ")
        || text.starts_with("Â ")
        || named_places(text).any(|(at, rule)| applies(rule, text, at))
}

/// The places in a text where a rule might apply, each with the rule: where the character stands that it names first.
fn named_places(text: &str) -> impl Iterator<Item = (usize, &'static [Set])> {
    // Only characters beyond ASCII are named first, so only they are asked for.
    let is_first_byte = |&(_, byte): &(usize, u8)| byte >= 0xC0;
    text.bytes().enumerate().filter(is_first_byte).flat_map(move |(at, _)| {
        let mut rest = text.get(at..).unwrap_or_default().chars();
        let named = rest.next().map_or(Named::default(), Named::of);
        let behind = if named.begins() { Named::behind(rest.next()) } else { Named::default() };
        named.before(behind).filter_map(move |rule| Some((at, *RULES.get(rule)?)))
    })
}

/// Whether the rule matches where the character that it names first stands at this byte.
fn applies(rule: &[Set], text: &str, at: usize) -> bool {
    let (before, named) = rule.split_at(first_named(rule));
    let (text_before, text_behind) = text.split_at(at);
    matches(before.iter().rev(), text_before.chars().rev()) && matches(named.iter(), text_behind.chars())
}

/// Whether each set has the character in its place, and there is one.
fn matches<'s>(mut sets: impl Iterator<Item = &'s Set>, mut characters: impl Iterator<Item = char>) -> bool {
    sets.all(|set| characters.next().is_some_and(|character| set.holds(character)))
}

/// Whether a rule might apply around the character at this byte, in this text or in what the repairs of single characters
/// make of it. Where this says no of each character that is named first, neither is bad.
pub(crate) fn may_be_bad(text: &str, at: usize, around: Around) -> bool {
    let Some((before, behind)) = text.split_at_checked(at) else { return true };
    let mut rest = behind.chars();
    let Some(first) = rest.next() else { return false };
    let next = match (rest.next(), around) {
        (None, Around::WhiteSpace) => Some(' '),
        (next, _) => next,
    };
    let begins_a_line = || {
        let may_begin = before.is_empty() || before.ends_with('\n') || text.len() > LONGEST_SEGMENT;
        matches!(first, 'Ã' | 'Â')
            && (may_begin || around == Around::WhiteSpace)
            && next.is_some_and(|next| may_hold(&Set::Among(" "), next))
    };
    let may_apply = |rule: &&[Set]| {
        let (sets_before, named) = rule.split_at(first_named(rule));
        might_match(sets_before.iter().rev(), before.chars().rev(), around)
            && might_match(named.iter(), behind.chars(), around)
    };
    begins_a_line()
        || Named::of(first).before(Named::behind(next)).filter_map(|rule| RULES.get(rule)).any(may_apply)
}

/// Whether each set might have the character in its place, where what is beyond the text is known in part.
fn might_match<'s>(
    mut sets: impl Iterator<Item = &'s Set>,
    mut characters: impl Iterator<Item = char>,
    around: Around,
) -> bool {
    let mut spaces = [' '].into_iter();
    let mut might_be_beyond =
        |set: &Set| around == Around::WhiteSpace && spaces.next().is_none_or(|space| set.holds(space));
    sets.all(|set| match characters.next() {
        Some(character) => may_hold(set, character),
        None => might_be_beyond(set),
    })
}

/// Whether the set has the character, or what the repairs of single characters make of it.
fn may_hold(set: &Set, character: char) -> bool {
    set.holds(character) || alone(character).is_some_and(|repaired| set.holds(repaired))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::unicode::tables::mojibake::CATEGORIES;

    /// Asks every rule at every place.
    fn asked_everywhere(text: &str) -> bool {
        let mut places = text.char_indices();
        text.starts_with("Ã ")
            || text.starts_with("Â ")
            || places.any(|(at, _)| {
                let (_, behind) = text.split_at(at);
                RULES.iter().any(|rule| matches(rule.iter(), behind.chars()))
            })
    }

    fn character() -> impl Strategy<Value = char> {
        let of_categories = CATEGORIES.iter().flat_map(|&(first, last, _)| first..=last);
        let of_categories: Vec<char> = of_categories.filter_map(char::from_u32).collect();
        let of_rules = "ŒœÂÃÎÐ×ØÙà√≈‚âóвЂВГРСўβΒΓΞΟā€™\u{A0}\u{AD}°²³±®´µ»¡";
        prop_oneof![
            3 => prop::sample::select(of_categories),
            3 => prop::sample::select(of_rules.chars().collect::<Vec<_>>()),
            3 => prop::sample::select("aZ .,?!\n1中é".chars().collect::<Vec<_>>()),
            1 => any::<char>(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_text_is_bad_where_any_rule_applies(
            text in prop::collection::vec(character(), 0..9).prop_map(String::from_iter),
        ) {
            prop_assert_eq!(is_bad(&text), asked_everywhere(&text));
        }
    }
}
