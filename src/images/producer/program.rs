//! Enters: nothing. Leaves: what is known of a program that writes prompts into pictures, and what is found of it.

use super::texts::Texts;
use crate::dialect::TextEncoder;
use crate::images::infotext::Settings;
use crate::images::picture::{PicturePrompt, Role, Walk};
use crate::syntax::{Polarity, Syntax};

/// A program that writes prompts into pictures.
pub(super) struct Program {
    pub name: &'static str,
    /// The syntax of its prompts, if it is known here.
    pub syntax: Option<Syntax>,
    /// Whether an infotext with these settings is its own.
    pub settings: Option<fn(&Settings<'_>) -> bool>,
    /// Its prompts, where they are in no infotext.
    pub read: fn(&Texts<'_>) -> Option<Found>,
}

/// What was found.
pub(in crate::images) struct Found {
    pub prompts: Vec<PicturePrompt>,
    pub walk: Walk,
}

/// For programs that write infotexts and nothing else.
pub(super) fn nothing(_texts: &Texts<'_>) -> Option<Found> {
    None
}

impl Found {
    /// A positive prompt, which may be empty.
    pub(super) fn typed(text: impl Into<String>) -> Self {
        let mut found = Self::default();
        found.add(text, Polarity::Positive, None, Role::Main);
        found
    }

    /// With a negative prompt, if there is one.
    pub(super) fn and_negative(mut self, text: Option<String>) -> Self {
        if let Some(text) = text {
            self.add(text, Polarity::Negative, None, Role::Main);
        }
        self
    }

    /// With a negative prompt, if there is one that is not empty: JSON has an empty one for none.
    pub(super) fn and_filled_negative(self, text: Option<&str>) -> Self {
        self.and_negative(text.filter(|text| !text.is_empty()).map(str::to_owned))
    }

    pub(super) fn add(
        &mut self,
        text: impl Into<String>,
        polarity: Polarity,
        encoder: Option<TextEncoder>,
        role: Role,
    ) {
        self.prompts.push(PicturePrompt { text: text.into(), polarity: Some(polarity), encoder, role });
    }
}
