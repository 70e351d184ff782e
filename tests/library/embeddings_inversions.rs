//! Textual inversions: every format that is in use, what is odd about some, and files that have none.

use cliptok::embeddings::{Inversion, InversionNote, TableEncoder};

use super::embeddings::fixture;

/// The only embedding of a fixture.
fn only(file: &str) -> Inversion {
    let [inversion] = <[Inversion; 1]>::try_from(Inversion::open(&fixture(file)).unwrap()).unwrap();
    inversion
}

/// The key, width and number of vectors of each part.
fn parts(inversion: &Inversion) -> Vec<(&str, usize, usize)> {
    inversion.parts.iter().map(|part| (part.key.as_str(), part.width, part.vectors().len())).collect()
}

#[test]
fn every_format_is_read() {
    type Wanted = (&'static str, &'static [(&'static str, usize, usize)]);
    let wanted: &[Wanted] = &[
        ("ti/emb_params.safetensors", &[("emb_params", 768, 4)]),
        ("ti/diffusers-1.safetensors", &[("<cat-toy>", 768, 1)]),
        ("ti/diffusers-3.safetensors", &[("<cat-toy>", 768, 3)]),
        ("ti/sdxl.safetensors", &[("clip_g", 1280, 2), ("clip_l", 768, 2)]),
        ("ti/sd3.safetensors", &[("clip_g", 1280, 2), ("clip_l", 768, 2), ("t5xxl", 4096, 2)]),
        ("ti/pivotal-flux.safetensors", &[("clip_l", 768, 2), ("t5", 4096, 2)]),
        ("ti/sd2.safetensors", &[("emb_params", 1024, 8)]),
        ("ti/a1111.pt", &[("string_to_param", 768, 2)]),
        ("ti/diffusers.bin", &[("<cat-toy>", 768, 1)]),
        ("ti/parameterdict.pt", &[("string_to_param", 768, 3)]),
        ("ti/evil-reduce.pt", &[("string_to_param", 768, 1)]),
        ("ti/a1111-shape.png", &[("string_to_param", 16, 2)]),
        ("ti/bundled-in-lora.safetensors", &[("string_to_param", 768, 2)]),
    ];
    for (file, parts_of_file) in wanted {
        assert_eq!(parts(&only(file)), *parts_of_file, "{file}");
    }
}

#[test]
fn an_embedding_is_called_as_programs_call_it() {
    let a1111 = only("ti/a1111.pt");
    assert_eq!((a1111.name.as_str(), a1111.own_name.as_deref()), ("a1111", Some("toy-style")));
    assert_eq!((a1111.step, a1111.checkpoint.as_deref()), (Some(499), Some("toy-model")));
    assert_eq!(only("ti/bundled-in-lora.safetensors").name, "toyname");
    // A1111 takes the name in the picture, since pictures are renamed.
    assert_eq!(only("ti/a1111-shape.png").name, "toy-shape");
    assert_eq!(only("ti/sdxl.safetensors").vectors(TableEncoder::G), Some(2));
    assert_eq!(only("ti/sdxl.safetensors").vectors(TableEncoder::H), None);
}

#[test]
fn what_is_odd_is_noted_in_words() {
    let words =
        |file: &str| -> Vec<String> { only(file).notes.iter().map(InversionNote::to_string).collect() };
    assert_eq!(
        words("ti/unequal.safetensors"),
        ["its parts have different numbers of vectors: clip_g has 3, clip_l has 2"]
    );
    assert_eq!(
        words("ti/nan.safetensors"),
        ["of the 1 vectors of emb_params, 1 have a number that is infinite or none"]
    );
    assert_eq!(
        words("ti/inflated-norm.safetensors"),
        [
            "vectors of emb_params have the lengths 25.0, 50.0, far beyond those of a table (about 0.39 in CLIP-L's)"
        ]
    );
    assert_eq!(words("ti/sd3.safetensors"), [""; 0]);
}

#[test]
fn what_a_pickle_names_is_not_run_and_is_named() {
    assert_eq!(only("ti/evil-reduce.pt").strange_globals, ["posix.system"]);
    assert_eq!(only("ti/a1111.pt").strange_globals, [""; 0]);
    assert_eq!(only("ti/parameterdict.pt").strange_globals, [""; 0]);
}

#[test]
fn what_has_no_embedding_is_refused_with_advice() {
    let words = |file: &str| {
        let path = fixture(file);
        let words = Inversion::open(&path).unwrap_err().to_string();
        words.strip_prefix(&path.display().to_string()).unwrap().to_owned()
    };
    assert_eq!(
        words("ti/legacy.pt"),
        " is from PyTorch before 1.6, a format that is not read; load it with a newer PyTorch and save it again, preferably as safetensors"
    );
    assert_eq!(
        words("names/sdxl.safetensors"),
        " is not an embedding (textual inversion); point at the file that the word for the prompt came with"
    );
    let picture = tempfile::tempdir().unwrap();
    let path = picture.path().join("plain.png");
    std::fs::copy(crate::support::project_file("tests/golden/images/comfyui-sdxl.png"), &path).unwrap();
    assert_eq!(
        Inversion::open(&path).unwrap_err().to_string(),
        format!(
            "{} is a picture without an embedding in it; point at the picture that A1111 saved with the embedding, not at a copy that lost it",
            path.display()
        )
    );
}

#[test]
fn a_file_with_more_numbers_than_embeddings_have_is_refused() {
    let (folder, rows) = (tempfile::tempdir().unwrap(), 4000);
    let path = folder.path().join("many.safetensors");
    let part = |number: usize| {
        let (start, end) = (number * rows * 768 * 2, (number + 1) * rows * 768 * 2);
        format!(
            r#""bundle_emb.x{number}.string_to_param.*":{{"dtype":"F16","shape":[{rows},768],"data_offsets":[{start},{end}]}}"#
        )
    };
    let header = format!("{{{}}}", [0, 1, 2].map(part).join(","));
    std::fs::write(&path, [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat()).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(8 + header.len() as u64 + 3 * rows as u64 * 768 * 2).unwrap();
    assert_eq!(
        Inversion::open(&path).unwrap_err().to_string(),
        format!(
            "{} has more than 8388608 numbers, far too many for embeddings; point at the file of one embedding",
            path.display()
        )
    );
}

#[test]
fn a_text_of_a_picture_has_an_embedding_in_base64() {
    use std::io::Write as _;
    // {"name":"toy","step":7,"string_to_param":{"*":{"TORCHTENSOR":[[0.5,-1.0]]}}}
    let text = "eyJuYW1lIjoidG95Iiwic3RlcCI6Nywic3RyaW5nX3RvX3BhcmFtIjp7IioiOnsiVE9SQ0hURU5TT1IiOltbMC41LC0xLjBdXX19fQ==";
    let chunk = |kind: &[u8], data: &[u8]| {
        let mut crc = 0xFFFF_FFFF_u32;
        for &byte in kind.iter().chain(data) {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        [&(data.len() as u32).to_be_bytes()[..], kind, data, &(!crc).to_be_bytes()].concat()
    };
    let head = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    let pixel = [0x78, 0x01, 0x01, 0x02, 0x00, 0xFD, 0xFF, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01];
    let picture = [
        b"\x89PNG\r\n\x1A\n".to_vec(),
        chunk(b"IHDR", &head),
        chunk(b"tEXt", format!("sd-ti-embedding\0{text}").as_bytes()),
        chunk(b"IDAT", &pixel),
        chunk(b"IEND", &[]),
    ]
    .concat();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("renamed.png");
    std::fs::File::create(&path).unwrap().write_all(&picture).unwrap();
    let [inversion] = <[Inversion; 1]>::try_from(Inversion::open(&path).unwrap()).unwrap();
    assert_eq!((inversion.name.as_str(), inversion.step), ("toy", Some(7)));
    assert_eq!((inversion.parts[0].numbers.as_slice(), inversion.parts[0].width), (&[0.5, -1.0][..], 2));
}
