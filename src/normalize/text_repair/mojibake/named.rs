//! Enters: a character. Leaves: which rules of badness name it, and behind which they want it.

use std::sync::OnceLock;

use super::character_category::categories;
use super::rules::{RULES, Set, first_named};
use crate::normalize::text_repair::alone;

/// Which rules name a character, with a bit for each rule. A rule applies nowhere but where a character that it names
/// first stands before one that it takes second. So text without such pairs is not bad.
///
/// What other repairs make of the character counts as well, since a later round looks at that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// The rules that name it first.
    first: u64,
    /// The rules that want it behind that, or want nothing there.
    second: u64,
    /// Whether repairs that look at one character only make something of it.
    changes: bool,
}

/// How many characters a page has.
const PAGE: usize = 64;

/// Pages of the characters of four hexadecimal digits, filled as they are asked for.
static PAGES: [OnceLock<Box<[Named; PAGE]>>; 0x1_0000 / PAGE] = [const { OnceLock::new() }; 0x1_0000 / PAGE];

/// What stands for characters that no rule names and no repair changes.
const UNNAMED: char = '\u{2FFF}';

impl Named {
    /// The rules that name a character.
    #[allow(clippy::indexing_slicing, reason = "the remainder of a division by the length of a page")]
    pub(crate) fn of(character: char) -> Self {
        let is_unnamed = matches!(character, '\u{3001}'..='\u{F7FF}' | '\u{10000}'..);
        let code = u32::from(if is_unnamed { UNNAMED } else { character }) as usize;
        match PAGES.get(code / PAGE) {
            Some(page) => page.get_or_init(|| filled(code / PAGE))[code % PAGE],
            None => Self::found(character),
        }
    }

    /// Finds them, rule by rule.
    fn found(character: char) -> Self {
        let repaired = alone(character);
        let mut named = Self { changes: repaired != Some(character), ..Self::default() };
        let repaired = repaired.unwrap_or(character);
        let [own, of_repaired] = [character, repaired].map(categories);
        for (bit, rule) in RULES.iter().enumerate() {
            let at = first_named(rule);
            let has = |set: &Set| {
                set.holds_of(character, || own) || named.changes && set.holds_of(repaired, || of_repaired)
            };
            let holds = |at: usize| rule.get(at).is_none_or(has);
            let (first, second) = (holds(at), holds(at + 1));
            named.first |= u64::from(first) << bit;
            named.second |= u64::from(second) << bit;
        }
        named
    }

    /// What stands behind a character. Of the end of a text it says more than is so.
    pub(super) fn behind(next: Option<char>) -> Self {
        Self::of(next.unwrap_or('\0'))
    }

    /// Whether any rule names it first.
    pub(crate) const fn begins(self) -> bool {
        self.first != 0
    }

    /// Whether repairs that look at one character only make something of it.
    pub(crate) const fn changes(self) -> bool {
        self.changes
    }

    /// The rules that might apply where the other one stands behind it, by their numbers.
    pub(super) fn before(self, other: Self) -> impl Iterator<Item = usize> {
        let mut rules = self.first & other.second;
        std::iter::from_fn(move || {
            let rule = rules.checked_ilog2()?;
            rules ^= 1 << rule;
            Some(rule as usize)
        })
    }
}

fn filled(page: usize) -> Box<[Named; PAGE]> {
    let named = |at| char::from_u32((page * PAGE + at) as u32).map_or(Named::default(), Named::found);
    Box::new(std::array::from_fn(named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::text_repair::mojibake::rules::Set;

    #[test]
    fn the_table_says_of_every_character_what_the_rules_say() {
        assert!(RULES.len() <= u64::BITS as usize, "each rule has a bit");
        for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let named = Named::of(character);
            assert_eq!(named, Named::found(character), "{character:?}");
            let is_first =
                |rule: &&[_]| rule.get(first_named(rule)).is_some_and(|set: &Set| set.holds(character));
            assert!(named.begins() || !RULES.iter().any(is_first), "{character:?}");
            assert!(!(named.begins() && character.is_ascii()), "{character:?}");
        }
    }
}
