//! Enters: where answers go. Leaves: how wide lines may be there, and whether they are colored.

use std::io;

use clap::ValueEnum;

use crate::cli::output::Target;

/// What a view is drawn for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub columns: usize,
    pub colors: Colors,
}

/// The width of what names a line.
pub(crate) const LABEL: usize = 12;

/// Narrower than this nothing can be laid out; the terminal breaks the lines.
const NARROWEST: usize = 40;

impl Screen {
    /// That of a target, colored as `--color` says.
    pub(crate) fn of(target: &Target, color: Color) -> Self {
        Self { columns: columns(target), colors: Colors::choose(color, target) }
    }

    /// How much of a line stands beside its label.
    pub(crate) const fn beside_label(self) -> usize {
        self.beside(LABEL)
    }

    /// How much of a line stands beside labels of this width.
    pub(crate) const fn beside(self, width: usize) -> usize {
        let columns = if self.columns < NARROWEST { NARROWEST } else { self.columns };
        columns - width
    }
}

/// When answers are colored, as the user says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Whether answers are colored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colors {
    On,
    Off,
}

impl Colors {
    /// What `--color` means for this target: by itself only a terminal is colored, and not where
    /// `NO_COLOR` is set or TERM is dumb.
    pub(crate) fn choose(color: Color, target: &Target) -> Self {
        let wanted = match (color, target) {
            (Color::Always, _) => true,
            (Color::Never, _) | (Color::Auto, Target::File(_)) => false,
            (Color::Auto, Target::Stdout) => {
                anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
            }
        };
        if wanted { Self::On } else { Self::Off }
    }
}

/// How many lines a terminal shows at once; `None` elsewhere.
pub(crate) fn rows(target: &Target) -> Option<usize> {
    match target {
        Target::Stdout => {
            terminal_size::terminal_size_of(io::stdout()).map(|(_, height)| usize::from(height.0))
        }
        Target::File(_) => None,
    }
}

/// How many columns a line may have: COLUMNS says, or the terminal; elsewhere 80.
pub(crate) fn columns(target: &Target) -> usize {
    const ELSEWHERE: usize = 80;
    // Nobody reads wider lines.
    const WIDEST: usize = 1_000;
    let set =
        std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|&columns| columns > 0);
    let terminal = || match target {
        Target::Stdout => terminal_size::terminal_size_of(io::stdout()),
        Target::File(_) => None,
    };
    set.or_else(|| terminal().map(|(width, _)| usize::from(width.0))).unwrap_or(ELSEWHERE).min(WIDEST)
}
