//! Enters: nothing. Leaves: the steps of normalization that there are, and what they are called.

/// One step of normalization. Their order is that in which a dialect would take them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Step {
    /// All that ftfy repairs: the steps from [`Step::Entities`] to [`Step::UnicodeComposition14`] on each
    /// line, again and again until nothing changes.
    TextRepair,
    /// HTML entities that end in a semicolon become characters, but for those of a text with `<` in it.
    Entities,
    /// Text that was decoded in the wrong encoding is decoded in the right one.
    Mojibake,
    /// U+0080 to U+009F become what Windows-1252 has in their places.
    C1Controls,
    /// Latin ligatures become their letters.
    Ligatures,
    /// Full-width and half-width characters become those of standard width.
    CharacterWidth,
    /// Curly quotes become straight ones.
    Quotes,
    /// All line breaks become line feeds.
    LineBreaks,
    /// Escape sequences that color a terminal are dropped.
    TerminalEscapes,
    /// Control characters that show nothing are dropped.
    ControlCharacters,
    /// Control, format, private and unassigned characters of Unicode 14.0 are dropped.
    InvalidCharacters,
    /// Each CJK ideograph gets a space on both sides.
    IdeographSpacing,
    /// NFC of Unicode 14.0: characters assigned later neither compose nor change places.
    UnicodeComposition14,
    /// NFC of Unicode 9.0.
    UnicodeComposition9,
    /// HTML's character references become characters, those without a semicolon too.
    HtmlReferences,
    /// Every run of `\s` becomes one space. It is the same `\s` in every version of Unicode since 6.3.
    WhitespaceRuns,
    /// The same, and there is no space at the ends.
    WhitespaceTrimmed,
    /// Each character becomes its lower case in Unicode 17.0, whatever stands beside it.
    LowerCasing17,
    /// Python's lower case in Unicode 14.0: Σ at the end of a word is ς.
    LowerCasing14,
    /// NFD of Unicode 14.0, without the marks that take no room of their own (`Mn`).
    Accents,
    /// Each punctuation character gets a space on both sides: of ASCII, what is neither letter nor digit; beyond it, the
    /// categories `P*` of Unicode 14.0.
    PunctuationSpacing,
}

impl Step {
    /// What the step is called, in lower case but for abbreviations.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TextRepair => "text repair",
            Self::Entities => "HTML entities",
            Self::Mojibake => "mojibake",
            Self::C1Controls => "C1 controls",
            Self::Ligatures => "ligatures",
            Self::CharacterWidth => "character width",
            Self::Quotes => "quotes",
            Self::LineBreaks => "line breaks",
            Self::TerminalEscapes => "terminal escapes",
            Self::ControlCharacters => "control characters",
            Self::InvalidCharacters => "invalid characters",
            Self::IdeographSpacing => "ideograph spacing",
            Self::UnicodeComposition14 | Self::UnicodeComposition9 => "unicode composition",
            Self::HtmlReferences => "HTML references",
            Self::WhitespaceRuns | Self::WhitespaceTrimmed => "whitespace",
            Self::LowerCasing17 | Self::LowerCasing14 => "lower-casing",
            Self::Accents => "accents",
            Self::PunctuationSpacing => "punctuation spacing",
        }
    }
}
