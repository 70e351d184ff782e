//! Enters: the arguments as typed. Leaves: the same with the verb in front, where the parser looks for it.
//!
//! `cliptok --model sd2 encode "a cat"` is `cliptok encode --model sd2 "a cat"`, and a prompt in
//! front (`cliptok "a cat" encode`) makes all that follows prompts. An option may mean one thing to one verb and another to
//! the next: `--single` has words behind it for `vocab`, and none for `emoji`. So a word is the verb where everything before
//! it, read as this verb reads it, leads up to it; and where nothing is read so, no verb is guessed.

use std::ffi::OsString;

use clap::{Arg, Command};

use super::error::UsageError;
use super::verbs::VERBS;

/// Arguments whose verb, if they have one, stands in front.
pub(super) struct VerbFirst {
    pub arguments: Vec<OsString>,
    /// A prompt that looks like a verb that was mistyped.
    pub mistyped: Option<Mistyped>,
}

/// A word and the verb that it is nearly.
pub(super) struct Mistyped {
    pub word: String,
    pub verb: String,
}

/// The arguments whose first word is a verb or a prompt, with no option before it; `None` where one stands there.
pub(super) fn by_first_word(arguments: &[OsString]) -> Option<VerbFirst> {
    let (program, rest) = arguments.split_first()?;
    let first = rest.first()?.to_str().filter(|first| !is_option(first) && *first != "help")?;
    let names = || VERBS.into_iter().map(|(name, _)| name);
    if names().any(|name| name == first) {
        return Some(VerbFirst { arguments: arguments.to_vec(), mistyped: None });
    }
    // Behind a prompt, a verb would be another prompt.
    let arguments = [program.clone(), "inspect".into()].into_iter().chain(rest.iter().cloned()).collect();
    Some(VerbFirst { arguments, mistyped: nearly_a_verb(first, names()) })
}

/// Moves a verb that stands behind options to the front; puts `inspect` there if a prompt comes first.
///
/// # Errors
/// If a verb stands where an option has its value, so that no reading leads up to it, or more than one does.
pub(super) fn verb_first(mut arguments: Vec<OsString>, command: &Command) -> Result<VerbFirst, UsageError> {
    // clap's own verb `help` is one only where it stands first.
    if arguments.get(1).is_some_and(|first| first == "help") {
        return Ok(VerbFirst { arguments, mistyped: None });
    }
    let readings: Vec<Reading> =
        command.get_subcommands().map(|verb| Reading::of(&arguments, verb)).collect();
    let leading = readings.iter().filter(|reading| reading.leads_to_its_verb());
    let (right, wrong): (Vec<&Reading>, Vec<&Reading>) =
        leading.partition(|reading| reading.options == Options::AllKnown);
    let verb = if let [reading] = right.as_slice() {
        reading.word.as_ref()
    } else {
        let known = readings.iter().filter(|reading| reading.options == Options::AllKnown);
        let mut values = known.flat_map(|reading| &reading.values);
        if let Some(Value { word, option }) =
            values.find(|value| command.find_subcommand(&value.word).is_some())
        {
            return Err(UsageError::VerbAsValue { verb: word.clone(), option: option.clone() });
        }
        // The parser says which option the verb does not have.
        wrong.first().and_then(|reading| reading.word.as_ref())
    };
    if let Some(Word { at, .. }) = verb {
        let verb = arguments.remove(*at);
        arguments.insert(1, verb);
        return Ok(VerbFirst { arguments, mistyped: None });
    }
    let inspected = readings.iter().find(|reading| reading.verb == "inspect");
    let prompt = inspected.and_then(|reading| reading.word.as_ref());
    let names = command.get_subcommands().map(Command::get_name);
    let mistyped = prompt.and_then(|prompt| nearly_a_verb(&prompt.text, names));
    if prompt.is_some() {
        arguments.insert(1, "inspect".into());
    }
    Ok(VerbFirst { arguments, mistyped })
}

/// The arguments up to the first word, as one of the verbs reads them.
struct Reading<'c> {
    verb: &'c str,
    options: Options,
    /// The values that are arguments of their own, behind the option that they belong to.
    values: Vec<Value>,
    /// What stands behind them, if there is anything, and `--` does not come before it.
    word: Option<Word>,
}

/// Whether a verb has all of the options that it reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Options {
    AllKnown,
    SomeUnknown,
}

struct Value {
    word: String,
    option: String,
}

struct Word {
    at: usize,
    text: String,
}

impl<'c> Reading<'c> {
    fn of(arguments: &[OsString], verb: &'c Command) -> Self {
        let mut reading =
            Self { verb: verb.get_name(), options: Options::AllKnown, values: Vec::new(), word: None };
        let texts = arguments.iter().map(|argument| argument.to_string_lossy());
        let mut texts = texts.enumerate().skip(1).peekable();
        while let Some((at, option)) = texts.next() {
            if option == "--" {
                break;
            }
            if !is_option(&option) {
                reading.word = Some(Word { at, text: option.into_owned() });
                break;
            }
            let most = most_values_behind(&option, verb).unwrap_or_else(|| {
                reading.options = Options::SomeUnknown;
                0
            });
            for _ in 0..most {
                // Where there may be several, the next option ends them.
                let Some((_, word)) = texts.next_if(|(_, text)| most == 1 || !is_option(text)) else { break };
                reading.values.push(Value { word: word.into_owned(), option: option.to_string() });
            }
        }
        reading
    }

    fn leads_to_its_verb(&self) -> bool {
        self.word.as_ref().is_some_and(|word| word.text == self.verb)
    }
}

fn is_option(text: &str) -> bool {
    text.starts_with('-') && text != "-"
}

/// How many of the next arguments can be values of this one: one for `--model` and `-f`, but none for `--model=sd2`, `-fFILE`
/// or `--jsonl`. `None` if the verb has no such option.
fn most_values_behind(option: &str, verb: &Command) -> Option<usize> {
    if let Some(long) = option.strip_prefix("--") {
        let (name, joined) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let has_name = |arg: &&Arg| {
            arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|names| names.contains(&name))
        };
        let arg = verb.get_arguments().find(has_name)?;
        return Some(if joined.is_some() { 0 } else { most_values(arg) });
    }
    // In `-0f FILE` the first letter that wants a value takes the rest of the argument, if there is any.
    let mut letters = option.strip_prefix('-').unwrap_or_default().chars();
    while let Some(letter) = letters.next() {
        let arg = verb.get_arguments().find(|arg| arg.get_short() == Some(letter))?;
        let most = most_values(arg);
        if most > 0 {
            return Some(if letters.as_str().is_empty() { most } else { 0 });
        }
    }
    Some(0)
}

/// How many arguments can be values of an option that stands before them.
fn most_values(arg: &Arg) -> usize {
    if arg.is_require_equals_set() || !arg.get_action().takes_values() {
        return 0;
    }
    arg.get_num_args().map_or(1, |values| values.max_values())
}

/// The verb that differs from this word by one letter: another, missing, added, or swapped with its neighbor.
fn nearly_a_verb<'v>(word: &str, mut verbs: impl Iterator<Item = &'v str>) -> Option<Mistyped> {
    // Too many words are nearly `man`.
    let verb = verbs.find(|verb| {
        let is_near = verb.len() > 3 && strsim::damerau_levenshtein(word, verb) == 1;
        is_near || word.strip_suffix('s') == Some(verb)
    })?;
    Some(Mistyped { word: word.to_owned(), verb: verb.to_owned() })
}
