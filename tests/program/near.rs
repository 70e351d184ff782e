//! `near`: what lies near in the table of a model, which tables a file has, and what is said where there is none.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{cliptok, project_file, view};

/// A file of the fixtures.
fn fixture(name: &str) -> String {
    project_file("tests/golden/embeddings").join(name).display().to_string()
}

/// The table with neighbors that were planted in it.
fn planted() -> String {
    fixture("neighbours/planted-f32.safetensors")
}

fn json(arguments: &[&str]) -> Value {
    let ran = cliptok(arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

/// The ids and cosines that lie nearest to a query of a report.
fn nearest(query: &Value) -> Vec<(u64, f64)> {
    let one = |entry: &Value| (entry["id"].as_u64().unwrap(), entry["cosine"].as_f64().unwrap());
    query["nearest"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn the_closest_entries_of_a_token_come_in_the_order_of_their_cosines() {
    let index: Value =
        serde_json::from_str(&crate::support::read("tests/golden/embeddings/index.json")).unwrap();
    let planted: Vec<&Value> =
        index["fixtures"].as_array().unwrap().iter().filter(|one| one["query"].is_number()).collect();
    assert_eq!(planted.len(), 2);
    for wanted in planted {
        let file = fixture(wanted["file"].as_str().unwrap());
        let report =
            json(&["near", "--weights", &file, "--top", "12", "--format", "json", "cat", "🏯", "📜"]);
        let found = nearest(&report[0]["queries"][0]);
        let order = wanted["expect_cosine_order"].as_array().unwrap();
        for (at, pair) in order.iter().enumerate() {
            assert_eq!(found[at].0, pair[0].as_u64().unwrap(), "{file}");
            assert!(
                (found[at].1 - pair[1].as_f64().unwrap()).abs()
                    < wanted["tolerance"].as_f64().unwrap() + 5e-5
            );
        }
        // All others lie at a right angle: by their ids.
        assert_eq!(found[9..].iter().map(|one| one.0).collect::<Vec<_>>(), [0, 1, 2], "{file}");
        for (number, name) in [(1, "castle"), (2, "scroll")] {
            let queries = report[number]["queries"].as_array().unwrap();
            let mean = queries.last().unwrap();
            assert_eq!(mean["kind"], "mean");
            let ids: Vec<&Value> = queries[..2].iter().map(|query| &query["token"]["id"]).collect();
            assert_eq!(ids, wanted[name]["tokens"].as_array().unwrap().iter().collect::<Vec<_>>());
            let (id, cosine) = nearest(mean)[0];
            assert_eq!(id, wanted[name]["mean_of_both_nearest"].as_u64().unwrap());
            assert!((cosine - 1.0).abs() < 0.002);
            assert_eq!(mean["closest_word"]["id"], wanted[name]["mean_of_both_nearest"]);
        }
        let table = &report[0]["table"];
        assert_eq!((&table["zero_ids"], table["zero_rows"].as_u64()), (&wanted["zero_rows"], Some(3)));
        assert_eq!(
            (table["not_finite_ids"].to_string().as_str(), table["not_finite_rows"].as_u64()),
            ("[49404,49405]", Some(2))
        );
    }
}

#[test]
fn a_filter_leaves_whole_words_or_emoji() {
    let words = json(&["near", "--weights", &planted(), "--words", "--top", "6", "--format", "json", "cat"]);
    let ids: Vec<u64> = nearest(&words[0]["queries"][0]).iter().map(|one| one.0).collect();
    // 15 is a digit, and 1481 is `cat` inside a word.
    assert_eq!(ids[..5], [2368, 3989, 13063, 8417, 1929]);
    let emoji = json(&["near", "--weights", &planted(), "--emoji", "--top", "1", "--format", "json", "cat"]);
    assert_eq!(nearest(&emoji[0]["queries"][0])[0].0, 22979);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let run = |threads: &str| {
        let arguments =
            ["near", "--weights", &planted(), "--survey", "--format", "json", "--threads", threads];
        cliptok(&arguments).stdout
    };
    let one = run("1");
    assert!(one.len() > 100_000, "{}", one.len());
    assert_eq!([run("2"), run("5")], [one.clone(), one]);
}

#[test]
fn a_person_reads_the_answer_first_and_what_it_means_last() {
    let shown = view("80", &["near", "--weights", &planted(), "--top", "3", "🏯"], 0);
    assert!(
        shown.starts_with("near        🏯  closest word to the mean of its tokens: yin╯ 23543  cosine\n"),
        "{shown}"
    );
    assert!(shown.contains("\ntoken       ‹F0 9F 8F› 1109  norm 0.4000\n             1.0000  +128.3 sd  ‹F0 9F 8F› 1109  itself\n"), "{shown}");
    assert!(shown.contains("\nmean        of the rows of all tokens"), "{shown}");
    assert!(
        shown.contains("\nleft out    3 rows that are zero, 2 rows with a number that is infinite or none\n"),
        "{shown}"
    );
    assert!(shown.contains("not what it means in a prompt."), "{shown}");
    let cat = view("80", &["near", "--weights", &planted(), "cat"], 0);
    assert!(cat.starts_with("near        cat  closest word: cats╯ 3989  cosine 0.9848\n"), "{cat}");
    assert!(cat.contains("0.9962   +87.3 sd  0 15  no prompt gives it\n"), "{cat}");
    assert!(cat.contains("! 0  noise\n"), "{cat}");
}

#[test]
fn a_row_without_a_direction_has_no_neighbors() {
    let ran = cliptok(&["near", "--weights", &planted(), "💑"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "cliptok: argument 1: nothing lies near it\n"));
    assert!(ran.stdout.contains("a number of it is infinite or none"), "{}", ran.stdout);
    let ran = cliptok(&["near", "--weights", &planted(), "--pair", "cat", "💑"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(
        ran.stderr,
        "cliptok: there is no cosine: a row is zero or not finite, or there is no token\n"
    );
}

#[test]
fn a_pair_gives_one_number() {
    let pair = |one: &str, other: &str| {
        let ran = cliptok(&["near", "--weights", &planted(), "--pair", one, other]);
        (ran.stdout, ran.stderr)
    };
    assert_eq!(pair("cat", "cat"), ("1.0000\n".to_owned(), String::new()));
    assert_eq!(pair("cat", "kitten"), ("0.9397\n".to_owned(), String::new()));
    let (cosine, said) = pair("🏯", "yin");
    assert_eq!(
        (cosine.as_str(), said.as_str()),
        ("1.0000\n", "cliptok: text 1 has 2 tokens: the mean of their rows is taken\n")
    );
}

#[test]
fn the_tables_of_a_file_are_listed_and_one_is_chosen() {
    let sdxl = fixture("names/sdxl.safetensors");
    let tables = json(&["near", "--weights", &sdxl, "--tables", "--format", "json"]);
    let widths: Vec<u64> =
        tables.as_array().unwrap().iter().map(|table| table["width"].as_u64().unwrap()).collect();
    assert_eq!(
        (widths, tables[0]["rows"].as_u64(), tables[0]["dtype"].as_str()),
        (vec![6, 10], Some(16), Some("F16"))
    );
    let ran = cliptok(&["near", "--weights", &sdxl, "cat"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("choose one of its 2 tables: conditioner.embedders.0."), "{}", ran.stderr);
    let ran = cliptok(&["near", "--weights", &fixture("names/hf.safetensors"), "cat"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("has 16 rows, and the vocabulary has 49408 entries"), "{}", ran.stderr);
}

/// A sparse file with the header of a model, all zero but for what is written.
fn model(folder: &Path, header: &str) -> String {
    let header: Value = serde_json::from_str(&crate::support::read(header)).unwrap();
    let (mut entries, mut end) = (serde_json::Map::new(), 0);
    for tensor in header["tensors"].as_array().unwrap() {
        let numbers: u64 =
            tensor["shape"].as_array().unwrap().iter().map(|length| length.as_u64().unwrap()).product();
        let bytes = numbers * if tensor["dtype"] == "F32" { 4 } else { 2 };
        let mut entry = tensor.clone();
        let name = entry.as_object_mut().unwrap().remove("name").unwrap();
        entry["data_offsets"] = serde_json::json!([end, end + bytes]);
        entries.insert(name.as_str().unwrap().to_owned(), entry);
        end += bytes;
    }
    let json = serde_json::to_vec(&entries).unwrap();
    let path = folder.join("model.safetensors");
    fs::write(&path, [&(json.len() as u64).to_le_bytes()[..], &json].concat()).unwrap();
    let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(8 + json.len() as u64 + end).unwrap();
    path.display().to_string()
}

#[test]
fn the_encoder_is_named_by_its_letter_where_there_are_several() {
    let folder = tempfile::tempdir().unwrap();
    let sdxl = model(folder.path(), "tests/golden/embeddings/headers/sdxl.json");
    let ran = cliptok(&["near", "--weights", &sdxl, "cat"]);
    assert!(ran.stderr.contains("--encoder l: conditioner.embedders.0."), "{}", ran.stderr);
    assert!(ran.stderr.contains("--encoder g: conditioner.embedders.1."), "{}", ran.stderr);
    let ran = cliptok(&["near", "--weights", &sdxl, "--encoder", "H", "cat"]);
    assert!(
        ran.stderr.contains("no table is that of CLIP-H (ViT-H/14); there is --encoder l"),
        "{}",
        ran.stderr
    );
    // All its rows are zero.
    let ran = cliptok(&["near", "--weights", &sdxl, "--encoder", "g", "--format", "json", "cat"]);
    assert_eq!(ran.code, 1);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report[0]["table"]["encoder"], "CLIP-G (ViT-bigG/14)");
    assert_eq!(
        (report[0]["table"]["zero_rows"].as_u64(), &report[0]["queries"][0]["no_direction"]),
        (Some(49408), &Value::from("zero"))
    );
}

/// A table in which only these entries have a direction: angles in degrees.
fn angles(folder: &Path, entries: &[(usize, f32)]) -> String {
    const ROWS: usize = 49408;
    let header = format!(
        r#"{{"token_embedding.weight":{{"dtype":"F32","shape":[{ROWS},2],"data_offsets":[0,{}]}}}}"#,
        ROWS * 8
    );
    let mut rows = vec![0_u8; ROWS * 8];
    for (id, degrees) in entries {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        rows[id * 8..id * 8 + 8].copy_from_slice(&[cosine.to_le_bytes(), sine.to_le_bytes()].concat());
    }
    let path = folder.join("angles.safetensors");
    fs::write(&path, [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &rows].concat()).unwrap();
    path.display().to_string()
}

#[test]
fn the_survey_counts_what_lies_closest_to_each_emoji() {
    let folder = tempfile::tempdir().unwrap();
    let id = |text: &str| -> usize {
        cliptok(&["encode", text]).stdout.split_whitespace().next().unwrap().parse().unwrap()
    };
    let entries = json(&["vocab", "🔥", "--format", "json"]);
    let is_inside = |entry: &&Value| entry["text"] == "🔥" && entry["ends_word"] == false;
    let inside = entries.as_array().unwrap().iter().find(is_inside).unwrap()["id"].as_u64().unwrap() as usize;
    // 🔥 is closest to fire; 🐱 and 🐶 to each other; ☕ to the digit 7. The same 🔥 inside a word does not count.
    let entries = [
        (id("🔥"), 0.0),
        (inside, 0.1),
        (id("fire"), 2.0),
        (id("🐱"), 90.0),
        (id("🐶"), 93.0),
        (id("cat"), 100.0),
        (id("☕"), 180.0),
        (id("7"), 181.0),
        (id("coffee"), 190.0),
    ];
    let weights = angles(folder.path(), &entries);
    let survey = json(&["near", "--weights", &weights, "--emoji", "--survey", "--format", "json"]);
    let counts = [
        "emoji_count",
        "closest_emoji_count",
        "closest_word_count",
        "closest_other_count",
        "closer_to_emoji_count",
    ];
    assert_eq!(counts.map(|key| survey[key].as_u64().unwrap()), [4, 2, 1, 1, 2]);
    let food =
        survey["by_group"].as_array().unwrap().iter().find(|group| group["group"] == "Food & Drink").unwrap();
    assert_eq!(counts.map(|key| food[key].as_u64().unwrap()), [1, 0, 0, 1, 0]);
    let fire = survey["survey"].as_array().unwrap().iter().find(|emoji| emoji["emoji"] == "🔥").unwrap();
    assert_eq!(fire["closest_word"]["text"], "fire");
    assert_eq!(fire["closest_emoji"]["text"], "🐱");
    let shown = view("80", &["near", "--weights", &weights, "--survey"], 0);
    assert!(
        shown.starts_with("survey      4 emoji are one token. The closest entry is an emoji for 2 of them"),
        "{shown}"
    );
    let tsv = cliptok(&["near", "--weights", &weights, "--survey", "--format", "tsv"]).stdout;
    assert!(tsv.lines().any(|line| line.starts_with("🔥\tTravel & Places\t3016\tword\t")), "{tsv}");
}

#[test]
fn what_an_answer_would_not_heed_is_refused() {
    for arguments in [
        &["--survey", "-f", "x"][..],
        &["--survey", "--top", "3"],
        &["--survey", "cat"],
        &["--pair", "a", "b", "--words"],
        &["--pair", "a", "b", "-f", "x"],
        &["--tables", "--emoji"],
        &["--tables", "cat"],
    ] {
        let ran = cliptok(&[&["near", "--weights", &planted()], arguments].concat());
        assert!(ran.code == 2 && ran.stderr.contains("cannot be used with"), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn nothing_is_printed_before_it_is_known_that_there_is_an_answer() {
    let ran = cliptok(&["near", "--weights", &fixture("names/hf.safetensors"), "--format", "tsv", "cat"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    let ran = cliptok(&["near", "--weights", &planted(), "--threads", "100000", "--top", "1", "cat"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn who_names_no_weights_is_told_what_to_point_at() {
    let ran = cliptok(&["near", "cat"]);
    assert_eq!(ran.code, 2);
    for words in [
        "--weights FILE",
        ".safetensors",
        "models/Stable-diffusion",
        "models/checkpoints",
        "~/.cache/huggingface",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    let ran = cliptok(&["near", "--weights", &planted()]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("near needs a text"), "{}", ran.stderr);
}

#[test]
fn nothing_in_a_file_is_run_and_what_it_names_is_said() {
    let ran = cliptok(&["near", "--weights", &fixture("pickle/sd1.ckpt"), "--tables"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let evil = fixture("ti/evil-reduce.pt");
    let ran = cliptok(&["near", "--weights", &planted(), "--embedding", &evil]);
    assert!(
        ran.stderr.contains("its vectors have 768 numbers, and the rows of the table have 4"),
        "{}",
        ran.stderr
    );
    let ran = cliptok(&["count", "--as", "a1111", "--embedding", &evil, "evil-reduce"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "1\n"));
    assert_eq!(ran.stderr, format!("cliptok: {evil}: not loaded, and not run: posix.system\n"));
}

#[test]
fn an_embedding_takes_as_many_slots_as_its_file_has_vectors() {
    let count = |arguments: &[&str]| {
        let ran = cliptok(&[&["count"], arguments].concat());
        (ran.stdout.trim_end().to_owned(), ran.stderr)
    };
    let nothing = String::new;
    let a1111 = fixture("ti/a1111.pt");
    assert_eq!(count(&["--as", "a1111", "--embedding", &a1111, "a1111, cat"]), ("4".to_owned(), nothing()));
    let sd2 = fixture("ti/sd2.safetensors");
    let model = ["--as", "a1111", "--model", "sd2", "--embedding", &sd2, "sd2, cat"];
    assert_eq!(count(&model), ("10".to_owned(), nothing()));
    let sdxl = fixture("ti/sdxl.safetensors");
    let model = ["--as", "comfyui", "--model", "sdxl", "--embedding", &sdxl, "embedding:sdxl cat"];
    assert_eq!(count(&model).0, "3");
    let ran = cliptok(&["count", "--as", "a1111", "--embedding", &sd2, "sd2"]);
    assert_eq!(
        (ran.code, ran.stderr),
        (
            2,
            format!(
                "cliptok: {sd2}: its vectors have 1024 numbers, and sd1 has 768; it is for another model\n"
            )
        )
    );
    let ran = cliptok(&["count", "--as", "a1111", "--embedding", "nothing", "x"]);
    assert!(ran.stderr.contains("there is no such file; expected NAME=VECTORS"), "{}", ran.stderr);
}

#[test]
fn a_folder_gives_all_embeddings_for_the_model() {
    let folder = fixture("ti");
    let ran = cliptok(&["count", "--as", "comfyui", "--embeddings", &folder, "embedding:emb_params cat"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "5\n"));
    assert!(ran.stderr.contains("left out: 2 embeddings for other models than sd1"), "{}", ran.stderr);
    assert!(ran.stderr.contains("legacy.pt is from PyTorch before 1.6"), "{}", ran.stderr);
    // Of many files that cannot be read, the first ten are named.
    let many = tempfile::tempdir().unwrap();
    for number in 0..13 {
        fs::write(many.path().join(format!("{number:02}.pt")), "nothing").unwrap();
    }
    fs::copy(fixture("ti/a1111.pt"), many.path().join("x.pt")).unwrap();
    let ran = cliptok(&["count", "--as", "a1111", "--embeddings", &many.path().display().to_string(), "x"]);
    assert_eq!((ran.code, ran.stderr.lines().count()), (0, 11), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("and 3 more remarks on files of embeddings\n"), "{}", ran.stderr);
    let empty = tempfile::tempdir().unwrap();
    let ran = cliptok(&["count", "--as", "a1111", "--embeddings", &empty.path().display().to_string(), "x"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.ends_with("there is no embedding for sd1 in this folder\n"), "{}", ran.stderr);
}

#[test]
fn a_table_of_fields_and_a_page_have_the_same_entries() {
    let tsv = cliptok(&["near", "--weights", &planted(), "--top", "2", "--format", "tsv", "cat"]).stdout;
    let lines: Vec<Vec<&str>> = tsv.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(
        lines[0],
        ["query", "kind", "asked", "rank", "id", "text", "bytes", "cosine", "deviations", "noise"]
    );
    assert_eq!(lines[2][..6], ["cat", "token", "2368", "2", "15", "0"]);
    let page = cliptok(&["near", "--weights", &planted(), "--format", "html", "<b>cat"]).stdout;
    assert!(page.contains("near: &lt;b&gt;cat") && !page.contains("<b>cat"), "{page}");
}

#[test]
fn a_name_with_escapes_is_written_out() {
    for arguments in [&["--tables"][..], &["cat"]] {
        let weights = fixture("malformed/escape-in-name.safetensors");
        let ran = cliptok(&[&["near", "--weights", &weights], arguments].concat());
        assert!(!(ran.stdout + &ran.stderr).contains('\u{1b}'), "{arguments:?}");
    }
}
