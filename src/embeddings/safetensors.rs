//! Enters: a safetensors file. Leaves: its tensors, each with the place of its numbers.
//!
//! The file is eight bytes with the length of a header, the header, and the numbers. Only the header is read, and never as a
//! whole: a file that promises much costs little.

mod header;

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use self::header::{Entry, Header};
use super::dtype::DType;
use super::error::EmbeddingsError;
use super::json_input::{JsonProblem, parse};
use super::shown::Shape;
use super::tensor::{Storage, Tensor};

/// The longest header that is read, as in the reference: 100 MB.
pub(super) const LONGEST_HEADER: u64 = 100_000_000;

/// How many bytes have the header's length.
const LENGTH_BYTES: u64 = 8;

/// The tensors of a safetensors file, in the order of their numbers. `path` is where the numbers are read from later, and what
/// errors name.
///
/// What the reference refuses is refused, and also a header with a blank at its start, and two tensors of the same name. Types
/// that are not known are no error here.
///
/// ```
/// use std::io::Cursor;
/// use std::path::Path;
///
/// use cliptok::embeddings::safetensors;
///
/// let header = br#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#;
/// let file = [&(header.len() as u64).to_le_bytes()[..], header, &[0; 4]].concat();
/// let tensors = safetensors::tensors(Cursor::new(file), Path::new("a.safetensors"))?;
/// assert_eq!((tensors[0].name.as_str(), tensors[0].shape.as_slice()), ("a", &[2][..]));
/// # Ok::<(), cliptok::embeddings::EmbeddingsError>(())
/// ```
///
/// # Errors
/// If the file cannot be read, or is not what its format says.
pub fn tensors(mut file: impl Read + Seek, path: &Path) -> Result<Vec<Tensor>, EmbeddingsError> {
    let system = |error| EmbeddingsError::Io { path: path.to_owned(), error };
    let broken = |offset, what: String| EmbeddingsError::Malformed {
        path: path.to_owned(),
        format: "safetensors",
        offset,
        what,
    };
    let file_length = file.seek(SeekFrom::End(0)).map_err(system)?;
    file.rewind().map_err(system)?;
    let Some(behind_length) = file_length.checked_sub(LENGTH_BYTES) else {
        return Err(broken(
            0,
            format!(
                "the file has {file_length} bytes, but the length of the header alone takes {LENGTH_BYTES}"
            ),
        ));
    };
    let mut length = [0; LENGTH_BYTES as usize];
    file.read_exact(&mut length).map_err(system)?;
    let length = u64::from_le_bytes(length);
    if length > LONGEST_HEADER {
        return Err(broken(0, format!("the header should have {length} bytes, but the limit is 100 MB")));
    }
    let Some(data_length) = behind_length.checked_sub(length) else {
        return Err(broken(
            0,
            format!("the header should have {length} bytes, but only {behind_length} follow"),
        ));
    };
    let mut first = [0];
    let read = file.by_ref().take(length).read(&mut first).map_err(system)?;
    if read == 0 || first != *b"{" {
        return Err(broken(LENGTH_BYTES, "the header does not begin with `{`".into()));
    }
    file.seek(SeekFrom::Start(LENGTH_BYTES)).map_err(system)?;

    let mut header = Header::default();
    parse(file, length, &mut header).map_err(|problem| match problem {
        JsonProblem::Io(error) => system(error),
        JsonProblem::Malformed { offset, words } => {
            let at = LENGTH_BYTES + offset;
            match &header.reading {
                Some(name) => broken(at, format!("in the header, at `{name}`: {words}")),
                None => broken(at, format!("in the header: {words}")),
            }
        }
    })?;
    let mut entries = header.entries;
    check_names(&entries, path)?;
    entries.sort_by_key(|entry| (entry.begin, entry.end));
    check_layout(&entries, data_length, LENGTH_BYTES + length, path)?;
    Ok(entries.into_iter().map(|entry| tensor(entry, LENGTH_BYTES + length, path)).collect())
}

fn tensor(entry: Entry, data: u64, path: &Path) -> Tensor {
    let Entry { name, dtype, shape, begin, end } = entry;
    let storage = Storage { path: path.to_owned(), offset: data + begin, length: end - begin };
    Tensor { name, dtype: dtype_of(dtype), shape, storage }
}

fn dtype_of(name: String) -> DType {
    match name.as_str() {
        "F32" => DType::F32,
        "F16" => DType::F16,
        "BF16" => DType::BF16,
        "F8_E4M3" => DType::F8E4M3,
        "F8_E5M2" => DType::F8E5M2,
        _ => DType::Other(name),
    }
}

/// How many bits a number of a type has, for the types that the reference knows.
fn bits(dtype: &str) -> Option<u64> {
    Some(match dtype {
        "F4" => 4,
        "F6_E2M3" | "F6_E3M2" => 6,
        "BOOL" | "U8" | "I8" | "F8_E4M3" | "F8_E5M2" | "F8_E8M0" | "F8_E4M3FNUZ" | "F8_E5M2FNUZ" => 8,
        "I16" | "U16" | "F16" | "BF16" => 16,
        "I32" | "U32" | "F32" => 32,
        "I64" | "U64" | "F64" | "C64" => 64,
        _ => return None,
    })
}

/// No two tensors have the same name: which one is meant depends on the program that reads them.
fn check_names(entries: &[Entry], path: &Path) -> Result<(), EmbeddingsError> {
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    names.sort_unstable();
    let twice = names.iter().zip(names.iter().skip(1)).find(|(name, next)| name == next);
    match twice {
        None => Ok(()),
        Some((name, _)) => Err(EmbeddingsError::Tensor {
            path: path.to_owned(),
            tensor: (*name).to_owned(),
            what: "is in the header twice".into(),
        }),
    }
}

/// Tensors follow one another without gaps up to the end of the file, and each has as many bytes as its shape says.
fn check_layout(entries: &[Entry], data_length: u64, data: u64, path: &Path) -> Result<(), EmbeddingsError> {
    let mut behind = 0;
    for entry in entries {
        let Entry { name, begin, end, .. } = entry;
        let wrong = |what| EmbeddingsError::Tensor { path: path.to_owned(), tensor: name.clone(), what };
        if end < begin {
            return Err(wrong(format!("ends at byte {end} of the data, before it begins, at {begin}")));
        }
        if *end > data_length {
            return Err(wrong(format!(
                "ends at byte {end} of the data, of which the file has {data_length}: the rest of the file is missing"
            )));
        }
        if *begin != behind {
            let what = if *begin > behind { "a gap" } else { "an overlap" };
            return Err(wrong(format!(
                "begins at byte {begin} of the data, but what is before it ends at {behind}: {what}"
            )));
        }
        if bits(&entry.dtype).is_some_and(|bits| byte_length(&entry.shape, bits) != Some(end - begin)) {
            let (shape, dtype, length) = (Shape(&entry.shape), &entry.dtype, end - begin);
            return Err(wrong(format!(
                "has {length} bytes, which does not fit the shape {shape} in {dtype}"
            )));
        }
        behind = *end;
    }
    if behind == data_length {
        return Ok(());
    }
    Err(EmbeddingsError::Malformed {
        path: path.to_owned(),
        format: "safetensors",
        offset: data + behind,
        what: format!("{} bytes follow that belong to no tensor", data_length - behind),
    })
}

/// How many bytes a shape has; `None` if that is no number of bytes.
fn byte_length(shape: &[u64], bits: u64) -> Option<u64> {
    let numbers = shape.iter().try_fold(1_u64, |product, size| product.checked_mul(*size))?;
    let bits = numbers.checked_mul(bits)?;
    bits.is_multiple_of(8).then_some(bits / 8)
}
