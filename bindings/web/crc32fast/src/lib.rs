//! Enters: bytes. Leaves: their CRC-32, by the interface of the crate of this name, which has tables of 16 KB that cannot be
//! compressed.
//!
//! The readers of PNG ask for it. A picture of some megabytes takes some milliseconds more.

/// What each byte does to the checksum.
static TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

/// A checksum of bytes that come in pieces.
#[derive(Clone, Debug)]
pub struct Hasher {
    crc: u32,
    /// How many bytes it is of.
    amount: u64,
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

impl Hasher {
    /// That of no bytes.
    pub const fn new() -> Self {
        Self { crc: u32::MAX, amount: 0 }
    }

    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.crc = bytes.iter().fold(self.crc, |crc, &byte| step(crc, byte));
        self.amount += bytes.len() as u64;
    }

    /// Takes the bytes of another checksum.
    pub fn combine(&mut self, other: &Self) {
        let shifted = (0..other.amount).fold(!self.crc, |crc, _| step(crc, 0));
        self.crc = !(shifted ^ !other.crc);
        self.amount += other.amount;
    }

    /// The checksum.
    pub const fn finalize(self) -> u32 {
        !self.crc
    }

    /// Forgets all bytes.
    pub const fn reset(&mut self) {
        *self = Self::new();
    }
}

fn step(crc: u32, byte: u8) -> u32 {
    crc >> 8 ^ TABLE[usize::from(crc as u8 ^ byte)]
}

/// The checksum of bytes.
pub fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finalize()
}
