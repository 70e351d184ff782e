//! Enters: a line of an infotext. Leaves: the settings on it: `Steps: 20, Sampler: Euler a`.

use crate::unicode::{is_python_whitespace, is_word_14};

/// The settings on a line, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::images) struct Settings<'l> {
    pairs: Vec<(&'l str, &'l str)>,
}

impl<'l> Settings<'l> {
    /// What `findall` gives for the pattern of AUTOMATIC1111's web UI:
    /// `\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)`.
    ///
    /// No step of the pattern has to be taken back, so the line is walked once. Blanks before a key do not count. A run of
    /// a key's characters has a colon behind it or not, wherever in it the key begins. A value in quotes ends at the first
    /// quote that is not escaped; where no comma follows that, the value is what stands before the next comma.
    pub(in crate::images) fn of_line(line: &'l str) -> Self {
        let mut pairs = Vec::new();
        let mut rest = line;
        while let Some((key, behind)) = key(rest) {
            let value_and_rest = behind.trim_start_matches(is_python_whitespace);
            let (value, behind) = quoted(value_and_rest).unwrap_or_else(|| to_comma(value_and_rest));
            pairs.push((key, value));
            rest = behind;
        }
        Self { pairs }
    }

    /// Whether they are so many that the line is no prompt.
    pub(in crate::images) fn are_enough(&self) -> bool {
        self.pairs.len() >= 3
    }

    /// The value of a setting, without its quotes.
    pub(in crate::images) fn value(&self, key: &str) -> Option<&'l str> {
        let (_, value) = self.pairs.iter().find(|(known, _)| *known == key)?;
        Some(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
    }

    /// Whether the program's version begins so.
    pub(in crate::images) fn version_begins(&self, with: &str) -> bool {
        self.value("Version").is_some_and(|version| version.starts_with(with))
    }
}

/// The next key, and what follows its colon.
fn key(line: &str) -> Option<(&str, &str)> {
    let mut rest = line;
    loop {
        let from = rest.find(is_word_14)?;
        rest = rest.get(from..)?;
        let end = rest.find(|character| !is_in_key(character))?;
        let (key, behind) = rest.split_at(end);
        match behind.strip_prefix(':') {
            Some(value) if key.chars().nth(1).is_some() => return Some((key, value)),
            _ => rest = behind,
        }
    }
}

fn is_in_key(character: char) -> bool {
    is_word_14(character) || matches!(character, ' ' | '-' | '/')
}

/// A value in quotes, with them, if a comma or the end follows; and what follows that.
fn quoted(line: &str) -> Option<(&str, &str)> {
    let inside = line.strip_prefix('"')?;
    let mut characters = inside.char_indices();
    let end = loop {
        match characters.next()? {
            (_, '\\') => {
                characters.next()?;
            }
            (at, '"') => break at,
            _ => {}
        }
    };
    let (value, behind) = line.split_at_checked(end + 2)?;
    let behind = if behind.is_empty() { behind } else { behind.strip_prefix(',')? };
    (end > 0).then_some((value, behind))
}

fn to_comma(line: &str) -> (&str, &str) {
    line.split_once(',').unwrap_or((line, ""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::Settings;

    /// How the web UI reads settings.
    static PATTERN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)"#).unwrap());

    fn by_pattern(line: &str) -> Vec<(String, String)> {
        PATTERN.captures_iter(line).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
    }

    fn by_hand(line: &str) -> Vec<(String, String)> {
        let pairs = Settings::of_line(line).pairs;
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn a_quote_that_does_not_end_is_read_to_the_comma() {
        for line in [
            r#"Steps: 20, Lora hashes: "toy: abc, b: def", Hires prompt: "a, b: c""#,
            r#"aa: "b, cc: "d" e, ff: "", gg: "\"","#,
            r#"aa: "b\", cc: d"#,
            "a: b, -- cc: d, é/é: f",
        ] {
            assert_eq!(by_hand(line), by_pattern(line), "{line}");
        }
        assert_eq!(Settings::of_line(r#"aa: "b, c""#).value("aa"), Some("b, c"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn settings_are_what_the_pattern_finds(line in r#"([a-cé_]{0,3}|[ \-/,:"\\]|: |, |"a[,"]?){0,24}"#) {
            prop_assert_eq!(by_hand(&line), by_pattern(&line));
        }

        #[test]
        fn settings_of_real_shape_are_what_the_pattern_finds(
            line in r#"([A-Za-z /\-]{1,8}: ?("([a-z:, ]|\\")*"|[a-z0-9 +."]*)(, ?|,,| )){0,8}"#
        ) {
            prop_assert_eq!(by_hand(&line), by_pattern(&line));
        }
    }
}
