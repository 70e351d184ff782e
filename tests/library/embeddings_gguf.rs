//! GGUF files that are valid in an unusual way, and those that are not.

use std::io::Cursor;
use std::path::Path;

use cliptok::embeddings::{DType, Tensor, gguf};

/// A GGUF file, put together from its parts.
#[derive(Clone, Default)]
struct Gguf {
    version: u32,
    tensors: u64,
    entries: u64,
    behind: Vec<u8>,
}

impl Gguf {
    fn new() -> Self {
        Self { version: 3, ..Self::default() }
    }

    fn string(mut self, text: &[u8]) -> Self {
        self.behind.extend((text.len() as u64).to_le_bytes());
        self.behind.extend(text);
        self
    }

    fn u32(mut self, number: u32) -> Self {
        self.behind.extend(number.to_le_bytes());
        self
    }

    fn u64(mut self, number: u64) -> Self {
        self.behind.extend(number.to_le_bytes());
        self
    }

    fn entry(mut self, key: &str, kind: u32) -> Self {
        self.entries += 1;
        self.string(key.as_bytes()).u32(kind)
    }

    fn tensor(mut self, name: &str, dimensions: &[u64], number_type: u32, offset: u64) -> Self {
        self.tensors += 1;
        let this = self.string(name.as_bytes()).u32(u32::try_from(dimensions.len()).unwrap());
        dimensions.iter().fold(this, |this, size| this.u64(*size)).u32(number_type).u64(offset)
    }

    /// The numbers of all tensors: so many bytes, aligned.
    fn data(mut self, alignment: usize, bytes: usize) -> Self {
        let head = 24;
        let aligned = (head + self.behind.len()).next_multiple_of(alignment) - head;
        self.behind.resize(aligned + bytes, 0);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let head = [
            &b"GGUF"[..],
            &self.version.to_le_bytes(),
            &self.tensors.to_le_bytes(),
            &self.entries.to_le_bytes(),
        ];
        [&head.concat(), self.behind.as_slice()].concat()
    }

    fn read(&self) -> Vec<Tensor> {
        gguf::tensors(Cursor::new(self.bytes()), Path::new("x")).unwrap()
    }

    /// What is said of it, behind its path.
    fn error(&self) -> String {
        let error = gguf::tensors(Cursor::new(self.bytes()), Path::new("x")).unwrap_err().to_string();
        error.strip_prefix("x: ").unwrap().replace("this GGUF file is broken at byte offset", "at")
    }
}

#[test]
fn metadata_of_every_kind_are_walked_over() {
    let file = Gguf { version: 2, ..Gguf::new() };
    let file =
        file.entry("general.alignment", 4).u32(64).entry("text", 8).string(b"\xFF").entry("f64", 12).u64(0);
    // A list of strings, a list of numbers, a list of lists, an empty one.
    let file = file.entry("strings", 9).u32(8).u64(2).string(b"a").string(b"");
    let file = file.entry("numbers", 9).u32(2).u64(4).u64(0);
    let file = file.entry("lists", 9).u32(9).u64(1).u32(0).u64(8).u64(0).entry("empty", 9).u32(8).u64(0);
    let file =
        file.tensor("b", &[3, 2], 1, 64).tensor("a", &[5], 0, 0).tensor("new", &[7], 77, 128).data(64, 140);
    let tensors = file.read();
    let shapes: Vec<(&str, &[u64], u64)> =
        tensors.iter().map(|tensor| (tensor.name.as_str(), &*tensor.shape, tensor.storage.length)).collect();
    // By where they lie; the slowest dimension first; what is not known goes on to the next one.
    assert_eq!(shapes, [("a", &[5][..], 20), ("b", &[2, 3], 12), ("new", &[7], 12)]);
    assert_eq!(tensors[2].dtype, DType::Other("GGML type 77".into()));
    let length = file.bytes().len() as u64;
    let begins: Vec<u64> = tensors.iter().map(|tensor| length - tensor.storage.offset).collect();
    assert_eq!(begins, [140, 76, 12]);
}

#[test]
fn a_file_may_have_nothing() {
    assert_eq!(Gguf::new().read(), []);
}

#[test]
fn versions_that_are_not_read_are_named() {
    for version in [0, 1, 4] {
        let words = format!("at 4: this is version {version} of the format; only 2 and 3 are read");
        assert_eq!(Gguf { version, ..Gguf::new() }.error(), words);
    }
    let big_endian = Gguf { version: 3_u32.swap_bytes(), ..Gguf::new() };
    assert_eq!(big_endian.error(), "at 4: the file is big-endian, which is not read");
}

#[test]
fn counts_are_held_against_the_file() {
    let tensors = Gguf { tensors: u64::MAX, ..Gguf::new() };
    assert_eq!(tensors.error(), "at 8: 18446744073709551615 tensors, which are more than the file can hold");
    let entries = Gguf { entries: 1 << 40, ..Gguf::new() };
    assert_eq!(
        entries.error(),
        "at 16: 1099511627776 entries of metadata, which are more than the file can hold"
    );
    let list = Gguf::new().entry("a", 9).u32(8).u64(u64::MAX);
    assert_eq!(
        list.error(),
        "at 37: a list in the metadata should have 18446744073709551615 values, but only 0 bytes follow"
    );
    let list = Gguf::new().entry("a", 9).u32(12).u64(u64::MAX);
    assert_eq!(list.error(), "at 37: a list in the metadata should have 18446744073709551615 values");
    let list = Gguf::new().entry("a", 9).u32(0).u64(1 << 50);
    assert_eq!(
        list.error(),
        "at 49: a list in the metadata should have 1125899906842624 bytes, but only 0 follow"
    );
    let text = Gguf::new().entry("a", 8).u64(1 << 63);
    assert_eq!(
        text.error(),
        "at 45: a value of the metadata should have 9223372036854775808 bytes, but only 0 follow"
    );
}

#[test]
fn a_file_of_nothing_is_not_walked_over_for_ever() {
    // Each entry is an empty key and a byte.
    let entries = (1 << 22) + 1_u64;
    let file = Gguf { entries, behind: vec![0; 13 * ((1 << 22) + 1)], ..Gguf::new() };
    assert!(file.error().ends_with("more than 4194304 values of metadata"), "{}", file.error());
}

#[test]
fn what_cannot_be_is_refused() {
    let kind = Gguf::new().entry("a", 13);
    assert_eq!(kind.error(), "at 37: a value of the metadata has the unknown type 13");
    let nested = (0..5).fold(Gguf::new().entry("a", 9), |file, _| file.u32(9).u64(1)).u64(0);
    assert!(nested.error().ends_with("lists more than 4 deep"), "{}", nested.error());
    for (alignment, words) in [
        (0, "general.alignment is 0, which is no power of two"),
        (24, "general.alignment is 24, which is no power of two"),
    ] {
        let file = Gguf::new().entry("general.alignment", 4).u32(alignment);
        assert_eq!(file.error(), format!("at 24: {words}"));
    }
    let key = Gguf::new().entry("general.alignment", 8).string(b"32");
    assert_eq!(key.error(), "at 24: general.alignment has the type 8 instead of 4");
    let five = Gguf::new().tensor("a", &[1; 5], 0, 0);
    assert_eq!(five.error(), "at 33: of the tensor `a`: 5 dimensions, and 4 are the most");
    let name = Gguf::new().tensor("a", &[1], 0, 0);
    let mut not_utf8 = name.clone();
    not_utf8.behind[8] = 0xFF;
    assert_eq!(not_utf8.error(), "at 24: the name of a tensor is not UTF-8");
}

#[test]
fn tensors_lie_in_the_file_one_after_the_other() {
    let one = |dimensions: &[u64], number_type, offset| {
        Gguf::new().tensor("a", dimensions, number_type, offset).data(32, 64)
    };
    assert_eq!(
        one(&[17], 0, 0).error(),
        "the tensor `a` ends at byte 68 of the data, of which the file has 64: the rest of the file is missing"
    );
    assert_eq!(
        one(&[8], 0, 4).error(),
        "the tensor `a` begins at byte 4 of the data, which is no multiple of 32"
    );
    assert_eq!(
        one(&[u64::MAX, 2], 0, 0).error(),
        "the tensor `a` cannot have the shape [2, 18446744073709551615] in F32"
    );
    assert_eq!(one(&[31], 8, 0).error(), "the tensor `a` cannot have the shape [31] in Q8_0");
    assert_eq!(
        one(&[1], 0, u64::MAX - 31).error(),
        "the tensor `a` ends at byte 18446744073709551588 of the data, of which the file has 64: the rest of the file is missing"
    );
    let overlap = Gguf::new().tensor("a", &[9], 0, 0).tensor("b", &[4], 0, 32).data(32, 64);
    assert_eq!(overlap.error(), "the tensor `b` begins at byte 32 of the data, where another one ends at 36");
    let twice = Gguf::new().tensor("a", &[4], 0, 0).tensor("a", &[4], 0, 32).data(32, 64);
    assert_eq!(twice.error(), "the tensor `a` is in the file twice");
}

#[test]
fn no_beginning_of_a_file_panics() {
    let file =
        Gguf::new().entry("strings", 9).u32(8).u64(1).string(b"a").tensor("a", &[4], 0, 0).data(32, 16);
    let bytes = file.bytes();
    for length in 0..bytes.len() {
        assert!(gguf::tensors(Cursor::new(&bytes[..length]), Path::new("x")).is_err(), "{length}");
    }
    assert_eq!(file.read().len(), 1);
}
