//! Enters: a buffer of records. Leaves: what [`records`](super::records) makes of it, by wider instructions of x86-64.
//!
//! The unsafe code here is two calls of functions that are compiled for AVX2 and for bit manipulation, made where the
//! processor was found to have both. The loops are those that run everywhere; only [`Masks::of`] has a twin here,
//! and a test that they agree.

#![allow(unsafe_code, reason = "a third of the time to count captions is saved")]

use std::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set_epi64x,
    _mm256_set1_epi8, _mm256_sub_epi8,
};

use super::look_up;
use super::masks::{BLOCK, Masks, Plain};
use super::ragged::Ragged;
use super::records::Stop;
use super::scan::Scan;

/// Counts as [`Scan::count_plain`] does; `None` where the processor lacks the instructions.
pub(super) fn count_plain(
    scan: &mut Scan<'_>,
    records: &[u8],
    plain: Plain,
    counts: &mut Vec<usize>,
) -> Option<Stop> {
    // SAFETY: the function needs nothing but the instructions that were just found.
    is_there().then(|| unsafe { count(scan, records, plain, counts) })
}

/// Encodes as [`Scan::encode_plain`] does; `None` where the processor lacks the instructions.
pub(super) fn encode_plain(
    scan: &mut Scan<'_>,
    records: &[u8],
    plain: Plain,
    ragged: &mut Ragged,
) -> Option<Stop> {
    // SAFETY: the function needs nothing but the instructions that were just found.
    is_there().then(|| unsafe { encode(scan, records, plain, ragged) })
}

/// The classes of a block as the scanner sees them; `None` where the processor lacks the instructions.
#[cfg(test)]
pub(super) fn masks_of(block: &[u8; BLOCK], plain: Plain) -> Option<Masks> {
    // SAFETY: the function needs nothing but the instructions that were just found.
    is_there().then(|| unsafe { masks(block, plain) })
}

/// Whether the processor has the instructions. It is asked once.
fn is_there() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn count(scan: &mut Scan<'_>, records: &[u8], plain: Plain, counts: &mut Vec<usize>) -> Stop {
    scan.count_plain_by(|block| masks(block, plain), look_up::missing, records, plain, counts)
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn encode(scan: &mut Scan<'_>, records: &[u8], plain: Plain, ragged: &mut Ragged) -> Stop {
    scan.encode_plain_by(|block| masks(block, plain), |_, _| None, records, plain, ragged)
}

/// The twin of [`Masks::of`].
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
#[inline]
fn masks(block: &[u8; BLOCK], plain: Plain) -> Masks {
    let mut masks = Masks::default();
    for (half, bytes) in block.as_chunks::<32>().0.iter().enumerate() {
        let found = masks_of_half(bytes, plain);
        masks.letters |= found.letters << (32 * half);
        masks.digits |= found.digits << (32 * half);
        masks.symbols |= found.symbols << (32 * half);
        masks.apostrophes |= found.apostrophes << (32 * half);
        masks.separators |= found.separators << (32 * half);
        masks.others |= found.others << (32 * half);
    }
    masks
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
#[inline]
fn masks_of_half(bytes: &[u8; 32], plain: Plain) -> Masks {
    let [a, b, c, d] = *bytes.as_chunks::<8>().0 else { return Masks::default() };
    let bytes = _mm256_set_epi64x(
        i64::from_le_bytes(d),
        i64::from_le_bytes(c),
        i64::from_le_bytes(b),
        i64::from_le_bytes(a),
    );
    let all = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
    let is = |byte: u8| _mm256_cmpeq_epi8(bytes, all(byte));
    // Unsigned `first <= byte <= last`: there is no such comparison, but a minimum.
    let within = |bytes: __m256i, first: u8, last: u8| {
        let from_first = _mm256_sub_epi8(bytes, all(first));
        _mm256_cmpeq_epi8(_mm256_min_epu8(from_first, all(last - first)), from_first)
    };
    let bits = |bytes: __m256i| u64::from(_mm256_movemask_epi8(bytes).cast_unsigned());
    let [first, second, third] = plain.excluded;
    let excluded = bits(_mm256_or_si256(_mm256_or_si256(is(first), is(second)), is(third)));
    let letters = bits(within(_mm256_or_si256(bytes, all(0x20)), b'a', b'z'));
    let digits = bits(within(bytes, b'0', b'9'));
    let symbols = bits(within(bytes, b'!', b'~')) & !letters & !digits & !excluded;
    let apostrophes = bits(is(b'\''));
    let separators = bits(is(plain.separator.byte()));
    let white =
        bits(_mm256_or_si256(_mm256_or_si256(is(b' '), is(b'\t')), _mm256_or_si256(is(b'\r'), is(b'\n'))));
    let others = !(letters | digits | symbols | separators | white) & u64::from(u32::MAX);
    Masks { letters, digits, symbols, apostrophes, separators, others }
}
