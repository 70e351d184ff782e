//! Enters: the text of `merges.txt`, or pairs from elsewhere, and the entries that they are for. Leaves: its rules in the order of their ranks.

use crate::alphabet::{END_OF_WORD, alphabet};
use crate::error::{LoadProblem, RulePlace};
use crate::token::TokenId;
use crate::vocab_json::Entries;

/// The rules as a file gives them, in the order of their ranks.
pub(crate) struct Rules {
    /// Left part, right part, and what they make.
    pub rules: Vec<(TokenId, TokenId, TokenId)>,
    /// What makes each id; `None` if nothing does.
    made: Vec<Option<Made>>,
}

/// What makes an entry.
#[derive(Clone, Copy)]
enum Made {
    /// It is a single byte.
    Byte,
    /// A rule makes it.
    By(RulePlace),
}

/// A rule as a file spells it.
pub(crate) enum RuleText<'t> {
    /// A line, with a space between the parts.
    Line(&'t str),
    /// The parts.
    Pair(&'t str, &'t str),
}

impl<'t> RuleText<'t> {
    fn parts(&self) -> Option<(&'t str, &'t str)> {
        let (left, right) = match *self {
            Self::Line(line) => line.split_once(' ')?,
            Self::Pair(left, right) => (left, right),
        };
        (!left.is_empty() && !right.is_empty() && !right.contains(' ')).then_some((left, right))
    }

    fn found(&self) -> String {
        match self {
            Self::Line(line) => (*line).to_owned(),
            Self::Pair(left, right) => format!("{left} {right}"),
        }
    }
}

/// The rules of `merges.txt`, with their lines. Its first line may be a header.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (RulePlace, RuleText<'_>)> {
    let is_header = |line: usize, rule: &str| line == 1 && rule.starts_with("#version");
    let rules = (1..).zip(text.lines()).filter(move |(line, rule)| !is_header(*line, rule));
    rules.map(|(line, rule)| (RulePlace::Line(line), RuleText::Line(rule)))
}

impl Rules {
    /// Reads rules, and checks that the parts of each are made before it.
    ///
    /// # Errors
    /// If a rule is malformed. The problem says which one.
    #[allow(clippy::indexing_slicing, reason = "`made` has an element for each id")]
    pub(crate) fn parse<'t>(
        texts: impl Iterator<Item = (RulePlace, RuleText<'t>)>,
        entries: &Entries,
    ) -> Result<Self, LoadProblem> {
        let mut made = vec![None; entries.by_id.len()];
        let single = alphabet().map(|(_, character)| String::from(character));
        for symbol in single.flat_map(|symbol| [symbol.clone() + END_OF_WORD, symbol]) {
            // Whether one may be missing is for the vocabulary to say.
            if let Some(id) = entries.ids.get(&symbol) {
                made[id.index()] = Some(Made::Byte);
            }
        }
        let mut rules = Self { rules: Vec::new(), made };
        for (place, text) in texts {
            rules.push(place, &text, entries)?;
        }
        Ok(rules)
    }

    #[allow(clippy::indexing_slicing, reason = "`made` has an element for each id")]
    fn push(&mut self, place: RulePlace, text: &RuleText<'_>, entries: &Entries) -> Result<(), LoadProblem> {
        let Some((left, right)) = text.parts() else {
            return Err(LoadProblem::NotAPair { place, found: text.found() });
        };
        let part = |part: &str| match entries.ids.get(part) {
            None => Err(LoadProblem::UnknownPart { place, part: part.to_owned() }),
            Some(id) if self.made[id.index()].is_some() => Ok(*id),
            Some(_) => Err(LoadProblem::UnmadePart { place, part: part.to_owned() }),
        };
        let (left_id, right_id) = (part(left)?, part(right)?);
        let result = format!("{left}{right}");
        if left.ends_with(END_OF_WORD) || right.ends_with(END_OF_WORD) != result.ends_with(END_OF_WORD) {
            return Err(LoadProblem::EndInside { place, left: left.to_owned(), right: right.to_owned() });
        }
        let Some(&merged) = entries.ids.get(&result) else {
            return Err(LoadProblem::UnknownResult { place, result });
        };
        match self.made[merged.index()].replace(Made::By(place)) {
            None => {}
            Some(Made::By(first)) => return Err(LoadProblem::RepeatedResult { place, result, first }),
            // Two parts are longer than a byte.
            Some(Made::Byte) => return Err(LoadProblem::UnknownResult { place, result }),
        }
        self.rules.push((left_id, right_id, merged));
        Ok(())
    }

    /// How many entries there were when the rules were read.
    pub(crate) fn entries(&self) -> usize {
        self.made.len()
    }

    /// The ids that neither are single bytes nor are made by a rule.
    pub(crate) fn unmade(&self) -> impl Iterator<Item = TokenId> {
        (0..).map(TokenId).zip(&self.made).filter(|(_, made)| made.is_none()).map(|(id, _)| id)
    }

    /// Checks that every entry is a single byte, made by a rule, or one of these, which need no rule.
    ///
    /// # Errors
    /// If an entry is none of these. Then the files do not belong together, or one is incomplete.
    #[allow(clippy::indexing_slicing, reason = "there is an entry for each id")]
    pub(crate) fn account_for(&self, entries: &Entries, spelled: &[TokenId]) -> Result<(), LoadProblem> {
        match self.unmade().find(|id| !spelled.contains(id)) {
            None => Ok(()),
            Some(unmade) => Err(LoadProblem::WrongCount {
                entries: entries.by_id.len(),
                rules: self.rules.len(),
                unmade: entries.by_id[unmade.index()].clone(),
            }),
        }
    }
}
