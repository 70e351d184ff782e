//! Enters: parts of a prompt. Leaves: its fragments, each with the product of all weights around it, its swaps, its networks.

use super::grammar::{Grammar, Part, Shape, Target};
use super::insides::Inside;
use super::members::{Member, MemberContent};
use super::sequences::Sequence;
use crate::syntax::Network;
use crate::syntax::raised::RaisedWhy;
use crate::text::Span;

/// A prompt as a flat list.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `PromptParser.flatten`.
#[derive(Debug, Default)]
pub(super) struct Flat {
    pub fragments: Vec<Flattened>,
    pub networks: Vec<Network>,
    /// What swaps there are. A blend may have none.
    pub swaps: Swaps,
    /// Whether one stands in another.
    pub nesting: Nesting,
}

/// Text, or a swap.
#[derive(Debug)]
pub(super) enum Flattened {
    Fragment(Fragment),
    Swap { original: Vec<Fragment>, edited: Vec<Fragment> },
}

/// A piece of text with its weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment {
    /// Its bytes in the texts.
    pub span: Span,
    pub weight: f64,
}

/// The swaps of a prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Swaps {
    #[default]
    None,
    /// All of them have a weight around them.
    Weighted,
    /// One has no weight around it.
    Plain,
}

/// How the swaps of a prompt stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Nesting {
    #[default]
    Flat,
    Nested,
}

/// What is around a part.
#[derive(Clone, Copy, Debug)]
struct Around {
    weight: f64,
    is_weighted: bool,
}

impl Around {
    const NOTHING: Self = Self { weight: 1.0, is_weighted: false };
}

/// What is to be done next.
#[derive(Debug)]
enum Step {
    Part(Part, Around),
    Target(Target, Around),
    Sequence(Sequence, Around),
    /// The target of a swap ends here.
    EndOriginal(Around),
    /// The replacement of a swap ends here.
    EndEdited(Around),
}

/// A swap in the making.
#[derive(Debug)]
struct OpenSwap {
    /// Where it begins in the texts.
    at: usize,
    original: Option<Vec<Fragment>>,
    /// The fragments of the side that is read.
    side: Vec<Fragment>,
    /// Whether that side has anything at all: a network, or empty brackets with a weight.
    has_something: bool,
}

impl Grammar {
    /// The fragments of these parts.
    pub(super) fn flatten(&mut self, parts: &[Part]) -> Result<Flat, RaisedWhy> {
        let steps = parts.iter().rev().map(|part| Step::Part(*part, Around::NOTHING));
        self.flatten_from(steps.collect())
    }

    /// The fragments of a part of a conjunction or blend.
    pub(super) fn flatten_member(&mut self, member: &Member) -> Result<Flat, RaisedWhy> {
        match &member.content {
            MemberContent::Target(target) => self.flatten_from(vec![Step::Target(*target, Around::NOTHING)]),
            MemberContent::Prompt(parts) => self.flatten(parts),
        }
    }

    fn flatten_from(&mut self, mut steps: Vec<Step>) -> Result<Flat, RaisedWhy> {
        let mut flattening = Flattening::default();
        while let Some(step) = steps.pop() {
            match step {
                Step::Sequence(sequence, around) => {
                    if let Some(part) = self.settle(|grammar| grammar.part(sequence))? {
                        steps.push(Step::Sequence(sequence.moved(part.span.end), around));
                        steps.push(Step::Part(part, around));
                    }
                }
                Step::Target(target, around) => match target {
                    Target::Word(span) => flattening.push(span, around.weight),
                    Target::Quoted(Inside::Blank { at }) => {
                        flattening.push(Span::new(at, at), around.weight);
                    }
                    Target::Quoted(Inside::Text(inside)) => {
                        steps.push(Step::Sequence(Sequence::within(inside), around));
                    }
                    Target::Parenthesized(inside) => steps.push(Step::Sequence(inside, around)),
                },
                Step::Part(part, around) => match part.shape {
                    Shape::Text => flattening.push(part.span, around.weight),
                    Shape::Target(target) => steps.push(Step::Target(target, around)),
                    Shape::Network { key, weight } => {
                        flattening.something();
                        let all = self.texts.all();
                        flattening.flat.networks.push(Network {
                            kind: "lora".to_owned(),
                            arguments: vec![key.of(all.text()).to_owned()],
                            weight: Some(weight),
                            original: all.original(part.span),
                        });
                    }
                    Shape::Weighted { target, factor } => {
                        flattening.something();
                        let around = Around { weight: around.weight * factor, is_weighted: true };
                        steps.push(Step::Target(target, around));
                    }
                    Shape::Swap { target, replacement } => {
                        flattening.something();
                        if flattening.begin_swap(part.span.start, around) {
                            steps.push(Step::EndEdited(around));
                            steps.push(Step::Sequence(replacement, around));
                            steps.push(Step::EndOriginal(around));
                            steps.push(Step::Target(target, around));
                        }
                    }
                },
                Step::EndOriginal(around) => flattening.end_original(around),
                Step::EndEdited(around) => flattening.end_edited(around),
            }
        }
        Ok(flattening.flat)
    }
}

/// A flat list in the making.
#[derive(Debug, Default)]
struct Flattening {
    flat: Flat,
    swap: Option<OpenSwap>,
}

impl Flattening {
    fn push(&mut self, span: Span, weight: f64) {
        let fragment = Fragment { span, weight };
        match &mut self.swap {
            None => self.flat.fragments.push(Flattened::Fragment(fragment)),
            Some(swap) => swap.side.push(fragment),
        }
    }

    /// Notes something in a swap that is no fragment.
    fn something(&mut self) {
        if let Some(swap) = &mut self.swap {
            swap.has_something = true;
        }
    }

    /// Begins a swap, and says whether what is in it matters. One in another swap is only noted: the program raises.
    fn begin_swap(&mut self, at: usize, around: Around) -> bool {
        if self.swap.is_some() {
            self.flat.nesting = Nesting::Nested;
            return false;
        }
        match self.flat.swaps {
            Swaps::None | Swaps::Weighted if !around.is_weighted => self.flat.swaps = Swaps::Plain,
            Swaps::None => self.flat.swaps = Swaps::Weighted,
            Swaps::Weighted | Swaps::Plain => (),
        }
        self.swap = Some(OpenSwap { at, original: None, side: Vec::new(), has_something: false });
        true
    }

    fn end_original(&mut self, around: Around) {
        if let Some(swap) = &mut self.swap {
            let original = swap.take_side(around);
            swap.original = Some(original);
        }
    }

    fn end_edited(&mut self, around: Around) {
        if let Some(mut swap) = self.swap.take() {
            let edited = swap.take_side(around);
            let original = swap.original.unwrap_or_default();
            self.flat.fragments.push(Flattened::Swap { original, edited });
        }
    }
}

impl OpenSwap {
    /// The fragments of a side that ends. Where there is none, there is an empty one: weighted like the swap, if nothing
    /// stood there from the beginning, and not weighted, if it turned out that there is no text.
    ///
    /// Source: compel 2.5.1, `prompt_parser.py`, `CrossAttentionControlSubstitute.__init__`.
    fn take_side(&mut self, around: Around) -> Vec<Fragment> {
        let mut side = std::mem::take(&mut self.side);
        let had_something = std::mem::take(&mut self.has_something);
        if side.is_empty() {
            let weight = if had_something { 1.0 } else { around.weight };
            side.push(Fragment { span: Span::new(self.at, self.at), weight });
        }
        side
    }
}
