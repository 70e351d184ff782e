//! Enters: nothing, or a text. Leaves: the emoji of Unicode's list, or whether the text is only emoji.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::search::containing;

/// A version of Unicode, as 15.0.
pub type Version = (u32, u32);

/// The variation selector that asks for the emoji form of a character.
const SELECTOR: char = '\u{FE0F}';

/// An emoji from the list, fully qualified: with a variation selector if it needs one.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Emoji {
    /// Its text.
    pub text: &'static str,
    /// Unicode's name for it, as `Japanese castle`.
    pub name: &'static str,
    /// Its group: one of [`GROUPS`].
    pub group: &'static str,
    /// The version of Unicode that added it.
    pub since: Version,
}

/// The names of the groups, in the order of the list.
pub const GROUPS: [&str; 9] = [
    "Smileys & Emotion",
    "People & Body",
    "Animals & Nature",
    "Food & Drink",
    "Travel & Places",
    "Activities",
    "Objects",
    "Symbols",
    "Flags",
];

/// A heading `# Flags` for each group, and a line `🏁 6.0 chequered flag` for each emoji, in the order of Unicode's list.
const LIST: &str = include_str!("../../data/emoji.txt");

/// Every emoji, including all skin tones, each once, in the order of the list.
pub fn all() -> Vec<Emoji> {
    let mut group = "";
    let emoji = |line: &'static str| {
        if let Some(heading) = line.strip_prefix("# ") {
            group = heading;
            return None;
        }
        Some(emoji_of(line, group))
    };
    LIST.lines().filter_map(emoji).collect()
}

#[allow(clippy::expect_used, reason = "the list is part of the program, not input")]
fn emoji_of(line: &'static str, group: &'static str) -> Emoji {
    let parts = || {
        let (text, rest) = line.split_once(' ')?;
        let (version, name) = rest.split_once(' ')?;
        let (major, minor) = version.split_once('.')?;
        Some(Emoji { text, name, group, since: (major.parse().ok()?, minor.parse().ok()?) })
    };
    parts().expect("a line of the list is an emoji, a version and a name")
}

/// The emoji by their text without variation selectors.
static BY_TEXT: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| all().into_iter().map(|emoji| (emoji.text.replace(SELECTOR, ""), emoji.text)).collect());

/// The versions of Unicode that added emoji, from oldest to newest.
pub fn versions() -> BTreeSet<Version> {
    all().iter().map(|emoji| emoji.since).collect()
}

impl Emoji {
    /// The emoji without variation selectors, as keyboards and other programs may write it; `None` if it has none.
    pub fn unqualified(&self) -> Option<String> {
        self.text.contains(SELECTOR).then(|| self.text.replace(SELECTOR, ""))
    }

    /// Whether it has a skin tone.
    pub fn has_skin_tone(&self) -> bool {
        self.text.contains(|character| ('\u{1F3FB}'..='\u{1F3FF}').contains(&character))
    }
}

/// Whether every character of a text, as a reader sees it, is on the list, with or without a variation selector. False
/// for an empty text.
pub fn is_emoji(text: &str) -> bool {
    !text.is_empty() && text.graphemes(true).all(|grapheme| found(grapheme).is_some())
}

/// The emoji on the list with this text, with or without a variation selector.
pub fn found(text: &str) -> Option<&'static str> {
    BY_TEXT.get(text.replace(SELECTOR, "").as_str()).copied()
}

/// Emoji in which many can be looked up: by themselves, or by part of a name.
#[derive(Clone, Debug)]
pub struct EmojiIndex {
    by_text: HashMap<&'static str, usize>,
    /// Their names in lower case, one after the other.
    names: Vec<u8>,
    /// Where each name begins, and finally where the last one ends.
    offsets: Vec<u32>,
}

impl EmojiIndex {
    /// The index of these emoji.
    ///
    /// ```
    /// use cliptok::explain::emoji::{EmojiIndex, all};
    /// let emoji = all();
    /// let index = EmojiIndex::of(&emoji);
    /// let names = |query| index.search(query).into_iter().map(|at| emoji[at].name).collect::<Vec<_>>();
    /// assert_eq!(names("CASTLE"), ["Japanese castle", "castle"]);
    /// assert_eq!(names("🏯"), ["Japanese castle"]);
    /// ```
    pub fn of(emoji: &[Emoji]) -> Self {
        let by_text = emoji.iter().enumerate().map(|(at, emoji)| (emoji.text, at)).collect();
        let (mut names, mut offsets) = (Vec::new(), vec![0]);
        for emoji in emoji {
            names.extend_from_slice(emoji.name.to_lowercase().as_bytes());
            // All names together take some hundred kilobytes.
            offsets.push(names.len() as u32);
        }
        Self { by_text, names, offsets }
    }

    /// The positions of the emoji that are meant: the one that is `query`, with or without a variation selector; or if it is
    /// no emoji of Unicode's list, all whose name contains it, in any case.
    pub fn search(&self, query: &str) -> Vec<usize> {
        match found(query) {
            Some(text) => self.by_text.get(text).copied().into_iter().collect(),
            None if query.is_empty() => (0..self.by_text.len()).collect(),
            None => containing(query.to_lowercase().as_bytes(), &self.names, &self.offsets),
        }
    }
}
