//! Enters: bytes from the start of a JSON value on. Leaves: where it ends, which it may do in a later buffer.

/// What the machine is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// Nothing of it was read.
    Start,
    String,
    /// Behind a backslash.
    Escape,
    /// A number, or a word such as `null`.
    Scalar,
    /// Between the parts of an array or an object.
    Container,
}

/// A value on its way past.
#[derive(Clone, Copy, Debug)]
pub(super) struct Skip {
    depth: u64,
    within: Within,
}

/// A line break in a string, which JSON does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BrokenString {
    /// Where in the buffer.
    pub at: usize,
}

impl Skip {
    pub(super) const fn new() -> Self {
        Self { depth: 0, within: Within::Start }
    }

    /// Goes on in the next buffer. Returns where in it the value ends, if it does. What kind of value it is and whether its
    /// brackets fit is left to whoever reads it.
    ///
    /// # Errors
    /// If a string has a line break in it.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<Option<usize>, BrokenString> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match self.within {
                Within::String => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', rest) else { return Ok(None) };
                    at += found + 1;
                    match rest.get(found) {
                        Some(b'"') if self.depth == 0 => return Ok(Some(at)),
                        Some(b'"') => self.within = Within::Container,
                        Some(b'\\') => self.within = Within::Escape,
                        _ => return Err(BrokenString { at: at - 1 }),
                    }
                    continue;
                }
                Within::Escape => self.within = Within::String,
                Within::Scalar => {
                    if byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}' | b':') {
                        return Ok(Some(at));
                    }
                }
                Within::Start | Within::Container => match byte {
                    b'"' => self.within = Within::String,
                    b'{' | b'[' => {
                        self.depth += 1;
                        self.within = Within::Container;
                    }
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 {
                            return Ok(Some(at + 1));
                        }
                    }
                    _ if self.within == Within::Start => self.within = Within::Scalar,
                    _ => {}
                },
            }
            at += 1;
        }
        Ok(None)
    }

    /// Whether the input may end here: only a number or a word needs nothing behind it.
    pub(super) fn may_end(self) -> bool {
        self.within == Within::Scalar
    }
}

/// Where the value at the start of a buffer ends, if it does.
pub(super) fn end_of_value(bytes: &[u8]) -> Option<usize> {
    Skip::new().feed(bytes).ok().flatten()
}
