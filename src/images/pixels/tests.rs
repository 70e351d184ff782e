//! Texts that a test hides in pixels, read back.
