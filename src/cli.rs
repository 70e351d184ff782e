//! Enters: the arguments as typed. Leaves: the exit code; answers have gone to stdout, talk to stderr.

mod error;
mod exit;
mod first_help;
mod input;
mod options;
mod output;
mod terminal;
mod verb_first;
mod verbs;
mod work;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};

pub use exit::Exit;
use first_help::{FirstHelp, first_help};
use terminal::{notice, notice_usage};
use verb_first::{Mistyped, VerbFirst};
use verbs::{Arguments, Verb};

/// Does what the arguments ask for. The first of them is the name of the program.
pub fn run(arguments: Vec<OsString>) -> Exit {
    if first_help::is_asked(&arguments) {
        return ended(print(first_help::FIRST));
    }
    if let Some(verb_first) = verb_first::by_first_word(&arguments)
        && let Some((Ok(typed), mistyped)) = parsed_alone(verb_first)
    {
        note_mistyped(mistyped);
        return ended(answered(typed));
    }
    let command = Arguments::command();
    let VerbFirst { arguments, mistyped } = match verb_first::verb_first(arguments, &command) {
        Ok(verb_first) => verb_first,
        Err(error) => {
            notice(&error.to_string());
            return Exit::Error;
        }
    };
    note_mistyped(mistyped);
    let read = |matches: &ArgMatches| Ok(Arguments::from_arg_matches(matches)?.verb());
    match parsed(command, arguments, read) {
        Ok(typed) => ended(answered(typed)),
        Err(error) if error.use_stderr() => {
            notice_usage(&error);
            Exit::Error
        }
        // Help and the version, which were asked for.
        Err(error) => ended(error.print().map(|()| Exit::Done).map_err(Into::into)),
    }
}

/// A verb with its arguments, and the help that is printed instead where it has nothing to answer.
type Typed = (Verb, Option<FirstHelp>);

/// Parses arguments whose verb stands in front, by the command line of that verb; `None` if there is no such verb.
fn parsed_alone(verb_first: VerbFirst) -> Option<(Result<Typed, clap::Error>, Option<Mistyped>)> {
    let VerbFirst { arguments, mistyped } = verb_first;
    let command = verbs::command_of(arguments.get(1)?.to_str()?)?;
    Some((parsed(command, arguments, Verb::from_arg_matches), mistyped))
}

fn parsed(
    mut command: Command,
    arguments: Vec<OsString>,
    read: impl FnOnce(&ArgMatches) -> Result<Verb, clap::Error>,
) -> Result<Typed, clap::Error> {
    let matches = command.try_get_matches_from_mut(arguments)?;
    let verb = read(&matches)?;
    let help = if io::stdin().is_terminal() { first_help(&command, &matches) } else { None };
    Ok((verb, help))
}

fn answered((verb, help): Typed) -> anyhow::Result<Exit> {
    match help {
        None => verbs::run(verb),
        Some(FirstHelp::Verb(mut verb)) => Ok(verb.print_help().map(|()| Exit::Done)?),
        Some(FirstHelp::Program) => print(first_help::FIRST),
    }
}

fn note_mistyped(mistyped: Option<Mistyped>) {
    if let Some(Mistyped { word, verb }) = mistyped {
        notice(&format!(
            "{word} is read as a prompt; did you mean the verb {verb}? (-- {word} is always a prompt)"
        ));
    }
}

fn print(words: &str) -> anyhow::Result<Exit> {
    io::stdout().write_all(words.as_bytes())?;
    Ok(Exit::Done)
}

/// The exit code, and what is wrong in words.
fn ended(result: anyhow::Result<Exit>) -> Exit {
    result.unwrap_or_else(|error| {
        let exit = Exit::of_error(&error);
        if exit == Exit::Error {
            notice(&error::words(&error));
        }
        exit
    })
}
