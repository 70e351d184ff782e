//! Enters: an infotext, or a text with several. Leaves: their prompts, and the program that wrote them.

mod settings;

pub(super) use settings::Settings;

use super::producer::Producer;
use crate::unicode::is_python_whitespace;

/// What begins the negative prompt, at the start of a line.
const NEGATIVE: &str = "Negative prompt:";

/// A prompt with its settings, as AUTOMATIC1111's web UI writes it below a picture, and other programs after it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Infotext {
    /// The program that wrote it, as its settings say.
    pub producer: Producer,
    /// The positive prompt: its lines without outer blanks.
    pub positive: String,
    /// The negative prompt, likewise; `None` if no line begins with `Negative prompt:`.
    pub negative: Option<String>,
    /// The line on which it begins, from 1.
    pub line: usize,
}

/// The infotexts of a text, one after the other. Each ends at its settings: a line that begins with `Steps: ` and has three
/// settings or more. What follows the last settings is an infotext without settings; a text without settings is one infotext.
/// Blank lines between are no text.
///
/// An infotext is read as `parse_generation_parameters` (modules/infotext_utils.py of AUTOMATIC1111's web UI 1.10.1) reads it,
/// before it looks for styles: the last line is settings if it has three or more; lines lose their outer blanks; from the line
/// that begins with `Negative prompt:` on, all of them are the negative prompt.
///
/// ```
/// use cliptok::images::{Producer, infotexts};
/// let text = "a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler, Seed: 1\n\na tree\nSteps: 9, Sampler: Euler, Seed: 2";
/// let read = infotexts(text);
/// assert_eq!(read[0].producer, Producer::A1111);
/// assert_eq!((read[0].positive.as_str(), read[0].negative.as_deref()), ("a cat", Some("dog")));
/// assert_eq!((read[1].positive.as_str(), read[1].negative.as_deref(), read[1].line), ("a tree", None, 5));
/// ```
pub fn infotexts(text: &str) -> Vec<Infotext> {
    let mut infotexts = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut begins = 1;
    for (number, line) in (1..).zip(text.split('\n')) {
        if lines.is_empty() {
            if stripped(line).is_empty() {
                continue;
            }
            begins = number;
        }
        lines.push(line);
        if ends_infotext(line) {
            infotexts.push(infotext_of_lines(&lines, begins));
            lines.clear();
        }
    }
    if !lines.is_empty() {
        infotexts.push(infotext_of_lines(&lines, begins));
    }
    infotexts
}

/// Whether a text holds an infotext: some line begins with `Steps: ` and has three settings or more.
///
/// ```
/// use cliptok::images::is_infotext;
/// assert!(is_infotext("a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"));
/// assert!(!is_infotext("Steps: how to draw a cat"));
/// ```
pub fn is_infotext(text: &str) -> bool {
    text.split('\n').any(ends_infotext)
}

/// The prompts and the settings of one infotext, its first line being line 1.
pub(super) fn infotext(text: &str) -> (Infotext, Settings<'_>) {
    let lines: Vec<&str> = stripped(text).split('\n').collect();
    let (_, settings) = parted(&lines);
    (infotext_of_lines(&lines, 1), settings)
}

/// Whether a text that can be anything is an infotext: its last line is settings, of which one is `Steps`, or a line of it
/// begins the negative prompt. A comment by a camera can have three settings, but not that.
pub(super) fn looks_like_infotext(text: &str) -> bool {
    let lines: Vec<&str> = stripped(text).split('\n').collect();
    let has_negative = || lines.iter().any(|line| stripped(line).starts_with(NEGATIVE));
    parted(&lines).1.value("Steps").is_some() || has_negative()
}

/// The lines of an infotext that are no settings.
pub(super) fn lines_of_prompts(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = stripped(text).split('\n').map(stripped).collect();
    parted(&lines).0.to_vec()
}

fn ends_infotext(line: &str) -> bool {
    let line = stripped(line);
    line.starts_with("Steps: ") && Settings::of_line(line).are_enough()
}

fn infotext_of_lines(lines: &[&str], begins: usize) -> Infotext {
    let lines = match lines {
        [before @ .., last] if stripped(last).is_empty() => without_blank_end(before),
        lines => lines,
    };
    let (lines, settings) = parted(lines);
    let (mut positive, mut negative) = (String::new(), None);
    for line in lines.iter().map(|line| stripped(line)) {
        let marked = line.strip_prefix(NEGATIVE).map(stripped);
        if marked.is_some() {
            negative.get_or_insert_with(String::new);
        }
        let prompt = negative.as_mut().unwrap_or(&mut positive);
        if !prompt.is_empty() {
            prompt.push('\n');
        }
        prompt.push_str(marked.unwrap_or(line));
    }
    Infotext { producer: Producer::of_settings(&settings), positive, negative, line: begins }
}

/// The lines of prompts, and the settings, which are none if the last line is no settings.
fn parted<'l, 't>(lines: &'l [&'t str]) -> (&'l [&'t str], Settings<'t>) {
    if let [before @ .., last] = lines {
        let settings = Settings::of_line(stripped(last));
        if settings.are_enough() {
            return (before, settings);
        }
    }
    (lines, Settings::default())
}

fn without_blank_end<'l, 't>(lines: &'l [&'t str]) -> &'l [&'t str] {
    let filled = lines.iter().rposition(|line| !stripped(line).is_empty()).map_or(0, |last| last + 1);
    lines.get(..filled).unwrap_or_default()
}

/// What `str.strip` of Python leaves.
fn stripped(text: &str) -> &str {
    text.trim_matches(is_python_whitespace)
}
