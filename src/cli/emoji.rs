//! Enters: nothing, or a text. Leaves: the emoji of Unicode's list; whether the text is emoji and nothing else.

use std::collections::{BTreeSet, HashSet};

use emojis::Group;
use unicode_segmentation::UnicodeSegmentation;

/// A version of Unicode, as 15.0.
pub type Version = (u32, u32);

/// What asks for an emoji to be drawn as one.
const SELECTOR: char = '\u{FE0F}';

/// One of the list, fully qualified: with a variation selector where it needs one.
#[derive(Clone, Copy, Debug)]
pub struct Emoji {
    pub text: &'static str,
    /// Unicode's name for it, as `Japanese castle`.
    pub name: &'static str,
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

/// Every emoji, those of all skin tones too, each once, in the order of the list.
pub fn all() -> Vec<Emoji> {
    let mut seen = HashSet::new();
    emojis::iter()
        .flat_map(|emoji| std::iter::once(emoji).chain(emoji.skin_tones().into_iter().flatten()))
        .filter(|emoji| seen.insert(emoji.as_str()))
        .map(|emoji| Emoji {
            text: emoji.as_str(),
            name: emoji.name(),
            group: group(emoji.group()),
            since: (emoji.unicode_version().major(), emoji.unicode_version().minor()),
        })
        .collect()
}

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
    !text.is_empty() && text.graphemes(true).all(|grapheme| emojis::get(grapheme).is_some())
}

/// The emoji on the list that this text is, with a variation selector or without.
pub fn found(text: &str) -> Option<&'static str> {
    emojis::get(text).map(emojis::Emoji::as_str)
}

fn group(group: Group) -> &'static str {
    let index = Group::iter().position(|known| known == group).unwrap_or_default();
    GROUPS.get(index).copied().unwrap_or_default()
}
