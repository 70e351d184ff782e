//! Enters: arguments as they were parsed. Leaves: a first help, where a person asked nothing and pipes nothing in.

use std::ffi::OsString;

use clap::{ArgMatches, Command};

/// What `cliptok` alone says: less than a screen. The verbs stand in the order of what is asked most.
pub(super) const FIRST: &str = "\
cliptok shows whether a prompt fits, and which tokens CLIP splits it into.

  cliptok \"a photo of a cat\"              does it fit, and what are its tokens?
  cliptok --as a1111 \"a (cat:1.2)\"        as your program reads it
  cliptok count -f captions.txt           how many tokens each line has
  cliptok fit -f captions.txt             each line, cut so that it fits
  cliptok emoji 🏯                        is it one token?

look at prompts   inspect (the default)  trace  diff
count and cut     count  fit  stats
ids and back      encode  decode  check
look things up    vocab  emoji  near
set it up         completions  man

cliptok VERB -h lists the options of a verb, and cliptok VERB --help explains
all of them, with examples. cliptok man | man -l - is the manual.
";

/// What is shown instead of waiting for prompts that nobody types.
pub(super) enum FirstHelp {
    /// Of the program.
    Program,
    /// The short help of a verb.
    Verb(Box<Command>),
}

/// Whether nothing but the short help of the program was asked for. Its options are those of `inspect`, which lists them.
pub(super) fn is_asked(arguments: &[OsString]) -> bool {
    matches!(arguments, [_, option] if option == "-h")
}

/// The help of the verb, or of the program where none is named; `None` if there is something to answer: a verb that reads
/// nothing, arguments to read, or files.
pub(super) fn first_help(command: &Command, matches: &ArgMatches) -> Option<FirstHelp> {
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
        "cliptok" | "inspect" => FirstHelp::Program,
        name => FirstHelp::Verb(Box::new(verb.clone().bin_name(format!("cliptok {name}")))),
    })
}
