//! Enters: the arguments as typed. Leaves: the same with the verb in front, where the parser looks for it.
//!
//! `cliptok --model sd2 encode "a cat"` is `cliptok encode --model sd2 "a cat"`, and a prompt in
//! front (`cliptok "a cat" encode`) makes all that follows prompts.

use std::ffi::OsString;

use clap::{Arg, Command};

/// Arguments whose verb, if they have one, stands in front.
pub struct VerbFirst {
    pub arguments: Vec<OsString>,
    /// A prompt that looks like a verb that was mistyped.
    pub mistyped: Option<Mistyped>,
}

/// A word and the verb that it is nearly.
pub struct Mistyped {
    pub word: String,
    pub verb: String,
}

/// Moves a verb that stands behind options to the front; puts `inspect` there if a prompt comes first.
pub fn verb_first(mut arguments: Vec<OsString>, command: &Command) -> VerbFirst {
    let mut mistyped = None;
    let mut at = 1;
    while let Some(argument) = arguments.get(at) {
        let text = argument.to_string_lossy().into_owned();
        if text == "--" {
            break;
        }
        if !text.starts_with('-') || text == "-" {
            // clap's own verb `help` is one only where it stands first.
            let is_verb = command.find_subcommand(&text).is_some() || (text == "help" && at == 1);
            if !is_verb {
                mistyped = nearly_a_verb(&text, command);
                arguments.insert(1, "inspect".into());
            } else if at > 1 {
                let verb = arguments.remove(at);
                arguments.insert(1, verb);
            }
            break;
        }
        at += if value_follows(&text, command) { 2 } else { 1 };
    }
    VerbFirst { arguments, mistyped }
}

/// The verb that differs from this word by one letter: another, missing, added, or swapped with its neighbor.
fn nearly_a_verb(word: &str, command: &Command) -> Option<Mistyped> {
    // Too many words are nearly `man`.
    let mut verbs = command.get_subcommands().map(Command::get_name).filter(|verb| verb.len() > 3);
    let verb = verbs.find(|verb| strsim::damerau_levenshtein(word, verb) == 1)?;
    Some(Mistyped { word: word.to_owned(), verb: verb.to_owned() })
}

/// Whether the value of this option is the next argument: `--model sd2` and `-f FILE`, but not
/// `--model=sd2`, `-fFILE` or `--jsonl`.
fn value_follows(option: &str, command: &Command) -> bool {
    if let Some(long) = option.strip_prefix("--") {
        !long.contains('=') && options(command).any(|arg| arg.get_long() == Some(long) && wants_value(arg))
    } else {
        let wants =
            |short: char| options(command).any(|arg| arg.get_short() == Some(short) && wants_value(arg));
        // In `-0f FILE` the first letter that wants a value takes the rest of the argument, if there is any.
        let letters = option.strip_prefix('-').unwrap_or_default();
        letters.find(wants).is_some_and(|found| {
            letters.chars().next_back().is_some_and(|last| found + last.len_utf8() == letters.len())
        })
    }
}

fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().chain(command.get_subcommands().flat_map(Command::get_arguments))
}

fn wants_value(arg: &Arg) -> bool {
    arg.get_action().takes_values() && !arg.is_require_equals_set()
}
