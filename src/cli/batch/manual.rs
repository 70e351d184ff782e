//! Enters: the name of a shell, or of a verb. Leaves: completions for the shell, or a man page.

use std::io::{self, Write};

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::Answers;
use crate::cli::args::Arguments;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::job::{Manual, Page};

pub fn run(job: Manual) -> Result<Exit> {
    // `help` is no verb that one would look up.
    let mut command = Arguments::command().disable_help_subcommand(true);
    let mut page = Vec::new();
    match job.page {
        Page::Completions(shell) => {
            let mut command = with_verbs_of_man(command);
            clap_complete::generate(shell, &mut command, "cliptok", &mut page);
        }
        Page::Man(verb) => {
            // What all verbs have in common, such as their full names, is worked out here.
            command.build();
            let command = match verb {
                None => command,
                Some(verb) => page_of(&command, &verb)?,
            };
            render(&command, &mut page)?;
        }
    }
    let mut answers = Answers::open(&job.target)?;
    let written = answers.out().write_all(&page).map_err(Into::into);
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
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
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
