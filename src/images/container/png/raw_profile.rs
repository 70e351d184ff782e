//! Enters: a text of PNG that ImageMagick wrote before the chunk eXIf was there. Leaves: the EXIF or XMP in it.

/// Whether a keyword says that the text is a profile with texts in it.
pub(super) fn is_one(keyword: &[u8]) -> bool {
    matches!(
        keyword,
        b"Raw profile type exif"
            | b"Raw profile type APP1"
            | b"Raw profile type app1"
            | b"Raw profile type xmp"
    )
}

/// Its bytes: behind a line with a name and one with a length stand hexadecimal digits, in lines.
pub(super) fn bytes(text: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(text).ok()?.trim_start();
    let (_name, text) = text.split_once('\n')?;
    let (length, digits) = text.trim_start().split_once('\n')?;
    let length: usize = length.trim().parse().ok()?;
    let mut digits = digits.chars().filter(|character| !character.is_ascii_whitespace());
    let mut bytes = Vec::new();
    while let Some(high) = digits.next() {
        let (high, low) = (high.to_digit(16)?, digits.next()?.to_digit(16)?);
        bytes.push(u8::try_from(high << 4 | low).ok()?);
    }
    (bytes.len() == length).then_some(bytes)
}
