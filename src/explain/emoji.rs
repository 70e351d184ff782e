//! Enters: nothing, or a text. Leaves: the emoji of Unicode's list, or whether the text is only emoji.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

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
