//! Enters: a prompt in the syntax of a program. Leaves: what the program makes of it, with tokens and rows.

mod batch;

use std::sync::Arc;

use cliptok_bpe::TokenId;

use crate::dialect::{Dialect, Model};
use crate::encoder::Encoder;
use crate::encoding::Encoding;
use crate::syntax::{
    Counting, FilledRows, Filling, Program, Raised, Reading, Syntax, SyntaxOptions, WeightedText,
};

pub(crate) use batch::Filled;
pub use batch::{BatchPromptReader, FirstOfLine, FirstRows};

/// Reads prompts as a program does: its syntax, its tokenizer, its rows.
///
/// ```
/// use cliptok::{Model, PromptReader, Syntax};
/// let reader = PromptReader::for_program(Syntax::A1111, Model::Sd1);
/// let read = reader.read("a (red:1.2) car, <lora:neon:0.8>").unwrap();
/// let segments: Vec<(&str, f64)> =
///     read.reading.texts[0].segments.iter().map(|segment| (segment.text, segment.weight)).collect();
/// assert_eq!(segments, [("a ", 1.0), ("red", 1.2), (" car,", 1.0)]);
/// assert_eq!(read.counter.map(|counter| (counter.used, counter.of)), Some((4, 75)));
/// ```
#[derive(Clone, Debug)]
pub struct PromptReader {
    encoder: Encoder,
    syntax: Syntax,
    options: Arc<SyntaxOptions>,
    /// The ids of each embedding's name.
    names: Arc<[Vec<TokenId>]>,
    /// How many tokens the other prompt has, for programs that lengthen the shorter one.
    other_tokens: Result<usize, Raised>,
}

/// What a program makes of a prompt, with its tokens and rows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReadPrompt {
    /// What it makes of it before any token.
    pub reading: Reading,
    /// The tokens and rows of each text of [`Reading::texts`].
    pub texts: Vec<EncodedText>,
    /// The number that the program shows beside its prompt box; `None` if it shows none.
    pub counter: Option<Counter>,
    /// How many slots it takes: by the program's counter where it has one, else tokens and vectors in all rows.
    pub used: usize,
}

/// The tokens of a text and the rows that it fills.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EncodedText {
    /// The encoding of each piece that is tokenized alone, in order.
    pub encodings: Vec<Encoding>,
    /// The rows.
    pub filled: FilledRows,
}

/// A number beside a prompt box, such as `23/75`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// How many slots are used; each row that is closed counts as a whole.
    pub used: usize,
    /// How many there are in all rows.
    pub of: usize,
}

impl Counter {
    /// The counter of so many slots in rows of 75.
    fn of(used: usize) -> Self {
        Self { used, of: used.max(1).next_multiple_of(75) }
    }
}

impl PromptReader {
    /// The reader of a program for a model, with CLIP's own vocabulary.
    pub fn for_program(syntax: Syntax, model: Model) -> Self {
        Self::new(&Encoder::for_model(model), syntax, SyntaxOptions::default())
    }

    /// The reader of a program, for the model and with the vocabulary of an encoder. Dialect and pad are the program's.
    pub fn new(encoder: &Encoder, syntax: Syntax, options: SyntaxOptions) -> Self {
        let program = syntax.program();
        let model = encoder.model();
        let encoder = encoder.with_dialect((program.dialect)(model)).with_pad((program.pad)(model));
        let options = Arc::new(options);
        Self { encoder, syntax, options, names: Arc::default(), other_tokens: Ok(0) }.prepared()
    }

    /// The same reader with another implementation of the tokenizer. Pads, and what is special, stay the program's.
    #[must_use]
    pub fn with_dialect(self, dialect: Dialect) -> Self {
        Self { encoder: self.encoder.with_dialect(dialect), ..self }.prepared()
    }

    /// The same reader with what depends on its encoder made again.
    fn prepared(self) -> Self {
        let names = self.options.embeddings.iter().map(|embedding| self.encoder.ids(&embedding.name));
        let read = (self.program().read)(&self.options.negative_prompt, &self.options);
        let other_tokens = read.map(|reading| {
            let pieces = reading.texts.iter().flat_map(|text| text.tokenized().iter());
            pieces.map(|piece| self.encoder.ids(piece.text).len()).sum()
        });
        Self { names: names.collect(), other_tokens, ..self }
    }

    /// The syntax.
    pub const fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// The tokenizer.
    pub const fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// The id that the program puts in the slots after the end.
    pub fn pad(&self) -> TokenId {
        self.encoder.pad()
    }

    /// What the program is told beside the prompt.
    pub fn options(&self) -> &SyntaxOptions {
        &self.options
    }

    /// The model that reads the rows.
    pub const fn model(&self) -> Model {
        self.encoder.model()
    }

    /// Whether the program shows a number beside its prompt box. Of two encoders, the first one's tokens are counted.
    ///
    /// ```
    /// use cliptok::{Model, PromptReader, Syntax};
    /// let has_counter = |syntax| PromptReader::for_program(syntax, Model::SdxlL).has_counter();
    /// assert!(has_counter(Syntax::A1111) && !has_counter(Syntax::ComfyUi));
    /// ```
    pub fn has_counter(&self) -> bool {
        self.program().counter == Counting::WholeRows
    }

    fn program(&self) -> &'static Program {
        self.syntax.program()
    }

    /// Reads a prompt.
    ///
    /// # Errors
    /// If the program raises an exception on it.
    pub fn read(&self, prompt: &str) -> Result<ReadPrompt, Raised> {
        let reading = self.read_markup(prompt)?;
        let mut texts = Vec::with_capacity(reading.texts.len());
        for text in &reading.texts {
            let encodings: Vec<Encoding> =
                text.tokenized().iter().map(|piece| self.encoder.encode(piece.text)).collect();
            let (mut ids, mut ends) = (Vec::new(), Vec::new());
            for encoding in &encodings {
                ids.extend(encoding.ids());
                ends.push(ids.len());
            }
            texts.push(EncodedText { encodings, filled: self.fill(text, &ids, &ends)? });
        }
        let used = used(&reading, self.program().counter, |text| Ok(filled_of(&texts, text).used))?;
        let counter = match self.program().counter {
            Counting::WholeRows => Some(Counter::of(used)),
            Counting::Nothing => None,
        };
        Ok(ReadPrompt { reading, texts, counter, used })
    }

    /// What the program makes of a prompt before any token.
    fn read_markup(&self, prompt: &str) -> Result<Reading, Raised> {
        (self.program().read)(prompt, &self.options)
    }

    fn fill(&self, text: &WeightedText, ids: &[TokenId], ends: &[usize]) -> Result<FilledRows, Raised> {
        (self.program().fill)(&Filling {
            text,
            ids,
            ends,
            other_tokens: self.other_tokens.clone()?,
            vocabulary: self.encoder.vocabulary(),
            model: self.encoder.model(),
            pad: (self.program().pad)(self.encoder.model()),
            options: &self.options,
            names: &self.names,
        })
    }
}

#[allow(clippy::indexing_slicing, reason = "each text of a reading was encoded")]
fn filled_of(texts: &[EncodedText], text: usize) -> &FilledRows {
    &texts[text].filled
}

/// How many slots a prompt takes: by the program's counter the most that any of its texts takes at any step; else the sum
/// over parts whose rows follow one another, and the most of those that stand side by side.
fn used(
    reading: &Reading,
    counting: Counting,
    mut of: impl FnMut(usize) -> Result<usize, Raised>,
) -> Result<usize, Raised> {
    let mut most = 0;
    if counting == Counting::WholeRows {
        for text in 0..reading.texts.len() {
            most = most.max(of(text)?);
        }
        return Ok(most);
    }
    let mut sum = 0;
    for part in &reading.parts {
        let mut most = 0;
        for text in part.content.texts() {
            most = most.max(of(text)?);
        }
        sum += most;
    }
    Ok(sum)
}
