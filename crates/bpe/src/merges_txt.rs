//! Enters: the text of `merges.txt`, and the entries that it is for. Leaves: its rules in the order of their ranks.

use crate::alphabet::{END_OF_WORD, alphabet};
use crate::error::LoadProblem;
use crate::token::TokenId;
use crate::vocab_json::Entries;

/// The rules as `merges.txt` gives them, in the order of their ranks.
pub(crate) struct Rules {
    /// Left part, right part, and what they make.
    pub rules: Vec<(TokenId, TokenId, TokenId)>,
    /// For each id, the line that makes it; 0 if it needs no rule.
    made_at: Vec<Option<usize>>,
}

impl Rules {
    /// Reads the file, and checks that every rule's parts are made before it.
    ///
    /// # Errors
    /// If the file is malformed. The problem says which line is wrong.
    #[allow(clippy::indexing_slicing, reason = "`made_at` has an element for each id")]
    pub(crate) fn parse(text: &str, entries: &Entries) -> Result<Self, LoadProblem> {
        let mut made_at = vec![None; entries.by_id.len()];
        let single = alphabet().map(|(_, character)| String::from(character));
        for symbol in single.flat_map(|symbol| [symbol.clone() + END_OF_WORD, symbol]) {
            made_at[entries.id(&symbol)?.index()] = Some(0);
        }
        let mut rules = Self { rules: Vec::new(), made_at };
        for (line, rule) in (1..).zip(text.lines()) {
            let header = line == 1 && rule.starts_with("#version");
            if !header {
                rules.push(line, rule, entries)?;
            }
        }
        Ok(rules)
    }

    #[allow(clippy::indexing_slicing, reason = "`made_at` has an element for each id")]
    fn push(&mut self, line: usize, rule: &str, entries: &Entries) -> Result<(), LoadProblem> {
        let Some((left, right)) =
            rule.split_once(' ').filter(|(l, r)| !l.is_empty() && !r.is_empty() && !r.contains(' '))
        else {
            return Err(LoadProblem::NotAPair { line, found: rule.to_owned() });
        };
        let part = |part: &str| match entries.ids.get(part) {
            None => Err(LoadProblem::UnknownPart { line, part: part.to_owned() }),
            Some(id) if self.made_at[id.index()].is_some() => Ok(*id),
            Some(_) => Err(LoadProblem::UnmadePart { line, part: part.to_owned() }),
        };
        let (left_id, right_id) = (part(left)?, part(right)?);
        let result = format!("{left}{right}");
        if left.ends_with(END_OF_WORD) || right.ends_with(END_OF_WORD) != result.ends_with(END_OF_WORD) {
            return Err(LoadProblem::EndInside { line, left: left.to_owned(), right: right.to_owned() });
        }
        let Some(&merged) = entries.ids.get(&result) else {
            return Err(LoadProblem::UnknownResult { line, result });
        };
        if let Some(first) = self.made_at[merged.index()].replace(line) {
            return Err(LoadProblem::RepeatedResult { line, result, first });
        }
        self.rules.push((left_id, right_id, merged));
        Ok(())
    }

    /// Checks that every entry is a single byte, a special token, or made by a rule.
    ///
    /// # Errors
    /// If an entry is none of these. Then the files do not belong together, or one is incomplete.
    pub(crate) fn account_for(&self, entries: &Entries) -> Result<(), LoadProblem> {
        let special = entries.special()?;
        let unmade =
            self.made_at.iter().zip(&entries.by_id).enumerate().find(|(number, (made, _))| {
                made.is_none() && !special.iter().any(|id| id.index() == *number)
            });
        match unmade {
            None => Ok(()),
            Some((_, (_, entry))) => Err(LoadProblem::WrongCount {
                entries: entries.by_id.len(),
                rules: self.rules.len(),
                unmade: entry.clone(),
            }),
        }
    }
}
