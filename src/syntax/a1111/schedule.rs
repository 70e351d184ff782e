//! Enters: a part of a prompt. Leaves: which text it has at which step: `[from:to:when]` and `[a|b]`.

use memchr::memchr;

use crate::syntax::raised::RaisedWhy;
use crate::syntax::{Raised, Steps, TextChange};
use crate::text::{Span, Traced};
use crate::unicode::is_python_whitespace;

/// The schedules and alternations of a part of a prompt.
#[derive(Debug)]
pub(super) struct Schedule {
    steps: Steps,
    /// In the order in which they begin.
    choices: Vec<Choice>,
    /// Where the character stands because of which it has none.
    given_up_at: Option<usize>,
}

/// A pair of brackets that stands for one of the texts in it.
#[derive(Debug)]
struct Choice {
    span: Span,
    kind: ChoiceKind,
}

#[derive(Debug)]
enum ChoiceKind {
    /// The first text up to and with this step, then the second.
    Scheduled { from: Span, to: Span, number: Span, last_step_of_from: u32 },
    /// The texts in turn, a step each.
    Alternating(Vec<Span>),
}

/// A bracket that is open, and what stands in it so far.
struct Open {
    start: usize,
    bracket: u8,
    colons: Vec<usize>,
    bars: Vec<usize>,
    /// Where in the list of choices those begin that stand in it.
    end_of_last_construct: usize,
}

impl Schedule {
    /// Reads a part of a prompt. A pair of brackets is a construct if it holds text and constructs and has a form that
    /// means something. If one has not, those around it are none either, and the search goes on behind their opening
    /// brackets: leftmost first. A bar outside of all alternations, or a backslash with nothing to escape, and the part
    /// has no schedule at all.
    ///
    /// Source: stable-diffusion-webui 1.10, `modules/prompt_parser.py`, `schedule_parser` and
    /// `get_learned_conditioning_prompt_schedules`.
    pub(super) fn of(part: &str, steps: Steps) -> Result<Self, Raised> {
        if memchr(b'[', part.as_bytes()).is_none() {
            return Ok(Self { steps, choices: Vec::new(), given_up_at: None });
        }
        Ok(match choices(part, steps)? {
            Choices::Read(choices) => Self { steps, choices, given_up_at: None },
            Choices::GivenUp { at } => Self { steps, choices: Vec::new(), given_up_at: Some(at) },
        })
    }

    /// The places that are one text up to some step, and another one from then on.
    pub(super) fn changes(&self, part: &Traced) -> impl Iterator<Item = TextChange> {
        self.choices.iter().filter_map(|choice| match choice.kind {
            ChoiceKind::Scheduled { number, last_step_of_from, .. } => Some(TextChange {
                original: part.original(choice.span),
                number: part.original(number),
                last_step: last_step_of_from,
            }),
            ChoiceKind::Alternating(_) => None,
        })
    }

    /// The character because of which the part has no schedule and no alternation, in the prompt.
    pub(super) fn switched_off_by(&self, part: &Traced) -> Option<Span> {
        self.given_up_at.map(|at| part.original(Span::new(at, at + 1)))
    }

    /// The steps at which a text ends, in order. The last one is the number of steps.
    pub(super) fn last_steps(&self) -> Vec<u32> {
        let steps = self.steps.get();
        let alternates = |choice: &Choice| matches!(choice.kind, ChoiceKind::Alternating(_));
        if self.choices.iter().any(alternates) {
            return (1..=steps).collect();
        }
        let ends = self.choices.iter().filter_map(|choice| match choice.kind {
            ChoiceKind::Scheduled { last_step_of_from, .. } => Some(last_step_of_from),
            ChoiceKind::Alternating(_) => None,
        });
        let mut last_steps: Vec<u32> = ends.filter(|&step| step >= 1).chain([steps]).collect();
        last_steps.sort_unstable();
        last_steps.dedup();
        last_steps
    }

    /// The text of the part at a step, from 1.
    pub(super) fn text_at(&self, step: u32, part: &Traced) -> Traced {
        if self.choices.is_empty() {
            return part.clone();
        }
        let mut text = Traced::default();
        // What is still to be written, the next at the end.
        let mut waiting = vec![Span::new(0, part.len())];
        let mut choices = self.choices.iter().peekable();
        while let Some(Span { start, end }) = waiting.pop() {
            while choices.next_if(|choice| choice.span.start < start).is_some() {}
            let Some(choice) = choices.next_if(|choice| choice.span.start < end) else {
                text.copy(part, Span::new(start, end));
                continue;
            };
            text.copy(part, Span::new(start, choice.span.start));
            waiting.push(Span::new(choice.span.end, end));
            waiting.push(choice.at(step));
        }
        text
    }
}

impl Choice {
    /// What it stands for at a step.
    #[allow(clippy::indexing_slicing, reason = "an alternation has two options at least")]
    fn at(&self, step: u32) -> Span {
        match &self.kind {
            ChoiceKind::Scheduled { from, to, last_step_of_from, .. } => {
                if step <= *last_step_of_from {
                    *from
                } else {
                    *to
                }
            }
            ChoiceKind::Alternating(options) => options[(step as usize - 1) % options.len()],
        }
    }
}

/// What a part has of choices.
enum Choices {
    /// These, in the order in which they begin.
    Read(Vec<Choice>),
    /// The program's parser gives the part up as a whole, because of the character here.
    GivenUp { at: usize },
}

impl Choices {
    /// A bar that stands in one of these brackets, outside of all alternations.
    fn given_up_at_bar<'o>(mut open: impl Iterator<Item = &'o Open>) -> Option<Self> {
        open.find_map(|open| open.bars.first()).map(|&at| Self::GivenUp { at })
    }
}

/// Reads the choices of a part.
fn choices(part: &str, steps: Steps) -> Result<Choices, Raised> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut bytes = part.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => match bytes.next() {
                None | Some((_, b'\n')) => return Ok(Choices::GivenUp { at }),
                Some(_) => {}
            },
            b'(' | b'[' => {
                let end_of_last_construct = at;
                open.push(Open {
                    start: at,
                    bracket: byte,
                    colons: Vec::new(),
                    bars: Vec::new(),
                    end_of_last_construct,
                });
            }
            b':' => {
                if let Some(open) = open.last_mut() {
                    open.colons.push(at);
                }
            }
            b'|' => match open.last_mut() {
                Some(open) => open.bars.push(at),
                None => return Ok(Choices::GivenUp { at }),
            },
            b')' | b']' => {
                let Some(closed) = open.pop() else { continue };
                let form = closed.form(at, byte, part, steps)?;
                match form {
                    Form::AsWritten => {}
                    Form::Choice(kind) => {
                        choices.push(Choice { span: Span::new(closed.start, at + 1), kind });
                    }
                    Form::None => {
                        if let Some(given_up) = Choices::given_up_at_bar(open.iter().chain([&closed])) {
                            return Ok(given_up);
                        }
                        open.clear();
                    }
                }
                if let Some(around) = open.last_mut() {
                    around.end_of_last_construct = at + 1;
                }
            }
            _ => {}
        }
    }
    if let Some(given_up) = Choices::given_up_at_bar(open.iter()) {
        return Ok(given_up);
    }
    choices.sort_by_key(|choice| choice.span.start);
    Ok(Choices::Read(choices))
}

/// What a closed pair of brackets is.
enum Form {
    /// A construct that stays as it is written.
    AsWritten,
    Choice(ChoiceKind),
    /// No construct.
    None,
}

impl Open {
    fn form(&self, end: usize, closing: u8, part: &str, steps: Steps) -> Result<Form, Raised> {
        let inside = self.start + 1;
        let form = match (self.bracket, closing, self.colons.as_slice(), self.bars.as_slice()) {
            (b'(', b')', [] | [_], []) | (b'[', b']', [], []) => Form::AsWritten,
            (b'[', b']', [], bars) => {
                let starts = std::iter::once(inside).chain(bars.iter().map(|bar| bar + 1));
                let ends = bars.iter().copied().chain([end]);
                let options = starts.zip(ends).map(|(start, end)| Span::new(start, end));
                Form::Choice(ChoiceKind::Alternating(options.collect()))
            }
            (b'[', b']', [.., last], []) if self.colons.len() <= 2 && self.end_of_last_construct <= *last => {
                let Some(last_step_of_from) = step(Span::new(last + 1, end).of(part), steps)? else {
                    return Ok(Form::None);
                };
                let (from, to) = match self.colons.as_slice() {
                    [first, _] => (Span::new(inside, *first), Span::new(first + 1, *last)),
                    _ => (Span::new(inside, inside), Span::new(inside, *last)),
                };
                let number = Span::new(last + 1, end);
                Form::Choice(ChoiceKind::Scheduled { from, to, number, last_step_of_from })
            }
            _ => Form::None,
        };
        Ok(form)
    }
}

/// The step that a number stands for: with a point, it counts in whole runs. `None` if it is no number as the grammar has
/// them; 0 for what is before the first step.
fn step(typed: &str, steps: Steps) -> Result<Option<u32>, Raised> {
    let number = typed.trim_matches(is_python_whitespace);
    let unsigned = number.strip_prefix(['+', '-']).unwrap_or(number);
    let is_number = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    let Some(value) = number.parse::<f64>().ok().filter(|_| is_number) else {
        return Ok(None);
    };
    let value = if number.contains('.') { value * f64::from(steps.get()) } else { value };
    if value.is_infinite() {
        return Err(RaisedWhy::InfiniteStep { typed: number.to_owned() }.into());
    }
    #[allow(clippy::cast_sign_loss, reason = "what is negative becomes 0, which is before the first step")]
    let last_step = value as u32;
    // The cast cuts the fraction off, and what is negative is before the first step.
    Ok(Some(steps.get().min(last_step)))
}
