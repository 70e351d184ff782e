//! Enters: a Parquet file. Leaves: what its footer says of columns and row groups, if it is plausible.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::problem::ParquetProblem;
use super::thrift::walk;

/// What stands at the end of a file: the length of the footer, and four letters.
const TAIL: u64 = 8;

/// No schema has more levels. The crate goes down into them by recursion.
const DEEPEST_SCHEMA: usize = 100;

/// What the footer says, and how many bytes the file has.
///
/// # Errors
/// If there is none, or it is damaged or encrypted.
pub(super) fn read(mut file: &File) -> Result<(ParquetMetaData, u64), ParquetProblem> {
    let other = |error: std::io::Error| ParquetProblem::Other(error.to_string());
    let length = file.seek(SeekFrom::End(0)).map_err(other)?;
    let damaged = |offset, found| ParquetProblem::Damaged { offset, found };
    let tail_at = length.saturating_sub(TAIL);
    let mut tail = [0; TAIL as usize];
    file.seek(SeekFrom::Start(tail_at)).map_err(other)?;
    file.read_exact(&mut tail).map_err(|_| damaged(0, "it is too short"))?;
    let [a, b, c, d, letters @ ..] = tail;
    match &letters {
        b"PAR1" => {}
        b"PARE" => return Err(ParquetProblem::Encrypted),
        _ => return Err(damaged(tail_at, "its end is missing")),
    }
    let start = tail_at.checked_sub(u64::from(u32::from_le_bytes([a, b, c, d])));
    let start = start.ok_or_else(|| damaged(tail_at, "its footer is longer than the file"))?;
    let mut footer = Vec::new();
    file.seek(SeekFrom::Start(start)).map_err(other)?;
    file.take(tail_at - start).read_to_end(&mut footer).map_err(other)?;
    match look_at(&footer) {
        Looks::Plausible => Ok((ParquetMetaDataReader::decode_metadata(&footer)?, length)),
        Looks::Encrypted => Err(ParquetProblem::Encrypted),
        Looks::Damaged => Err(damaged(start, "its footer makes no sense")),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    Plausible,
    /// Columns are encrypted, though the footer is not.
    Encrypted,
    Damaged,
}

fn look_at(footer: &[u8]) -> Looks {
    let mut is_encrypted = false;
    // How many fields each level of the schema still lacks.
    let mut lacking: Vec<i64> = Vec::new();
    let mut is_deep = false;
    let walked = walk(footer, |path, number| match path {
        // An element of the schema begins.
        [2, 0] => {
            while lacking.last() == Some(&0) {
                lacking.pop();
            }
            if let Some(last) = lacking.last_mut() {
                *last -= 1;
            }
        }
        [2, 0, 5] if number > 0 => {
            lacking.push(number);
            is_deep |= lacking.len() > DEEPEST_SCHEMA;
        }
        [8] | [4, 0, 1, 0, 8 | 9] => is_encrypted = true,
        _ => {}
    });
    match walked {
        _ if is_encrypted => Looks::Encrypted,
        Ok(_) if !is_deep => Looks::Plausible,
        _ => Looks::Damaged,
    }
}
