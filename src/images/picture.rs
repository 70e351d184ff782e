//! Enters: nothing. Leaves: what is read from a picture: its prompts, each with its place, and who wrote them.

use super::error::ImageError;
use super::producer::Producer;
use crate::dialect::TextEncoder;
use crate::syntax::{Polarity, Syntax};

/// The prompts of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Picture {
    /// The program that wrote them.
    pub producer: Producer,
    /// In the order: positive before negative, `l` before `g` before `t5`. At least one.
    pub prompts: Vec<PicturePrompt>,
    /// Whether it is known which of the texts is which prompt.
    pub walk: Walk,
    /// What is wrong with the file, of which the prompts could be read all the same.
    pub damage: Option<ImageError>,
}

/// A prompt of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PicturePrompt {
    /// Its text, as it was typed.
    pub text: String,
    /// Whether it is the positive or the negative prompt; `None` where that is not certain.
    pub polarity: Option<Polarity>,
    /// The encoder that reads it, where the program writes a text for each.
    pub encoder: Option<TextEncoder>,
    /// What it is beside the other prompts.
    pub role: Role,
}

/// What a prompt is beside the others of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// The prompt itself, as it was typed.
    Main,
    /// What a program made of it, with styles and added words, and encoded (Fooocus).
    Expanded,
    /// What was typed for a character (NovelAI).
    Character,
}

/// Whether it is known which of the texts is which prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// It is.
    Certain,
    /// It is not: every text of the graph is listed, and none has a polarity.
    Uncertain,
}

impl Picture {
    /// The syntax that the prompts are written in; `None` if it is none that is known here, so that they are read as text.
    pub fn syntax(&self) -> Option<Syntax> {
        self.producer.syntax()
    }
}

impl PicturePrompt {
    /// Where it stood: `positive` or `negative`; `None` where that is not certain.
    pub fn place(&self) -> Option<&'static str> {
        self.polarity.map(Polarity::name)
    }
}

impl Role {
    /// Its name: `main`, `expanded`, or `character`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Expanded => "expanded",
            Self::Character => "character",
        }
    }
}
