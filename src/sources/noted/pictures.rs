//! Enters: what is remarkable about pictures and archives. Leaves: what is to be said of it when all is read.

use super::{KEPT, Noted, Places};
use crate::images::ImageError;
use crate::place::{Place, Source};

/// What is wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PictureProblem {
    /// Its place.
    pub place: Place,
    /// What is wrong.
    pub error: ImageError,
}

/// How many pictures there were, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    count: u64,
    first: Vec<PictureProblem>,
}

impl Pictures {
    /// How many there were.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The first ten of them, in the order of the input, each with what is wrong with it.
    pub fn first(&self) -> &[PictureProblem] {
        &self.first
    }

    pub(super) fn add(&mut self, later: &mut Self) {
        self.count += std::mem::take(&mut later.count);
        let room = KEPT - self.first.len();
        self.first.extend(later.first.drain(..).take(room));
    }
}

impl Noted {
    /// What is wrong with pictures, as far as it is kept.
    pub(in crate::sources) fn pictures(&self) -> impl Iterator<Item = &PictureProblem> {
        self.without_prompt.first.iter().chain(&self.broken.first)
    }

    /// Notes a picture that is broken or has no prompt.
    pub(in crate::sources) fn note_picture(&mut self, problem: PictureProblem) {
        let pictures = match problem.error {
            ImageError::NoPrompt { .. } => &mut self.without_prompt,
            _ => &mut self.broken,
        };
        pictures.count += 1;
        if pictures.first.len() < KEPT {
            pictures.first.push(problem);
        }
    }

    /// Notes a prompt that was written for a program of this name, whose syntax is not known here.
    pub(in crate::sources) fn note_read_as_text(&mut self, program: &'static str, source: &Source) {
        self.programs.insert(program);
        self.read_as_text.note(source);
    }

    /// What was noted of pictures and archives, each in a sentence.
    pub(super) fn say_of_pictures(&self, words: &mut Vec<String>) {
        let mut say = |places: &Places, one: &str, many: &str| {
            if let Some(first) = places.first.first() {
                words.push(match places.count {
                    1 => format!("{first}: {one}"),
                    count => format!("{count} {many}, the first in {first}"),
                });
            }
        };
        let programs: Vec<&str> = self.programs.iter().copied().collect();
        let programs = programs.join(" or ");
        say(
            &self.read_as_text,
            &format!("written for {programs}, whose syntax is not known here, and read as text"),
            &format!("prompts were written for {programs}, whose syntax is not known here, and read as text"),
        );
        say(
            &self.uncertain,
            "it is not certain which text of the graph is which prompt, so all are listed",
            "graphs do not say for certain which text is which prompt, so all are listed",
        );
        say(
            &self.for_t5,
            "T5 reads this text; the tokens shown are CLIP's",
            "texts are read by T5, and the tokens shown are CLIP's",
        );
        say(
            &self.hidden_members,
            "the member was left out: its name begins with a dot",
            "members were left out, since their names begin with a dot",
        );
        if let Some(PictureProblem { place, error }) = self.without_prompt.first.first() {
            words.push(match self.without_prompt.count {
                1 => format!("{place}: {error}"),
                count => format!("{count} pictures have no prompt, the first of them {place}"),
            });
        }
        words.extend(
            self.broken.first.iter().map(|PictureProblem { place, error }| format!("{place}: {error}")),
        );
        let more = self.broken.count - self.broken.first.len() as u64;
        if more > 0 {
            words.push(format!("and {more} more pictures that are broken"));
        }
    }
}
