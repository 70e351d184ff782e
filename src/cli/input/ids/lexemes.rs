//! Enters: pasted text. Leaves: its words, brackets and signs, one after the other, each with its place.

/// A piece of pasted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexeme<'t> {
    Open(char),
    Close(char),
    Comma,
    /// What stands between white space, brackets and signs.
    Word(&'t str),
    /// What stands in quotes.
    Quoted(&'t str),
    /// `...`: whoever printed it left something out.
    Elided,
    /// `=` or `:`.
    Sign(char),
}

/// The pieces of a text that are left.
pub(super) struct Lexemes<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexemes<'t> {
    pub(super) const fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next piece, with the offset at which it begins.
    pub(super) fn next(&mut self) -> Option<(Lexeme<'t>, usize)> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let (rest, offset) = (self.rest(), self.at);
        let first = rest.chars().next()?;
        let (lexeme, length) = match first {
            '[' | '(' | '{' | '<' => (Lexeme::Open(first), 1),
            ']' | ')' | '}' | '>' => (Lexeme::Close(first), 1),
            ',' => (Lexeme::Comma, 1),
            '=' | ':' => (Lexeme::Sign(first), 1),
            '\'' | '"' => quoted(rest, first),
            '…' => (Lexeme::Elided, first.len_utf8()),
            _ if rest.starts_with("...") => (Lexeme::Elided, 3),
            _ => {
                let length = rest.find(separates).unwrap_or(rest.len());
                (Lexeme::Word(rest.get(..length).unwrap_or_default()), length)
            }
        };
        self.at += length;
        Some((lexeme, offset))
    }

    /// The first character of the next piece.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().trim_start().chars().next()
    }

    /// Whether the next piece begins with one of these.
    pub(super) fn is_before(&self, characters: &[char]) -> bool {
        self.peek().is_some_and(|next| characters.contains(&next))
    }

    /// The word that begins at this offset, signs and all.
    pub(super) fn word_at(&self, offset: usize) -> &'t str {
        let rest = self.text.get(offset..).unwrap_or_default();
        let ends = |character: char| separates(character) && !matches!(character, '=' | ':');
        rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or_default()
    }

    /// Passes over a value: up to the comma or bracket behind it.
    pub(super) fn skip_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(next) = self.peek() {
            match next {
                ',' | ']' | ')' | '}' | '>' if depth == 0 => return,
                ']' | ')' | '}' | '>' => depth -= 1,
                '[' | '(' | '{' | '<' => depth += 1,
                _ => {}
            }
            self.next();
        }
    }
}

/// What is in the quotes at the start of a text, and how long it is with them. A quote that is not closed is a word.
fn quoted(rest: &str, quote: char) -> (Lexeme<'_>, usize) {
    let inside = rest.strip_prefix(quote).unwrap_or(rest);
    match inside.split_once(quote) {
        Some((inside, _)) if !inside.contains('\n') => (Lexeme::Quoted(inside), inside.len() + 2),
        _ => {
            let length = inside.find(separates).unwrap_or(inside.len()) + 1;
            (Lexeme::Word(rest.get(..length).unwrap_or_default()), length)
        }
    }
}

/// Whether a word ends before this character.
fn separates(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            ',' | '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '=' | ':' | '\'' | '"' | '…'
        )
}
