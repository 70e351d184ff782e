//! Enters: the bytes of a file. Leaves: parts of them that know where in the file they begin, and the numbers in them.

/// Some bytes of a file, and where they begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub bytes: &'a [u8],
    /// From the start of the file.
    pub offset: u64,
}

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    /// The highest.
    Big,
    /// The lowest.
    Little,
}

impl<'a> Part<'a> {
    /// All of a file.
    pub(super) const fn file(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// What begins so many bytes behind the start of this; `None` if this ends before.
    pub(super) fn from(self, start: usize) -> Option<Self> {
        let bytes = self.bytes.get(start..)?;
        Some(Self { bytes, offset: self.offset + start as u64 })
    }

    /// So many bytes from such a place on; `None` if this ends before their end.
    pub(super) fn range(self, start: usize, length: usize) -> Option<Self> {
        let from = self.from(start)?;
        Some(Self { bytes: from.bytes.get(..length)?, offset: from.offset })
    }

    /// Takes so many bytes from the start; `None`, and takes nothing, if there are not as many.
    pub(super) fn take(&mut self, length: usize) -> Option<Self> {
        let taken = self.range(0, length)?;
        *self = self.from(length)?;
        Some(taken)
    }

    /// Takes the bytes before the first NUL, and the NUL.
    pub(super) fn take_before_nul(&mut self) -> Option<&'a [u8]> {
        let taken = self.take(memchr::memchr(0, self.bytes)?)?;
        self.take(1)?;
        Some(taken.bytes)
    }

    /// What follows these bytes, if this begins with them.
    pub(super) fn behind(self, prefix: &[u8]) -> Option<Self> {
        if self.bytes.starts_with(prefix) { self.from(prefix.len()) } else { None }
    }

    /// Takes a byte.
    pub(super) fn take_u8(&mut self) -> Option<u8> {
        self.take(1)?.bytes.first().copied()
    }

    /// Takes a number of two bytes.
    pub(super) fn take_u16(&mut self, order: ByteOrder) -> Option<u16> {
        let bytes = *self.take(2)?.bytes.first_chunk()?;
        Some(match order {
            ByteOrder::Big => u16::from_be_bytes(bytes),
            ByteOrder::Little => u16::from_le_bytes(bytes),
        })
    }

    /// Takes a number of four bytes.
    pub(super) fn take_u32(&mut self, order: ByteOrder) -> Option<u32> {
        let bytes = *self.take(4)?.bytes.first_chunk()?;
        Some(match order {
            ByteOrder::Big => u32::from_be_bytes(bytes),
            ByteOrder::Little => u32::from_le_bytes(bytes),
        })
    }

    /// Takes a number of so many bytes, the highest first: 0, 2, 4, or 8.
    pub(super) fn take_number(&mut self, bytes: u8) -> Option<u64> {
        let taken = self.take(usize::from(bytes))?;
        Some(taken.bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}
