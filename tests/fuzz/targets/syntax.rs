//! Any prompt in the syntax of every program: no panic, places inside the prompt, and one prompt alone as in a batch.

#![no_main]

use std::sync::LazyLock;

use cliptok::lint::{lints, looks_like_syntax};
use cliptok::syntax::{Embedding, SyntaxOptions};
use cliptok::{Encoder, Model, PromptReader, Syntax};
use libfuzzer_sys::fuzz_target;

static READERS: LazyLock<Vec<PromptReader>> = LazyLock::new(|| {
    let options = SyntaxOptions {
        embeddings: vec![Embedding { name: "bad".to_owned(), vectors: 3 }],
        ..SyntaxOptions::default()
    };
    let reader = |model: Model| {
        let (encoder, options) = (Encoder::for_model(model), options.clone());
        move |syntax: &Syntax| PromptReader::new(&encoder, *syntax, options.clone())
    };
    Syntax::ALL.iter().map(reader(Model::Sd1)).chain(Syntax::ALL.iter().map(reader(Model::SdxlG))).collect()
});

// The first byte chooses the program.
fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let reader = &READERS[choice as usize % READERS.len()];
    let prompt = &*String::from_utf8_lossy(bytes);
    let read = reader.read(prompt);
    let counted = reader.batch().count(prompt);
    match (&read, counted) {
        (Ok(read), Ok(count)) => assert_eq!(read.used, count),
        (Err(one), Err(other)) => assert_eq!(*one, other),
        (one, other) => panic!("{one:?} alone and {other:?} in a batch"),
    }
    for lint in lints(prompt, reader, read.as_ref()) {
        assert!(lint.original.slice(prompt).is_some(), "{lint:?}");
    }
    if let Some(seen) = looks_like_syntax(prompt) {
        assert!(seen.original.slice(prompt).is_some(), "{seen:?}");
    }
    let Ok(read) = read else { return };
    for (text, encoded) in read.reading.texts.iter().zip(&read.texts) {
        for segment in text.segments.iter() {
            assert!(text.segments.alignment().original(segment.span).end <= prompt.len());
        }
        for row in &encoded.filled.rows {
            assert!(row.slots.len() <= 77);
        }
    }
});
