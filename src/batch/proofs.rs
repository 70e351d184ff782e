//! Enters: every code point there is, alone and in company. Leaves: that what is plain is cut into the words of the stages.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "what is wrong in a test is to fail it")]

use std::collections::BTreeMap;

use cliptok_bpe::TokenId;
use proptest::prelude::*;

use super::lines::{Invalid, NotUtf8};
use super::masks::Separator;
use super::plain::excluded;
use super::plain_text::PlainText;
use crate::dialect::Dialect;
use crate::encoder::Encoder;
use crate::normalize::{Around, Suspect, normalize, plain};
use crate::pre_tokenize::pre_tokenize;

/// A dialect, and its ways to find words.
struct Ways {
    encoder: Encoder,
    plain_text: PlainText,
}

impl Ways {
    fn of(dialect: Dialect) -> Self {
        let encoder = Encoder::for_dialect(dialect);
        let excluded = excluded(&encoder).expect("its special tokens begin with a symbol");
        let plain_text = PlainText::of(dialect.rules(), excluded);
        Self { encoder, plain_text }
    }

    /// The words of a text, stage by stage.
    fn staged(&self, text: &str) -> Vec<String> {
        let rules = self.encoder.dialect().rules();
        let normalized = normalize(text, rules.cut_out, self.encoder.added(), rules.steps);
        let words = pre_tokenize(&normalized, rules, self.encoder.vocabulary());
        words.into_iter().map(|word| word.span.of(normalized.text()).to_owned()).collect()
    }

    /// The words of a text that is plain; `None` if it is not.
    fn plain(&mut self, text: &str, around: Around) -> Option<Vec<String>> {
        let mut words = Vec::new();
        let take = |word: &[u8]| words.push(String::from_utf8(word.to_vec()).expect("words are text"));
        self.plain_text.each_word(text, around, take).ok()?;
        Some(words)
    }

    /// Checks the words of a text, and whether it is plain as a whole.
    fn check(&mut self, text: &str) -> bool {
        let plain = self.plain(text, Around::Nothing);
        if let Some(words) = &plain {
            assert_eq!(words, &self.staged(text), "{:?} {text:?}", self.encoder.dialect());
        }
        plain.is_some()
    }

    /// Checks that a line is cut as its stretches are, if each of them is plain in any line.
    fn check_stretches(&mut self, line: &str) {
        let stretches =
            line.split([' ', '\t', '\n', '\r']).map(|stretch| self.plain(stretch, Around::WhiteSpace));
        let words: Option<Vec<_>> = stretches.collect();
        if let Some(words) = words {
            assert_eq!(words.concat(), self.staged(line), "{:?} {line:?}", self.encoder.dialect());
        }
    }
}

fn characters() -> impl Iterator<Item = char> {
    (0..=u32::from(char::MAX)).filter_map(char::from_u32)
}

/// The dialects that repair text.
const REPAIRING: [Dialect; 2] = [Dialect::OpenAi, Dialect::HfSlow];

/// A character of each kind: of each reason for which rules name it, of each class, of each way to compose.
fn kinds() -> Vec<char> {
    let mut kinds = BTreeMap::new();
    let steps = Dialect::OpenAi.rules().steps;
    for character in characters() {
        let Some(found) = plain(character, steps) else { continue };
        let case = (found.lower != character, found.lower.is_ascii(), found.lower.len_utf8());
        let class = Dialect::OpenAi.rules().pattern.classes.class(found.lower);
        let kind = format!(
            "{:?}",
            (crate::normalize::Named::of(character), class, found.composes, found.combining_class != 0, case)
        );
        kinds.entry(kind).or_insert(character);
    }
    kinds.into_values().collect()
}

#[test]
fn what_is_plain_alone_is_cut_as_by_the_stages() {
    for &dialect in Dialect::ALL {
        let mut ways = Ways::of(dialect);
        let mut count = 0;
        for x in characters() {
            count += usize::from(ways.check(&x.to_string()));
            // Of the rest, few are assigned.
            if x < '\u{20000}' {
                ways.check(&format!("a{x}b'{x}\u{301}"));
                ways.check_stretches(&format!("{x} {x}{x}"));
            }
        }
        assert!(count > 40_000, "{dialect:?} has {count} plain characters");
    }
}

#[test]
fn what_is_plain_beside_each_kind_is_cut_as_by_the_stages() {
    let kinds = kinds();
    assert!(kinds.len() > 60, "{}", kinds.len());
    let mut ways = Ways::of(Dialect::OpenAi);
    // Of those that no rule names and that are no marks, a few.
    let is_said = |&x: &char| {
        let found = plain(x, Dialect::OpenAi.rules().steps);
        found.is_some_and(|found| {
            let is_simple = found.suspect == Suspect::Never && found.combining_class == 0;
            !is_simple || u32::from(x) % 997 == 0
        })
    };
    let mut text = String::new();
    for x in characters().filter(is_said) {
        for &kind in &kinds {
            for characters in [[x, kind, '\0'], [kind, x, '\0']] {
                text.clear();
                text.extend(characters.iter().filter(|&&character| character != '\0'));
                ways.check(&text);
            }
        }
    }
}

#[test]
fn named_characters_in_threes_are_cut_as_by_the_stages() {
    let named = |&x: &char| crate::normalize::Named::of(x).begins();
    let kinds: Vec<char> = kinds().into_iter().filter(named).collect();
    let others = ['a', 'A', ' ', '\'', '.', '1', '\u{A0}', '’', 'ｆ', '中'];
    for dialect in REPAIRING {
        let mut ways = Ways::of(dialect);
        for &first in kinds.iter().chain(&others) {
            for &second in &kinds {
                for &third in kinds.iter().chain(&others) {
                    ways.check(&String::from_iter([first, second, third]));
                }
            }
        }
    }
}

fn assert_lines_are_as_staged(dialect: Dialect, lines: &str) {
    let encoder = Encoder::for_dialect(dialect);
    let mut batch = encoder.batch();
    let ends = Separator::LineFeed;
    let staged: Vec<Vec<TokenId>> = lines.lines().map(|line| encoder.encode(line).ids().collect()).collect();
    // Twice: what is remembered is to be the same as what was found.
    for _ in 0..2 {
        let (mut encoded, mut counts) = (Vec::new(), Vec::new());
        let encoding = batch.encode_lines(lines.as_bytes(), ends, Invalid::Refuse, |_, ids| {
            encoded.push(ids.to_vec());
            Ok::<(), NotUtf8>(())
        });
        let counting = batch.count_lines(lines.as_bytes(), ends, Invalid::Refuse, |_, count| {
            counts.push(count);
            Ok::<(), NotUtf8>(())
        });
        assert!(encoding.is_ok() && counting.is_ok());
        assert_eq!(encoded, staged, "{dialect:?} {lines:?}");
        assert!(counts.into_iter().eq(staged.iter().map(Vec::len)), "{dialect:?} {lines:?}");
    }
}

#[test]
fn text_beyond_ascii_is_answered_at_every_place_of_a_block() {
    for &dialect in Dialect::ALL {
        for before in 0..70 {
            let ascii = "x".repeat(before);
            for not_plain in ["&eacute;", "é&amp;", "Ã©", "é<", "e\u{301}", "é\u{7F}", "日本"] {
                let lines = format!("{ascii} é\nun café, s'il vous plaît\nñ {not_plain} ü\n🏯 it's é\n");
                assert_lines_are_as_staged(dialect, &lines);
            }
        }
    }
}

#[test]
fn a_zero_at_the_end_is_not_taken_for_the_end_of_a_key() {
    for &dialect in Dialect::ALL {
        assert_lines_are_as_staged(dialect, "é é é\0 é\0é a\né\0\0 é\n");
    }
}

/// Characters that rules name, that repairs change, that compose, and that part words.
fn character() -> impl Strategy<Value = char> {
    let some = |characters: &str| prop::sample::select(characters.chars().collect::<Vec<_>>());
    prop_oneof![
        4 => some("abcsStLlR '' ..,?!"),
        4 => prop::sample::select(kinds()),
        2 => some("éèàâãÃÂÎÐñÑüßøœŒŸšž×°²³½«»¡¿£€¥•…–—‘’‚“”„™©®"),
        2 => some("вВГРСЂўβΒΓΞΟā√≈†±│┌█ØÙ"),
        2 => some("ｓＳ＇＆＜；ﾞｶ　ﬁĳ\u{301}\u{323}ि\u{BBE}ᄒ한क़中🏯\u{FE0F}\u{200D}İΣςſ\u{2028}\u{85}\u{A0}\u{AD}\u{FEFF}&;#<\t\n\r\u{1B}["),
        1 => any::<char>(),
    ]
}

/// The bytes of a text as characters of Latin-1.
fn misread(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_plain_by_chance_is_cut_as_by_the_stages(
        text in prop::collection::vec(character(), 1..12).prop_map(String::from_iter),
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
    ) {
        let mut ways = Ways::of(dialect);
        ways.check(&text);
        ways.check_stretches(&text);
    }

    #[test]
    fn mojibake_is_cut_as_by_the_stages(
        pieces in prop::collection::vec(
            prop_oneof![
                3 => character().prop_map(String::from),
                // UTF-8 that was read as Latin-1, once or twice.
                2 => character().prop_map(|character| misread(&character.to_string())),
                1 => character().prop_map(|character| misread(&misread(&character.to_string()))),
            ],
            1..12,
        ),
        dialect in prop::sample::select(REPAIRING.to_vec()),
    ) {
        let encoder = Encoder::for_dialect(dialect);
        let text = pieces.concat();
        let wanted: Vec<_> = encoder.encode(&text).ids().collect();
        let (mut batch, mut ids) = (encoder.batch(), Vec::new());
        batch.encode(&text, &mut ids);
        prop_assert_eq!((&ids, batch.count(&text)), (&wanted, wanted.len()), "{:?}", text);
    }
}
