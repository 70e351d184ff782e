//! Enters: a file of PyTorch. Leaves: its tensors, each with the place of its numbers; and what it names and nobody ran.
//!
//! Since 1.6 such a file is a Zip: a pickle says which tensors there are, and each storage is an entry, uncompressed.

mod bytes;
mod pickle;
mod tensors;
mod value;
mod zip;

use std::io::{BufReader, Read, Seek};
use std::path::Path;

use super::error::EmbeddingsError;
use super::file_content::FileContent;
use tensors::Reader;
use zip::Zip;

/// The longest pickle that is read. That of a checkpoint has some hundred thousand bytes.
const LONGEST_PICKLE: u64 = 64 << 20;

/// Reads what a file of PyTorch says of its tensors. `path` is where the numbers are read from later, and what errors name.
///
/// The pickle in it is read as data. Python would import what it names, and call it; here names stay names.
///
/// # Errors
/// If the file cannot be read, or is not what PyTorch writes.
pub fn read(file: impl Read + Seek, path: &Path) -> Result<FileContent, EmbeddingsError> {
    let mut zip = Zip::open(file, path)?;
    let is_pickle = |name: &str| name == "data.pkl" || name.ends_with("/data.pkl");
    let Some(entry) = zip.entries.iter().find(|entry| is_pickle(&entry.name)).cloned() else {
        return Err(EmbeddingsError::Refused {
            path: path.to_owned(),
            what: "is a Zip, and not one of PyTorch".into(),
            advice: "if the file of a model is in it, unpack it first",
        });
    };
    let place = zip.place(&entry)?;
    let broken =
        |offset, what| EmbeddingsError::Malformed { path: path.to_owned(), format: "PyTorch", offset, what };
    if entry.length > LONGEST_PICKLE {
        return Err(broken(place, format!("its pickle has {} bytes, far too many", entry.length)));
    }
    let pickle = BufReader::new(zip.at(place)?.take(entry.length));
    let values = pickle::values(pickle, entry.length)
        .map_err(|error| broken(place + error.offset, format!("in its pickle, {}", error.what)))?;
    let folder = entry.name.strip_suffix("data.pkl").unwrap_or_default().to_owned();
    Reader::new(&values, zip, folder, path).read()
}
