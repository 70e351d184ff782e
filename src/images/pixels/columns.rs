//! Enters: a PNG file. Leaves: the lowest bits of its pixels, column by column, though they are stored row by row.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Reader};

/// The most pixels of a picture that are looked at.
const MOST_PIXELS: u64 = 1 << 28;

/// Which bits of a pixel hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bits {
    /// That of its opacity.
    Alpha,
    /// Those of red, green, and blue, in this order.
    Colors,
}

impl Bits {
    const fn of_a_pixel(self) -> usize {
        match self {
            Self::Alpha => 1,
            Self::Colors => 3,
        }
    }
}

/// The rows of a picture that may carry text: eight bits a color, not interlaced.
pub(super) struct Rows<'a> {
    reader: Reader<Cursor<&'a [u8]>>,
    width: usize,
    pub height: usize,
    /// How many bytes a pixel has: three, or four with opacity.
    channels: usize,
    read: usize,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row<'a> {
    bytes: &'a [u8],
    channels: usize,
    /// Its number, from 0.
    y: usize,
    height: usize,
}

impl<'a> Rows<'a> {
    /// `None` if this is no picture, or cannot carry text.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits::default());
        decoder.set_ignore_text_chunk(true);
        decoder.set_ignore_iccp_chunk(true);
        let reader = decoder.read_info().ok()?;
        let info = reader.info();
        let channels = match (info.color_type, info.bit_depth) {
            (ColorType::Rgb, BitDepth::Eight) => 3,
            (ColorType::Rgba, BitDepth::Eight) => 4,
            _ => return None,
        };
        if info.interlaced || u64::from(info.width) * u64::from(info.height) > MOST_PIXELS {
            return None;
        }
        let (width, height) = (usize::try_from(info.width).ok()?, usize::try_from(info.height).ok()?);
        Some(Self { reader, width, height, channels, read: 0 })
    }

    /// Whether the picture has as many bits of these.
    pub(super) fn has(&self, bits: Bits, count: usize) -> bool {
        (bits == Bits::Colors || self.channels == 4) && self.width * self.height * bits.of_a_pixel() >= count
    }

    /// The next row; `None` behind the last, or if it is broken.
    pub(super) fn next(&mut self) -> Option<Row<'_>> {
        let y = self.read;
        self.read += 1;
        let bytes = self.reader.next_row().ok()??.data();
        Some(Row { bytes, channels: self.channels, y, height: self.height })
    }
}

impl Row<'_> {
    /// Those of the first `count` bits of a picture that stand in this row, each with its place among them.
    pub(super) fn bits(&self, bits: Bits, count: usize) -> impl Iterator<Item = (usize, bool)> {
        let each = bits.of_a_pixel();
        let first = move |x: usize| (x * self.height + self.y) * each;
        let pixels = self.bytes.chunks_exact(self.channels).enumerate();
        let pixels =
            pixels.map(move |(x, pixel)| (first(x), pixel)).take_while(move |(place, _)| *place < count);
        pixels.flat_map(move |(place, pixel)| {
            let values = match bits {
                Bits::Alpha => pixel.get(3..),
                Bits::Colors => pixel.get(..3),
            };
            let values = values.unwrap_or_default().iter().enumerate();
            values.map(move |(channel, value)| (place + channel, value & 1 == 1))
        })
    }
}

/// The first `count` bits of a picture, eight to a byte, the first one highest. `None` if it has fewer, or is broken.
pub(super) fn bits(bytes: &[u8], bits: Bits, count: usize) -> Option<Vec<u8>> {
    let mut rows = Rows::of(bytes)?;
    if !rows.has(bits, count) {
        return None;
    }
    let mut packed = vec![0_u8; count.div_ceil(8)];
    // The last rows hold none of them if one column is enough.
    for _ in 0..rows.height.min(count) {
        let row = rows.next()?;
        for (place, bit) in row.bits(bits, count).filter(|(place, _)| *place < count) {
            if bit {
                *packed.get_mut(place / 8)? |= 0x80 >> (place % 8);
            }
        }
    }
    Some(packed)
}
