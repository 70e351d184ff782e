//! Enters: bytes, or the printable characters that the data files write for them. Leaves: the other of the two.
//!
//! `vocab.json` and `merges.txt` cannot hold arbitrary bytes, so they write each byte as one
//! printable character: a byte that is a visible Latin-1 character as itself, the 68 others as
//! U+0100 and up. This is `bytes_to_unicode` of `OpenAI`'s `simple_tokenizer.py`. The first 256 ids
//! of the vocabulary follow its order.

/// The mark of an entry that ends a word, in the data files.
pub const END_OF_WORD: &str = "</w>";

/// Whether a byte is written as the Latin-1 character with the same number.
const fn writes_itself(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF)
}

/// The 256 bytes in the order of the vocabulary, each with the character that is written for it:
/// first those that write themselves, then the rest.
pub fn alphabet() -> impl Iterator<Item = (u8, char)> {
    let visible = (0..=u8::MAX).filter(|&byte| writes_itself(byte)).map(|byte| (byte, char::from(byte)));
    let others = (0..=u8::MAX).filter(|&byte| !writes_itself(byte)).zip('\u{100}'..);
    visible.chain(others)
}

/// The byte that `character` is written for; `None` if it is not in the alphabet.
pub fn byte_of(character: char) -> Option<u8> {
    match u32::from(character) {
        code @ 0..=0xFF => Some(code as u8).filter(|&byte| writes_itself(byte)),
        // The bytes that do not write themselves are 0..=0x20, 0x7F..=0xA0 and 0xAD, in this order.
        code @ 0x100..=0x120 => Some((code - 0x100) as u8),
        code @ 0x121..=0x142 => Some((code - 0x121 + 0x7F) as u8),
        0x143 => Some(0xAD),
        _ => None,
    }
}
