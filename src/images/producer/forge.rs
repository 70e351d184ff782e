//! Enters: settings. Leaves: whether Forge wrote them.

use super::program::{Program, nothing};
use crate::images::infotext::Settings;
use crate::syntax::Syntax;

/// As AUTOMATIC1111's web UI, but for its version (modules_forge/forge_version.py, modules/launch_utils.py):
/// `f2.0.1v1.10.1-previous-…`; `neo` of Forge Neo.
pub(super) const PROGRAM: Program =
    Program { name: "Forge", syntax: Some(Syntax::Forge), settings: Some(is_its), read: nothing };

fn is_its(settings: &Settings<'_>) -> bool {
    let version = settings.value("Version").unwrap_or_default();
    let is_numbered =
        version.strip_prefix('f').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_numbered || version.starts_with("neo")
}
