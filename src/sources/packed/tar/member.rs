//! Enters: the name of a member of an archive. Leaves: to which sample it belongs, and how it holds a prompt.

use crate::sources::field::Field;

/// How a member holds a prompt; of several, the first kind that a sample has counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The whole text: `.txt`.
    Text,
    /// The same: `.caption`.
    Caption,
    /// A record with the prompt in a field: `.json`.
    Json,
}

/// A member by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name<'n> {
    /// What the members of a sample have in common: all before the first point of the file's name, with the folder
    /// (`webdataset.tariterators.base_plus_ext`).
    pub key: &'n str,
    /// How it holds a prompt; `None` if it is another part of the sample, such as its picture.
    pub kind: Option<Kind>,
}

/// What the name of a member says; `None` if it is hidden: its name begins with a point.
pub(super) fn name<'n>(name: &'n str, field: &Field) -> Option<Name<'n>> {
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, file) = name.split_at(file);
    if file.starts_with('.') {
        return None;
    }
    let stem = file.split('.').next().unwrap_or_default();
    let (key, _) = name.split_at(folder.len() + stem.len());
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let kind = match extension.as_deref() {
        // Who names a field means records.
        Some("txt") if *field == Field::Usual => Some(Kind::Text),
        Some("caption") if *field == Field::Usual => Some(Kind::Caption),
        Some("json") => Some(Kind::Json),
        _ => None,
    };
    Some(Name { key, kind })
}
