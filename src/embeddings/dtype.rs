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
