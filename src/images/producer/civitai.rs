//! Enters: settings. Leaves: whether Civitai wrote them.

use super::program::{Program, nothing};
use crate::images::infotext::Settings;
use crate::syntax::Syntax;

/// As AUTOMATIC1111's web UI, with the models of Civitai that were used: `Civitai resources: [{…}]`.
pub(super) const PROGRAM: Program =
    Program { name: "Civitai", syntax: Some(Syntax::A1111), settings: Some(is_its), read: nothing };

fn is_its(settings: &Settings<'_>) -> bool {
    settings.value("Civitai resources").is_some()
}
