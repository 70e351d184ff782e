//! Enters: prompts, and how much room there is. Leaves: the longest beginning of each that fits, in its own spelling.

mod extent;
mod markup;
mod measure;
mod places;
mod search;
mod stretches;

use std::borrow::Cow;
use std::num::NonZeroUsize;

use crate::batch::{Invalid, NotUtf8, Replaced, Separator};
use crate::encoder::Encoder;
use crate::prompt_reader::PromptReader;
use crate::syntax::Raised;
use crate::text::Span;
use measure::{Measure, Size};
use search::Left;

/// Where a prompt that is too long may be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CutAt {
    /// Between two tokens. A character that is several tokens is not split.
    Token,
    /// Between two words, as Unicode has them (UAX #29), and never inside a token. A word that is longer than all the room
    /// is cut between two characters as people see them: graphemes.
    Word,
    /// Before a comma, so that every tag is whole. A tag that is longer than all the room is cut between two words.
    Comma,
}

impl CutAt {
    /// Every place.
    pub const ALL: [Self; 3] = [Self::Token, Self::Word, Self::Comma];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Word => "word",
            Self::Comma => "comma",
        }
    }

    /// What it means, for a person to read.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Token => "between two tokens",
            Self::Word => "between two words (the default)",
            Self::Comma => "before a comma, so that tags stay whole",
        }
    }

    /// The place of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.name() == name)
    }
}

/// Cuts prompts so that the model reads all that is left, one prompt or many. It remembers the tokens of words, and nothing
/// else.
///
/// What is left of a prompt is a beginning of it as typed, with no white space and no comma at its end. It is the longest one
/// at an allowed place that was encoded and found to fit. A prompt that fits is left as it is.
///
/// ```
/// use cliptok::explain::{CutAt, Fit};
/// use cliptok::{Encoder, Model};
/// let encoder = Encoder::for_model(Model::Sd1);
/// let mut fit = Fit::to_tokens(&encoder, 4, CutAt::Comma);
/// assert_eq!(fit.fit("A Cat, a red dog").unwrap().text(), "A Cat");
/// assert_eq!(fit.fit("A Cat, ").unwrap().text(), "A Cat, ");
/// ```
#[derive(Clone, Debug)]
pub struct Fit {
    measure: Measure,
    cut_at: CutAt,
    /// Emptied and filled again for each buffer of lines.
    sizes: Vec<Result<Size, Raised>>,
}

/// What is left of a prompt. Made by [`Fit::fit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitted<'p> {
    prompt: &'p str,
    end: usize,
    count: usize,
    prompt_count: usize,
}

impl<'p> Fitted<'p> {
    /// The beginning of the prompt that is left: all of it if it fits.
    pub fn text(&self) -> &'p str {
        Span::new(0, self.end).of(self.prompt)
    }

    /// The bytes of the prompt that were cut; `None` if it fits.
    pub const fn cut(&self) -> Option<Span> {
        let cut = Span::new(self.end, self.prompt.len());
        if cut.is_empty() { None } else { Some(cut) }
    }

    /// The prompt as given.
    pub const fn prompt(&self) -> &'p str {
        self.prompt
    }

    /// How many tokens the text has; with a program, how many slots it takes.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// How many the prompt had.
    pub const fn prompt_count(&self) -> usize {
        self.prompt_count
    }
}

impl Fit {
    /// Fits prompts into the row that an encoder's model reads.
    ///
    /// ```
    /// use cliptok::explain::{CutAt, Fit};
    /// use cliptok::{Encoder, Model};
    /// let mut fit = Fit::to_row(&Encoder::for_model(Model::Sd1), CutAt::Word);
    /// let prompt = "Cat ".repeat(80);
    /// let fitted = fit.fit(&prompt).unwrap();
    /// assert_eq!((fitted.text().len(), fitted.count(), fitted.prompt_count()), (4 * 75 - 1, 75, 80));
    /// ```
    pub fn to_row(encoder: &Encoder, cut_at: CutAt) -> Self {
        Self::to_tokens(encoder, encoder.model().context_length().content(), cut_at)
    }

    /// Fits prompts into this many tokens, without start and end.
    ///
    /// ```
    /// use cliptok::explain::{CutAt, Fit};
    /// use cliptok::{Encoder, Model};
    /// let encoder = Encoder::for_model(Model::Sd1);
    /// let left = |cut_at| Fit::to_tokens(&encoder, 2, cut_at).fit("a 🏯 dog").unwrap().text();
    /// assert_eq!(left(CutAt::Word), "a", "🏯 is two tokens");
    /// ```
    pub fn to_tokens(encoder: &Encoder, room: usize, cut_at: CutAt) -> Self {
        Self::new(Measure::of_text(encoder, room), cut_at)
    }

    /// Fits prompts into this many rows, as a program reads and fills them. What the program reads as one, such as a weight in
    /// brackets, a network or a schedule, is not cut unless it is longer than all the room.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use cliptok::explain::{CutAt, Fit};
    /// use cliptok::{Model, PromptReader, Syntax};
    /// let reader = PromptReader::for_program(Syntax::A1111, Model::Sd1);
    /// let mut fit = Fit::to_rows(&reader, NonZeroUsize::MIN, CutAt::Word);
    /// let prompt = format!("{}(a red dog:1.2)", "cat ".repeat(73));
    /// assert_eq!(fit.fit(&prompt).unwrap().text(), &prompt[..4 * 73 - 1]);
    /// ```
    pub fn to_rows(reader: &PromptReader, rows: NonZeroUsize, cut_at: CutAt) -> Self {
        Self::new(Measure::of_program(reader, rows.get()), cut_at)
    }

    /// Fits prompts into as many rows as people who use the program expect.
    pub fn to_usual_rows(reader: &PromptReader, cut_at: CutAt) -> Self {
        let usual = NonZeroUsize::new(reader.syntax().usual_rows()).unwrap_or(NonZeroUsize::MIN);
        Self::to_rows(reader, usual, cut_at)
    }

    const fn new(measure: Measure, cut_at: CutAt) -> Self {
        Self { measure, cut_at, sizes: Vec::new() }
    }

    /// What is left of a prompt.
    ///
    /// # Errors
    /// If the program raises an exception on it. Without a program there is none.
    pub fn fit<'p>(&mut self, prompt: &'p str) -> Result<Fitted<'p>, Raised> {
        let size = self.measure.size(prompt)?;
        self.fit_measured(prompt, size)
    }

    fn fit_measured<'p>(&mut self, prompt: &'p str, size: Size) -> Result<Fitted<'p>, Raised> {
        if self.measure.holds(size) {
            return Ok(Fitted { prompt, end: prompt.len(), count: size.count, prompt_count: size.count });
        }
        let Left { end, count } = search::left_of(prompt, self.cut_at, &mut self.measure)?;
        let left = Span::new(0, end).of(prompt);
        // Nothing at all may still be something that a program raises on: it has no token then.
        let count = count.unwrap_or_else(|| self.measure.size(left).map_or(0, |size| size.count));
        Ok(Fitted { prompt, end, count, prompt_count: size.count })
    }

    /// Hands over what is left of each line of a buffer, in order, with the number of the line, from 0. Lines that fit are
    /// only counted.
    ///
    /// # Errors
    /// If a line is not UTF-8, unless such bytes are to be replaced; and whatever `take` returns. Both end it.
    ///
    /// ```
    /// use cliptok::batch::{Invalid, NotUtf8, Separator};
    /// use cliptok::explain::{CutAt, Fit};
    /// use cliptok::{Encoder, Model};
    /// let mut fit = Fit::to_tokens(&Encoder::for_model(Model::Sd1), 2, CutAt::Word);
    /// let mut left = Vec::new();
    /// fit.fit_lines(b"a cat\na red dog", Separator::LineFeed, Invalid::Refuse, |_, _, fitted| {
    ///     left.extend(fitted.map(|fitted| fitted.text().to_owned()));
    ///     Ok::<(), NotUtf8>(())
    /// })?;
    /// assert_eq!(left, ["a cat", "a red"]);
    /// # Ok::<(), NotUtf8>(())
    /// ```
    pub fn fit_lines<E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        mut take: impl FnMut(usize, &str, Result<Fitted<'_>, Raised>) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        let mut sizes = std::mem::take(&mut self.sizes);
        let measured = self.measure.sizes(lines, separator, invalid, &mut sizes);
        let mut rest = lines;
        for (number, size) in sizes.drain(..).enumerate() {
            let (line, behind) = separator.split_first(rest);
            rest = behind;
            let line = match std::str::from_utf8(line) {
                Ok(line) => Cow::Borrowed(line),
                Err(_) => String::from_utf8_lossy(line),
            };
            let fitted = size.and_then(|size| self.fit_measured(&line, size));
            take(number, &line, fitted)?;
        }
        self.sizes = sizes;
        Ok(measured?)
    }
}
