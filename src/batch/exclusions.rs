//! Enters: an encoder. Leaves: what is plain to it, and which symbols are not.

use super::masks::{Anything, BeyondAscii, Plain, Separator, Symbols};
use crate::dialect::Step;
use crate::encoder::Encoder;

impl Plain {
    /// What is plain to an encoder.
    pub(super) fn of(encoder: &Encoder) -> Self {
        let excluded = excluded(encoder);
        Self {
            excluded: excluded.unwrap_or([b'<'; 3]),
            anything: if excluded.is_some() { Anything::Perhaps } else { Anything::Nothing },
            beyond_ascii: BeyondAscii::ByCharacters,
            symbols: symbols(encoder),
            separator: Separator::None,
        }
    }
}

/// All symbols of ASCII are punctuation.
fn symbols(encoder: &Encoder) -> Symbols {
    let spaces_them = encoder.dialect().rules().steps.contains(&Step::PunctuationSpacing);
    if spaces_them { Symbols::Alone } else { Symbols::Runs }
}

/// The printable characters that are not plain: `<` in every dialect, `&` where there are character references, and
/// that with which other special tokens begin, such as a pad; `None` if these begin with anything else.
pub(super) fn excluded(encoder: &Encoder) -> Option<[u8; 3]> {
    let steps = encoder.dialect().rules().steps;
    let has_references = [Step::TextRepair, Step::HtmlReferences].iter().any(|step| steps.contains(step));
    let reference = if has_references { b'&' } else { b'<' };
    let mut excluded = [b'<', reference, b'<'];
    for byte in encoder.added().iter().filter_map(|token| token.matched.bytes().next()) {
        if excluded.contains(&byte) {
            continue;
        }
        let [.., other] = &mut excluded;
        if *other != b'<' || !byte.is_ascii_punctuation() {
            return None;
        }
        *other = byte;
    }
    Some(excluded)
}
