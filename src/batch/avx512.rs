//! Enters: a buffer of records. Leaves: what [`records`](super::records) makes of it, by AVX-512: the classes of a block at once, and the keys of eight words.
//!
//! The unsafe code here is two calls of functions that are compiled for these instructions, made where the processor was
//! found to have them. The loops over blocks are those that run everywhere. What looks at one block has a twin there, and
//! tests that they agree.

#![allow(unsafe_code, reason = "text in English is counted and encoded a sixth faster")]

use std::arch::x86_64::{
    __m128i, __m256i, __m512i, _mm_extract_epi64, _mm512_add_epi8, _mm512_castsi512_si256,
    _mm512_cmpeq_epi8_mask, _mm512_cmpgt_epu8_mask, _mm512_cmple_epu8_mask, _mm512_cmplt_epu8_mask,
    _mm512_extracti64x4_epi64, _mm512_mask_blend_epi8, _mm512_maskz_compress_epi8,
    _mm512_maskz_permutexvar_epi8, _mm512_or_si512, _mm512_permutexvar_epi8, _mm512_set_epi64,
    _mm512_set1_epi8, _mm512_shuffle_epi8, _mm512_sub_epi8, _pdep_u64,
};

use cliptok_bpe::{TokenId, WordTable};

use super::block::{Block, below};
use super::look_up::{self, Found};
use super::masks::{BLOCK, Masks, Plain};
use super::ragged::Ragged;
use super::records::Stop;
use super::scan::Scan;
use super::words::Runs;

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
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
fn count(scan: &mut Scan<'_>, records: &[u8], plain: Plain, counts: &mut Vec<usize>) -> Stop {
    let missing = |block: &Block<'_>, table: WordTable| missing(block, table);
    scan.count_plain_by(|block| masks(block, plain), missing, records, plain, counts)
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
fn encode(scan: &mut Scan<'_>, records: &[u8], plain: Plain, ragged: &mut Ragged) -> Stop {
    let find = |block: &Block<'_>, table: WordTable| find(block, table);
    scan.encode_plain_by(|block| masks(block, plain), find, records, plain, ragged)
}

/// The bytes of a block, the first in the lowest place.
#[allow(clippy::many_single_char_names, reason = "the eight have no other names")]
#[target_feature(enable = "avx512f")]
#[inline]
fn vector(bytes: &[u8; BLOCK]) -> __m512i {
    let [a, b, c, d, e, f, g, h] = bytes.as_chunks::<8>().0 else { return _mm512_set1_epi8(0) };
    let eight = |bytes: &[u8; 8]| i64::from_le_bytes(*bytes);
    _mm512_set_epi64(eight(h), eight(g), eight(f), eight(e), eight(d), eight(c), eight(b), eight(a))
}

/// The same byte in all places.
#[target_feature(enable = "avx512f")]
#[inline]
fn all(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte.cast_signed())
}

/// The twin of [`Masks::of`].
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn masks(block: &[u8; BLOCK], plain: Plain) -> Masks {
    let bytes = vector(block);
    let is = |byte: u8| _mm512_cmpeq_epi8_mask(bytes, all(byte));
    let within = |bytes: __m512i, first: u8, last: u8| {
        _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, all(first)), all(last - first))
    };
    let [first, second, third] = plain.excluded;
    let excluded = is(first) | is(second) | is(third);
    let letters = within(_mm512_or_si512(bytes, all(0x20)), b'a', b'z');
    let digits = within(bytes, b'0', b'9');
    let symbols = within(bytes, b'!', b'~') & !letters & !digits & !excluded;
    let separators = is(plain.separator.byte());
    // White space is what its own lower half finds in this table. The first place is found by others too, which differ.
    let white = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(vector(&WHITE), bytes), bytes);
    let others = !(letters | digits | symbols | separators | white);
    Masks { letters, digits, symbols, apostrophes: is(b'\''), separators, others }
}

/// The white space that ends with these four bits, four times; what stands elsewhere is found by nothing that equals it.
const WHITE: [u8; BLOCK] = {
    let mut white = [0xFF; BLOCK];
    let mut first = 0;
    #[allow(clippy::indexing_slicing, reason = "it runs at compile time")]
    while first < BLOCK {
        white[first] = b' ';
        white[first + 0x9] = b'\t';
        white[first + 0xA] = b'\n';
        white[first + 0xD] = b'\r';
        first += 16;
    }
    white
};

/// What a function says of each place.
const fn of_places(scale: usize, modulus: usize) -> [u8; BLOCK] {
    let mut places = [0; BLOCK];
    let mut place = 0;
    #[allow(clippy::indexing_slicing, reason = "it runs at compile time")]
    while place < BLOCK {
        places[place] = (place / scale % modulus) as u8;
        place += 1;
    }
    places
}

/// The number of each place, in which eighth it is, and its number there.
const PLACES: [u8; BLOCK] = of_places(1, BLOCK);
const EIGHTHS: [u8; BLOCK] = of_places(EIGHT, BLOCK);
const IN_EIGHTHS: [u8; BLOCK] = of_places(1, EIGHT);

/// How many runs are looked up at once, and how many bytes of each.
const EIGHT: usize = 8;

/// How many of them fit into half of a vector.
const FOUR: usize = 4;

/// The runs of a block, for their keys.
struct Keys {
    /// The bytes of the block, letters in lower case.
    folded: __m512i,
    /// Where each run begins, in order.
    starts: __m512i,
    /// How many bytes each has.
    lengths: __m512i,
}

impl Keys {
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2")]
    #[inline]
    fn of(block: &Block<'_>, runs: Runs) -> Self {
        let bytes = block.window.first_chunk().map_or_else(|| all(0), |bytes| vector(bytes));
        let folded = _mm512_mask_blend_epi8(block.masks.letters, bytes, _mm512_or_si512(bytes, all(0x20)));
        let starts = _mm512_maskz_compress_epi8(runs.starts, vector(&PLACES));
        let ends = _mm512_maskz_compress_epi8(runs.ends, vector(&PLACES));
        Self { folded, starts, lengths: _mm512_sub_epi8(ends, starts) }
    }

    /// The first eight bytes of the nth run and of the seven behind it, zeros behind those that are shorter.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    #[inline]
    fn eight(&self, nth: usize) -> [__m256i; 2] {
        let runs = _mm512_add_epi8(vector(&EIGHTHS), all(nth as u8));
        let places = vector(&IN_EIGHTHS);
        let bytes = _mm512_add_epi8(_mm512_permutexvar_epi8(runs, self.starts), places);
        let within = _mm512_cmplt_epu8_mask(places, _mm512_permutexvar_epi8(runs, self.lengths));
        let eight = _mm512_maskz_permutexvar_epi8(within, bytes, self.folded);
        [_mm512_castsi512_si256(eight), _mm512_extracti64x4_epi64::<1>(eight)]
    }

    /// Which runs have more than eight bytes, a bit for each.
    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    fn longer(&self) -> u64 {
        _mm512_cmpgt_epu8_mask(self.lengths, all(EIGHT as u8))
    }
}

/// Fewer runs than this are looked up sooner one by one.
const WORTH_IT: u32 = 6;

/// The twin of [`look_up::missing`].
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
#[inline]
fn missing(block: &Block<'_>, table: WordTable) -> u64 {
    let runs = block.runs().longer();
    if runs.starts.count_ones() < WORTH_IT {
        return look_up::missing(block, table);
    }
    let keys = Keys::of(block, runs);
    let (mut held, mut nth) = (0, 0);
    // Most blocks have nine to sixteen. Two times eight leave nothing to guess.
    while nth < runs.starts.count_ones() as usize {
        for nth in [nth, nth + EIGHT] {
            let [first, second] = keys.eight(nth);
            let eight = table.holds_four(first) | table.holds_four(second) << FOUR;
            held |= u64::from(eight) << (nth % BLOCK);
        }
        nth += 2 * EIGHT;
    }
    let longer = keys.longer();
    let mut missing = _pdep_u64(!held & !longer, runs.starts);
    let mut rest = Runs { starts: _pdep_u64(longer, runs.starts), ..runs };
    while rest.starts != 0 {
        let (start, length) = rest.take_first_of_some();
        missing |= u64::from(!table.holds(block.key_of(start, length))) << (start % BLOCK);
    }
    missing
}

/// All runs of a block, if that is worth it. Its twin is the loop over them in [`encoding`](super::encoding).
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
#[inline]
fn find(block: &Block<'_>, table: WordTable) -> Option<Found> {
    let runs = block.runs();
    if runs.starts.count_ones() < WORTH_IT || block.stretches.starts != 0 {
        return None;
    }
    let keys = Keys::of(block, runs);
    let (mut held, mut nth) = (0, 0);
    let mut ids = [TokenId(0); 2 * BLOCK];
    for [first_ids, second_ids] in ids.as_chunks_mut().0.as_chunks_mut().0 {
        if nth >= runs.starts.count_ones() as usize {
            break;
        }
        let [first, second] = keys.eight(nth);
        let [(first, found), (second, found_behind)] = [table.find_four(first), table.find_four(second)];
        held |= u64::from(first | second << FOUR) << (nth % BLOCK);
        [*first_ids, *second_ids] = [found, found_behind].map(|ids| tokens(ids));
        nth += EIGHT;
    }
    let longer = keys.longer();
    let mut missing = _pdep_u64(!held & !longer, runs.starts);
    let mut rest = Runs { starts: _pdep_u64(longer, runs.starts), ..runs };
    while rest.starts != 0 {
        let (start, length) = rest.take_first_of_some();
        let nth = (runs.starts & below(start)).count_ones() as usize;
        match (table.find(block.key_of(start, length)), ids.get_mut(nth)) {
            (Some(found), Some(id)) => *id = found,
            _ => missing |= 1 << (start % BLOCK),
        }
    }
    Some(Found { missing, ids })
}

/// The ids in a vector.
#[target_feature(enable = "sse4.1")]
#[inline]
fn tokens(vector: __m128i) -> [TokenId; FOUR] {
    let four = _mm_extract_epi64::<0>(vector).cast_unsigned();
    [0, 16, 32, 48].map(|shift| TokenId((four >> shift) as u16))
}
