//! Enters: the keys of four short words. Leaves: which of them are one token each, and which: by AVX-512, all at once.
//!
//! Vectors of 256 bits are used, since products of wider ones slow a processor down, and all that it does beside them.
//!
//! The unsafe code of this crate is here: tables are read at four places by one instruction, which does not check
//! them. [`WordTable::find`] is the twin that does.

#![allow(unsafe_code, reason = "text in English is counted and encoded a sixth faster")]

use std::arch::x86_64::{
    __m128i, __m256i, __mmask8, _mm256_add_epi64, _mm256_and_si256, _mm256_cmpeq_epi64_mask,
    _mm256_cvtepi64_epi16, _mm256_cvtepu32_epi64, _mm256_i64gather_epi32, _mm256_i64gather_epi64,
    _mm256_mul_epu32, _mm256_mullo_epi64, _mm256_or_si256, _mm256_set1_epi64x, _mm256_slli_epi64,
    _mm256_srli_epi64, _mm256_srlv_epi64, _mm256_xor_si256,
};

use crate::key::{LOW_FACTOR, MIXING_SHIFT};
use crate::perfect_hash::GROUPS;
use crate::word_table::{SHORT_SLOTS, WordTable};

impl WordTable {
    /// Which of four words of at most eight bytes are one token each, as [`WordTable::holds_short`] says of one. Enter
    /// the first halves of their keys; leaves a bit for each.
    ///
    /// # Safety
    /// Whoever is not compiled for these instructions must know that the processor has them.
    #[target_feature(enable = "avx2,avx512f,avx512dq,avx512vl")]
    #[inline]
    pub fn holds_four(&self, first_halves: __m256i) -> __mmask8 {
        self.are_at(first_halves, slots_of(self, first_halves))
    }

    /// The same with the ids of those that are, 16 bits each. Those of the others mean nothing.
    ///
    /// # Safety
    /// Whoever is not compiled for these instructions must know that the processor has them.
    #[target_feature(enable = "avx2,avx512f,avx512dq,avx512vl")]
    #[inline]
    pub fn find_four(&self, first_halves: __m256i) -> (__mmask8, __m128i) {
        let slots = slots_of(self, first_halves);
        const { assert!(SHORT_SLOTS <= crate::word_table::SLOTS && SHORT_SLOTS.is_multiple_of(2)) };
        // SAFETY: slots are below SHORT_SLOTS, and the table has more of them.
        let ids = unsafe { two_bytes_at(self.ids.as_ptr(), slots) };
        (self.are_at(first_halves, slots), _mm256_cvtepi64_epi16(ids))
    }

    #[target_feature(enable = "avx2,avx512f,avx512dq,avx512vl")]
    #[inline]
    fn are_at(&self, first_halves: __m256i, slots: __m256i) -> __mmask8 {
        // SAFETY: slots are below SHORT_SLOTS, and the table has more of them.
        let there = unsafe { _mm256_i64gather_epi64::<8>(self.first_halves.as_ptr().cast(), slots) };
        _mm256_cmpeq_epi64_mask(there, first_halves)
    }
}

/// The slots of four words: what `Key::hash` and `perfect_hash` make of one.
#[target_feature(enable = "avx2,avx512f,avx512dq,avx512vl")]
#[inline]
fn slots_of(table: &WordTable, first_halves: __m256i) -> __m256i {
    let all = |number: u64| _mm256_set1_epi64x(number.cast_signed());
    let mixed =
        _mm256_xor_si256(first_halves, _mm256_srli_epi64::<{ MIXING_SHIFT.cast_signed() }>(first_halves));
    let hashes = _mm256_mullo_epi64(mixed, all(LOW_FACTOR));
    const { assert!(GROUPS.is_power_of_two() && SHORT_SLOTS.is_power_of_two()) };
    let groups = _mm256_and_si256(_mm256_srli_epi64::<32>(hashes), all(GROUPS as u64 - 1));
    // SAFETY: groups are below GROUPS, which is how many displacements there are.
    let displacements = unsafe { two_bytes_at(table.displacements.as_ptr(), groups) };
    let steps = _mm256_or_si256(_mm256_srli_epi64::<20>(hashes), all(1));
    // Only the lower halves of the steps are multiplied: the bits of a slot depend on no others.
    let moved = _mm256_add_epi64(_mm256_srli_epi64::<44>(hashes), _mm256_mul_epu32(steps, displacements));
    _mm256_and_si256(moved, all(SHORT_SLOTS as u64 - 1))
}

/// The elements of a table at four places. Two are read together, so that nothing beyond the end is read.
///
/// # Safety
/// The table has an even number of elements, and more than any of the places says.
#[target_feature(enable = "avx2,avx512f,avx512dq,avx512vl")]
#[inline]
unsafe fn two_bytes_at(table: *const u16, places: __m256i) -> __m256i {
    let all = |number: i64| _mm256_set1_epi64x(number);
    // SAFETY: half of a place is below half of the number of elements.
    let pairs = unsafe { _mm256_i64gather_epi32::<4>(table.cast(), _mm256_srli_epi64::<1>(places)) };
    let shifts = _mm256_slli_epi64::<4>(_mm256_and_si256(places, all(1)));
    let elements = _mm256_srlv_epi64(_mm256_cvtepu32_epi64(pairs), shifts);
    _mm256_and_si256(elements, all(0xFFFF))
}
