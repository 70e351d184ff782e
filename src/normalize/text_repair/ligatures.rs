//! Enters: a text. Leaves: the same with Latin ligatures and digraphs split into letters.

use crate::normalize::rewrite::{Rewrite, replace_characters};

/// Replaces each ligature with its letters; `None` if there are none. Letters such as æ stay.
///
/// Source: ftfy 6.3.1, `chardata.LIGATURES`.
pub(crate) fn take_apart(text: &str) -> Option<Rewrite> {
    replace_characters(text, |character| letters(character).map(str::chars))
}

const fn letters(ligature: char) -> Option<&'static str> {
    Some(match ligature {
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        'ŉ' => "ʼn",
        'Ǳ' => "DZ",
        'ǲ' => "Dz",
        'ǳ' => "dz",
        'Ǆ' => "DŽ",
        'ǅ' => "Dž",
        'ǆ' => "dž",
        'Ǉ' => "LJ",
        'ǈ' => "Lj",
        'ǉ' => "lj",
        'Ǌ' => "NJ",
        'ǋ' => "Nj",
        'ǌ' => "nj",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' => "ſt",
        'ﬆ' => "st",
        _ => return None,
    })
}
