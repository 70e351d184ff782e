//! Enters: a character. Leaves: what a dialect makes of it, looked up once and remembered for its neighbors too.

use crate::dialect::Rules;
use unicode_normalization::char::canonical_combining_class;

use crate::normalize::{Company, Composes, PlainCharacter, Suspect, plain};
use crate::unicode::CharacterClass;

/// How many characters a page has.
const PAGE: u32 = 64;

/// How many pages Unicode has.
const PAGES: usize = 0x11_0000 / PAGE as usize;

/// What a dialect makes of characters, by pages that are filled as they are asked for.
#[derive(Clone, Debug)]
pub(super) struct Characters {
    rules: &'static Rules,
    /// Characters of ASCII that may begin something that is not text, so that they are not plain.
    excluded: [u8; 3],
    pages: Vec<Option<Box<[Entry; PAGE as usize]>>>,
}

/// What the dialect makes of one character, in 32 bits: its lower case, of which kind of word that is, and whether it
/// composes perhaps, is a mark, or looks like mojibake perhaps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry(u32);

/// Of which kind of word a character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of symbols.
    Symbols,
    /// A run of letters.
    Letters,
    /// It is a word on its own.
    Single,
    /// Of none: it parts words.
    White,
}

const KIND: u32 = 21;
const COMPOSES: u32 = 23;
const MARK: u32 = 24;
const SUSPECT: u32 = 25;

/// Not plain: no character has such a lower case.
const NONE: Entry = Entry(u32::MAX);

impl Entry {
    fn of(character: char, rules: &Rules, excluded: [u8; 3]) -> Self {
        let begins = |character: char| character.is_ascii() && excluded.contains(&(character as u8));
        let plain = plain(character, rules.steps).filter(|plain| !begins(character) && !begins(plain.lower));
        let Some(PlainCharacter { lower, combining_class, composes, company, suspect }) = plain else {
            return NONE;
        };
        let kind = match (rules.pattern.classes.class(lower), company) {
            (CharacterClass::Whitespace, _) => Kind::White,
            (CharacterClass::Number, _) | (_, Company::Never) => Kind::Single,
            (CharacterClass::Letter, Company::ByPattern) => Kind::Letters,
            (CharacterClass::Symbol, Company::ByPattern) => Kind::Symbols,
        };
        Self(
            u32::from(lower)
                | (kind as u32) << KIND
                | (composes as u32) << COMPOSES
                | u32::from(combining_class != 0) << MARK
                | (suspect as u32) << SUSPECT,
        )
    }

    /// Its lower case, if it is plain in any company.
    #[inline]
    pub(super) const fn simple(self) -> Option<char> {
        if self.0 >> COMPOSES == 0 { self.lower() } else { None }
    }

    /// Its lower case; `None` if it is not plain in any company.
    #[inline]
    pub(super) const fn lower(self) -> Option<char> {
        char::from_u32(self.0 & ((1 << KIND) - 1))
    }

    /// Whether a plain character composes perhaps.
    #[inline]
    pub(super) const fn composes(self) -> Composes {
        if self.0 >> COMPOSES & 1 == 0 { Composes::Never } else { Composes::Perhaps }
    }

    /// The combining class of a plain character.
    #[inline]
    pub(super) fn combining_class(self) -> u8 {
        // A mark has the class of its lower case.
        let mark = self.lower().filter(|_| self.0 >> MARK & 1 == 1);
        mark.map_or(0, canonical_combining_class)
    }

    /// Whether a plain character looks like mojibake perhaps.
    #[inline]
    pub(super) const fn suspect(self) -> Suspect {
        if self.0 >> SUSPECT & 1 == 0 { Suspect::Never } else { Suspect::Perhaps }
    }

    /// Of which kind of word its lower case is.
    #[inline]
    pub(super) const fn kind(self) -> Kind {
        match self.0 >> KIND & 3 {
            0 => Kind::Symbols,
            1 => Kind::Letters,
            2 => Kind::Single,
            _ => Kind::White,
        }
    }
}

impl Characters {
    /// Those of a dialect.
    pub(super) const fn of(rules: &'static Rules, excluded: [u8; 3]) -> Self {
        Self { rules, excluded, pages: Vec::new() }
    }

    /// What the dialect makes of a character.
    #[allow(clippy::indexing_slicing, reason = "the remainder of a division by the length of a page")]
    #[inline]
    pub(super) fn get(&mut self, character: char) -> Entry {
        let (page, at) = ((u32::from(character) / PAGE) as usize, (u32::from(character) % PAGE) as usize);
        match self.pages.get(page) {
            Some(Some(page)) => page[at],
            _ => self.fill(page)[at],
        }
    }

    #[allow(clippy::indexing_slicing, reason = "the pages have every character")]
    #[cold]
    fn fill(&mut self, page: usize) -> &[Entry; PAGE as usize] {
        if self.pages.is_empty() {
            self.pages = vec![None; PAGES];
        }
        let first = page as u32 * PAGE;
        let entries = std::array::from_fn(|at| {
            let character = char::from_u32(first + at as u32);
            character.map_or(NONE, |character| Entry::of(character, self.rules, self.excluded))
        });
        self.pages[page].insert(Box::new(entries))
    }
}
