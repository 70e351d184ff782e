//! Enters: a GGUF file. Leaves: its tensors, each with the place of its numbers.
//!
//! Versions 2 and 3, little-endian. Metadata are walked over.

mod cursor;
mod metadata;
mod number_type;

use std::io::{Read, Seek};
use std::path::Path;

use self::cursor::{Cursor, Problem};
use self::number_type::{ByteLength, byte_length, dtype};
use super::error::EmbeddingsError;
use super::shown::Shape;
use super::tensor::{Storage, Tensor};

/// The first bytes of a file.
pub(super) const MAGIC: [u8; 4] = *b"GGUF";

/// More tensors than any model has. It bounds the memory that a file can ask for.
const MOST_TENSORS: u64 = 1 << 17;

/// The most dimensions that ggml has.
const MOST_DIMENSIONS: u32 = 4;

/// Far longer than the format's limit of 64 bytes, which programs exceed.
const LONGEST_NAME: u64 = 512;

/// The fewest bytes of an entry of the metadata: a key's length, a type, a value.
const FEWEST_OF_METADATA: u64 = 8 + 4 + 1;

/// The fewest bytes that describe a tensor: its name's length, the number of dimensions, type, offset.
const FEWEST_OF_TENSOR: u64 = 8 + 4 + 4 + 8;

/// The tensors of a GGUF file, in the order of their numbers. Shapes have the slowest dimension first, which GGUF has last.
/// `path` is where the numbers are read from later, and what errors name.
///
/// Types other than F32, F16 and BF16 are [`Other`](super::DType::Other), by the name that ggml has for them.
///
/// # Errors
/// If the file cannot be read, or is not what its format says.
pub fn tensors(file: impl Read + Seek, path: &Path) -> Result<Vec<Tensor>, EmbeddingsError> {
    let described = described(file).map_err(|problem| match problem {
        Problem::Io(error) => EmbeddingsError::Io { path: path.to_owned(), error },
        Problem::Malformed(offset, what) => {
            EmbeddingsError::Malformed { path: path.to_owned(), format: "GGUF", offset, what }
        }
    })?;
    described.tensors(path)
}

/// What a file says of a tensor.
struct Entry {
    name: String,
    /// The fastest first.
    dimensions: Vec<u64>,
    number_type: u32,
    /// From where the numbers of all tensors begin.
    offset: u64,
}

/// What a file says of its tensors.
struct Described {
    entries: Vec<Entry>,
    alignment: u64,
    /// Where the numbers of all tensors begin, and how many bytes follow there.
    data: u64,
    data_length: u64,
}

fn described(file: impl Read + Seek) -> Result<Described, Problem> {
    let mut cursor = Cursor::new(file)?;
    if cursor.u32("the first word")? != u32::from_le_bytes(MAGIC) {
        return Err(Problem::Malformed(0, "the file does not begin with `GGUF`".into()));
    }
    let at = cursor.position();
    let version = cursor.u32("the version")?;
    match version {
        2 | 3 => {}
        _ if version.swap_bytes() < 1 << 16 && version != 0 && version >= 1 << 16 => {
            return Err(Problem::Malformed(at, "the file is big-endian, which is not read".into()));
        }
        _ => {
            return Err(Problem::Malformed(
                at,
                format!("this is version {version} of the format; only 2 and 3 are read"),
            ));
        }
    }
    let at = cursor.position();
    let tensors = cursor.u64("the number of tensors")?;
    if tensors > MOST_TENSORS || tensors > cursor.left() / FEWEST_OF_TENSOR {
        return Err(Problem::Malformed(
            at,
            format!("{tensors} tensors, which are more than the file can hold"),
        ));
    }
    let at = cursor.position();
    let entries = cursor.u64("the number of metadata")?;
    if entries > cursor.left() / FEWEST_OF_METADATA {
        return Err(Problem::Malformed(
            at,
            format!("{entries} entries of metadata, which are more than the file can hold"),
        ));
    }
    let alignment = metadata::alignment(&mut cursor, entries)?;
    // Grows as entries are read, so that a number alone asks for no memory.
    let mut described = Vec::new();
    for _ in 0..tensors {
        described.push(entry(&mut cursor)?);
    }
    let data = cursor.position().next_multiple_of(alignment);
    // A file without numbers may end before.
    let data_length = cursor.length().saturating_sub(data);
    Ok(Described { entries: described, alignment, data, data_length })
}

fn entry<R: Read + Seek>(cursor: &mut Cursor<R>) -> Result<Entry, Problem> {
    let name = cursor.string(LONGEST_NAME, "the name of a tensor")?;
    let at = cursor.position();
    let count = cursor.u32("the number of dimensions")?;
    if count > MOST_DIMENSIONS {
        let what = format!("of the tensor `{name}`: {count} dimensions, and {MOST_DIMENSIONS} are the most");
        return Err(Problem::Malformed(at, what));
    }
    let dimensions = (0..count).map(|_| cursor.u64("a dimension")).collect::<Result<Vec<u64>, Problem>>()?;
    let number_type = cursor.u32("the type of a tensor")?;
    let offset = cursor.u64("the offset of a tensor")?;
    Ok(Entry { name, dimensions, number_type, offset })
}

impl Described {
    fn tensors(mut self, path: &Path) -> Result<Vec<Tensor>, EmbeddingsError> {
        let wrong = |name: &str, what: String| EmbeddingsError::Tensor {
            path: path.to_owned(),
            tensor: name.to_owned(),
            what,
        };
        let mut names: Vec<&str> = self.entries.iter().map(|entry| entry.name.as_str()).collect();
        names.sort_unstable();
        if let Some((name, _)) = names.iter().zip(names.iter().skip(1)).find(|(name, next)| name == next) {
            return Err(wrong(name, "is in the file twice".into()));
        }
        self.entries.sort_by_key(|entry| entry.offset);
        // Where the next one begins, for those whose types do not say where they end.
        let next: Vec<u64> =
            self.entries.iter().skip(1).map(|entry| entry.offset).chain([self.data_length]).collect();
        let mut tensors = Vec::new();
        let mut behind = 0;
        for (Entry { name, mut dimensions, number_type, offset }, next) in self.entries.into_iter().zip(next)
        {
            let dtype = dtype(number_type);
            if !offset.is_multiple_of(self.alignment) {
                let alignment = self.alignment;
                return Err(wrong(
                    &name,
                    format!("begins at byte {offset} of the data, which is no multiple of {alignment}"),
                ));
            }
            if offset < behind {
                return Err(wrong(
                    &name,
                    format!("begins at byte {offset} of the data, where another one ends at {behind}"),
                ));
            }
            let length = match byte_length(number_type, &dimensions) {
                ByteLength::Known(length) => length,
                ByteLength::Unknown => next.saturating_sub(offset),
                ByteLength::Impossible => {
                    dimensions.reverse();
                    return Err(wrong(
                        &name,
                        format!("cannot have the shape {} in {dtype}", Shape(&dimensions)),
                    ));
                }
            };
            let end = offset.checked_add(length).filter(|end| *end <= self.data_length);
            let Some(end) = end else {
                let (data, length) = (self.data_length, u128::from(offset) + u128::from(length));
                return Err(wrong(
                    &name,
                    format!(
                        "ends at byte {length} of the data, of which the file has {data}: the rest of the file is missing"
                    ),
                ));
            };
            behind = end;
            dimensions.reverse();
            let storage = Storage { path: path.to_owned(), offset: self.data + offset, length };
            tensors.push(Tensor { name, dtype, shape: dimensions, storage });
        }
        Ok(tensors)
    }
}
