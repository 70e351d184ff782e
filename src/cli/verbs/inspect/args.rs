//! Enters: what was typed behind the verb. Leaves: what `inspect` can be asked, and what is meant.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::human::Detail;
use crate::cli::error::UsageError;
use crate::cli::input::Input;
use crate::cli::options::{
    EncoderOptions, Encoders, InputOptions, LayoutOptions, OnLints, OutputOptions, ProgramOptions, Readers,
    Way,
};
use crate::cli::output::Target;
use crate::cli::terminal::Screen;
use crate::report::{PromptRules, Warnings};
use crate::{Encoder, PromptReader};

/// How `inspect` shows prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InspectFormat {
    /// A view for people
    Human,
    /// One array for all prompts
    Json,
    /// One object per line
    Jsonl,
    /// A header, and a line of tab-separated fields for each token
    Tsv,
    /// Only the ids, separated by spaces
    Ids,
    /// A self-contained page for a browser
    Html,
}

/// Show whether a prompt fits, its tokens with their bytes and ids, and its slots (the default verb)
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok \"🏯🔥🐉 📜\"                       does it fit, and what are its tokens?
  cliptok --as a1111 \"a (cat:1.2) BREAK b\"  as A1111 reads it: weights, rows, counter
  cliptok --brief -f prompts.txt            a line for each prompt
  cliptok --watch -f prompt.txt             beside your editor
  cliptok --find \"greg rutkowski\" -f p.txt  in which slots is it?
  cliptok --format html -f prompts.txt -o prompts.html
  cliptok --format json \"a cat\" | jq .")]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub input: InputOptions,
    #[command(flatten)]
    pub tokenizer: EncoderOptions,
    #[command(flatten)]
    pub program: ProgramOptions,
    /// With --as: exit with 1 if any prompt's markup is warned about
    ///
    /// The answers are printed all the same.
    #[arg(long, help_heading = "How a prompt is read", hide_short_help = true)]
    pub deny_warnings: bool,
    #[command(flatten)]
    pub layout: LayoutOptions,
    /// Show which rows and slots hold PHRASE; can be repeated
    ///
    /// Only whole words are found. Exits with 1 if a phrase occurs in no prompt.
    #[arg(long, value_name = "PHRASE", help_heading = "What is shown")]
    pub find: Vec<String>,
    /// How to show prompts
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    pub format: InspectFormat,
    /// Show only whether it fits, the prompt, and its slots
    ///
    /// Several prompts get a line each.
    #[arg(long, help_heading = "What is shown")]
    pub brief: bool,
    /// Leave out warnings
    ///
    /// Warnings are about typed special tokens, widely used dialects that give other ids, and, with --as, markup that does something other than it seems to.
    #[arg(long, help_heading = "What is shown", hide_short_help = true)]
    pub no_warnings: bool,
    /// Show the prompts again whenever a file changes, until Ctrl-C
    ///
    /// For use next to an editor. Where the screen is low, the view is brief, so that the verdict can be seen.
    #[arg(long, requires = "files", conflicts_with_all = ["prompts", "file"], help_heading = "What is shown")]
    pub watch: bool,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is meant.
#[derive(Debug)]
pub(super) struct Inspect {
    pub prompts: Input,
    /// The files to show again when they change; if there are none, all is shown once.
    pub watched: Vec<PathBuf>,
    /// The rules for reading texts: those for a program come from them.
    pub rules: PromptRules,
    pub readers: Readers,
    pub screen: Screen,
    pub format: InspectFormat,
    pub detail: Detail,
    pub on_lints: OnLints,
    pub target: Target,
}

impl Inspect {
    /// The rules for reading prompts in one way.
    pub(super) fn rules_of(&self, way: Way) -> PromptRules {
        let reader = |rules: &PromptRules| self.readers.reader(way, &rules.encoder);
        let second = self.rules.second.as_deref();
        let second = second.map(|rules| Box::new(PromptRules { reader: reader(rules), ..rules.clone() }));
        PromptRules { reader: reader(&self.rules), second, ..self.rules.clone() }
    }

    pub(super) fn of(args: InspectArgs) -> Result<Self> {
        let Encoders { first, second } = args.tokenizer.encoders()?;
        if args.program.syntax().is_some() {
            args.layout.is_left_to_the_program()?;
        } else {
            args.program.settings.are_for_a_program()?;
        }
        let of_text = args.layout.first_for_texts();
        let readers = args.program.readers(&args.tokenizer, args.layout.long_text(), of_text)?;
        let reader = readers.reader(readers.asked(), &first);
        // A program has a tokenizer of its own.
        phrases_have_tokens(&args.find, reader.as_ref().map_or(&first, PromptReader::encoder))?;
        let (screen, target) = (args.output.screen(), args.output.target());
        let has_room = !matches!(args.format, InspectFormat::Ids | InspectFormat::Tsv);
        let on_lints = OnLints::asked(args.deny_warnings, &args.program)?;
        let warnings = if on_lints == OnLints::Ignore && (args.no_warnings || !has_room) {
            Warnings::Omitted
        } else {
            Warnings::beside(&first)
        };
        if second.is_some() && !has_room {
            return Err(UsageError::TwoEncodersWithoutView { model: args.tokenizer.model }.into());
        }
        let rules_of = |encoder: Encoder, warnings, second| {
            let (row, vocabulary) = (args.layout.row_rules(&encoder)?, args.tokenizer.vocab_dir.clone());
            let find = args.find.clone();
            Ok::<_, UsageError>(PromptRules {
                encoder,
                row,
                reader: None,
                warnings,
                vocabulary,
                find,
                second,
            })
        };
        let second = match second {
            None => None,
            Some(second) => Some(Box::new(rules_of(second, Warnings::Omitted, None)?)),
        };
        let rules = rules_of(first, warnings, second)?;
        let prompts = Input { hint: args.program.hint(), ..args.input.input()? };
        let watched = if args.watch { prompts.paths()? } else { Vec::new() };
        let detail = if args.brief { Detail::Brief } else { Detail::Full };
        Ok(Self { prompts, watched, rules, readers, format: args.format, detail, on_lints, screen, target })
    }
}

/// Checks that each phrase has at least one token: without any there is nothing to look for.
fn phrases_have_tokens(phrases: &[String], encoder: &Encoder) -> Result<(), UsageError> {
    match phrases.iter().position(|phrase| encoder.encode(phrase).tokens.is_empty()) {
        Some(at) => Err(UsageError::EmptyPhrase { number: at + 1 }),
        None => Ok(()),
    }
}
