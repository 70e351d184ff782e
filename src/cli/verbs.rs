//! Enters: the command line as clap reads it. Leaves: the answers of the verb that was typed, and how it ended.

mod check;
mod count;
mod decode;
mod diff;
mod emoji;
mod encode;
mod fit;
mod inspect;
mod manual;
mod near;
mod stats;
mod trace;
mod vocab;

use anyhow::Result;
use clap::{Args, Command, Parser, Subcommand};

use super::exit::Exit;

/// Show whether a prompt fits, and which tokens CLIP splits it into.
///
/// Without a verb it inspects: it says first whether the prompt fits, then shows its tokens with their ids and bytes, and
/// the slots that they fill. Prompts come from the arguments, from files, or from stdin, one per line. Put a prompt that
/// is spelled like a verb, or that begins with a hyphen, after `--`.
#[derive(Debug, Parser)]
#[command(
    name = "cliptok",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "cliptok VERB --help has examples, and cliptok --help has every option",
    after_long_help = "\
Examples:
  cliptok \"🏯🔥🐉 📜\"                       does it fit, and what are its tokens?
  cliptok count -f captions.txt             the number of tokens of each line
  cliptok count --max room -f captions.txt  fail if a line does not fit
  cliptok fit -f captions.txt               cut each line so that it fits
  cliptok encode --pad < prompts.txt        rows of 77 ids
  cliptok encode \"a cat\" | cliptok decode
  cliptok stats -f captions.txt             how long prompts are, which tokens are frequent
  cliptok diff \"it’s &amp; 👨‍👩‍👧\"           where implementations disagree
  cliptok trace \"unbelievable\"              how words became tokens
  cliptok --as a1111 \"a (cat:1.2)\"          as A1111 reads it
  cliptok --format json \"a cat\" | jq .      everything, for a program"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    inspect: inspect::InspectArgs,
}

/// The one list of verbs. What the help says of each stands at its arguments.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    Inspect(inspect::InspectArgs),
    Encode(encode::EncodeArgs),
    Decode(decode::DecodeArgs),
    Count(count::CountArgs),
    Fit(fit::FitArgs),
    Diff(diff::DiffArgs),
    Check(check::CheckArgs),
    Trace(trace::TraceArgs),
    Stats(stats::StatsArgs),
    Vocab(vocab::VocabArgs),
    Emoji(emoji::EmojiArgs),
    Near(near::NearArgs),
    Completions(manual::CompletionsArgs),
    Man(manual::ManArgs),
}

/// The names of the verbs, each with what adds its arguments to a command.
type AddArguments = fn(Command) -> Command;
pub(super) const VERBS: [(&str, AddArguments); 14] = [
    ("inspect", inspect::InspectArgs::augment_args),
    ("encode", encode::EncodeArgs::augment_args),
    ("decode", decode::DecodeArgs::augment_args),
    ("count", count::CountArgs::augment_args),
    ("fit", fit::FitArgs::augment_args),
    ("diff", diff::DiffArgs::augment_args),
    ("check", check::CheckArgs::augment_args),
    ("trace", trace::TraceArgs::augment_args),
    ("stats", stats::StatsArgs::augment_args),
    ("vocab", vocab::VocabArgs::augment_args),
    ("emoji", emoji::EmojiArgs::augment_args),
    ("near", near::NearArgs::augment_args),
    ("completions", manual::CompletionsArgs::augment_args),
    ("man", manual::ManArgs::augment_args),
];

/// The command line of one verb. It parses what the command line of all verbs does, but says less where something is wrong:
/// all verbs have hundreds of options, and take longer to set up than a prompt takes.
pub(super) fn command_of(verb: &str) -> Option<Command> {
    let (name, add_arguments) = VERBS.into_iter().find(|(name, _)| *name == verb)?;
    Some(Command::new("cliptok").subcommand(add_arguments(Command::new(name))))
}

impl Arguments {
    /// The verb that was typed, or `inspect`.
    pub(super) fn verb(self) -> Verb {
        self.verb.unwrap_or(Verb::Inspect(self.inspect))
    }
}

/// Does what a verb asks for.
///
/// # Errors
/// If input, output or an id is wrong; what came before has been answered.
pub(super) fn run(verb: Verb) -> Result<Exit> {
    match verb {
        Verb::Inspect(args) => inspect::run(args),
        Verb::Encode(args) => encode::run(args),
        Verb::Decode(args) => decode::run(args),
        Verb::Count(args) => count::run(args),
        Verb::Fit(args) => fit::run(args),
        Verb::Diff(args) => diff::run(args),
        Verb::Check(args) => check::run(args),
        Verb::Trace(args) => trace::run(args),
        Verb::Stats(args) => stats::run(args),
        Verb::Vocab(args) => vocab::run(args),
        Verb::Emoji(args) => emoji::run(args),
        Verb::Near(args) => near::run(args),
        Verb::Completions(args) => manual::completions(&args),
        Verb::Man(args) => manual::man(args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_of_one_verb_has_the_arguments_that_it_has_among_all() {
        let all = Arguments::command();
        assert!(all.get_subcommands().map(Command::get_name).eq(VERBS.map(|(name, _)| name)));
        for verb in all.get_subcommands() {
            let alone = command_of(verb.get_name());
            let alone = alone.as_ref().and_then(|command| command.find_subcommand(verb.get_name()));
            let help = |verb: &Command| verb.clone().render_long_help().to_string();
            assert_eq!(alone.map(help), Some(help(verb)));
        }
        assert!(command_of("help").is_none());
    }
}
