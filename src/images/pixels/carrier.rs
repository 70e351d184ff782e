//! Enters: a PNG file. Leaves: whether the lowest bits of its pixels begin with a signature, and with which.

use super::columns::{Bits, Rows};

/// A signature: fifteen letters.
pub(super) const SIGNATURE_BITS: usize = 15 * 8;

/// A way to hide a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature {
    letters: &'static [u8; 15],
    pub bits: Bits,
    pub packing: Packing,
}

/// How the text is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
}

const SIGNATURES: [Signature; 4] = [
    Signature { letters: b"stealth_pnginfo", bits: Bits::Alpha, packing: Packing::Plain },
    Signature { letters: b"stealth_pngcomp", bits: Bits::Alpha, packing: Packing::Gzip },
    Signature { letters: b"stealth_rgbinfo", bits: Bits::Colors, packing: Packing::Plain },
    Signature { letters: b"stealth_rgbcomp", bits: Bits::Colors, packing: Packing::Gzip },
];

impl Signature {
    /// A bit of its letters, the highest of each first.
    fn bit(&self, place: usize) -> Option<bool> {
        let letter = self.letters.get(place / 8)?;
        Some(letter >> (7 - place % 8) & 1 == 1)
    }
}

/// The signature that the pixels begin with. Rows are read only while one may still be: nearly every picture shows in its first
/// row that it has none.
pub(super) fn signature(bytes: &[u8]) -> Option<Signature> {
    let mut rows = Rows::of(bytes)?;
    let mut left: Vec<Signature> =
        SIGNATURES.into_iter().filter(|signature| rows.has(signature.bits, SIGNATURE_BITS)).collect();
    let mut seen = 0;
    // Behind this row stands no bit of a signature: a pixel has one bit at least.
    while seen < rows.height.min(SIGNATURE_BITS) && !left.is_empty() {
        let row = rows.next()?;
        left.retain(|signature| {
            let mut bits = row.bits(signature.bits, SIGNATURE_BITS);
            bits.all(|(place, bit)| signature.bit(place).is_none_or(|wanted| wanted == bit))
        });
        seen += 1;
    }
    left.first().copied()
}
