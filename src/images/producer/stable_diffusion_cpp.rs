//! Enters: settings. Leaves: whether stable-diffusion.cpp wrote them.

use super::program::{Program, nothing};
use crate::images::infotext::Settings;

/// As AUTOMATIC1111's web UI (`get_image_params` in its example program): `parameters` of PNG in UTF-8, a JPEG comment that
/// begins with the keyword, or XMP `sdcpp:parameters`.
pub(super) const PROGRAM: Program =
    Program { name: "stable-diffusion.cpp", syntax: None, settings: Some(is_its), read: nothing };

fn is_its(settings: &Settings<'_>) -> bool {
    settings.version_begins("stable-diffusion.cpp")
}
