//! Enters: the arguments as typed. Leaves: the exit code; answers have gone to stdout, talk to stderr.

mod args;
mod batch;
mod error;
mod exit;
mod input;
mod job;
mod origin;
mod output;
mod render;
mod verb_first;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use clap::{CommandFactory, FromArgMatches};

use args::Arguments;
use exit::Exit;
use job::Job;

/// Does what the arguments ask for.
pub fn run(arguments: Vec<OsString>) -> Exit {
    let command = Arguments::command();
    let arguments = verb_first::verb_first(arguments, &command);
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let result = match parsed {
        Ok(arguments) => match Job::of(arguments, io::stdin().is_terminal()) {
            Ok(job) => batch::run(job),
            Err(error) => Err(error),
        },
        // clap's own words for help, the version and arguments that are none.
        Err(error) => {
            let exit = if error.use_stderr() {
                Exit::Error
            } else {
                Exit::Done
            };
            return error
                .print()
                .map_or_else(|error| Exit::of_error(&error.into()), |()| exit);
        }
    };
    result.unwrap_or_else(|error| {
        let exit = Exit::of_error(&error);
        if exit == Exit::Error {
            // Where stderr is closed there is nobody left to tell.
            let _ = writeln!(io::stderr(), "cliptok: {error:#}");
        }
        exit
    })
}
