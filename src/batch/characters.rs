//! Enters: a character. Leaves: what a dialect makes of it, looked up once and remembered for its neighbors too.

use crate::dialect::Rules;
use crate::normalize::{Composes, PlainCharacter, plain};
use crate::unicode::CharacterClass;

/// How many characters a page has.
const PAGE: u32 = 64;

/// How many pages Unicode has.
const PAGES: usize = 0x11_0000 / PAGE as usize;

/// What a dialect makes of characters, by pages that are filled as they are asked for.
#[derive(Clone, Debug)]
pub struct Characters {
    rules: &'static Rules,
    /// Characters of ASCII that may begin something that is not text, so that they are not plain.
    excluded: [u8; 3],
    pages: Vec<Option<Box<[Entry; PAGE as usize]>>>,
}

/// What the dialect makes of one character, in 32 bits: its lower case, the class of that, whether it composes perhaps,
/// and its combining class.
#[derive(Clone, Copy, Debug)]
pub struct Entry(u32);

const CLASS: u32 = 21;
const COMPOSES: u32 = 23;
const COMBINING_CLASS: u32 = 24;

/// Not plain: no character has such a lower case.
const NONE: Entry = Entry(u32::MAX);

impl Entry {
    fn of(character: char, rules: &Rules, excluded: [u8; 3]) -> Self {
        let begins_something = character.is_ascii() && excluded.contains(&(character as u8));
        let plain = plain(character, rules.steps).filter(|_| !begins_something);
        let Some(PlainCharacter { lower, combining_class, composes }) = plain else { return NONE };
        let class = rules.pattern.classes.class(lower) as u32;
        Self(
            u32::from(lower)
                | class << CLASS
                | (composes as u32) << COMPOSES
                | u32::from(combining_class) << COMBINING_CLASS,
        )
    }

    /// Its lower case, if it is plain in any company.
    #[inline]
    pub const fn simple(self) -> Option<char> {
        if self.0 >> COMPOSES == 0 { char::from_u32(self.0 & ((1 << CLASS) - 1)) } else { None }
    }

    /// All that is known of a plain character; `None` if it is not plain.
    #[inline]
    pub fn plain(self) -> Option<PlainCharacter> {
        let lower = char::from_u32(self.0 & ((1 << CLASS) - 1))?;
        let composes = if self.0 >> COMPOSES & 1 == 0 { Composes::Never } else { Composes::Perhaps };
        Some(PlainCharacter { lower, combining_class: (self.0 >> COMBINING_CLASS) as u8, composes })
    }

    /// The class of its lower case.
    #[inline]
    pub const fn class(self) -> CharacterClass {
        match self.0 >> CLASS & 3 {
            0 => CharacterClass::Symbol,
            1 => CharacterClass::Letter,
            2 => CharacterClass::Number,
            _ => CharacterClass::Whitespace,
        }
    }
}

impl Characters {
    /// Those of a dialect.
    pub const fn of(rules: &'static Rules, excluded: [u8; 3]) -> Self {
        Self { rules, excluded, pages: Vec::new() }
    }

    /// What the dialect makes of a character.
    #[inline]
    pub fn get(&mut self, character: char) -> Entry {
        let (page, at) = ((u32::from(character) / PAGE) as usize, (u32::from(character) % PAGE) as usize);
        match self.pages.get(page) {
            Some(Some(page)) => page.get(at).copied().unwrap_or(NONE),
            _ => self.fill(page).and_then(|page| page.get(at)).copied().unwrap_or(NONE),
        }
    }

    #[cold]
    fn fill(&mut self, page: usize) -> Option<&[Entry; PAGE as usize]> {
        if self.pages.is_empty() {
            self.pages = vec![None; PAGES];
        }
        let first = page as u32 * PAGE;
        let entries = std::array::from_fn(|at| {
            let character = char::from_u32(first + at as u32);
            character.map_or(NONE, |character| Entry::of(character, self.rules, self.excluded))
        });
        self.pages.get_mut(page).map(|page| &**page.insert(Box::new(entries)))
    }
}
