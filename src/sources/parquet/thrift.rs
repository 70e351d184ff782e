//! Enters: a struct in Thrift's compact protocol. Leaves: its numbers, each with the way to it, and how long it is.
//!
//! The crate `parquet` reads these structs itself, and believes the sizes in them. This looks at them first.

/// How deep structs lie in one another in any file; Parquet's own need seven levels.
const DEEPEST: usize = 24;

/// Bytes that are no such struct, or that end within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// Walks through the struct at the start of `bytes`, and returns how many it takes. `visit` is handed the ids of the fields on
/// the way to each value, and the value if it is a whole number, else 0.
///
/// # Errors
/// If it is damaged, or a list in it claims more elements than there are bytes left.
pub(super) fn walk(bytes: &[u8], mut visit: impl FnMut(&[i16], i64)) -> Result<usize, Damaged> {
    let mut walker = Walker { bytes, at: 0 };
    walker.fields(&mut Vec::new(), &mut visit)?;
    Ok(walker.at)
}

struct Walker<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Walker<'_> {
    fn fields(&mut self, path: &mut Vec<i16>, visit: &mut dyn FnMut(&[i16], i64)) -> Result<(), Damaged> {
        if path.len() > DEEPEST {
            return Err(Damaged);
        }
        let mut id = 0_i16;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0F;
            if kind == 0 {
                return Ok(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.number()?).map_err(|_| Damaged)?,
                more => id.checked_add(i16::from(more)).ok_or(Damaged)?,
            };
            path.push(id);
            match kind {
                // A boolean is in the kind itself.
                1 | 2 => visit(path, i64::from(kind == 1)),
                _ => self.value(kind, path, visit)?,
            }
            path.pop();
        }
    }

    fn value(
        &mut self,
        kind: u8,
        path: &mut Vec<i16>,
        visit: &mut dyn FnMut(&[i16], i64),
    ) -> Result<(), Damaged> {
        let mut number = 0;
        match kind {
            1..=3 => number = i64::from(self.byte()?),
            4..=6 => number = self.number()?,
            7 => self.skip(8)?,
            8 => {
                let length = self.varint()?;
                self.skip(length)?;
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = match head >> 4 {
                    15 => self.varint()?,
                    count => u64::from(count),
                };
                self.elements(count, &[head & 0x0F], path, visit)?;
            }
            11 => {
                let count = self.varint()?;
                if count > 0 {
                    let kinds = self.byte()?;
                    self.elements(count, &[kinds >> 4, kinds & 0x0F], path, visit)?;
                }
            }
            12 => {
                visit(path, 0);
                return self.fields(path, visit);
            }
            13 => self.skip(16)?,
            _ => return Err(Damaged),
        }
        visit(path, number);
        Ok(())
    }

    /// Walks through the elements of a list, or through the keys and values of a map. Lists may lie in lists as deep as structs
    /// in structs.
    fn elements(
        &mut self,
        count: u64,
        kinds: &[u8],
        path: &mut Vec<i16>,
        visit: &mut dyn FnMut(&[i16], i64),
    ) -> Result<(), Damaged> {
        // Each takes at least a byte.
        if count > (self.bytes.len() - self.at) as u64 || path.len() > DEEPEST {
            return Err(Damaged);
        }
        path.push(0);
        for _ in 0..count {
            for &kind in kinds {
                self.value(kind, path, visit)?;
            }
        }
        path.pop();
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Damaged> {
        let byte = *self.bytes.get(self.at).ok_or(Damaged)?;
        self.at += 1;
        Ok(byte)
    }

    fn skip(&mut self, length: u64) -> Result<(), Damaged> {
        if length > (self.bytes.len() - self.at) as u64 {
            return Err(Damaged);
        }
        self.at += length as usize;
        Ok(())
    }

    fn varint(&mut self) -> Result<u64, Damaged> {
        let (number, length) = varint(self.bytes.get(self.at..).unwrap_or_default()).ok_or(Damaged)?;
        self.at += length;
        Ok(number)
    }

    fn number(&mut self) -> Result<i64, Damaged> {
        Ok(zigzag(self.varint()?))
    }
}

/// The number at the start of bytes, seven bits a byte, and how many bytes it takes.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for (at, &byte) in bytes.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7F) << (7 * at);
        if byte < 0x80 {
            return Some((number, at + 1));
        }
    }
    None
}

/// A number whose sign is its last bit.
pub(super) const fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}
