//! Enters: arguments as they were parsed. Leaves: the short help, where a person asked nothing and pipes nothing in.

use clap::{ArgMatches, Command};

/// The help of the verb, or of the program where none is named; `None` if there is something to answer: a verb that reads
/// nothing, arguments to read, or files.
pub(super) fn first_help(command: &Command, matches: &ArgMatches) -> Option<Command> {
    let (verb, matches) = match matches.subcommand() {
        Some((name, matches)) => (command.find_subcommand(name)?, matches),
        None => (command, matches),
    };
    let is_given = |id: &str| matches.try_contains_id(id).unwrap_or(false);
    // What reads prompts or ids can read them from files.
    let reads = verb.get_arguments().any(|argument| argument.get_id() == "files");
    let is_answered =
        is_given("files") || verb.get_positionals().any(|argument| is_given(argument.get_id().as_str()));
    if !reads || is_answered {
        return None;
    }
    // `cliptok` alone is about everything, as `cliptok inspect` is.
    Some(match verb.get_name() {
        "cliptok" | "inspect" => command.clone(),
        name => verb.clone().bin_name(format!("cliptok {name}")),
    })
}
