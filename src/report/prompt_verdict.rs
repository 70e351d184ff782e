//! Enters: the report of a prompt. Leaves: the answer that its reader came for: whether it fits, in one line.

use super::{PromptReport, counted};

/// Whether a prompt fits, and how full it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PromptVerdict {
    /// What became of the prompt.
    pub outcome: Outcome,
    /// The same in words.
    pub words: String,
}

/// What became of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The model reads all of it.
    Fits,
    /// The model does not read its end.
    Cut,
    /// The program raises an exception.
    Raises,
}

impl PromptVerdict {
    /// The verdict on a prompt: by the count of the program whose syntax it is written in, or by the rule of CLIP.
    ///
    /// ```
    /// use cliptok::report::{Outcome, PromptReport, PromptRules, PromptVerdict, Source};
    /// use cliptok::{Encoder, Model};
    /// let (rules, source) = (PromptRules::of(Encoder::for_model(Model::Sd1)), Source::argument(1));
    /// let verdict = |prompt: &str| PromptVerdict::of(&PromptReport::new(prompt, &source, &rules));
    /// assert_eq!(verdict("a cat").words, "fits · 2 of 75 tokens");
    /// assert_eq!(verdict(&"a cat, ".repeat(26)).words, "too long · 78 of 75, 3 cut");
    /// assert_eq!(verdict(&"a cat, ".repeat(26)).outcome, Outcome::Cut);
    /// ```
    pub fn of(report: &PromptReport<'_>) -> Self {
        let counts = &report.counts;
        let Some(syntax) = report.syntax.0 else {
            return match counts.over {
                0 => Self::new(Outcome::Fits, format!("fits · {} of {} tokens", counts.count, counts.room)),
                over => Self::new(
                    Outcome::Cut,
                    format!("too long · {} of {}, {over} cut", counts.count, counts.room),
                ),
            };
        };
        let title = syntax.title();
        if let Some(class) = report.program.raises {
            return Self::new(Outcome::Raises, format!("{title} raises {class} on this prompt"));
        }
        let filled = match report.program.counter {
            Some(counter) => format!("{}/{} by {title}'s counter", counter.used, counter.of),
            None => {
                format!("{} of {} tokens in {title}", counts.count, counts.room)
            }
        };
        let rows = counted(report.rows.len(), "row");
        match counts.over {
            0 => Self::new(Outcome::Fits, format!("{filled} · {rows}, nothing cut")),
            over => Self::new(Outcome::Cut, format!("too long · {filled} · {rows}, {over} cut")),
        }
    }

    const fn new(outcome: Outcome, words: String) -> Self {
        Self { outcome, words }
    }
}

/// For a prompt that was cut as plain text: that other programs read on, and how to see what they read.
pub fn chunks_words(report: &PromptReport<'_>) -> Option<&'static str> {
    let is_cut_text = report.syntax.0.is_none() && report.counts.over > 0;
    is_cut_text.then_some("A1111, ComfyUI, and others cut nothing, but fill more rows: try --as a1111")
}

/// Of which part of a prompt the tokens and rows are that a view shows, where the program reads several parts, or other texts at
/// other steps.
pub fn part_words(report: &PromptReport<'_>) -> Option<String> {
    let parts = report.program.and.as_ref().map_or(1, Vec::len).max(1);
    let steps = report.program.schedule.iter().flatten().any(|stages| stages.len() > 1);
    match (parts, steps) {
        (1, false) => None,
        (1, true) => Some("shown as it is at step 1".to_owned()),
        (parts, false) => Some(format!("shown is the first of {parts} parts (AND)")),
        (parts, true) => Some(format!("shown is the first of {parts} parts (AND), as it is at step 1")),
    }
}
