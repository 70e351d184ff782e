//! Enters: the arguments as typed. Leaves: the exit code; answers have gone to stdout, talk to stderr.

mod args;
mod batch;
mod error;
mod exit;
mod first_help;
mod input;
mod job;
mod output;
mod progress;
mod render;
mod tell;
mod verb_first;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use clap::{CommandFactory, FromArgMatches};

use crate::report::escape::escaped;
use args::Arguments;
use exit::Exit;
use first_help::first_help;
use verb_first::{Mistyped, VerbFirst};

/// Does what the arguments ask for.
pub fn run(arguments: Vec<OsString>) -> Exit {
    let mut command = Arguments::command();
    let VerbFirst { arguments, mistyped } = match verb_first::verb_first(arguments, &command) {
        Ok(verb_first) => verb_first,
        Err(error) => {
            tell::tell(&error.to_string());
            return Exit::Error;
        }
    };
    if let Some(Mistyped { word, verb }) = mistyped {
        tell::tell(&format!(
            "{word} is read as a prompt; {verb} would be a verb, and -- {word} is a prompt for sure"
        ));
    }
    let parsed = command.try_get_matches_from_mut(arguments).and_then(|matches| {
        let help = if io::stdin().is_terminal() { first_help(&command, &matches) } else { None };
        Ok((Arguments::from_arg_matches(&matches)?, help))
    });
    let result = match parsed {
        Ok((_, Some(mut help))) => help.print_help().map(|()| Exit::Done).map_err(Into::into),
        Ok((arguments, None)) => batch::run(arguments),
        Err(error) if error.use_stderr() => {
            tell_usage(&error);
            return Exit::Error;
        }
        // Help and the version, which were asked for.
        Err(error) => error.print().map(|()| Exit::Done).map_err(Into::into),
    };
    result.unwrap_or_else(|error| {
        let exit = Exit::of_error(&error);
        if exit == Exit::Error {
            tell::tell(&format!("{error:#}"));
        }
        exit
    })
}

/// Says in clap's words what is wrong with the arguments. They repeat what was typed, so they are
/// escaped, line by line.
fn tell_usage(error: &clap::Error) {
    for line in error.render().to_string().lines() {
        let _ = writeln!(io::stderr(), "{}", escaped(line));
    }
}
