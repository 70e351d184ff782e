//! Enters: the name of a shell, or of a verb. Leaves: completions for the shell, or a man page.

mod args;
mod sections;

use std::io::{self, Write};

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::Arguments;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::options::OutputOptions;
use crate::cli::work::Answers;

pub(super) use args::{CompletionsArgs, ManArgs};
use sections::sections;

/// Prints what a shell needs to complete arguments.
pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit> {
    let mut page = Vec::new();
    clap_complete::generate(args.shell, &mut with_verbs_of_man(command()), "cliptok", &mut page);
    print(&page, &args.output)
}

/// Prints the man page of the program, or of a verb.
pub(super) fn man(args: ManArgs) -> Result<Exit> {
    let mut command = command();
    // What all verbs have in common, such as their full names, is worked out here.
    command.build();
    let command = match args.verb {
        None => command,
        Some(verb) => page_of(&command, &verb)?,
    };
    let mut page = Vec::new();
    render(&command, &mut page)?;
    print(&page, &args.output)
}

/// The program's command. `help` is no verb that one would look up.
fn command() -> Command {
    Arguments::command().disable_help_subcommand(true)
}

fn print(page: &[u8], output: &OutputOptions) -> Result<Exit> {
    let mut answers = Answers::open(&output.target())?;
    let written = answers.out().write_all(page).map_err(Into::into);
    answers.end(written)?;
    Ok(Exit::Done)
}

/// Renders a man page whose examples keep their lines.
fn render(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    sections(command.get_name()).to_writer(page)?;
    let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    if let Some(examples) = help.strip_prefix("Examples:\n") {
        let mut section = Roff::new();
        section.control("SH", ["EXAMPLES"]).control("nf", []);
        for line in examples.lines() {
            section.text([roman(line.trim_start())]);
        }
        section.control("fi", []).to_writer(page)?;
    }
    Ok(())
}

/// The command whose `man` knows which verbs there are.
fn with_verbs_of_man(command: Command) -> Command {
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    command.mut_subcommand("man", |man| {
        man.mut_arg("verb", |verb| verb.value_parser(PossibleValuesParser::new(verbs)))
    })
}

fn page_of(command: &Command, verb: &str) -> Result<Command, UsageError> {
    command.find_subcommand(verb).cloned().ok_or_else(|| UsageError::NoVerb {
        typed: verb.to_owned(),
        verbs: command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect(),
    })
}
