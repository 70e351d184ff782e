//! Enters: the classes of a block. Leaves: which of its text between white space has characters beyond ASCII, as far as it is whole.

use super::block::below;
use super::masks::{BLOCK, BeyondAscii, Masks, Plain};
use super::words::{Runs, WINDOW};

/// The beginning of a block, up to white space.
pub(super) struct Whole {
    /// Text between white space with characters beyond ASCII.
    pub stretches: Runs,
    /// The bytes beside it, marked.
    pub rest: u64,
    /// How many bytes it has.
    pub done: usize,
}

impl Whole {
    /// It ends before the first byte of ASCII that is not plain. `None` if nothing is whole.
    #[inline(always)]
    pub(super) fn of(masks: &Masks, window: &[u8; WINDOW], plain: Plain) -> Option<Self> {
        let Masks { letters, digits, symbols, others, .. } = *masks;
        let white = !(letters | digits | symbols | others);
        if white == 0 || plain.beyond_ascii == BeyondAscii::NotPlain {
            return None;
        }
        let mut done = BLOCK - white.leading_zeros() as usize;
        let mut stretches = Runs::NONE;
        let mut inside = 0;
        let mut left = others & below(done);
        while left != 0 {
            let other = left.trailing_zeros() as usize;
            let start = BLOCK - (white & below(other)).leading_zeros() as usize;
            if window.get(other).is_none_or(u8::is_ascii) {
                done = start;
                break;
            }
            // White space stands behind it, within what is done.
            let end = (white & !below(other)).trailing_zeros() as usize;
            stretches.starts |= below(start + 1) & !below(start);
            stretches.ends |= below(end + 1) & !below(end);
            inside |= below(end) & !below(start);
            left &= !below(end);
        }
        (done != 0).then_some(Self { stretches, rest: below(done) & !inside, done })
    }
}

#[cfg(test)]
mod tests {
    use cliptok_bpe::TokenId;

    use super::super::{Invalid, NotUtf8, Separator};
    use crate::dialect::Dialect;
    use crate::encoder::Encoder;

    fn assert_lines_are_as_staged(dialect: Dialect, lines: &str) {
        let encoder = Encoder::for_dialect(dialect);
        let mut batch = encoder.batch();
        let ends = Separator::LineFeed;
        let staged: Vec<Vec<TokenId>> =
            lines.lines().map(|line| encoder.encode(line).ids().collect()).collect();
        // Twice: what is remembered is to be the same as what was found.
        for _ in 0..2 {
            let (mut encoded, mut counts) = (Vec::new(), Vec::new());
            let encoding = batch.encode_lines(lines.as_bytes(), ends, Invalid::Refuse, |_, ids| {
                encoded.push(ids.to_vec());
                Ok::<(), NotUtf8>(())
            });
            let counting = batch.count_lines(lines.as_bytes(), ends, Invalid::Refuse, |_, count| {
                counts.push(count);
                Ok::<(), NotUtf8>(())
            });
            assert!(encoding.is_ok() && counting.is_ok());
            assert_eq!(encoded, staged, "{dialect:?} {lines:?}");
            assert!(counts.into_iter().eq(staged.iter().map(Vec::len)), "{dialect:?} {lines:?}");
        }
    }

    #[test]
    fn text_beyond_ascii_is_answered_at_every_place_of_a_block() {
        for &dialect in Dialect::ALL {
            for before in 0..70 {
                let ascii = "x".repeat(before);
                for not_plain in ["&eacute;", "é&amp;", "Ã©", "é<", "e\u{301}", "é\u{7F}", "日本"] {
                    let lines = format!("{ascii} é\nun café, s'il vous plaît\nñ {not_plain} ü\n🏯 it's é\n");
                    assert_lines_are_as_staged(dialect, &lines);
                }
            }
        }
    }

    #[test]
    fn a_zero_at_the_end_is_not_taken_for_the_end_of_a_key() {
        for &dialect in Dialect::ALL {
            assert_lines_are_as_staged(dialect, "é é é\0 é\0é a\né\0\0 é\n");
        }
    }
}
