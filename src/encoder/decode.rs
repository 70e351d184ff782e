//! Enters: ids. Leaves: the text that the packages of other languages decode them to.

use cliptok_bpe::{DecodeError, END_OF_WORD, TokenId, alphabet};

use super::Encoder;

/// Whose text ids are decoded to. Their bytes alone, with a space behind each word but the last, are
/// [`Vocabulary::decode`](crate::Vocabulary::decode).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decoding {
    /// `SimpleTokenizer.decode` of clip 1.0.1 and open_clip 3.3.0: a space behind every word, the last one too.
    Clip,
    /// `decode` of transformers 4 and 5, without `clean_up_tokenization_spaces`: no white space at the ends.
    Transformers,
}

impl Encoder {
    /// The text of ids, special tokens spelled out. Bytes that are not UTF-8 become U+FFFD, as they do there, and so does a
    /// typed `</w>` become a space.
    ///
    /// ```
    /// use cliptok::{Decoding, Encoder, Model, TokenId};
    /// let encoder = Encoder::for_model(Model::OpenClip);
    /// let ids = [49406, 320, 2368, 49407].map(TokenId);
    /// assert_eq!(encoder.decode(&ids, Decoding::Clip)?, "<start_of_text>a cat <end_of_text>");
    /// let encoder = Encoder::for_model(Model::Sd1);
    /// assert_eq!(encoder.decode(&ids[1..3], Decoding::Transformers)?, "a cat");
    /// # Ok::<(), cliptok::DecodeError>(())
    /// ```
    ///
    /// # Errors
    /// If an id has no entry in the vocabulary.
    pub fn decode(&self, ids: &[TokenId], decoding: Decoding) -> Result<String, DecodeError> {
        let mut bytes = Vec::new();
        for id in ids {
            let id = self.vocabulary().id(u64::from(id.0))?;
            if let Some(spelling) = self.spelling(id) {
                bytes.extend_from_slice(spelling.as_bytes());
                continue;
            }
            bytes.extend_from_slice(self.vocabulary().bytes(id));
            if self.vocabulary().ends_word(id) {
                bytes.extend_from_slice(b"</w>");
            }
        }
        // Both packages decode bytes first, and then replace what ends a word, wherever it comes from.
        let text = String::from_utf8_lossy(&bytes).replace("</w>", " ");
        Ok(match decoding {
            Decoding::Clip => text,
            Decoding::Transformers => text.trim_matches(is_white_space_to_python).to_owned(),
        })
    }

    /// Every entry of the vocabulary as the packages list it, in the order of the ids: each byte as the character that stands
    /// for it in `vocab.json`, with `</w>` where a word ends, and special tokens as they are typed.
    ///
    /// ```
    /// use cliptok::{Encoder, Model};
    /// let written = Encoder::for_model(Model::Sd1).written();
    /// assert_eq!([&written[320], &written[1109], &written[49407]], ["a</w>", "ðŁı", "<|endoftext|>"]);
    /// ```
    pub fn written(&self) -> Vec<String> {
        let mut characters = ['\0'; 256];
        for (byte, character) in alphabet() {
            if let Some(there) = characters.get_mut(usize::from(byte)) {
                *there = character;
            }
        }
        let character = |byte: &u8| characters.get(usize::from(*byte)).copied().unwrap_or_default();
        let written = |id| {
            if let Some(spelling) = self.spelling(id) {
                return spelling.to_owned();
            }
            let end = if self.vocabulary().ends_word(id) { END_OF_WORD } else { "" };
            self.vocabulary().bytes(id).iter().map(character).chain(end.chars()).collect()
        };
        self.vocabulary().ids().map(written).collect()
    }
}

/// Whether Python's `str.strip` takes it away: white space, and the four separators of ASCII.
fn is_white_space_to_python(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1C}'..='\u{1F}')
}
