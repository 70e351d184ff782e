//! Enters: markup that a program takes for text. Leaves: what to write instead, in words.

use std::fmt;

use crate::syntax::{Brackets, Markup, Syntax};

/// What to write in a program in place of markup of another one.
pub(super) fn instead(markup: Markup, syntax: Syntax) -> &'static str {
    let reads = |other| syntax.reads(other);
    match markup {
        Markup::SquareBrackets if reads(Markup::RoundWeight) => "write (word:0.9)",
        Markup::SquareBrackets if reads(Markup::PlusMinus) => "write (word)0.9",
        Markup::RoundBrackets | Markup::RoundWeight | Markup::PlusMinus | Markup::Attend
            if reads(Markup::RoundWeight) =>
        {
            "write (word:1.2)"
        }
        Markup::RoundBrackets | Markup::RoundWeight if reads(Markup::PlusMinus) => "write (word)1.2",
        Markup::Break | Markup::And if reads(Markup::Conjunction) => "write (\"one\", \"two\").and()",
        Markup::Break => "use a comma",
        Markup::And => "use a comma, or join two prompts in the program",
        Markup::Schedule | Markup::Alternation => "keep one of the texts",
        Markup::Blend | Markup::Conjunction if reads(Markup::And) => "write AND between the parts",
        Markup::WithLora if reads(Markup::Network) => "write <lora:name:0.5>",
        Markup::Network | Markup::WithLora => "delete it, and load the network in the program",
        Markup::Swap => "keep one of the words",
        Markup::EmbeddingPrefix if syntax.markup().brackets == Brackets::Stacks => "write the name alone",
        _ => "delete it",
    }
}

/// Where markup has to stand, in a program that reads it only at some places.
pub(super) const fn place(markup: Markup) -> &'static str {
    match markup {
        Markup::Blend | Markup::Conjunction => {
            "make it the whole prompt, with quotes around its parts and plain numbers"
        }
        Markup::Swap | Markup::Attend => "write it directly after a word, a bracket, or a quote",
        _ => "put a space before its bracket, and leave no lone sign in it",
    }
}

/// Programs, for a sentence: `a1111, forge, and comfyui`.
pub(super) struct Joined<'s>(pub &'s [Syntax]);

impl fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, syntax) in self.0.iter().enumerate() {
            let is_last = position + 1 == self.0.len();
            f.write_str(match (position, is_last, self.0.len()) {
                (0, ..) => "",
                (_, true, 2) => " and ",
                (_, true, _) => ", and ",
                (_, false, _) => ", ",
            })?;
            f.write_str(syntax.name())?;
        }
        Ok(())
    }
}
