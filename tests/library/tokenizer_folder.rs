//! Tokenizer folders of many kinds against transformers 5.23.0, and what of them is not honored.

use std::fs;
use std::io::{BufRead, BufReader};

use cliptok::explain::reach;
use cliptok::{Dialect, Encoder, Model, Pad, Step, TokenId, TokenKind};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{project_file, read};

/// A vocabulary that lacks most bytes.
const TOY_VOCAB: &str = r#"{"c": 0, "a": 1, "t": 2, "h": 3, "s": 4, "t</w>": 5, "s</w>": 6, "at</w>": 7, "cat</w>": 8, "<unk>": 9,
    "<|startoftext|>": 10, "<|endoftext|>": 11}"#;
const TOY_MERGES: &str = "#version: 0.2\na t</w>\nc at</w>\n";

/// A folder with these files, and a vocabulary: `clip`, `toy`, or CLIP's in the `tokenizer.json` that is among the files.
fn folder(vocabulary: &str, files: &Value) -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    match vocabulary {
        "clip" => {
            for name in ["vocab.json", "merges.txt"] {
                fs::copy(project_file("data").join(name), folder.path().join(name)).unwrap();
            }
        }
        "toy" => {
            write("vocab.json", TOY_VOCAB);
            write("merges.txt", TOY_MERGES);
        }
        "json" | "json-as-it-is" => {}
        other => panic!("{other}"),
    }
    for (name, content) in files.as_object().unwrap() {
        let mut content = content.clone();
        if name == "tokenizer.json" && vocabulary == "json" {
            content["model"]["vocab"] = serde_json::from_str(&read("data/vocab.json")).unwrap();
            let merges = read("data/merges.txt");
            content["model"]["merges"] = merges.lines().skip(1).collect::<Vec<_>>().into();
        }
        write(name, &content.to_string());
    }
    folder
}

fn load(vocabulary: &str, files: &Value) -> Encoder {
    Encoder::load(folder(vocabulary, files).path(), Model::Sd1).unwrap()
}

fn ids(encoder: &Encoder, text: &str) -> Vec<u16> {
    let ids: Vec<u16> = encoder.encode(text).ids().map(|id| id.0).collect();
    let mut batch = Vec::new();
    encoder.batch().encode(text, &mut batch);
    assert_eq!(batch.iter().map(|id| id.0).collect::<Vec<_>>(), ids, "the fast path: {text:?}");
    ids
}

fn not_honored(vocabulary: &str, files: &Value) -> Vec<String> {
    load(vocabulary, files).not_honored().iter().map(ToString::to_string).collect()
}

#[test]
fn folders_are_read_as_transformers_reads_them() {
    let file = fs::File::open(project_file("tests/golden/tokenizer-folders.jsonl.gz")).unwrap();
    let (mut folders, mut texts, mut wrong) = (0, 0, Vec::new());
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let golden: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let name = golden["name"].as_str().unwrap();
        let encoder = load(golden["vocabulary"].as_str().unwrap(), &golden["files"]);
        let row = encoder.row("").to_u16();
        assert_eq!(
            json!([row[0], row[1], row[2]]),
            json!([golden["start"], golden["end"], golden["pad"]]),
            "{name}"
        );
        let length = golden["length"].as_u64().unwrap_or(77);
        assert_eq!((row.len() as u64, encoder.context_length().slots() as u64), (length, length), "{name}");
        for text in golden["texts"].as_array().unwrap() {
            let (typed, expected) = (text[0].as_str().unwrap(), &text[1]);
            let found = json!(ids(&encoder, typed));
            if found != *expected {
                wrong.push(format!("{name}: {typed:?}: {found}, not {expected}"));
            }
            texts += 1;
        }
        folders += 1;
    }
    assert!(wrong.is_empty(), "{} of {texts}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(folders >= 17 && texts > 1900, "{folders} folders, {texts} texts");
}

#[test]
fn lines_are_counted_as_texts_are() {
    use cliptok::batch::{Invalid, NotUtf8, Separator};
    let lines = "a <cat-toy> cat\nsks! sksb\n\n<x>, <X> <cat-toy>\na photo of a cat";
    for added in
        [json!({"<cat-toy>": 49408}), json!({"sks": 49408, "<x>": 49409}), json!({"!": 49408, ",": 49409})]
    {
        let encoder = load("clip", &json!({"added_tokens.json": added}));
        let mut counts = Vec::new();
        let mut batch = encoder.batch();
        let done = batch.count_lines(lines.as_bytes(), Separator::LineFeed, Invalid::Refuse, |_, tokens| {
            counts.push(tokens);
            Ok::<(), NotUtf8>(())
        });
        done.unwrap();
        let expected: Vec<usize> = lines.lines().map(|line| encoder.encode(line).tokens.len()).collect();
        assert_eq!(counts, expected, "{added}");
    }
}

#[test]
fn an_added_token_has_a_place_in_the_prompt() {
    let files = json!({"tokenizer_config.json": {"added_tokens_decoder": {
        "49408": {"content": "<Toy>", "normalized": true, "lstrip": true, "rstrip": true, "special": false}
    }}});
    let encoder = load("clip", &files);
    let prompt = "A  <TOY>  cat";
    let tokens = encoder.encode(prompt).tokens;
    assert_eq!((tokens[1].id, tokens[1].kind), (TokenId(49408), TokenKind::Special));
    assert_eq!(tokens[1].original.slice(prompt), Some("  <TOY>  "));
    assert_eq!(tokens[2].original.slice(prompt), Some("cat"));
    assert_eq!(encoder.vocabulary().bytes(TokenId(49408)), b"<Toy>");
    assert_eq!(encoder.vocabulary().decode(&[TokenId(320), TokenId(49408)]).unwrap(), b"a <Toy>");
    assert_eq!(encoder.spelling(TokenId(49408)), Some("<Toy>"));
    let _ = reach(TokenId(49408), &encoder);
}

#[test]
fn a_pad_of_the_folder_is_the_models_and_a_program_may_have_its_own() {
    let bang = json!({"special_tokens_map.json": {"pad_token": "!"}});
    let encoder = load("clip", &bang);
    assert_eq!(ids(&encoder, "hello!"), [3306, 0]);
    assert_eq!(encoder.pad(), TokenId(0));
    assert_eq!(encoder.row("hello!").to_u16()[..5], [49406, 3306, 0, 49407, 0]);
    let reader =
        cliptok::PromptReader::new(&encoder, cliptok::Syntax::A1111, cliptok::SyntaxOptions::default());
    assert_eq!(ids(reader.encoder(), "hello!"), [3306, 256]);
    // Where the folder names none, it is the model's.
    let plain =
        Encoder::load(folder("clip", &json!({"special_tokens_map.json": {}})).path(), Model::Sd2).unwrap();
    assert_eq!(Model::Sd2.pad(), Pad::SpecialSymbol(b'!'));
    assert_eq!(ids(&plain, "hello!"), [3306, 0]);
}

#[test]
fn other_dialects_find_tokens_as_typed_or_not_at_all() {
    let files = json!({"added_tokens.json": {"<cat-toy>": 49408}});
    let encoder = load("clip", &files);
    let of = |dialect, text: &str| ids(&encoder.with_dialect(dialect), text);
    assert_eq!(of(Dialect::HfSlow, "a <cat-toy> <CAT-TOY>")[..2], [320, 49408]);
    assert!(!of(Dialect::HfSlow, "<CAT-TOY>").contains(&49408));
    assert!(!of(Dialect::OpenAi, "<cat-toy>").contains(&49408));
    assert_eq!(encoder.not_honored(), []);
    let words: Vec<String> =
        encoder.with_dialect(Dialect::OpenAi).not_honored().iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        ["the added token \"<cat-toy>\" is not found in dialect openai as the folder says it; hf does that"]
    );
}

#[test]
fn what_is_not_honored_is_named() {
    let config = json!({"do_lower_case": false, "add_prefix_space": true, "padding_side": "left", "tokenizer_class": "T5Tokenizer",
        "model_max_length": 1, "clean_up_tokenization_spaces": true, "bos_token": 7, "unk_token": null});
    assert_eq!(
        not_honored(
            "clip",
            &json!({"tokenizer_config.json": config, "added_tokens.json": {"<x>": 49410, "<y>": "z"}})
        ),
        [
            "added_tokens.json: <y> is not honored; it is neither a string nor an object with content",
            "tokenizer_config.json: bos_token is not honored; it is neither a string nor an object with content",
            "tokenizer_config.json: model_max_length 1 is not honored; rows have 2 to 65536 slots",
            "tokenizer_config.json: add_prefix_space true is not honored",
            "tokenizer_config.json: clean_up_tokenization_spaces true is not honored; ids are decoded as they are",
            "tokenizer_config.json: do_lower_case false is not honored",
            "tokenizer_config.json: padding_side \"left\" is not honored",
            "tokenizer_config.json: tokenizer_class \"T5Tokenizer\" is not honored",
            "added_tokens.json: the id 49410 of \"<x>\" is not honored; it has 49408, since added tokens follow one another",
        ]
    );
    // The usual token takes the place of one that cannot be read.
    let encoder = load("clip", &json!({"special_tokens_map.json": {"bos_token": 7}}));
    assert_eq!(ids(&encoder, "<|startoftext|>cat"), [49406, 2368]);
    // What a folder of CLIP's own says is done.
    let usual = json!({"do_lower_case": true, "add_prefix_space": false, "errors": "replace", "model_max_length": 77,
        "tokenizer_class": "CLIPTokenizer", "padding_side": "right", "pad_token": "<|endoftext|>", "name_or_path": "x"});
    assert_eq!(not_honored("clip", &json!({"tokenizer_config.json": usual})), Vec::<String>::new());
}

#[test]
fn a_tokenizer_json_alone_is_a_folder() {
    let spelled = json!({"added_tokens": [{"id": 12, "content": "<New>", "normalized": true}], "normalizer": {"type": "NFKC"},
        "model": {"type": "BPE", "dropout": 0.1, "unk_token": "<unk>",
        "vocab": serde_json::from_str::<Value>(TOY_VOCAB).unwrap(), "merges": ["a t</w>", "c at</w>"]}});
    let mut listed = spelled.clone();
    listed["model"]["merges"] = json!([["a", "t</w>"], ["c", "at</w>"]]);
    for json in [spelled, listed] {
        let encoder = load("json-as-it-is", &json!({"tokenizer.json": json}));
        assert_eq!(ids(&encoder, "cat <NEW> hat"), [8, 12, 3, 7]);
        // `CLIPTokenizer` puts its own token where bytes are missing, whatever the model says.
        assert_eq!(ids(&encoder, "!"), [11]);
        let words: Vec<String> = encoder.not_honored().iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "tokenizer.json: model.dropout 0.1 is not honored",
                "tokenizer.json: model.unk_token \"<unk>\" is not honored",
                "tokenizer.json: normalizer with other steps than CLIP's is not honored",
            ]
        );
        assert!(
            encoder.with_dialect(Dialect::HfSlow).normalize("A").changed_by().contains(&Step::LowerCasing14)
        );
    }
}

#[test]
fn errors_name_file_and_place() {
    let said = |name: &str, text: &str| {
        let folder = folder("toy", &json!({}));
        fs::write(folder.path().join(name), text).unwrap();
        let error = Encoder::load(folder.path(), Model::Sd1).unwrap_err();
        let file = error.path.file_name().unwrap().to_str().unwrap();
        format!("{file}: {}", error.problem)
    };
    assert_eq!(
        said("special_tokens_map.json", "{\"pad_token\"\n: 1 2}"),
        "special_tokens_map.json: line 2, column 5: expected `,` or `}`"
    );
    assert_eq!(
        said("tokenizer_config.json", "[]"),
        "tokenizer_config.json: line 1, column 0: invalid type: sequence, expected an object of settings"
    );
    assert_eq!(
        said("added_tokens.json", ""),
        "added_tokens.json: line 1, column 0: EOF while parsing a value"
    );
    let json = |model: &str| said("tokenizer.json", &format!("{{\"model\":{model}}}"));
    assert_eq!(said("tokenizer.json", "{}"), "tokenizer.json: line 1, column 2: missing field `model`");
    assert_eq!(
        json("{\"type\":\"Unigram\"}"),
        "tokenizer.json: line 1, column 27: the type of the model is \"Unigram\"; CLIP's is \"BPE\""
    );
    assert_eq!(
        json("{\"vocab\":{},\"merges\":[7]}"),
        "tokenizer.json: line 1, column 33: 7 is not a rule of two parts"
    );
    assert_eq!(
        json("{\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}"),
        "tokenizer.json: rule 1: merges \"b\", which its vocabulary does not have"
    );
    // Without a word about tokens, every byte is needed.
    let bare = Encoder::load(folder("toy", &json!({})).path(), Model::Sd1).unwrap_err();
    assert!(bare.to_string().contains("every single byte"), "{bare}");
}
