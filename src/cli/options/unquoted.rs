//! Enters: prompts as arguments. Leaves: a line if they look like one sentence that was typed without quotes.

use std::ffi::OsString;

/// So few words may well be prompts of their own.
const FEWEST: usize = 3;

/// What is to be said of arguments that are a word each, most of them of letters, and not all as short as a variable's name.
/// No prompt is repeated.
pub(super) fn unquoted(arguments: &[OsString]) -> Option<String> {
    let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let is_word = |word: &&str| !word.is_empty() && !word.contains(char::is_whitespace);
    let letters = |word: &&str| word.chars().filter(|character| character.is_alphabetic()).count();
    let with_letters = words.iter().filter(|word| letters(word) > 0).count();
    let is_sentence = words.len() == arguments.len()
        && words.len() >= FEWEST
        && words.iter().all(is_word)
        && 2 * with_letters > words.len()
        && words.iter().any(|word| letters(word) > 1);
    is_sentence.then(|| {
        let words = words.len();
        format!("each of the {words} words is a prompt of its own; put one prompt into quotes: \"a photo of a cat\"")
    })
}

#[cfg(test)]
mod tests {
    use super::unquoted;

    fn said(arguments: &[&str]) -> bool {
        unquoted(&arguments.iter().map(Into::into).collect::<Vec<_>>()).is_some()
    }

    #[test]
    fn a_sentence_without_quotes_is_recognized() {
        assert!(said(&["a", "photo", "of", "a", "cat"]));
        assert!(said(&["a", "cat,", "8", "k"]) && said(&["日本", "の", "城"]));
    }

    #[test]
    fn prompts_that_are_meant_so_are_left_alone() {
        assert!(!said(&["cat", "dog"]) && !said(&["a cat", "a dog", "a"]) && !said(&["a", "b", ""]));
        assert!(!said(&["a", "b", "c"]));
        assert!(!said(&["🏯", "🔥", "🐉"]) && !said(&["1", "2", "a"]) && !said(&[]));
    }
}
