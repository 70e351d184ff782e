//! Enters: the texts that a program reads, step by step. Leaves: each text with its steps, as runs and in words.

use std::collections::HashMap;

/// Each distinct text with the steps at which it is read: the first and the last of each run. What goes in are the texts in
/// the order of the steps, each with its last step.
///
/// ```
/// use cliptok::report::texts_with_steps;
/// let stages = [(1, "a cat".to_owned()), (2, "a dog".to_owned()), (3, "a cat".to_owned())];
/// assert_eq!(texts_with_steps(&stages), [("a cat", vec![(1, 1), (3, 3)]), ("a dog", vec![(2, 2)])]);
/// ```
pub fn texts_with_steps(stages: &[(u32, String)]) -> Vec<(&str, Vec<(u32, u32)>)> {
    let mut texts: Vec<(&str, Vec<(u32, u32)>)> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    let mut first = 1;
    for (last, text) in stages {
        let position = *positions.entry(text).or_insert(texts.len());
        if position == texts.len() {
            texts.push((text, Vec::new()));
        }
        if let Some((_, steps)) = texts.get_mut(position) {
            match steps.last_mut() {
                Some((_, end)) if *end + 1 == first => *end = *last,
                _ => steps.push((first, *last)),
            }
        }
        first = last + 1;
    }
    texts
}

/// Runs of steps in words: `1–10`; of many, the first three and the last one.
pub fn steps_words(runs: &[(u32, u32)]) -> String {
    let name = |&(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    match runs {
        [first, second, third, .., last] if runs.len() > 4 => {
            format!("{}, {}, {}, … {}", name(first), name(second), name(third), name(last))
        }
        runs => runs.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}
