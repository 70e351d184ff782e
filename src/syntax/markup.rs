//! Enters: nothing. Leaves: the kinds of markup that prompts have, and what each of them means to a program.

use super::Syntax;

/// A kind of markup that some program reads and others take for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Markup {
    /// Round brackets that add weight: `((word))`.
    RoundBrackets,
    /// A weight in round brackets: `(word:1.2)`.
    RoundWeight,
    /// White space around such a weight: `(word: 1.2)`.
    SpacedWeight,
    /// Square brackets that take weight away: `[word]`.
    SquareBrackets,
    /// `BREAK`, which closes a row.
    Break,
    /// `AND` between two parts.
    And,
    /// A network, such as a LoRA: `<lora:name:0.8>`.
    Network,
    /// Another text from some step on: `[from:to:0.5]`.
    Schedule,
    /// Texts that take turns: `[cat|dog]`.
    Alternation,
    /// A comment from `#` to the end of the line.
    HashComment,
    /// A comment between `/*` and `*/`, or from `//` to the end of the line.
    SlashComment,
    /// Signs or a number behind a word or a bracket: `word++`, `(a b)1.2`.
    PlusMinus,
    /// A weight behind a point: `word.attend(1.2)`.
    Attend,
    /// Prompts that are mixed: `("a", "b").blend(1, 1)`.
    Blend,
    /// Prompts with rows of their own: `("a", "b").and()`.
    Conjunction,
    /// A word in the place of another one: `word.swap(other)`.
    Swap,
    /// A network: `withLora(name, 0.5)`.
    WithLora,
    /// An embedding by its name: `embedding:name`.
    EmbeddingPrefix,
}

impl Markup {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RoundBrackets => "round_brackets",
            Self::RoundWeight => "round_weight",
            Self::SpacedWeight => "spaced_weight",
            Self::SquareBrackets => "square_brackets",
            Self::Break => "break",
            Self::And => "and",
            Self::Network => "network",
            Self::Schedule => "schedule",
            Self::Alternation => "alternation",
            Self::HashComment => "hash_comment",
            Self::SlashComment => "slash_comment",
            Self::PlusMinus => "plus_minus",
            Self::Attend => "attend",
            Self::Blend => "blend",
            Self::Conjunction => "conjunction",
            Self::Swap => "swap",
            Self::WithLora => "with_lora",
            Self::EmbeddingPrefix => "embedding_prefix",
        }
    }

    /// How it is typed.
    pub const fn example(self) -> &'static str {
        match self {
            Self::RoundBrackets => "((word))",
            Self::RoundWeight => "(word:1.2)",
            Self::SpacedWeight => "(word: 1.2)",
            Self::SquareBrackets => "[word]",
            Self::Break => "BREAK",
            Self::And => "AND",
            Self::Network => "<lora:name:0.8>",
            Self::Schedule => "[from:to:0.5]",
            Self::Alternation => "[cat|dog]",
            Self::HashComment => "# comment",
            Self::SlashComment => "// comment",
            Self::PlusMinus => "(word)++",
            Self::Attend => "word.attend(1.2)",
            Self::Blend => "(\"one\", \"two\").blend(1, 1)",
            Self::Conjunction => "(\"one\", \"two\").and()",
            Self::Swap => "word.swap(other)",
            Self::WithLora => "withLora(name, 0.5)",
            Self::EmbeddingPrefix => "embedding:name",
        }
    }

    /// The programs that read it.
    pub fn programs(self) -> Vec<Syntax> {
        Syntax::ALL.iter().copied().filter(|syntax| syntax.reads(self)).collect()
    }
}

impl Syntax {
    /// Whether the program reads a kind of markup. To all others it is text.
    pub fn reads(self, markup: Markup) -> bool {
        self.markup().reads.contains(&markup)
    }

    /// What markup means to the program.
    pub(crate) const fn markup(self) -> &'static MarkupRules {
        &self.program().markup
    }
}

/// What markup means to a program.
#[derive(Debug)]
pub(crate) struct MarkupRules {
    /// The kinds that it reads.
    pub reads: &'static [Markup],
    /// Which brackets it matches, and what becomes of those that have no other.
    pub brackets: Brackets,
    /// The characters before which a backslash goes and takes their meaning away.
    pub escaped: &'static str,
    /// What becomes of any other backslash.
    pub other_backslashes: OtherBackslashes,
}

/// Which brackets a program matches, and what becomes of those that have no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brackets {
    /// Round and square ones, each kind alone. One that stays open acts up to the end; a closing one alone is text.
    Stacks,
    /// Round ones, by counting. One that stays open is text; a closing one alone takes the count below zero.
    Levels,
    /// Round ones, by a grammar. Without the other, both are text.
    Grammar,
}

/// What becomes of a backslash that escapes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherBackslashes {
    /// It is removed.
    Vanish,
    /// It is text.
    Stay,
}
