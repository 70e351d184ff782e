//! Enters: nothing, or a text. Leaves: the emoji of Unicode's list; whether the text is emoji and nothing else.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

/// A version of Unicode, as 15.0.
pub type Version = (u32, u32);

/// What asks for an emoji to be drawn as one.
const SELECTOR: char = '\u{FE0F}';

/// One of the list, fully qualified: with a variation selector where it needs one.
#[derive(Clone, Copy, Debug)]
pub struct Emoji {
    /// Its text.
    pub text: &'static str,
    /// Unicode's name for it, as `Japanese castle`.
    pub name: &'static str,
    /// The group that it stands in: one of [`GROUPS`].
    pub group: &'static str,
    /// The version of Unicode that brought it.
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

/// Every emoji, those of all skin tones too, each once, in the order of the list.
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

#[allow(clippy::expect_used, reason = "the list is a part of the program, and no input")]
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

/// The versions of Unicode that brought emoji, from the oldest on.
pub fn versions() -> BTreeSet<Version> {
    all().iter().map(|emoji| emoji.since).collect()
}

impl Emoji {
    /// It without variation selectors, as keyboards and other programs may write it; `None` if it has none.
    pub fn unqualified(&self) -> Option<String> {
        self.text.contains(SELECTOR).then(|| self.text.replace(SELECTOR, ""))
    }

    /// Whether it is one of several skin tones.
    pub fn has_skin_tone(&self) -> bool {
        self.text.contains(|character| ('\u{1F3FB}'..='\u{1F3FF}').contains(&character))
    }
}

/// Whether all characters of a text, as a reader sees them, are on the list, with a variation selector or without. An
/// empty text is none.
pub fn is_emoji(text: &str) -> bool {
    !text.is_empty() && text.graphemes(true).all(|grapheme| found(grapheme).is_some())
}

/// The emoji on the list that this text is, with a variation selector or without.
pub fn found(text: &str) -> Option<&'static str> {
    BY_TEXT.get(text.replace(SELECTOR, "").as_str()).copied()
}
