//! Enters: the metadata of a GGUF file. Leaves: the alignment of its tensors; everything else is walked over.

use std::io::{Read, Seek};

use super::cursor::{Cursor, Problem};

/// Where tensors begin unless the metadata say something else.
const DEFAULT_ALIGNMENT: u64 = 32;

/// The key that says something else.
const ALIGNMENT: &str = "general.alignment";

/// The longest key, which is the format's own limit.
const LONGEST_KEY: u64 = 65_535;

/// The most values that are walked over one by one. A large vocabulary has some 256,000 strings, and as many merges.
const MOST_VALUES: u64 = 1 << 22;

/// How deep lists may lie in lists. No program writes even one in another.
const DEEPEST: u32 = 4;

/// A kind of value.
enum Kind {
    /// So many bytes.
    Fixed(u64),
    String,
    List,
}

const U32: u32 = 4;

fn kind(number: u32) -> Option<Kind> {
    Some(match number {
        0 | 1 | 7 => Kind::Fixed(1),
        2 | 3 => Kind::Fixed(2),
        4..=6 => Kind::Fixed(4),
        8 => Kind::String,
        9 => Kind::List,
        10..=12 => Kind::Fixed(8),
        _ => return None,
    })
}

/// Walks over so many entries.
pub(super) fn alignment<R: Read + Seek>(cursor: &mut Cursor<R>, entries: u64) -> Result<u64, Problem> {
    let mut walked = Walked { values: 0 };
    let mut alignment = None;
    for _ in 0..entries {
        walked.more(cursor, 1)?;
        let at = cursor.position();
        let key = cursor.string(LONGEST_KEY, "a key of the metadata")?;
        let number = cursor.u32("the type of a value of the metadata")?;
        if key != ALIGNMENT {
            walked.over(cursor, number, 0)?;
            continue;
        }
        if number != U32 {
            return Err(Problem::Malformed(
                at,
                format!("{ALIGNMENT} has the type {number} instead of {U32}"),
            ));
        }
        let value = u64::from(cursor.u32(ALIGNMENT)?);
        if !value.is_power_of_two() {
            return Err(Problem::Malformed(at, format!("{ALIGNMENT} is {value}, which is no power of two")));
        }
        if alignment.replace(value).is_some() {
            return Err(Problem::Malformed(at, format!("{ALIGNMENT} is there twice")));
        }
    }
    Ok(alignment.unwrap_or(DEFAULT_ALIGNMENT))
}

/// How many values were walked over: a file of terabytes of nothing could have billions.
struct Walked {
    values: u64,
}

impl Walked {
    fn more<R: Read + Seek>(&mut self, cursor: &Cursor<R>, values: u64) -> Result<(), Problem> {
        self.values = self.values.saturating_add(values);
        if self.values > MOST_VALUES {
            return Err(cursor.wrong(format!("more than {MOST_VALUES} values of metadata")));
        }
        Ok(())
    }

    /// Walks over a value.
    fn over<R: Read + Seek>(
        &mut self,
        cursor: &mut Cursor<R>,
        number: u32,
        depth: u32,
    ) -> Result<(), Problem> {
        const WHAT: &str = "a value of the metadata";
        let Some(kind) = kind(number) else {
            return Err(cursor.wrong(format!("{WHAT} has the unknown type {number}")));
        };
        match kind {
            Kind::Fixed(bytes) => cursor.skip(bytes, WHAT),
            Kind::String => cursor.skip_string(WHAT),
            Kind::List if depth == DEEPEST => Err(cursor.wrong(format!("lists more than {DEEPEST} deep"))),
            Kind::List => self.over_list(cursor, depth),
        }
    }

    fn over_list<R: Read + Seek>(&mut self, cursor: &mut Cursor<R>, depth: u32) -> Result<(), Problem> {
        const WHAT: &str = "a list in the metadata";
        let at = cursor.position();
        let number = cursor.u32(WHAT)?;
        let count = cursor.u64(WHAT)?;
        if let Some(Kind::Fixed(bytes)) = kind(number) {
            let Some(bytes) = count.checked_mul(bytes) else {
                return Err(Problem::Malformed(at, format!("{WHAT} should have {count} values")));
            };
            return cursor.skip(bytes, WHAT);
        }
        // Each of them has at least its length.
        if count > cursor.left() / 8 {
            let left = cursor.left();
            return Err(Problem::Malformed(
                at,
                format!("{WHAT} should have {count} values, but only {left} bytes follow"),
            ));
        }
        self.more(cursor, count)?;
        for _ in 0..count {
            self.over(cursor, number, depth + 1)?;
        }
        Ok(())
    }
}
