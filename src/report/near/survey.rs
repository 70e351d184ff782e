//! Enters: what lies nearest to each emoji that is one token. Leaves: a report on them, emoji by emoji and group by group.

use serde::{Serialize, Serializer};

use super::{NearEntry, TableReport};
use crate::embeddings::{EntryClass, Near};
use crate::encoder::Encoder;
use crate::explain::emoji::{Emoji, GROUPS};
use crate::report::EntryReport;
use crate::report::serialize::Version;

/// An emoji that is one token, and what lies closest to it: entries of the same text are left out.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SurveyEmoji<'v> {
    /// The emoji.
    #[serde(serialize_with = "text")]
    pub emoji: Emoji,
    /// Its group.
    pub group: &'static str,
    /// Its token.
    pub token: EntryReport<'v>,
    /// The closest entry that is an emoji; `None` if there is none.
    pub closest_emoji: Option<NearEntry<'v>>,
    /// The closest entry that is a word.
    pub closest_word: Option<NearEntry<'v>>,
    /// The closest entry that is neither.
    pub closest_other: Option<NearEntry<'v>>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn text<S: Serializer>(emoji: &Emoji, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(emoji.text)
}

impl<'v> SurveyEmoji<'v> {
    /// The report on an emoji with this entry. `near` has the closest entries of each class, in the order of
    /// [`EntryClass::ALL`].
    pub fn new(emoji: Emoji, token: EntryReport<'v>, near: &Near, encoder: &'v Encoder) -> Self {
        let closest = |class: usize| {
            let of_class = near.closest.get(class).map(Vec::as_slice).unwrap_or_default();
            let other = of_class.iter().find(|one| encoder.vocabulary().bytes(one.id) != token.bytes);
            other.map(|&one| NearEntry::of(one, &near.spread, encoder))
        };
        let [closest_emoji, closest_word, closest_other] = [0, 1, 2].map(closest);
        Self { emoji, group: emoji.group, token, closest_emoji, closest_word, closest_other }
    }

    /// The closest of all, with its class.
    pub fn closest(&self) -> Option<(EntryClass, &NearEntry<'v>)> {
        let of_class = [&self.closest_emoji, &self.closest_word, &self.closest_other];
        let all =
            EntryClass::ALL.into_iter().zip(of_class).filter_map(|(class, one)| Some((class, one.as_ref()?)));
        // Of two at the same distance, the one with the smaller id.
        all.reduce(|best, one| {
            let is_closer = one.1.cosine > best.1.cosine
                || (one.1.cosine - best.1.cosine == 0.0 && one.1.entry.id < best.1.entry.id);
            if is_closer { one } else { best }
        })
    }

    /// Whether an emoji lies closer to it than any word does.
    pub fn is_closer_to_emoji(&self) -> bool {
        let cosine = |one: &Option<NearEntry<'_>>| one.as_ref().map_or(f64::NEG_INFINITY, |one| one.cosine);
        cosine(&self.closest_emoji) > cosine(&self.closest_word)
    }
}

/// How many emoji of a group lie closest to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SurveySums {
    /// The name of the group; `None` for all groups together.
    pub group: Option<&'static str>,
    /// How many of its emoji are one token, and have a row with a direction.
    pub emoji_count: usize,
    /// For how many the closest entry is an emoji.
    pub closest_emoji_count: usize,
    /// For how many it is a word.
    pub closest_word_count: usize,
    /// For how many it is neither.
    pub closest_other_count: usize,
    /// To how many an emoji lies closer than any word.
    pub closer_to_emoji_count: usize,
}

impl SurveySums {
    fn of(group: Option<&'static str>, all: &[SurveyEmoji<'_>]) -> Self {
        let own = || all.iter().filter(move |emoji| group.is_none_or(|group| emoji.group == group));
        let of_class =
            |class| own().filter(|emoji| emoji.closest().is_some_and(|one| one.0 == class)).count();
        let [closest_emoji_count, closest_word_count, closest_other_count] = EntryClass::ALL.map(of_class);
        let closer_to_emoji_count = own().filter(|emoji| emoji.is_closer_to_emoji()).count();
        Self {
            group,
            emoji_count: own().count(),
            closest_emoji_count,
            closest_word_count,
            closest_other_count,
            closer_to_emoji_count,
        }
    }

    /// The name of the group; `all` for all groups together.
    pub fn name(&self) -> &'static str {
        self.group.unwrap_or("all")
    }
}

/// All emoji that are one token, and what lies closest to each.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct SurveyReport<'v> {
    version: Version,
    /// The table.
    pub table: &'v TableReport,
    /// The sums over all groups. In JSON they are flattened, not an object of their own.
    #[serde(flatten)]
    pub all: SurveySums,
    /// The sums of each group that has one.
    pub by_group: Vec<SurveySums>,
    /// The emoji, in the order of Unicode's list.
    pub survey: Vec<SurveyEmoji<'v>>,
    /// The emoji whose rows are zero or not finite, which are left out.
    pub left_out: Vec<&'static str>,
}

impl<'v> SurveyReport<'v> {
    /// The report on these emoji.
    pub fn new(table: &'v TableReport, emoji: Vec<SurveyEmoji<'v>>, left_out: Vec<&'static str>) -> Self {
        let groups = GROUPS.map(|group| SurveySums::of(Some(group), &emoji));
        Self {
            version: Version,
            table,
            all: SurveySums::of(None, &emoji),
            by_group: groups.into_iter().filter(|group| group.emoji_count > 0).collect(),
            survey: emoji,
            left_out,
        }
    }

    /// What the survey found, in a sentence.
    pub fn answer(&self) -> String {
        let all = self.all;
        let percent = |count: usize| (count * 100 + all.emoji_count / 2) / all.emoji_count.max(1);
        format!(
            "{} emoji are one token. The closest entry is an emoji for {} of them ({} %), a word for {} ({} %), \
             something else for {}; to {} ({} %), an emoji lies closer than any word.",
            all.emoji_count,
            all.closest_emoji_count,
            percent(all.closest_emoji_count),
            all.closest_word_count,
            percent(all.closest_word_count),
            all.closest_other_count,
            all.closer_to_emoji_count,
            percent(all.closer_to_emoji_count),
        )
    }
}
