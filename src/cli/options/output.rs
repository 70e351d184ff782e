//! Enters: the options that say where answers go. Leaves: the target, and whether it is colored.

use std::path::PathBuf;

use clap::Args;

use crate::cli::output::Target;
use crate::cli::terminal::{Color, Screen};

/// Where answers go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where answers go")]
pub(crate) struct OutputOptions {
    /// Write to FILE, whole or not at all
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// When to color views; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_short_help = true)]
    pub color: Color,
}

impl OutputOptions {
    /// Where answers go.
    pub(crate) fn target(&self) -> Target {
        self.file.clone().map_or(Target::Stdout, Target::named)
    }

    /// What views are drawn for.
    pub(crate) fn screen(&self) -> Screen {
        Screen::of(&self.target(), self.color)
    }
}
