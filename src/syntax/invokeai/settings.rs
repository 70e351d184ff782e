//! Enters: what stands in the brackets of `.swap`, `.blend` and `.and`. Leaves: settings and weights.

use super::scanner::{behind_blanks, key, literal, number};
use crate::syntax::python::float;
use crate::syntax::raised::RaisedWhy;
use crate::text::Span;

/// The flag by which a blend leaves its weights as they are.
const NO_NORMALIZE: &str = "no_normalize";

/// The setting of a swap that is computed with, so that it must be a number.
const SHAPE_FREEDOM: &str = "shape_freedom";

/// A setting of an operator.
#[derive(Clone, Copy, Debug)]
pub(super) enum Setting {
    /// `key=value`.
    Pair { key: Span, value: SettingValue },
    /// A number.
    Number(f64),
    /// A key alone.
    Flag { key: Span },
}

/// What a key is set to.
#[derive(Clone, Copy, Debug)]
pub(super) enum SettingValue {
    Number,
    Key,
}

impl Setting {
    const fn key(self) -> Option<Span> {
        match self {
            Self::Pair { key, .. } | Self::Flag { key } => Some(key),
            Self::Number(_) => None,
        }
    }

    /// What it is as a weight, for which the value of a pair does not count.
    fn weight(self, text: &str) -> Result<f64, RaisedWhy> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Pair { key, .. } | Self::Flag { key } => {
                let typed = key.of(text);
                float(typed).ok_or_else(|| RaisedWhy::NotANumber { typed: typed.to_owned() })
            }
        }
    }
}

/// The settings that begin here, with commas between, and where they end. There may be none.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `build_parser_syntax`: `options`.
pub(super) fn settings(text: &str, at: usize) -> (Vec<Setting>, usize) {
    let mut found = Vec::new();
    let mut end = behind_blanks(text, at);
    let mut next = Some(end);
    while let Some((setting, behind)) = next.and_then(|at| setting(text, at)) {
        found.push(setting);
        end = behind;
        next = literal(text, end, ",");
    }
    (found, end)
}

/// Tried in this order, and what is found first is not taken back: `1e3` is the number 1, behind which nothing reads.
fn setting(text: &str, at: usize) -> Option<(Setting, usize)> {
    pair(text, at)
        .or_else(|| number(text, at).map(|(number, end)| (Setting::Number(number), end)))
        .or_else(|| key(text, at).map(|key| (Setting::Flag { key }, key.end)))
}

fn pair(text: &str, at: usize) -> Option<(Setting, usize)> {
    let name = key(text, at)?;
    let equals = literal(text, name.end, "=")?;
    let number = number(text, equals).map(|(_, end)| (SettingValue::Number, end));
    let (value, end) = number.or_else(|| key(text, equals).map(|key| (SettingValue::Key, key.end)))?;
    Some((Setting::Pair { key: name, value }, end))
}

/// Each setting as a weight.
pub(super) fn weights(settings: &[Setting], text: &str) -> Result<Vec<f64>, RaisedWhy> {
    settings.iter().map(|setting| setting.weight(text)).collect()
}

/// The settings without the last one, if that is the flag by which a blend leaves its weights as they are.
pub(super) fn without_flag<'s>(settings: &'s [Setting], text: &str) -> Option<&'s [Setting]> {
    let (last, others) = settings.split_last()?;
    (last.key()?.of(text) == NO_NORMALIZE).then_some(others)
}

/// Checks the settings of a swap as the program does on reading it.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `CrossAttentionControlSubstitute.__init__`.
pub(super) fn check_swap(settings: &[Setting], text: &str) -> Result<(), RaisedWhy> {
    let is_it = |setting: &&Setting| setting.key().is_some_and(|key| key.of(text) == SHAPE_FREEDOM);
    match settings.iter().rev().find(is_it) {
        None | Some(Setting::Pair { value: SettingValue::Number, .. }) => Ok(()),
        Some(_) => Err(RaisedWhy::ShapeFreedom),
    }
}
