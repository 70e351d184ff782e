//! Enters: bytes by chance, and every byte there is. Leaves: that all scanners find in them what is said of each byte.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "what is wrong in a test is to fail it")]

use cliptok_bpe::TokenId;

use super::lines::{Invalid, NotUtf8};
use super::look_up::missing;
use super::masks::{Anything, BLOCK, BeyondAscii, Masks, Plain, Separator, Symbols};
use super::ragged::Ragged;
use super::records::Stop;
use super::scan::{Memory, Scan};
use crate::dialect::{Dialect, Model};
use crate::encoder::Encoder;

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() >> 11) as usize % count
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const SEPARATORS: [Separator; 3] = [Separator::LineFeed, Separator::Nul, Separator::None];

/// Everything that `Plain` can say, the excluded symbols by chance.
fn plains(chance: &mut Chance) -> Vec<Plain> {
    let symbols: Vec<u8> = (0..=0x7F_u8).filter(u8::is_ascii_punctuation).collect();
    let [first, second, third] = [0; 3].map(|_| chance.one_of(&symbols));
    let excluded =
        [[b'<'; 3], [b'<', b'&', b'<'], [b'<', b'<', b'!'], [b'<', b'&', b'!'], [first, second, third]];
    let mut plains = Vec::new();
    for excluded in excluded {
        for separator in SEPARATORS {
            for symbols in [Symbols::Runs, Symbols::Alone] {
                let beyond_ascii = BeyondAscii::ByCharacters;
                plains.push(Plain {
                    excluded,
                    anything: Anything::Perhaps,
                    beyond_ascii,
                    symbols,
                    separator,
                });
            }
        }
    }
    plains
}

/// What the fields of [`Masks`] say of themselves, byte by byte.
fn said_of(block: &[u8; BLOCK], plain: Plain) -> Masks {
    let mut masks = Masks::default();
    for (at, &byte) in block.iter().enumerate() {
        let is_symbol = byte.is_ascii_punctuation() && !plain.excluded.contains(&byte);
        let is_separator = byte == plain.separator.byte();
        let is_white = [b' ', b'\t', b'\r', b'\n'].contains(&byte);
        let is_plain = byte.is_ascii_alphanumeric() || is_symbol || is_separator || is_white;
        masks.letters |= u64::from(byte.is_ascii_alphabetic()) << at;
        masks.digits |= u64::from(byte.is_ascii_digit()) << at;
        masks.symbols |= u64::from(is_symbol) << at;
        masks.apostrophes |= u64::from(byte == b'\'') << at;
        masks.separators |= u64::from(is_separator) << at;
        masks.others |= u64::from(!is_plain) << at;
    }
    masks
}

fn assert_all_find(block: &[u8; BLOCK], plain: Plain) {
    let said = said_of(block, plain);
    assert_eq!(Masks::of(block, plain), said, "{block:?} {plain:?}");
    #[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
    for masks in [super::avx2::masks_of, super::avx512::masks_of] {
        assert_eq!(masks(block, plain).unwrap_or(said), said, "{block:?} {plain:?}");
    }
}

#[test]
fn all_scanners_class_every_byte_at_every_place_as_is_said() {
    for plain in plains(&mut Chance(1)) {
        for byte in 0..=u8::MAX {
            assert_all_find(&[byte; BLOCK], plain);
            for at in 0..BLOCK {
                let mut block = [b' '; BLOCK];
                block[at] = byte;
                assert_all_find(&block, plain);
            }
        }
    }
}

#[test]
fn all_scanners_class_bytes_by_chance_as_is_said() {
    let mut chance = Chance(2);
    for _ in 0..500 {
        for plain in plains(&mut chance) {
            assert_all_find(&[0; BLOCK].map(|_| chance.next() as u8), plain);
            assert_all_find(&[0; BLOCK].map(|_| chance.below(0x80) as u8), plain);
        }
    }
}

/// What one scanner makes of a buffer.
#[derive(Debug, PartialEq, Eq)]
struct Scanned {
    /// Of each stretch of lines that are plain: where it ends, how many tokens each line has, and its ids.
    stretches: Vec<(usize, usize, usize, Vec<usize>, Ragged)>,
}

/// Two ways to scan: for numbers, and for ids.
type Scanner = (
    fn(&mut Scan<'_>, &[u8], Plain, &mut Vec<usize>) -> Option<Stop>,
    fn(&mut Scan<'_>, &[u8], Plain, &mut Ragged) -> Option<Stop>,
);

const PORTABLE: Scanner = (
    |scan, bytes, plain, counts| {
        Some(scan.count_plain_by(|block| Masks::of(block, plain), missing, bytes, plain, counts))
    },
    |scan, bytes, plain, ragged| {
        Some(scan.encode_plain_by(|block| Masks::of(block, plain), |_, _| None, bytes, plain, ragged))
    },
);

#[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
const SCANNERS: [Scanner; 3] = [
    PORTABLE,
    (super::avx2::count_plain, super::avx2::encode_plain),
    (super::avx512::count_plain, super::avx512::encode_plain),
];
#[cfg(not(all(target_arch = "x86_64", not(feature = "portable"))))]
const SCANNERS: [Scanner; 1] = [PORTABLE];

impl Scanned {
    /// Scans all of a buffer: behind a line that is not plain, it goes on.
    fn of(encoder: &Encoder, buffer: &[u8], separator: Separator, (count, encode): Scanner) -> Option<Self> {
        let mut memory = Memory::of(encoder);
        let plain = Plain { separator, ..Plain::of(encoder) };
        let mut scan = Scan::new(encoder, plain, &mut memory);
        let mut stretches = Vec::new();
        let mut rest = buffer;
        while !rest.is_empty() {
            let (mut counts, mut ragged) = (Vec::new(), Ragged::default());
            let stop = count(&mut scan, rest, plain, &mut counts)?;
            let other = encode(&mut scan, rest, plain, &mut ragged)?;
            assert_eq!((stop.at, stop.record), (other.at, other.record));
            ragged.ids.truncate(ragged.ids.len() - other.open);
            stretches.push((stop.at, stop.record, stop.open, counts, ragged));
            (_, rest) = separator.split_first(&rest[stop.record..]);
        }
        Some(Self { stretches })
    }

    /// The ids of each line, the stages asked for those that the scanner did not answer.
    fn lines(self, encoder: &Encoder, buffer: &[u8], separator: Separator) -> Vec<Vec<TokenId>> {
        let mut lines: Vec<Vec<TokenId>> = Vec::new();
        let mut rest = buffer;
        for (_, record, _, counts, ragged) in self.stretches {
            assert!(counts.iter().copied().eq(ragged.iter().map(<[TokenId]>::len)));
            lines.extend(ragged.iter().map(<[TokenId]>::to_vec));
            rest = &rest[record..];
            if !rest.is_empty() {
                let (line, behind) = separator.split_first(rest);
                lines.push(staged(encoder, line));
                rest = behind;
            }
        }
        lines
    }
}

fn staged(encoder: &Encoder, line: &[u8]) -> Vec<TokenId> {
    std::str::from_utf8(line).map(|text| encoder.encode(text).ids().collect()).unwrap_or_default()
}

/// Every dialect, and that in which `!` is special.
fn encoders() -> Vec<Encoder> {
    let of_model = [Model::Sd2].map(Encoder::for_model);
    Dialect::ALL.iter().map(|&dialect| Encoder::for_dialect(dialect)).chain(of_model).collect()
}

fn assert_all_answer(buffer: &[u8]) {
    // What is one line is a text, in which no such byte stands: see the test below.
    let is_text = !buffer.contains(&Separator::None.byte());
    for encoder in encoders() {
        for separator in SEPARATORS.into_iter().filter(|&separator| is_text || separator != Separator::None) {
            let wanted: Vec<Vec<TokenId>> = {
                let (mut rest, mut wanted) = (buffer, Vec::new());
                while !rest.is_empty() {
                    let (line, behind) = separator.split_first(rest);
                    wanted.push(staged(&encoder, line));
                    rest = behind;
                }
                wanted
            };
            let scanned = SCANNERS.map(|scanner| Scanned::of(&encoder, buffer, separator, scanner));
            let mut scanned = scanned.into_iter().flatten();
            let first = scanned.next().expect("the portable one always answers");
            for other in scanned {
                assert_eq!(other, first, "{:?} {separator:?}", encoder.dialect());
            }
            let lines = first.lines(&encoder, buffer, separator);
            assert_eq!(lines, wanted, "{:?} {separator:?} {buffer:?}", encoder.dialect());
        }
    }
}

#[test]
fn all_scanners_answer_texts_by_chance_as_the_stages_do() {
    let pieces: [&[&str]; 5] = [
        &["a", "B", "cat", "Photo", "it", "s", "t", "LL", "unbelievable", "x"],
        &[" ", " ", "  ", "\t", "\r", "\n", "\n", "\r\n", "\0", ""],
        &[
            "'", "'s", "'T", "'re", "'ll", "''s", "!", "!!", ",", ".", "...", "\"", "(", "~", "@", "`", "{",
            "[",
        ],
        &["0", "7", "42", "<", "&", "&amp;", "<|endoftext|>", "/", ":", "/0", "9:", "\u{B}", "\u{7F}"],
        &["é", "e\u{301}", "が", "中", "…", "’s", "🏯", "🗡\u{FE0F}", "Σ", "½", "\u{A0}", "≠", "\u{302E}"],
    ];
    let mut chance = Chance(3);
    for round in 0..300 {
        let mut text = String::new();
        // Some without anything beyond ASCII, some with words longer than a block.
        let kinds = 2 + round % 4;
        for _ in 0..chance.below(250) {
            let piece = pieces[chance.below(kinds)];
            let times = if chance.below(40) == 0 { chance.below(90) } else { 1 };
            text.push_str(&chance.one_of(piece).repeat(times));
        }
        assert_all_answer(text.as_bytes());
    }
}

#[test]
fn all_scanners_answer_bytes_by_chance_as_the_stages_do() {
    let mut chance = Chance(4);
    for round in 0..150 {
        let highest = [0x80, 0x100][round % 2];
        let any: Vec<u8> = (0..chance.below(400)).map(|_| chance.below(highest) as u8).collect();
        let printable: Vec<u8> = (0..chance.below(400)).map(|_| b' ' + chance.below(95) as u8).collect();
        assert_all_answer(&any);
        assert_all_answer(&printable);
    }
}

#[test]
fn all_scanners_answer_words_of_the_vocabulary_as_the_stages_do() {
    let encoder = Encoder::for_dialect(Dialect::Hf);
    let there =
        SCANNERS.map(|scanner| Scanned::of(&encoder, b"a cat", Separator::LineFeed, scanner).is_some());
    if there.contains(&false) {
        eprintln!("skipped: the scanners for AVX2 or AVX-512, which this processor does not have");
    }
    let vocabulary = &encoder.tables().vocabulary;
    let words: Vec<&[u8]> =
        vocabulary.ids().map(|id| vocabulary.bytes(id)).filter(|word| word.is_ascii()).collect();
    let mut chance = Chance(5);
    for round in 0..60 {
        let mut text = Vec::new();
        for _ in 0..400 {
            let mut word = chance.one_of(&words).to_vec();
            if chance.below(4) == 0 {
                word.make_ascii_uppercase();
            }
            // What is no token either, or no word.
            if chance.below(8) == 0 {
                let other = chance.one_of(&words);
                word.extend_from_slice(other);
            }
            text.extend(word);
            text.push(if chance.below(5 + round) == 0 { b'\n' } else { b' ' });
        }
        assert_all_answer(&text);
    }
}

#[test]
fn nothing_is_plain_to_two_that_cut_symbols_in_other_ways() {
    let plain = |dialect| Plain::of(&Encoder::for_dialect(dialect));
    for &dialect in Dialect::ALL {
        let both = plain(dialect).and(plain(Dialect::HfBasic430));
        assert_eq!(both.is_some(), dialect == Dialect::HfBasic430, "{dialect:?}");
    }
}

#[test]
fn no_byte_ends_a_buffer_that_is_one_line() {
    for byte in 0x80..=u8::MAX {
        let buffer = [b"a cat".as_slice(), &[byte], b" b"].concat();
        let mut batch = Encoder::for_dialect(Dialect::Hf).batch();
        let refused = NotUtf8 { line: 0, offset: 5, byte };
        let take = |_, _: &[TokenId]| Ok::<(), NotUtf8>(());
        assert_eq!(batch.encode_lines(&buffer, Separator::None, Invalid::Refuse, take), Err(refused));
        let take = |_, _| Ok::<(), NotUtf8>(());
        assert_eq!(batch.count_lines(&buffer, Separator::None, Invalid::Refuse, take), Err(refused));
    }
}
