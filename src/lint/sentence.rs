//! Enters: a kind of lint. Leaves: a sentence that says what happens and what to do instead.

use std::fmt;

use crate::lint::advice::{Joined, instead, place};
use crate::lint::{LintKind, NoBreak, ScheduleProblem, WeightProblem};

impl fmt::Display for LintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::OtherProgram { markup, syntax } => {
                let programs = markup.programs();
                let they_do = if programs.len() == 1 { "does" } else { "do" };
                let (name, instead) = (syntax.name(), instead(*markup, *syntax));
                let (example, programs) = (markup.example(), Joined(&programs));
                return write!(f, "{name} does not read `{example}`; only {programs} {they_do}; {instead}");
            }
            Self::Unread { markup } => {
                return write!(f, "this cannot be read here, so it is text; {}", place(*markup));
            }
            Self::NotAWeight { typed, problem } => {
                let number = problem.corrected(typed);
                return write!(f, "`{typed}` is not read as a weight, because of {problem}; write {number}");
            }
            Self::UnusualWeight { weight } => return unusual(*weight, f),
            Self::NoBreak(why) => return why.fmt(f),
            Self::PartWeight { weight } => {
                return write!(
                    f,
                    "this is cut off and taken as the weight {weight} of the whole prompt; to keep it as text, put a comma \
                     after it"
                );
            }
            Self::Schedule { typed, problem } => return problem.describe(typed.trim(), f),
            Self::UnknownNetwork { kind } => {
                return write!(
                    f,
                    "this is removed as a network of the unknown kind `{kind}`; to keep it as text, delete the `<`"
                );
            }
            Self::Raises(raised) => {
                return write!(f, "the program fails on this with {}: {raised}; correct it", raised.class());
            }
            Self::AndInNegative => "AND is a plain word in a negative prompt; use a comma",
            Self::SchedulesOff => {
                "this character turns off every schedule and alternation in its part of the prompt; delete it"
            }
            Self::HiddenByHash => "`#` hides the rest of the line from the model; delete the `#`",
            Self::CutInBrowser => {
                "the browser page deletes this as a comment, but the API does not; delete it, or take out the \
                 slashes"
            }
            Self::WeighsToTheEnd => {
                "this bracket is never closed, so it changes the weight of everything after it; close it, or put \
                 a backslash before it"
            }
            Self::UnclosedIsText => "this bracket is never closed, so it is text; close it or delete it",
            Self::UnopenedIsText => "this bracket closes nothing, so it is text; delete it",
            Self::UnopenedStopsWeights => {
                "this bracket closes nothing, and it takes the weight from every bracket after it; delete it, or put a \
                 backslash before it"
            }
            Self::BackslashVanishes => "this backslash is removed; to keep it, write two",
            Self::BackslashStays => "this backslash escapes nothing and stays in the text; delete it",
            Self::MissingEmbedding => {
                "there is no such embedding, so its name is dropped; if the program has it, add --embedding \
                 NAME=VECTORS"
            }
            Self::Dropped => "the program silently drops this; move it into one of the parts",
            Self::Wildcard => {
                "an extension or the browser page may expand this first; it is counted as written, so also try \
                 what it expands to"
            }
        };
        f.write_str(words)
    }
}

fn unusual(weight: f64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if weight.is_nan() {
        return f.write_str("the weight is not a number, which ruins the picture; write a number");
    }
    if weight.is_infinite() {
        return f.write_str("the weight is infinite, which ruins the picture; write a number near 1");
    }
    // No more digits than a person reads.
    let rounded = (weight * 1000.0).round() / 1000.0;
    let rounded = if rounded == 0.0 { weight } else { rounded };
    if weight == 0.0 {
        f.write_str(
            "the weight is 0, so this text has no effect of its own; delete it, or write a number near 1",
        )
    } else if weight < 0.0 {
        write!(f, "the weight is {rounded}, below zero; to avoid something, write it in the negative prompt")
    } else {
        write!(f, "the weight is {rounded}; above 2, pictures tend to fall apart, so use a smaller one")
    }
}

impl WeightProblem {
    /// The number without the problem.
    fn corrected(self, typed: &str) -> String {
        let typed = typed.trim();
        match self {
            Self::Comma => typed.replace(',', "."),
            Self::Spaced => typed.to_owned(),
            Self::Percent => {
                let share =
                    typed.trim_end_matches('%').trim_end().parse::<f64>().map(|number| number / 100.0);
                share.map_or_else(|_| typed.to_owned(), |share| share.to_string())
            }
        }
    }
}

impl fmt::Display for WeightProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comma => "the comma",
            Self::Percent => "the percent sign",
            Self::Spaced => "the white space",
        })
    }
}

impl fmt::Display for NoBreak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InBrackets => {
                "BREAK in brackets starts no new row, and the model reads the word “break”; move it out of the brackets"
            }
            Self::NotUpperCase => "this is the plain word “break”; to start a new row, write BREAK in upper case",
            Self::Encoded => {
                "BREAK starts no new row in this program, and the model reads the word “break” with weight -1; use a comma"
            }
        })
    }
}

impl ScheduleProblem {
    fn describe(self, typed: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverChanges => {
                write!(
                    f,
                    "{typed} is not before the last step, so the second text is never read; write a smaller number"
                )
            }
            Self::AlwaysSecond => {
                write!(
                    f,
                    "{typed} is before the first step, so the first text is never read; write a larger number"
                )
            }
            Self::FirstStep => {
                write!(
                    f,
                    "{typed} without a point is step 1, not the whole run; for a fraction of the run, write a number such as 0.5"
                )
            }
        }
    }
}
