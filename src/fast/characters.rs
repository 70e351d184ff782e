//! Enters: a character. Leaves: what a dialect makes of it, looked up once and remembered for its neighbours too.

use crate::character::CharacterClass;
use crate::dialect::Dialect;
use crate::normalize::{PlainCharacter, plain};

/// How many characters a page has.
const PAGE: u32 = 256;

/// How many pages Unicode has.
const PAGES: usize = 0x11_0000 / PAGE as usize;

/// What the dialect makes of characters, by pages that are filled as they are asked for.
#[derive(Clone, Debug, Default)]
pub struct Characters {
    pages: Vec<Option<Box<[Entry; PAGE as usize]>>>,
}

/// What the dialect makes of one character.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its lower case and the rest, if it is plain.
    pub plain: Option<PlainCharacter>,
    /// The class of its lower case.
    pub class: CharacterClass,
}

/// That of a number that is no character.
const NONE: Entry = Entry { plain: None, class: CharacterClass::Symbol };

impl Entry {
    fn of(character: char, dialect: &Dialect) -> Self {
        let plain = plain(character, dialect.steps);
        let lower = plain.map_or(character, |plain| plain.lower);
        Self { plain, class: dialect.pattern.classes.class(lower) }
    }
}

impl Characters {
    /// What the dialect makes of a character. It is to be the same dialect every time.
    #[inline]
    pub fn get(&mut self, character: char, dialect: &Dialect) -> Entry {
        let (page, at) = ((u32::from(character) / PAGE) as usize, (u32::from(character) % PAGE) as usize);
        match self.pages.get(page) {
            Some(Some(page)) => page.get(at).copied().unwrap_or(NONE),
            _ => self.fill(page, dialect).and_then(|page| page.get(at)).copied().unwrap_or(NONE),
        }
    }

    #[cold]
    fn fill(&mut self, page: usize, dialect: &Dialect) -> Option<&[Entry; PAGE as usize]> {
        self.pages.resize(PAGES, None);
        let first = page as u32 * PAGE;
        let entry = |at| char::from_u32(first + at as u32).map_or(NONE, |c| Entry::of(c, dialect));
        let entries = std::array::from_fn(entry);
        self.pages.get_mut(page).map(|page| &**page.insert(Box::new(entries)))
    }
}
