//! Enters: the bytes of numbers, and their type. Leaves: the numbers.

use std::fmt;

/// The type of the numbers in a tensor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DType {
    /// IEEE 754, four bytes.
    F32,
    /// IEEE 754, two bytes.
    F16,
    /// The upper half of [`DType::F32`].
    BF16,
    /// One byte: a sign, four bits of exponent, three of fraction; no infinity.
    F8E4M3,
    /// One byte: a sign, five bits of exponent, two of fraction.
    F8E5M2,
    /// A type that is not read, by the name that the file has for it.
    Other(String),
}

impl DType {
    /// How many bytes a number has; `None` for a type that is not read.
    pub const fn bytes(&self) -> Option<usize> {
        match self {
            Self::F32 => Some(4),
            Self::F16 | Self::BF16 => Some(2),
            Self::F8E4M3 | Self::F8E5M2 => Some(1),
            Self::Other(_) => None,
        }
    }

    /// Puts the numbers in `bytes`, which are little-endian, behind those in `numbers`. Each is exact; bytes at the end that
    /// are no whole number are left out. `None`, and nothing added, for a type that is not read.
    ///
    /// ```
    /// use cliptok::embeddings::DType;
    ///
    /// let mut numbers = Vec::new();
    /// assert!(DType::F16.read_into(&[0x00, 0x3C, 0x00, 0xC0], &mut numbers).is_some());
    /// assert_eq!(numbers, [1.0, -2.0]);
    /// assert!(DType::Other("I8".into()).read_into(&[1], &mut numbers).is_none());
    /// ```
    pub fn read_into(&self, bytes: &[u8], numbers: &mut Vec<f32>) -> Option<()> {
        match self {
            Self::F32 => numbers.extend(bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four))),
            Self::F16 => numbers.extend(bytes.as_chunks().0.iter().map(|two| f16(u16::from_le_bytes(*two)))),
            Self::BF16 => {
                numbers.extend(bytes.as_chunks().0.iter().map(|two| bf16(u16::from_le_bytes(*two))));
            }
            Self::F8E4M3 => numbers.extend(bytes.iter().map(|byte| e4m3(*byte))),
            // It is the upper half of F16.
            Self::F8E5M2 => numbers.extend(bytes.iter().map(|byte| f16(u16::from(*byte) << 8))),
            Self::Other(_) => return None,
        }
        Some(())
    }
}

/// The bits of F32 in front of its fraction.
const F32_FRACTION: u32 = 23;

/// No branches in these, so that the compiler makes vectors of them.
fn f16(bits: u16) -> f32 {
    const FRACTION: u32 = F32_FRACTION - 10;
    let magnitude = u32::from(bits & 0x7FFF) << FRACTION;
    // The exponent counts from -15, and that of F32 from -127.
    let normal = magnitude + (112 << F32_FRACTION);
    // An exponent of all ones stays one: infinity, and what is no number.
    let special = normal + (112 << F32_FRACTION);
    // Below the smallest exponent there is no leading one: with it, and without it again.
    let leading = 113 << F32_FRACTION;
    let subnormal = (f32::from_bits(magnitude + leading) - f32::from_bits(leading)).to_bits();
    let large = if magnitude >= 0x1F << F32_FRACTION { special } else { normal };
    let bits_of_it = if magnitude < 1 << F32_FRACTION { subnormal } else { large };
    f32::from_bits(bits_of_it | u32::from(bits & 0x8000) << 16)
}

fn bf16(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

fn e4m3(byte: u8) -> f32 {
    const FRACTION: u32 = F32_FRACTION - 3;
    let magnitude = u32::from(byte & 0x7F) << FRACTION;
    // The exponent counts from -7.
    let normal = magnitude + (120 << F32_FRACTION);
    let leading = 121 << F32_FRACTION;
    let subnormal = (f32::from_bits(magnitude + leading) - f32::from_bits(leading)).to_bits();
    // All ones are the only ones that are no number.
    let large = if byte & 0x7F == 0x7F { f32::NAN.to_bits() } else { normal };
    let bits_of_it = if magnitude < 1 << F32_FRACTION { subnormal } else { large };
    f32::from_bits(bits_of_it | u32::from(byte & 0x80) << 24)
}

/// The names of safetensors: `F32`, `F16`, `BF16`, `F8_E4M3`, `F8_E5M2`.
impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::F32 => "F32",
            Self::F16 => "F16",
            Self::BF16 => "BF16",
            Self::F8E4M3 => "F8_E4M3",
            Self::F8E5M2 => "F8_E5M2",
            Self::Other(name) => name,
        })
    }
}
