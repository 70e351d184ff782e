//! Enters: a prompt for AUTOMATIC1111's web UI. Leaves: its parts, their texts by steps, weighted segments, and rows.
//!
//! Source: stable-diffusion-webui 1.10, `modules/prompt_parser.py`, `extra_networks.py`, `sd_hijack_clip.py`,
//! `sd_hijack_open_clip.py`, `textual_inversion.py`, `ui.py` (`update_token_counter`), `processing_scripts/comments.py`.

mod comments;
mod networks;
mod parts;
mod plain;
mod rows;
mod schedule;
pub(super) mod weights;

use std::collections::HashMap;

use super::program::{Counting, Filling, Program};
use super::python::stripped;
use super::{
    Brackets, Content, Emphasis, FilledRows, Markup, MarkupRules, OtherBackslashes, Part, Polarity, Raised,
    Reading, Segments, Stage, SyntaxOption, SyntaxOptions, WeightedText,
};
use crate::dialect::{Dialect, Model, Pad};
use crate::text::Traced;
pub(super) use plain::is_plain;
use schedule::Schedule;

pub(super) static PROGRAM: Program = Program {
    name: "a1111",
    title: "A1111",
    aliases: &["automatic1111", "automatic", "webui", "sd-webui", "stable-diffusion-webui"],
    about: "AUTOMATIC1111's stable-diffusion-webui",
    dialect: |model| if has_open_clip(model) { Dialect::OpenClip } else { Dialect::HfSlow },
    pad: |model| if has_open_clip(model) { Pad::Symbol(b'!') } else { Pad::END },
    read: |prompt, options| read(prompt, options, |_| ()),
    fill: |filling| Ok(rows::fill(filling, filling.options.comma_backtrack)),
    is_plain: Some(is_plain),
    options: &[
        SyntaxOption::Negative,
        SyntaxOption::Steps,
        SyntaxOption::CommaBacktrack,
        SyntaxOption::Emphasis,
        SyntaxOption::Embeddings,
    ],
    usual_rows: 1,
    counter: Counting::WholeRows,
    markup: MARKUP,
};

/// What markup means to it, and to Forge.
pub(super) const MARKUP: MarkupRules = MarkupRules {
    reads: &[
        Markup::RoundBrackets,
        Markup::RoundWeight,
        Markup::SpacedWeight,
        Markup::SquareBrackets,
        Markup::Break,
        Markup::And,
        Markup::Network,
        Markup::Schedule,
        Markup::Alternation,
        Markup::HashComment,
    ],
    brackets: Brackets::Stacks,
    escaped: "()[]\\",
    other_backslashes: OtherBackslashes::Vanish,
};

/// Whether the model's encoder is OpenCLIP's, whose rows have zeros behind their first end.
pub(super) const fn has_open_clip(model: Model) -> bool {
    matches!(model, Model::Sd2 | Model::SdxlG | Model::OpenClip)
}

/// Fills rows as [`fill`] does, with the look-back that Forge has.
pub(super) fn fill_with_backtrack(filling: &Filling<'_>, comma_backtrack: usize) -> FilledRows {
    rows::fill(filling, comma_backtrack)
}

/// Takes the white space around a prompt away.
pub(super) fn strip(text: &mut Traced) {
    *text = text.slice(stripped(text.text()));
}

/// What the program makes of a prompt. `prepare` may change it between the removal of comments and that of networks.
pub(super) fn read(
    prompt: &str,
    options: &SyntaxOptions,
    prepare: impl FnOnce(&mut Traced),
) -> Result<Reading, Raised> {
    let mut reading = Reading::default();
    let mut text = Traced::whole(prompt);
    comments::remove(&mut text, &mut reading.removed);
    prepare(&mut text);
    networks::remove(&mut text, &mut reading);
    let parts = match options.polarity {
        Polarity::Positive => parts::split(&text, &mut reading.removed),
        Polarity::Negative => vec![parts::Weighed { text: text.clone(), weight: 1.0 }],
    };
    let mut texts = Texts { emphasis: options.emphasis, read: &mut reading.texts, known: HashMap::new() };
    for parts::Weighed { text, weight } in parts {
        let schedule = Schedule::of(text.text(), options.steps)?;
        reading.changes.extend(schedule.changes(&text));
        reading.inert_schedules.extend(schedule.switched_off_by(&text));
        let mut stages = Vec::new();
        for last_step in schedule.last_steps() {
            stages.push(Stage { last_step, text: texts.position(&schedule.text_at(last_step, &text))? });
        }
        let content = Content::Stages { source: text.text().to_owned(), stages };
        reading.parts.push(Part { weight, content });
    }
    if text.text() != prompt {
        reading.text = Some(text.text().to_owned());
    }
    Ok(reading)
}

/// The distinct texts of a prompt, read one by one.
struct Texts<'r> {
    emphasis: Emphasis,
    read: &'r mut Vec<WeightedText>,
    known: HashMap<String, usize>,
}

impl Texts<'_> {
    /// The position of a text among them.
    fn position(&mut self, text: &Traced) -> Result<usize, Raised> {
        if let Some(&known) = self.known.get(text.text()) {
            return Ok(known);
        }
        let segments = segments(text, self.emphasis)?;
        self.known.insert(text.text().to_owned(), self.read.len());
        self.read.push(WeightedText::new(text.text().to_owned(), segments));
        Ok(self.read.len() - 1)
    }
}

fn segments(text: &Traced, emphasis: Emphasis) -> Result<Segments, Raised> {
    match emphasis {
        Emphasis::Original | Emphasis::NoNorm | Emphasis::Ignore => {
            weights::read(text, weights::Notation::WEB_UI)
        }
        Emphasis::None => Ok(weights::unread(text)),
    }
}
