//! Enters: nothing. Leaves: how AUTOMATIC1111's web UI writes prompts into pictures.

use super::program::{Program, nothing};
use crate::syntax::Syntax;

/// An infotext (`create_infotext` in modules/processing.py): `parameters` of PNG, EXIF's UserComment elsewhere.
pub(super) const PROGRAM: Program =
    Program { name: "A1111", syntax: Some(Syntax::A1111), settings: None, read: nothing };
