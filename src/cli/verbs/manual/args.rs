//! Enters: nothing. Leaves: the arguments of `completions` and `man`.

use clap::Args;
use clap_complete::Shell;

use crate::cli::options::OutputOptions;

/// Print shell completions: bash, zsh, fish, elvish, powershell
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok completions bash > ~/.local/share/bash-completion/completions/cliptok
  cliptok completions zsh > ~/.zfunc/_cliptok
  cliptok completions fish > ~/.config/fish/completions/cliptok.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell to complete for
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// Print the man page of the program, or of a verb
#[derive(Debug, Args)]
#[command(after_help = crate::cli::options::MORE, after_long_help = "\
Examples:
  cliptok man | man -l -                read it
  cliptok man count -o cliptok-count.1  write one to a file")]
pub(crate) struct ManArgs {
    /// The verb whose page to print, instead of the program's
    #[arg(value_name = "VERB")]
    pub verb: Option<String>,
    #[command(flatten)]
    pub output: OutputOptions,
}
