//! Prompts in pictures and infotexts, through the program: in which syntax they are read, and how the run ends.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Ran, cliptok, cliptok_reading, project_file};

/// The samples of these names, in a folder of their own.
fn pictures(names: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in names {
        fs::copy(sample(name), folder.path().join(name)).unwrap();
    }
    folder
}

fn sample(name: &str) -> PathBuf {
    project_file("tests/golden/images").join(name)
}

/// What the program says of a folder: exit code, answers, and talk without the name of the program and the folder.
fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let path = folder.path().to_str().unwrap();
    let Ran { code, stdout, stderr, .. } = cliptok(&[arguments, &["-f", path]].concat());
    let without = |text: String| text.replace("cliptok: ", "").replace(&format!("{path}/"), "");
    (code, without(stdout), without(stderr))
}

/// The answers of a sample.
fn of_sample(arguments: &[&str], name: &str) -> Ran {
    cliptok(&[arguments, &["-f", sample(name).to_str().unwrap()]].concat())
}

#[test]
fn a_prompt_is_read_in_the_syntax_of_the_program_that_wrote_it() {
    for (name, syntax) in [
        ("a1111.png", "a1111"),
        ("a1111.jpg", "a1111"),
        ("a1111.webp", "a1111"),
        ("forge-stealth-rgb.png", "a1111"),
        ("comfyui.png", "comfyui"),
        ("comfyui-with-parameters.png", "comfyui"),
        ("invokeai.png", "invokeai"),
        ("novelai-stealth.png", "text"),
        ("swarmui.png", "text"),
        ("drawthings.png", "text"),
    ] {
        let ran = of_sample(&["inspect", "--format", "jsonl"], name);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let records: Vec<Value> =
            ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(records.iter().all(|record| record["syntax"] == syntax), "{name}");
        assert_eq!(records[0]["source"]["place"], "positive", "{name}");
        assert_eq!(records[1]["source"]["place"], "negative", "{name}");
        assert_eq!(ran.stderr.contains("whose syntax is not known here, and read as text"), syntax == "text");
        let asked = of_sample(&["inspect", "--as", "text", "--format", "jsonl"], name);
        assert_eq!(asked.stderr, "", "{name}: who names a syntax needs no line about it");
        assert!(asked.stdout.lines().all(|line| line.contains("\"syntax\":\"text\"")), "{name}");
    }
}

#[test]
fn each_verb_reads_a_picture_as_its_program_does() {
    let stdout = |arguments: &[&str]| {
        let ran = of_sample(arguments, "a1111.png");
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
        ran.stdout
    };
    assert_eq!(stdout(&["count"]), "78\n4\n");
    assert_eq!(stdout(&["count", "--as", "text"]), "28\n4\n");
    assert_eq!(stdout(&["count", "--total"]), "82\n");
    assert!(stdout(&["count", "--over", "70"]).starts_with("78\t"));
    let asked = cliptok(&[
        "encode",
        "--as",
        "a1111",
        "--pad",
        "a castle on a hill, (stone wall:1.2), <lora:toy:0.8>\nBREAK, morning fog",
    ]);
    assert!(stdout(&["encode", "--pad"]).starts_with(&asked.stdout), "the rows of the program");
    assert_eq!(
        stdout(&["fit"]),
        "a castle on a hill, (stone wall:1.2), <lora:toy:0.8>\nblurry, low quality\n"
    );
    assert!(stdout(&["stats", "--format", "json"]).contains("\"syntax\":\"a1111\""));
    assert!(stdout(&["trace", "--format", "jsonl"]).contains("\"syntax\":\"a1111\""));
    assert_eq!(stdout(&["diff"]).lines().last(), Some("all agree on 2 prompts"));
    let ran = of_sample(&["encode", "--model", "sdxl", "--format", "jsonl"], "comfyui-sdxl.png");
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 4), "{}", ran.stderr);
    assert!(ran.stdout.contains("\"place\":\"positive\",\"encoder\":\"g\""));
    for option in
        [&["count", "--special"][..], &["fit", "--max", "3"], &["inspect", "--context-length", "10"]]
    {
        let ran = of_sample(option, "a1111.png");
        assert_eq!(ran.code, 2, "{option:?}");
        assert!(
            ran.stderr.contains("cannot be used with prompts that were written for a1111")
                && ran.stderr.contains("--as text reads them as text"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_negative_prompt_is_read_as_one() {
    let text = "a <lora:x:1>\nNegative prompt: [cat|dog]\nSteps: 20, Sampler: Euler a, CFG scale: 7";
    let ran = cliptok_reading(&["inspect", "--from", "infotext", "--format", "jsonl"], text.as_bytes());
    let asked = cliptok(&["inspect", "--as", "a1111", "--negative", "--format", "jsonl", "[cat|dog]"]);
    let [read, asked] = [ran.stdout.lines().last().unwrap(), asked.stdout.trim_end()].map(|line| {
        let mut record: Value = serde_json::from_str(line).unwrap();
        record["source"] = Value::Null;
        record
    });
    assert_eq!(read, asked);
}

#[test]
fn a_picture_without_a_prompt_ends_with_1_and_a_broken_one_with_2() {
    let ran = of_sample(&["count"], "plain.png");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.ends_with("plain.png: this PNG image has no prompt; it has no text at all\n"));
    let ran = of_sample(&["count"], "camera.jpg");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("this JPEG image has no prompt; the texts in it are: EXIF 0x010F, "));
    for (name, says) in [
        (
            "broken-crc.png",
            "this PNG image is broken: the checksum of the chunk tEXt at byte offset 33 is wrong",
        ),
        (
            "truncated.png",
            "this PNG image is broken: the file ends within the chunk tEXt, which begins at byte offset 33",
        ),
        ("ztxt-bomb.png", "the text in the chunk zTXt at byte offset 33 has more than 16777216 bytes"),
    ] {
        let ran = of_sample(&["count"], name);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}");
        assert!(ran.stderr.contains(says), "{name}: {}", ran.stderr);
    }
}

#[test]
fn of_several_pictures_those_without_a_prompt_are_counted_and_broken_ones_are_named() {
    let folder = pictures(&["a1111.png", "camera.jpg", "invokeai.png", "plain.png"]);
    let (code, stdout, stderr) = run(&folder, &["count"]);
    assert_eq!((code, stdout.as_str()), (1, "78\n4\n6\n1\n"), "{stderr}");
    assert_eq!(stderr, "2 pictures have no prompt, the first of them camera.jpg\n");
    let (code, stdout, _) = run(&folder, &["count", "--total"]);
    assert_eq!((code, stdout.as_str()), (1, "89\n"));
    fs::copy(sample("broken-crc.png"), folder.path().join("b.png")).unwrap();
    let (code, stdout, stderr) = run(&folder, &["count"]);
    assert_eq!((code, stdout.as_str()), (2, "78\n4\n6\n1\n"), "those behind it are read");
    assert!(stderr.contains("b.png: this PNG image is broken: "), "{stderr}");
    let (code, stdout, _) = run(&folder, &["count", "--total"]);
    assert_eq!(
        (code, stdout.as_str()),
        (2, ""),
        "a sum of what could be read would look like the sum of all"
    );
}

#[test]
fn a_folder_means_its_pictures_only_where_it_has_no_captions() {
    let folder = pictures(&["a1111.png", "invokeai.png"]);
    assert_eq!(run(&folder, &["count"]).1, "78\n4\n6\n1\n");
    fs::write(folder.path().join("a.txt"), "a cat").unwrap();
    let (code, stdout, stderr) = run(&folder, &["count"]);
    assert_eq!((code, stdout.as_str()), (0, "2\n"));
    assert!(stderr.contains("left out: 2 other files (2 .png)"), "{stderr}");
    let (_, stdout, _) = run(&folder, &["count", "--ext", "png"]);
    assert_eq!(stdout, "78\n4\n6\n1\n");
}

#[test]
fn what_a_picture_is_shows_by_its_first_bytes() {
    let folder = TempDir::new().unwrap();
    let renamed = folder.path().join("prompt.txt");
    fs::copy(sample("a1111.jpg"), &renamed).unwrap();
    assert_eq!(cliptok(&["count", "-f", renamed.to_str().unwrap()]).stdout, "11\n4\n");
    let stdin = fs::read(sample("a1111.png")).unwrap();
    let ran = cliptok_reading(&["count", "--format", "tsv"], &stdin);
    assert_eq!(ran.stdout, "source\ttokens\nstdin:1 (positive)\t78\nstdin:2 (negative)\t4\n");
    let no_picture = folder.path().join("a.png");
    fs::write(&no_picture, "a cat").unwrap();
    let ran = cliptok(&["count", "-f", no_picture.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.ends_with("a.png: this is no picture in PNG, JPEG, WebP, or AVIF\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn pictures_are_not_written_to() {
    let ran = of_sample(&["count", "--into", "tokens"], "a1111.png");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("this is a picture, to which no field can be added"), "{}", ran.stderr);
    let folder = TempDir::new().unwrap();
    let ran = of_sample(&["fit", "--out-dir", folder.path().to_str().unwrap()], "a1111.png");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--out-dir writes files of text, and no pictures"), "{}", ran.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn what_is_not_certain_is_said_and_texts_for_t5_are_named() {
    let encoders = r#"{"1": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 2, "positive": ["2", 0], "negative": ["2", 0], "latent_image": ["9", 0]}},
        "2": {"class_type": "CLIPTextEncodeFlux", "inputs": {"clip_l": "a cat", "t5xxl": "a cat on a mat", "guidance": 1}},
        "9": {"class_type": "EmptyLatentImage", "inputs": {"width": 8}}}"#;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("flux.json");
    fs::write(&path, encoders).unwrap();
    let ran = cliptok(&["count", "--format", "tsv", "-f", path.to_str().unwrap()]);
    assert!(ran.stdout.contains("flux.json:1 (positive, l)\t2\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("flux.json:2 (positive, t5)\t5\n"), "{}", ran.stdout);
    assert!(ran.stderr.contains("2 texts are read by T5, and the tokens shown are CLIP's"), "{}", ran.stderr);
    let loose = r#"{"2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["9", 1]}},
        "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "a dog", "clip": ["9", 1]}}}"#;
    fs::write(&path, loose).unwrap();
    let ran = cliptok(&["count", "--format", "jsonl", "-f", path.to_str().unwrap()]);
    assert_eq!(ran.stdout.matches("\"place\":null").count(), 2, "{}", ran.stdout);
    assert!(
        ran.stderr.contains("it is not certain which text of the graph is which prompt, so all are listed"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_infotext_is_known_by_its_last_line_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.txt");
    let name = path.to_str().unwrap().to_owned();
    let infotext = "a (cat:1.2)\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1";
    fs::write(&path, infotext).unwrap();
    assert_eq!(cliptok(&["count", "-f", &name]).stdout, "2\n1\n");
    assert_eq!(
        cliptok(&["count", "-f", folder.path().to_str().unwrap()]).stdout,
        "2\n1\n",
        "in a folder, too"
    );
    fs::write(&path, format!("{infotext}\na dog\n")).unwrap();
    assert_eq!(cliptok(&["count", "-f", &name]).stdout.lines().count(), 4, "lines");
    fs::write(&path, format!("{infotext}\n\nsecond\nSteps: 1, Sampler: x, CFG scale: 7\n")).unwrap();
    let ran = cliptok(&["count", "--format", "tsv", "-f", &name]);
    assert!(ran.stdout.ends_with("a.txt:3 (positive)\t1\n"), "several in one file: {}", ran.stdout);
}
