//! Enters: settings. Leaves: whether SD.Next wrote them.

use super::program::{Program, nothing};
use crate::images::infotext::Settings;

/// As AUTOMATIC1111's web UI, with its name (`create_infotext` in modules/processing_info.py): `App: SD.Next`.
pub(super) const PROGRAM: Program =
    Program { name: "SD.Next", syntax: None, settings: Some(is_its), read: nothing };

fn is_its(settings: &Settings<'_>) -> bool {
    settings.value("App").is_some_and(|app| app.starts_with("SD.Next") || app.starts_with("SDNext"))
}
