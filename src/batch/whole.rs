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
