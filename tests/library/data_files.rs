//! Loading another vocabulary: a small one that is right, and each way in which one can be wrong.

use std::fs;
use std::path::Path;

use cliptok::explain::{Obstacle, Reachability, Statistics, reach};
use cliptok::{Dialect, Encoder, LoadError, Model, Step, TokenId};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::{ids, project_file, sd1, text};

/// A vocabulary with three rules: `ab`, `abc</w>` and `¡ab`, whose first letter is the byte A1.
struct Files {
    entries: Vec<(String, String)>,
    merges: String,
}

impl Files {
    fn new() -> Self {
        let visible = (0x21..=0x7E).chain(0xA1..=0xAC).chain(0xAE..=0xFF);
        let letters: Vec<char> = visible.chain(0x100..0x144).filter_map(char::from_u32).collect();
        assert_eq!(letters.len(), 256);
        let single = letters.iter().map(char::to_string);
        let ending = letters.iter().map(|letter| format!("{letter}</w>"));
        let more = ["ab", "abc</w>", "¡ab", "<|startoftext|>", "<|endoftext|>"].map(str::to_owned);
        let entries =
            single.chain(ending).chain(more).zip(0_u32..).map(|(entry, id)| (entry, id.to_string()));
        Self { entries: entries.collect(), merges: "#version: 0.2\na b\nab c</w>\n¡ ab\n".to_owned() }
    }

    fn with_merges(merges: &str) -> Self {
        Self { merges: format!("#version: 0.2\n{merges}"), ..Self::new() }
    }

    fn entry(&mut self, name: &str) -> &mut (String, String) {
        self.entries.iter_mut().find(|(entry, _)| entry == name).unwrap()
    }

    fn vocab_json(&self) -> String {
        let entry = |(name, id): &(String, String)| format!("{}: {id}", serde_json::to_string(name).unwrap());
        format!("{{{}}}", self.entries.iter().map(entry).collect::<Vec<_>>().join(",\n"))
    }

    fn folder(&self) -> TempDir {
        folder(self.vocab_json().as_bytes(), self.merges.as_bytes())
    }

    fn load(&self) -> Result<Encoder, LoadError> {
        load(self.vocab_json().as_bytes(), self.merges.as_bytes())
    }
}

fn folder(vocab_json: &[u8], merges_txt: &[u8]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("vocab.json"), vocab_json).unwrap();
    fs::write(folder.path().join("merges.txt"), merges_txt).unwrap();
    folder
}

fn load(vocab_json: &[u8], merges_txt: &[u8]) -> Result<Encoder, LoadError> {
    Encoder::load(folder(vocab_json, merges_txt).path(), Model::Sd1)
}

/// The words of an error, without the folder that the test made.
#[track_caller]
fn words(result: Result<Encoder, LoadError>) -> String {
    let error = result.expect_err("it is wrong");
    format!("{}: {}", error.path.file_name().unwrap().to_str().unwrap(), error.problem)
}

#[test]
fn a_small_vocabulary_works() {
    let encoder = Files::new().load().unwrap();
    assert_eq!(ids(&encoder, "abc"), [513]);
    assert_eq!(ids(&encoder, "abcab"), [512, 66, 64, 321]);
    assert_eq!(ids(&encoder, "<|endoftext|>"), [516]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_built_in_vocabulary_is_that_of_the_data_files(texts in prop::collection::vec(text(), 20)) {
        static LOADED: std::sync::LazyLock<Encoder> =
            std::sync::LazyLock::new(|| Encoder::load(&project_file("data"), Model::Sd1).unwrap());
        for text in texts {
            prop_assert_eq!(LOADED.encode(&text), sd1().encode(&text));
        }
    }
}

#[test]
fn an_entry_that_the_rules_never_make_is_given_up_after_a_trial() {
    // In `abc` the rule of b and c comes first, so that ab and c never meet.
    let mut files = Files::with_merges("b c</w>\na b\nab c</w>\n");
    files.entry("¡ab").0 = "bc</w>".to_owned();
    let encoder = files.load().unwrap();
    let abc = TokenId(513);
    assert_eq!(encoder.vocabulary().bytes(abc), b"abc");
    assert_eq!(reach(abc, &encoder), Reachability::NotBy(1));
}

#[test]
#[should_panic(expected = "statistics of two vocabularies cannot be added")]
fn statistics_of_two_vocabularies_are_not_added() {
    // What the shorter one lacks was dropped in silence.
    let other = Files::new().load().unwrap();
    let mut statistics = Statistics::of(sd1().vocabulary());
    statistics.merge(&Statistics::of(other.vocabulary()));
}

#[test]
fn what_only_a_reference_can_spell_is_found_or_proven_by_dialect() {
    // A byte order mark, a ligature, a control that no reference gives, and the first bytes of a joiner.
    let rules = "ï »\nï» ¿</w>\nï ¬\nï¬ ģ</w>\nâ Ģ\n";
    let mut files = Files::with_merges(rules);
    files.entries.retain(|(entry, _)| !["ab", "abc</w>", "¡ab"].contains(&entry.as_str()));
    for entry in ["ï»", "ï»¿</w>", "ï¬", "ï¬ģ</w>", "âĢ"] {
        files.entries.push((entry.to_owned(), String::new()));
    }
    for (index, (_, id)) in files.entries.iter_mut().enumerate() {
        *id = index.to_string();
    }
    let folder = files.folder();
    let reached = |entry: &str, dialect: Dialect| {
        let id = files.entries.iter().position(|(name, _)| name == entry).unwrap() as u16;
        let encoder = Encoder::load(folder.path(), Model::Sd1).unwrap().with_dialect(dialect);
        let reached = reach(TokenId(id), &encoder);
        if let Reachability::By(prompt) = &reached {
            assert!(ids(&encoder, prompt).contains(&id), "{prompt:?}");
        }
        reached
    };
    let removed = |character, step| Reachability::Never(Obstacle::Removed(character, step));
    assert_eq!(reached("ï»¿</w>", Dialect::Hf), Reachability::By("\u{FEFF}".to_owned()));
    assert_eq!(reached("ï»¿</w>", Dialect::OpenAi), Reachability::By("< &#xfeff;".to_owned()));
    assert_eq!(reached("ï»¿</w>", Dialect::HfSlow), removed('\u{FEFF}', Step::TextRepair));
    assert_eq!(reached("ï»¿</w>", Dialect::HfBasic), removed('\u{FEFF}', Step::InvalidCharacters));
    assert_eq!(reached("ï¬ģ</w>", Dialect::Hf), Reachability::By("ﬁ".to_owned()));
    assert_eq!(reached("ï¬ģ</w>", Dialect::OpenAi), Reachability::By("< &#xfb01;".to_owned()));
    // Ligatures are taken apart, but by trial alone: some other repair might make one.
    assert_eq!(reached("ï¬ģ</w>", Dialect::HfSlow), Reachability::NotBy(1));
    assert!(matches!(reached("âĢ", Dialect::HfBasic), Reachability::By(_)));
}

#[test]
fn a_header_is_not_needed_and_line_ends_may_be_crlf() {
    let files = Files::new();
    for merges in ["a b\nab c</w>\n¡ ab", "#version: 0.2\r\na b\r\nab c</w>\r\n¡ ab\r\n"] {
        let encoder = load(files.vocab_json().as_bytes(), merges.as_bytes()).unwrap();
        assert_eq!(ids(&encoder, "abc"), [513]);
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = Encoder::load(Path::new("/no/such/folder"), Model::Sd1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "/no/such/folder/vocab.json: cannot be read: No such file or directory (os error 2); \
         a vocabulary directory holds vocab.json and merges.txt"
    );
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("vocab.json"), Files::new().vocab_json()).unwrap();
    let words = words(Encoder::load(folder.path(), Model::Sd1));
    assert!(words.starts_with("merges.txt: cannot be read: "), "{words}");
}

#[test]
fn bytes_that_are_not_utf8_are_placed() {
    let files = Files::new();
    assert_eq!(
        words(load(b"{\"a\": 0,\n\"\xFF\": 1}", files.merges.as_bytes())),
        "vocab.json: line 2, byte offset 10: not UTF-8; save the file as UTF-8"
    );
    assert_eq!(
        words(load(files.vocab_json().as_bytes(), b"a b\nab \xC3")),
        "merges.txt: line 2, byte offset 7: not UTF-8; save the file as UTF-8"
    );
}

#[test]
fn bad_json_is_placed() {
    let files = Files::new();
    let json = |text: &str| words(load(text.as_bytes(), files.merges.as_bytes()));
    let asked = "; the file must be one JSON object that maps entries to ids";
    assert_eq!(json(""), format!("vocab.json: line 1, column 0: EOF while parsing a value{asked}"));
    assert_eq!(
        json("{\"a\": 0,\n\"b\" 1}"),
        format!("vocab.json: line 2, column 5: the id of \"b\": expected `:`{asked}")
    );
    assert_eq!(
        json("[1]"),
        format!(
            "vocab.json: line 1, column 0: invalid type: sequence, expected an object that maps entries to ids{asked}"
        )
    );
    assert!(json("{\"a\": -1}").contains("the id of \"a\""));
    assert!(json("{\"a\": \"one\"}").contains("the id of \"a\""));
    assert!(json("{} x").contains("trailing characters"));
    assert!(json(&"[".repeat(1_000_000)).starts_with("vocab.json: line 1"));
}

#[test]
fn an_entry_that_stands_twice_is_named() {
    let mut files = Files::new();
    files.entry("ab").0 = "a".to_owned();
    assert_eq!(words(files.load()), "vocab.json: \"a\" appears twice; each entry must have one id");
}

#[test]
fn an_id_that_is_given_twice_is_named_with_both_entries() {
    let mut files = Files::new();
    files.entry("ab").1 = "64".to_owned();
    assert_eq!(
        words(files.load()),
        "vocab.json: id 64 is given to \"a\" and to \"ab\"; each id must have one entry"
    );
}

#[test]
fn an_id_that_is_missing_is_named() {
    let mut files = Files::new();
    files.entry("ab").1 = "600".to_owned();
    assert_eq!(
        words(files.load()),
        "vocab.json: no entry has id 512; the 517 entries must have the ids 0 to 516, each once"
    );
}

#[test]
fn an_id_too_large_for_two_bytes_is_named() {
    for id in ["65535", "18446744073709551615"] {
        let mut files = Files::new();
        files.entry("ab").1 = id.to_owned();
        assert_eq!(
            words(files.load()),
            format!("vocab.json: \"ab\" has id {id}; ids must be at most 65534, to fit in two bytes")
        );
    }
}

#[test]
fn a_missing_byte_or_special_token_is_named() {
    for (missing, other) in [("a", "zz"), ("a</w>", "zz"), ("<|endoftext|>", "zz")] {
        let mut files = Files::new();
        files.entry(missing).0 = other.to_owned();
        assert_eq!(
            words(files.load()),
            format!(
                "vocab.json: {missing:?} is missing; every single byte, with and without </w>, \
                 and both special tokens are needed"
            )
        );
    }
}

#[test]
fn an_entry_outside_the_byte_alphabet_is_named() {
    let mut files = Files::new();
    files.entry("ab").0 = "a日".to_owned();
    assert_eq!(
        words(files.load()),
        "vocab.json: \"a日\" has the character '日', which stands for no byte in the byte-level alphabet"
    );
}

#[test]
fn an_entry_without_bytes_is_named() {
    let mut files = Files::new();
    files.entry("ab").0 = "</w>".to_owned();
    assert_eq!(words(files.load()), "vocab.json: the entry with id 512 is empty");
}

#[test]
fn a_line_that_is_no_pair_is_named() {
    for line in ["ab", "a b c", "a  b", " a b", "a ", ""] {
        assert_eq!(
            words(Files::with_merges(&format!("a b\n{line}\nab c</w>\n")).load()),
            format!("merges.txt: line 3: {line:?} is not two parts with one space between them")
        );
    }
}

#[test]
fn a_rule_of_an_unknown_token_is_named() {
    assert_eq!(
        words(Files::with_merges("a b\nzz c\n").load()),
        "merges.txt: line 3: merges \"zz\", which vocab.json does not have"
    );
    assert_eq!(
        words(Files::with_merges("a b\na z\n").load()),
        "merges.txt: line 3: makes \"az\", which vocab.json does not have"
    );
}

#[test]
fn a_rule_that_comes_before_its_parts_is_named() {
    assert_eq!(
        words(Files::with_merges("ab c</w>\na b\n¡ ab\n").load()),
        "merges.txt: line 2: merges \"ab\", which no line above it makes; a rule must come after those of its parts"
    );
}

#[test]
fn a_rule_that_stands_twice_is_named() {
    assert_eq!(
        words(Files::with_merges("a b\nab c</w>\na b\n").load()),
        "merges.txt: line 4: makes \"ab\", as line 2 did; each entry must have one rule"
    );
}

#[test]
fn the_end_of_a_word_inside_one_is_named() {
    let mut files = Files::with_merges("a</w> b\n");
    files.entry("ab").0 = "a</w>b".to_owned();
    assert_eq!(
        words(files.load()),
        "merges.txt: line 2: \"a</w>\" and \"b\" put </w> where no word can end; only the right part may end with it"
    );
}

#[test]
fn the_mark_of_a_words_end_that_two_parts_make_together_is_named() {
    // `<` and `/w>` spell an entry that ends a word, but neither of them ends one.
    let mut files = Files::with_merges("w >\n/ w>\na <\na< /w>\n");
    for (entry, name) in [("ab", "w>"), ("abc</w>", "/w>"), ("¡ab", "a<")] {
        files.entry(entry).0 = name.to_owned();
    }
    assert_eq!(
        words(files.load()),
        "merges.txt: line 5: \"a<\" and \"/w>\" put </w> where no word can end; only the right part may end with it"
    );
}

#[test]
fn a_file_too_large_to_be_one_is_not_read_to_its_end() {
    let folder = TempDir::new().unwrap();
    let file = fs::File::create(folder.path().join("vocab.json")).unwrap();
    // Sparse: it takes no room.
    file.set_len(1 << 40).unwrap();
    assert_eq!(
        words(Encoder::load(folder.path(), Model::Sd1)),
        "vocab.json: is larger than 67108864 bytes, which is too large for a vocabulary like CLIP's"
    );
}

#[test]
fn json_that_is_nested_a_million_deep_is_placed() {
    let nested = "[".repeat(1 << 20);
    assert_eq!(
        words(load(nested.as_bytes(), b"")),
        "vocab.json: line 1, column 0: invalid type: sequence, expected an object that maps entries to ids; \
         the file must be one JSON object that maps entries to ids"
    );
    let inside = format!("{{\"a\": {}", "{\"a\":".repeat(1 << 20));
    let said = words(load(inside.as_bytes(), b""));
    assert!(said.starts_with("vocab.json: line 1, column "), "{said}");
}

#[test]
fn rules_in_a_circle_are_placed() {
    // `ab` is made of `abab`, which is made of `ab`.
    let mut files = Files::with_merges("abab b\nab ab\n¡ ab\n");
    files.entry("abc</w>").0 = "abab".to_owned();
    assert_eq!(
        words(files.load()),
        "merges.txt: line 2: merges \"abab\", which no line above it makes; a rule must come after those of its parts"
    );
}

#[test]
fn a_vocabulary_of_all_ids_that_two_bytes_have_is_loaded_or_refused_in_time() {
    let ids = |count: u32| {
        let entries: Vec<String> = (0..count).map(|id| format!("\"x{id}\": {id}")).collect();
        format!("{{{}}}", entries.join(","))
    };
    // Entries that no rule makes, and one id too many.
    assert!(words(load(ids(65_535).as_bytes(), b"")).contains("\"<|startoftext|>\" is missing"));
    assert_eq!(
        words(load(ids(65_536).as_bytes(), b"")),
        "vocab.json: \"x65535\" has id 65535; ids must be at most 65534, to fit in two bytes"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_lead_to_odd_places_are_refused() {
    use std::os::unix::fs::symlink;
    let no_file = "vocab.json: is not a regular file; a vocabulary directory holds vocab.json and merges.txt";
    let linked = |target: &str| {
        let folder = TempDir::new().unwrap();
        symlink(target, folder.path().join("vocab.json")).unwrap();
        words(Encoder::load(folder.path(), Model::Sd1))
    };
    for endless in ["/dev/zero", "/dev/stdin", "/", "/dev/tty"] {
        assert!(linked(endless) == no_file || linked(endless).contains("cannot be read"), "{endless}");
    }
    assert!(
        linked("vocab.json").starts_with("vocab.json: cannot be read: Too many levels of symbolic links")
    );
    assert!(linked("/proc/self/mem").starts_with("vocab.json: cannot be read: "));
    let folder = TempDir::new().unwrap();
    // Nobody writes to it: whoever opened it would wait for ever.
    assert!(crate::support::shell(&format!("mkfifo {}/vocab.json", folder.path().display())).code == 0);
    assert_eq!(words(Encoder::load(folder.path(), Model::Sd1)), no_file);
}

#[test]
fn a_merges_file_of_another_length_is_told() {
    assert_eq!(
        words(Files::with_merges("a b\nab c</w>\n").load()),
        "merges.txt: has 2 rules, which with 512 single bytes and 2 special tokens make 516 entries, \
         but vocab.json has 517: no rule makes \"¡ab\"; are both files complete, and do they belong together?"
    );
}
