//! Enters: the number that GGUF has for a type of tensors. Leaves: its name, and how many bytes a block of it has.

use crate::embeddings::dtype::DType;

/// A type: its number, its name, how many numbers a block has, and how many bytes.
struct Known(u32, &'static str, u64, u64);

/// Those of ggml. The numbers in between belonged to types that it has dropped.
const KNOWN: &[Known] = &[
    Known(0, "F32", 1, 4),
    Known(1, "F16", 1, 2),
    Known(2, "Q4_0", 32, 18),
    Known(3, "Q4_1", 32, 20),
    Known(6, "Q5_0", 32, 22),
    Known(7, "Q5_1", 32, 24),
    Known(8, "Q8_0", 32, 34),
    Known(9, "Q8_1", 32, 36),
    Known(10, "Q2_K", 256, 84),
    Known(11, "Q3_K", 256, 110),
    Known(12, "Q4_K", 256, 144),
    Known(13, "Q5_K", 256, 176),
    Known(14, "Q6_K", 256, 210),
    Known(15, "Q8_K", 256, 292),
    Known(16, "IQ2_XXS", 256, 66),
    Known(17, "IQ2_XS", 256, 74),
    Known(18, "IQ3_XXS", 256, 98),
    Known(19, "IQ1_S", 256, 50),
    Known(20, "IQ4_NL", 32, 18),
    Known(21, "IQ3_S", 256, 110),
    Known(22, "IQ2_S", 256, 82),
    Known(23, "IQ4_XS", 256, 136),
    Known(24, "I8", 1, 1),
    Known(25, "I16", 1, 2),
    Known(26, "I32", 1, 4),
    Known(27, "I64", 1, 8),
    Known(28, "F64", 1, 8),
    Known(29, "IQ1_M", 256, 56),
    Known(30, "BF16", 1, 2),
    Known(34, "TQ1_0", 256, 54),
    Known(35, "TQ2_0", 256, 66),
    Known(39, "MXFP4", 32, 17),
];

/// The type with this number.
pub(super) fn dtype(number: u32) -> DType {
    match KNOWN.iter().find(|known| known.0 == number) {
        Some(Known(_, "F32", ..)) => DType::F32,
        Some(Known(_, "F16", ..)) => DType::F16,
        Some(Known(_, "BF16", ..)) => DType::BF16,
        Some(Known(_, name, ..)) => DType::Other((*name).to_owned()),
        None => DType::Other(format!("GGML type {number}")),
    }
}

/// How many bytes a tensor has, whose dimensions are as the file has them, the fastest first.
pub(super) enum ByteLength {
    /// So many.
    Known(u64),
    /// It depends on the type, which is not known.
    Unknown,
    /// The dimensions do not go with the type, or the tensor is larger than any file.
    Impossible,
}

pub(super) fn byte_length(number: u32, dimensions: &[u64]) -> ByteLength {
    let Some(Known(_, _, block, bytes)) = KNOWN.iter().find(|known| known.0 == number) else {
        return ByteLength::Unknown;
    };
    // A row is whole blocks.
    if !dimensions.first().is_none_or(|width| width.is_multiple_of(*block)) {
        return ByteLength::Impossible;
    }
    let numbers = dimensions.iter().try_fold(1_u64, |product, size| product.checked_mul(*size));
    match numbers.and_then(|numbers| (numbers / block).checked_mul(*bytes)) {
        Some(length) => ByteLength::Known(length),
        None => ByteLength::Impossible,
    }
}
