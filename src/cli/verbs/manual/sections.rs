//! Enters: the name of a verb, or of the program. Leaves: the sections of its man page that no option says: exit status, environment, files.

use clap_mangen::roff::{Inline, Roff, bold, roman};

/// What a page says behind its options, but for the examples.
pub(super) fn sections(name: &str) -> Roff {
    let mut page = Roff::new();
    page.control("SH", ["EXIT STATUS"]);
    entry(&mut page, "0", "Everything was answered, or the reader closed the pipe.");
    if let Some(words) = negative(name) {
        entry(&mut page, "1", words);
    }
    entry(
        &mut page,
        "2",
        "Something was wrong. Standard error says what, where, and what to do; everything before it was answered.",
    );
    page.control("SH", ["ENVIRONMENT"]);
    entry(&mut page, "COLUMNS", "How many columns a view has, instead of as many as the terminal has.");
    entry(&mut page, "NO_COLOR", "If it is set, views have no color, unless --color always is given.");
    entry(&mut page, "TERM", "If it is dumb, views have no color.");
    entry(&mut page, "TMPDIR", "Where an array of more than 4 MiB is put together before it is written.");
    page.control("SH", ["FILES"]);
    entry(
        &mut page,
        "vocab.json, merges.txt",
        "CLIP's own are built in. --vocab-dir reads others, with tokenizer_config.json, special_tokens_map.json, \
         added_tokens.json, and tokenizer.json beside them.",
    );
    entry(
        &mut page,
        "*.txt, *.caption",
        "What is read of a folder, a prompt a file; where there are none, its pictures. --ext chooses others.",
    );
    page
}

fn entry(page: &mut Roff, name: &str, words: &str) {
    let (name, words): (Inline, Inline) = (bold(name), roman(words));
    page.control("TP", []).text([name]).text([words]);
}

/// What is a negative answer of a verb; `None` if it gives none.
fn negative(name: &str) -> Option<&'static str> {
    Some(match name {
        "count" => {
            "A prompt has more tokens than --max, its program raises on it, or --deny-warnings finds a warning."
        }
        "encode" => "A prompt's program raises on it, or --deny-warnings finds a warning.",
        "inspect" => {
            "A phrase of --find occurs in no prompt, a prompt's program raises on it, or --deny-warnings finds a warning."
        }
        "fit" | "trace" | "stats" => "A picture or an archive had no prompt.",
        "diff" => "What is compared differs on a prompt, or none of it gives the --ids.",
        "check" => "Some ids are not those of the model.",
        "vocab" => "A query finds no entry, or a word of --single is not one token.",
        "emoji" => "A query finds no emoji.",
        "cliptok" => {
            "The answer is no: a prompt has too many tokens, dialects differ, nothing is found. The page of each verb says more."
        }
        _ => return None,
    })
}
