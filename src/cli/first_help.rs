//! Enters: arguments as they were parsed. Leaves: the short help, where a person asked nothing and pipes nothing in.

use clap::{ArgMatches, Command};

/// The help of the verb, or of the program where none is named; `None` if there is something to answer: a verb that reads
/// nothing, arguments to read, or files.
pub fn first_help(command: &Command, matches: &ArgMatches) -> Option<Command> {
    let (verb, matches) = match matches.subcommand() {
        Some((name, matches)) => (command.find_subcommand(name)?.clone(), matches),
        None => (command.clone(), matches),
    };
    let is_given = |id: &str| matches.try_contains_id(id).unwrap_or(false);
    // What reads prompts or ids can read them from files.
    matches.try_contains_id("files").ok()?;
    let arguments = verb.get_positionals().any(|argument| is_given(argument.get_id().as_str()));
    let name = verb.get_name().to_owned();
    // `cliptok` alone is about everything, as `cliptok inspect` is.
    let help = if name == "inspect" || name == "cliptok" {
        command.clone()
    } else {
        verb.bin_name(format!("cliptok {name}"))
    };
    (!arguments && !is_given("files")).then_some(help)
}
