//! Archives as WebDataset writes them: which member of a sample is its prompt, and what is wrong with an archive.

use std::fs;
use std::io::Write;

use cliptok::batch::Invalid;
use cliptok::sources::{Captions, Field, File, Format, Missing, Noted, Prompts, Reading};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use tempfile::TempDir;

/// An archive of these members.
fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A prompt, with the number of its sample and the name of its member.
type Found = (String, u64, Option<String>);

/// The prompts of a file of this name, up to an error; and what was noted.
fn read_named(name: &str, bytes: &[u8], reading: &Reading) -> (Vec<Found>, Option<String>, Noted) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut prompts = Prompts::of(vec![File::Path(path)], reading.clone());
    let (mut found, mut wrong) = (Vec::new(), None);
    for prompt in prompts.by_ref() {
        match prompt {
            Ok(prompt) => found.push((prompt.text, prompt.source.record, prompt.source.part.member)),
            Err(error) => wrong = Some(error.to_string()),
        }
    }
    (found, wrong, prompts.noted().clone())
}

fn read(bytes: &[u8], reading: &Reading) -> (Vec<Found>, Option<String>, Noted) {
    read_named("shard.tar", bytes, reading)
}

fn found(text: &str, sample: u64, member: &str) -> Found {
    (text.to_owned(), sample, Some(member.to_owned()))
}

#[test]
fn a_sample_has_the_prompt_of_its_text_then_its_caption_then_its_record() {
    let archive = tar(&[
        ("set/000.jpg", b"\xFF\xD8"),
        ("set/000.json", br#"{"caption": "of the record"}"#),
        ("set/000.txt", b"of the text\n"),
        ("set/000.caption", b"of the caption"),
        ("set/001.json", b"{\n  \"caption\": \"of several lines\"\n}\n"),
        ("set/001.cls", b"7"),
        ("set/002.caption", b"a caption"),
        ("set/002.json", br#"{"other": 1}"#),
    ]);
    let (prompts, wrong, _) = read(&archive, &Reading::default());
    assert_eq!(wrong, None);
    assert_eq!(
        prompts,
        [
            found("of the text", 1, "set/000.txt"),
            found("of several lines", 2, "set/001.json"),
            found("a caption", 3, "set/002.caption"),
        ]
    );
    let named = Reading { field: Field::named("caption").unwrap(), ..Reading::default() };
    let (prompts, wrong, _) = read(&tar(&[("0.txt", b"x"), ("0.json", br#"{"caption": "y"}"#)]), &named);
    assert_eq!((prompts, wrong), (vec![found("y", 1, "0.json")], None), "who names a field means records");
}

#[test]
fn an_archive_is_known_by_its_first_bytes_and_unpacked_where_its_name_says_so() {
    let archive = tar(&[("a.txt", b"a cat"), ("b.txt", b"")]);
    let right = [found("a cat", 1, "a.txt"), found("", 2, "b.txt")];
    assert_eq!(read_named("no-name", &archive, &Reading::default()).0, right);
    for name in ["x.tar.gz", "X.TGZ"] {
        assert_eq!(read_named(name, &gzip(&archive), &Reading::default()).0, right, "{name}");
    }
    let named = Reading { from: Some(Format::Tar), ..Reading::default() };
    assert_eq!(read_named("x", &gzip(&archive), &named).0, right);
    let wrong = read_named("x.gz", &gzip(&archive), &Reading::default()).1.unwrap();
    assert!(wrong.ends_with("x.gz: this is a gzip archive"), "{wrong}");
}

#[test]
fn a_sample_without_a_prompt_is_what_missing_says() {
    let archive = tar(&[("a.jpg", b"\xFF"), ("b.txt", b"b"), ("c.json", br#"{"caption": null}"#)]);
    let with = |missing| read(&archive, &Reading { missing, ..Reading::default() });
    let (prompts, wrong, _) = with(Missing::Error);
    assert_eq!(prompts, []);
    let wrong = wrong.unwrap();
    assert!(
        wrong.ends_with("shard.tar:1: the sample a has no member with a prompt: .txt, .caption, or .json"),
        "{wrong}"
    );
    let (prompts, wrong, noted) = with(Missing::Skip);
    assert_eq!((prompts, wrong, noted.left_out.count()), (vec![found("b", 2, "b.txt")], None, 2));
    let (prompts, wrong, noted) = with(Missing::Empty);
    assert_eq!(prompts, [found("", 1, "a"), found("b", 2, "b.txt"), found("", 3, "c.json")]);
    assert_eq!((wrong, noted.missing_as_empty.count()), (None, 2));
}

#[test]
fn what_is_wrong_with_an_archive_names_the_member() {
    let archive = tar(&[("a.txt", b"a"), ("b.txt", b"\xFF"), ("c.txt", b"c")]);
    let (prompts, wrong, _) = read(&archive, &Reading::default());
    assert_eq!(prompts, [found("a", 1, "a.txt")], "what comes before it counts");
    let wrong = wrong.unwrap();
    assert!(wrong.contains("shard.tar:2 (b.txt): byte offset 0 (0xFF) is not UTF-8"), "{wrong}");
    let lossy = Reading { invalid: Invalid::Replace, ..Reading::default() };
    let (prompts, wrong, noted) = read(&archive, &lossy);
    assert_eq!((prompts.len(), wrong, noted.replaced.count()), (3, None, 1));
    // Cut within the second member.
    let (prompts, wrong, _) = read(archive.get(..1024 + 512).unwrap(), &Reading::default());
    assert_eq!(prompts, [found("a", 1, "a.txt")]);
    assert!(wrong.unwrap().contains("the archive is broken: "));
    let (_, wrong, _) = read_named("x.tgz", b"\x1F\x8Bno gzip at all", &Reading::default());
    assert!(wrong.unwrap().contains("the archive is broken: "));
    let long = vec![b'a'; (16 << 20) + 1];
    let (_, wrong, _) = read(&tar(&[("a.txt", &long)]), &Reading::default());
    assert!(wrong.unwrap().contains("the member has more than 16777216 bytes"));
    let (_, wrong, _) = read(&tar(&[("a.json", b"{\"caption\": }")]), &Reading::default());
    assert!(wrong.unwrap().contains("shard.tar:1 (a.json): column 13: this is not JSON"));
}

#[test]
fn hidden_members_are_counted_and_names_may_be_long_and_captions_may_have_lines() {
    let long = format!("{}/a.txt", "folder".repeat(40));
    let archive = tar(&[("._a.txt", b"x"), (&long, b" first \nsecond"), ("d/.hidden", b"x")]);
    let (prompts, _, noted) = read(&archive, &Reading::default());
    assert_eq!(prompts, [found(" first \nsecond", 1, &long)]);
    assert_eq!(noted.hidden_members.count(), 2);
    let first = Reading { captions: Captions::FirstLine, ..Reading::default() };
    assert_eq!(read(&archive, &first).0, [found("first", 1, &long)]);
}

proptest! {
    #[test]
    fn every_text_comes_out_as_it_was(texts in prop::collection::vec(any::<String>(), 0..30)) {
        let names: Vec<String> = (0..texts.len()).map(|number| format!("s/{number:05}.caption")).collect();
        let members: Vec<(&str, &[u8])> =
            names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        let (prompts, wrong, _) = read(&tar(&members), &Reading::default());
        prop_assert_eq!(wrong, None);
        let without_newline = |text: &String| {
            let line = text.strip_suffix('\n').unwrap_or(text);
            if line.len() < text.len() { line.strip_suffix('\r').unwrap_or(line).to_owned() } else { text.clone() }
        };
        let right: Vec<Found> = texts
            .iter()
            .zip(&names)
            .zip(1..)
            .map(|((text, name), sample)| found(&without_newline(text), sample, name))
            .collect();
        prop_assert_eq!(prompts, right);
    }
}
