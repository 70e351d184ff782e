//! Vocabularies by chance, and words by chance: what merging makes of them, against a naive version on strings.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::collections::{HashMap, HashSet};

use cliptok_bpe::{
    Alphabet, END_OF_WORD, Folding, KEY_BYTES, Key, LONGEST_KEY, Merge, Merged, SpecialToken, Tables,
    TokenId, TokenKind, WordLayout, WordPosition, WordTable, alphabet, byte_of, merge, pack, unpack,
};
use proptest::prelude::*;

/// A vocabulary as its two files have it.
#[derive(Clone, Debug)]
struct Files {
    entries: Vec<String>,
    rules: Vec<(String, String)>,
}

impl Files {
    /// Every byte, and what rules of such parts make: each is a pair of numbers that choose among what there is of the
    /// letters and of what was made before.
    fn of(chosen: &[(usize, usize)]) -> Self {
        let letters = ["a", "b", "c", "é", "Ł"].map(str::to_owned);
        let bytes: Vec<String> = alphabet().map(|(_, letter)| String::from(letter)).collect();
        let mut entries: Vec<String> = bytes.clone();
        entries.extend(bytes.iter().map(|letter| format!("{letter}{END_OF_WORD}")));
        let mut inner: Vec<String> = letters.to_vec();
        let mut all: Vec<String> =
            letters.into_iter().flat_map(|letter| [format!("{letter}{END_OF_WORD}"), letter]).collect();
        let mut made: HashSet<String> = HashSet::new();
        let mut rules = Vec::new();
        for &(left, right) in chosen {
            let (left, right) = (inner[left % inner.len()].clone(), all[right % all.len()].clone());
            let whole = format!("{left}{right}");
            if !made.insert(whole.clone()) {
                continue;
            }
            if !whole.ends_with(END_OF_WORD) {
                inner.push(whole.clone());
            }
            all.push(whole.clone());
            entries.push(whole);
            rules.push((left, right));
        }
        entries.extend(SpecialToken::ALL.map(|token| token.spelling().to_owned()));
        Self { entries, rules }
    }

    fn tables(&self) -> Tables {
        let entries = self
            .entries
            .iter()
            .enumerate()
            .map(|(id, entry)| format!("{}: {id}", serde_json::to_string(entry).unwrap()));
        let vocab_json = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
        let rules: Vec<String> = self.rules.iter().map(|(left, right)| format!("{left} {right}")).collect();
        Tables::parse(&vocab_json, &rules.join("\n")).unwrap()
    }

    /// The rule of the lowest rank at all its places, until none applies.
    fn naive(&self, word: &[u8], last: WordPosition) -> Vec<u16> {
        let letters: HashMap<u8, char> = alphabet().collect();
        let mut symbols: Vec<String> = word.iter().map(|byte| String::from(letters[byte])).collect();
        if last == WordPosition::Final
            && let Some(last) = symbols.last_mut()
        {
            last.push_str(END_OF_WORD);
        }
        loop {
            let applies = |(left, right): &&(String, String)| {
                symbols.windows(2).any(|pair| pair[0] == *left && pair[1] == *right)
            };
            let Some((left, right)) = self.rules.iter().find(applies) else { break };
            let mut merged = Vec::new();
            let mut rest = symbols.into_iter().peekable();
            while let Some(symbol) = rest.next() {
                let joined = symbol == *left && rest.next_if(|next| next == right).is_some();
                merged.push(if joined { format!("{left}{right}") } else { symbol });
            }
            symbols = merged;
        }
        let id = |symbol: &String| self.entries.iter().position(|entry| entry == symbol).unwrap() as u16;
        symbols.iter().map(id).collect()
    }
}

fn files() -> impl Strategy<Value = Files> {
    prop::collection::vec((0..1_000_usize, 0..1_000_usize), 0..40).prop_map(|chosen| Files::of(&chosen))
}

/// Words of the letters that rules are made of, shorter and longer than those that are scanned.
fn word() -> impl Strategy<Value = Vec<u8>> {
    let letter = prop::sample::select(b"abc\xE9\xA3".to_vec());
    prop_oneof![prop::collection::vec(letter.clone(), 0..12), prop::collection::vec(letter, 28..80)]
}

fn merged(tables: &Tables, word: &[u8], last: WordPosition, observe: &mut dyn FnMut(Merge)) -> Vec<Merged> {
    let mut tokens = Vec::new();
    merge(word, last, &tables.vocabulary, &tables.merges, &mut tokens, observe);
    tokens
}

fn ids(tokens: &[Merged]) -> Vec<u16> {
    tokens.iter().map(|token| token.id.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_word_merges_as_the_naive_one_does(files in files(), word in word()) {
        let tables = files.tables();
        for last in [WordPosition::Final, WordPosition::Inner] {
            let mut merges = 0;
            let tokens = merged(&tables, &word, last, &mut |_| merges += 1);
            prop_assert_eq!(ids(&tokens), files.naive(&word, last));
            prop_assert_eq!(tokens.iter().map(|token| token.length as usize).sum::<usize>(), word.len());
            prop_assert_eq!(merges, word.len() - tokens.len());
        }
    }

    #[test]
    fn what_is_there_already_is_left_alone(files in files(), word in word()) {
        let tables = files.tables();
        let before = Merged { id: TokenId(7), length: 1 };
        let mut tokens = vec![before];
        merge(&word, WordPosition::Final, &tables.vocabulary, &tables.merges, &mut tokens, &mut |_| ());
        prop_assert_eq!(tokens[0], before);
        prop_assert_eq!(&tokens[1..], merged(&tables, &word, WordPosition::Final, &mut |_| ()));
    }

    #[test]
    fn parts_between_seams_merge_by_themselves(files in files(), word in word()) {
        let tables = files.tables();
        let mut parts = Vec::new();
        let mut rest = &word[..];
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(tables.seams.first_part(rest));
            let last = if behind.is_empty() { WordPosition::Final } else { WordPosition::Inner };
            parts.extend(ids(&merged(&tables, part, last, &mut |_| ())));
            rest = behind;
        }
        prop_assert_eq!(parts, ids(&merged(&tables, &word, WordPosition::Final, &mut |_| ())));
    }

    #[test]
    fn a_rule_is_found_by_its_pair_and_by_no_other(files in files()) {
        let tables = files.tables();
        let id = |name: &String| TokenId(files.entries.iter().position(|entry| entry == name).unwrap() as u16);
        let mut pairs = HashMap::new();
        for (rank, (left, right)) in files.rules.iter().enumerate() {
            pairs.insert((id(left), id(right)), (rank as u16, id(&format!("{left}{right}"))));
        }
        for left in tables.vocabulary.ids().step_by(3) {
            for right in tables.vocabulary.ids().step_by(5) {
                let rule = tables.merges.rule(left, right).map(|rule| (rule.rank.0, rule.merged));
                prop_assert_eq!(rule, pairs.get(&(left, right)).copied());
            }
        }
        let found: HashMap<_, _> =
            tables.merges.rules().map(|(left, right, rule)| ((left, right), (rule.rank.0, rule.merged))).collect();
        prop_assert_eq!(found, pairs);
    }

    #[test]
    fn a_key_is_that_of_the_first_bytes_and_of_no_other_word(
        word in prop::collection::vec(any::<u8>(), 0..20),
        behind in prop::collection::vec(1..=u8::MAX, KEY_BYTES),
    ) {
        let key = Key::of(&word);
        let has_one = (1..=LONGEST_KEY).contains(&word.len()) && !word.contains(&0);
        prop_assert_eq!(key.is_some(), has_one);
        if let Some(key) = key {
            let bytes: Vec<u8> = word.iter().chain(&behind).copied().take(KEY_BYTES).collect();
            let bytes: [u8; KEY_BYTES] = bytes.try_into().unwrap();
            prop_assert_eq!(Key::of_first(&bytes, word.len(), Folding::None), key);
            prop_assert_eq!(&key.bytes()[..word.len()], &word[..]);
            prop_assert!(key.bytes()[word.len()..].iter().all(|&byte| byte == 0));
            prop_assert_eq!(key.is_ascii(), word.is_ascii());
            prop_assert_eq!(Key::from_parts(key.parts()), key);
            prop_assert!(key != Key::NONE && key.inside_a_word() != key);
            prop_assert!(Key::of_first(&bytes, KEY_BYTES, Folding::None) != key);
        }
    }

    #[test]
    fn folding_letters_is_lower_case(word in "[A-Za-z']{1,15}", behind in "[ -~]{16}") {
        let bytes: Vec<u8> = word.bytes().chain(behind.bytes()).take(KEY_BYTES).collect();
        let folded = Key::of_first(&bytes.try_into().unwrap(), word.len(), Folding::Letters);
        prop_assert_eq!(Some(folded), Key::of(word.to_ascii_lowercase().as_bytes()));
    }
}

#[test]
fn every_byte_has_one_letter_and_every_letter_its_byte() {
    let letters: Vec<(u8, char)> = alphabet().collect();
    assert_eq!(letters.len(), 256);
    assert_eq!(letters.iter().map(|(byte, _)| byte).collect::<HashSet<_>>().len(), 256);
    for &(byte, letter) in &letters {
        assert_eq!(byte_of(letter), Some(byte));
        assert!(!letter.is_whitespace() && !letter.is_control(), "{letter:?} can be printed");
    }
    let known = ('\0'..=char::MAX).filter(|&letter| byte_of(letter).is_some()).count();
    assert_eq!(known, 256);
}

#[test]
fn words_that_are_laid_out_are_found_and_no_others_are() {
    // Short ones, and longer ones that begin with the same eight bytes.
    let word = |number: u32| {
        if number.is_multiple_of(2) { format!("w{number}") } else { format!("longword-{number}") }
    };
    let words: Vec<String> = (0..2_000).map(word).collect();
    let keyed: Vec<(Key, TokenId)> =
        words.iter().zip(0..).map(|(word, id)| (Key::of(word.as_bytes()).unwrap(), TokenId(id))).collect();
    let layout = WordLayout::of(&keyed).unwrap();
    // A table lies in the program for as long as that runs, and so does this one.
    let table = WordTable {
        first_halves: Box::leak(layout.first_halves.into_boxed_slice().try_into().unwrap()),
        second_halves: Box::leak(layout.second_halves.into_boxed_slice().try_into().unwrap()),
        ids: Box::leak(layout.ids.into_boxed_slice().try_into().unwrap()),
        displacements: Box::leak(layout.displacements.into_boxed_slice().try_into().unwrap()),
    };
    for &(key, id) in &keyed {
        assert_eq!((table.find(key), table.holds(key)), (Some(id), true));
        assert!(!table.holds(key.inside_a_word()), "a part of a word is none");
        assert_eq!((WordTable::EMPTY.find(key), WordTable::EMPTY.holds(key)), (None, false));
    }
    for number in 2_000..20_000 {
        let key = Key::of(word(number).as_bytes()).unwrap();
        assert_eq!((table.find(key), table.holds(key)), (None, false));
    }
    let short = |number: &u32| number.is_multiple_of(2);
    let halves: Vec<u64> = (0..20_000)
        .filter(short)
        .map(|number| Key::of(word(number).as_bytes()).unwrap().parts()[0])
        .collect();
    for &half in &halves {
        assert_eq!(table.holds_short(half), table.holds(Key::from_parts([half, 0])));
    }
    #[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
    four_words::assert_that_they_are_found_as_one_is(&table, &halves);
}

/// Four words at once, where the processor can do that.
#[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
mod four_words {
    #![allow(unsafe_code, reason = "functions compiled for AVX-512 are called where the processor has it")]

    use std::arch::x86_64::{_mm_extract_epi64, _mm256_set_epi64x};

    use cliptok_bpe::{Key, WordTable};

    pub(crate) fn assert_that_they_are_found_as_one_is(table: &WordTable, halves: &[u64]) {
        if is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl") {
            // SAFETY: both were just found, and with them all that they need.
            halves.as_chunks().0.iter().for_each(|four| unsafe { compare(table, *four) });
        } else {
            eprintln!("skipped: this processor has no AVX-512");
        }
    }

    #[target_feature(enable = "avx2,avx512f,avx512dq,avx512vl")]
    fn compare(table: &WordTable, halves: [u64; 4]) {
        let [a, b, c, d] = halves.map(u64::cast_signed);
        let four = _mm256_set_epi64x(d, c, b, a);
        let (found, ids) = table.find_four(four);
        assert_eq!(found, table.holds_four(four));
        let all = _mm_extract_epi64::<0>(ids).cast_unsigned();
        for (nth, half) in halves.into_iter().enumerate() {
            let id = (found >> nth & 1 == 1).then(|| (all >> (16 * nth)) as u16);
            assert_eq!(id, table.find(Key::from_parts([half, 0])).map(|id| id.0));
        }
    }
}

#[test]
fn an_entry_knows_its_bytes_its_kind_and_whether_it_ends_a_word() {
    let files = Files::of(&[(0, 2), (3, 8), (4, 0)]);
    let tables = files.tables();
    let vocabulary = &tables.vocabulary;
    assert_eq!((vocabulary.len(), vocabulary.ids().count()), (files.entries.len(), files.entries.len()));
    for (id, entry) in vocabulary.ids().zip(&files.entries) {
        assert_eq!(vocabulary.ends_word(id), entry.ends_with(END_OF_WORD), "{entry}");
        if vocabulary.special(id).is_some() {
            assert_eq!((vocabulary.bytes(id), vocabulary.kind(id)), (entry.as_bytes(), TokenKind::Special));
        } else {
            let bytes: Vec<u8> = entry.trim_end_matches(END_OF_WORD).chars().filter_map(byte_of).collect();
            assert_eq!(
                (vocabulary.bytes(id), vocabulary.kind(id)),
                (&bytes[..], TokenKind::of_bytes(&bytes))
            );
        }
    }
    assert!(vocabulary.id(files.entries.len() as u64).is_err());
    assert!(format!("{tables:?}").len() < 300, "{tables:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]
    /// Numbers of a fixed alphabet, most of them small, and of one that grows.
    #[test]
    fn packed_numbers_come_back(numbers in prop::collection::vec(prop_oneof![0_u16..4, 0_u16..1024], 0..600)) {
        let fixed = Alphabet::Below(1024);
        prop_assert_eq!(&unpack(&pack(&numbers, fixed), numbers.len(), fixed), &numbers);
        let growing = Alphabet::Growing(3);
        let numbers: Vec<u16> = (3_u16..).zip(&numbers).map(|(size, number)| number % size).collect();
        prop_assert_eq!(unpack(&pack(&numbers, growing), numbers.len(), growing), numbers);
    }

    /// Bytes that nothing packed give numbers of the alphabet, too.
    #[test]
    fn any_bytes_are_unpacked(bytes in prop::collection::vec(any::<u8>(), 0..200), size in 1_u16..300) {
        let numbers = unpack(&bytes, 100, Alphabet::Below(size));
        prop_assert!(numbers.len() == 100 && numbers.iter().all(|&number| number < size), "{numbers:?}");
    }
}

#[test]
fn frequent_numbers_take_little_room() {
    let numbers: Vec<u16> = (0..8000).map(|at| if at % 100 == 0 { at / 100 } else { 7 }).collect();
    let packed = pack(&numbers, Alphabet::Below(1024));
    assert!(packed.len() < 400, "{} bytes", packed.len());
}
