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

use clap::{CommandFactory, FromArgMatches};

pub use exit::Exit;
use first_help::{FirstHelp, first_help};
use terminal::{notice, notice_usage};
use verb_first::{Mistyped, VerbFirst};
use verbs::Arguments;

/// Does what the arguments ask for. The first of them is the name of the program.
pub fn run(arguments: Vec<OsString>) -> Exit {
    if first_help::is_asked(&arguments) {
        return ended(print(first_help::FIRST));
    }
    let mut command = Arguments::command();
    let VerbFirst { arguments, mistyped } = match verb_first::verb_first(arguments, &command) {
        Ok(verb_first) => verb_first,
        Err(error) => {
            notice(&error.to_string());
            return Exit::Error;
        }
    };
    if let Some(Mistyped { word, verb }) = mistyped {
        notice(&format!(
            "{word} is read as a prompt; did you mean the verb {verb}? (-- {word} is always a prompt)"
        ));
    }
    let parsed = command.try_get_matches_from_mut(arguments).and_then(|matches| {
        let help = if io::stdin().is_terminal() { first_help(&command, &matches) } else { None };
        Ok((Arguments::from_arg_matches(&matches)?, help))
    });
    let result = match parsed {
        Ok((_, Some(FirstHelp::Verb(mut verb)))) => {
            verb.print_help().map(|()| Exit::Done).map_err(Into::into)
        }
        Ok((_, Some(FirstHelp::Program))) => print(first_help::FIRST),
        Ok((arguments, None)) => verbs::run(arguments),
        Err(error) if error.use_stderr() => {
            notice_usage(&error);
            return Exit::Error;
        }
        // Help and the version, which were asked for.
        Err(error) => error.print().map(|()| Exit::Done).map_err(Into::into),
    };
    ended(result)
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
