//! Enters: nothing. Leaves: the arguments of `completions` and `man`.

use clap::Args;
use clap_complete::Shell;

use super::Output;

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell that is to complete what you type
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Man {
    /// The verb whose page is wanted, instead of that of the program
    #[arg(value_name = "VERB")]
    pub verb: Option<String>,
    #[command(flatten)]
    pub output: Output,
}
