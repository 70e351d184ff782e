//! Any bytes as a file of PyTorch, and as the pickle in one: it is refused, or its tensors lie in it.

#![no_main]

use std::io::Cursor;
use std::path::Path;

use cliptok::embeddings::torch;
use libfuzzer_sys::fuzz_target;

/// A Zip with this pickle and a storage, both stored.
fn zip(pickle: &[u8]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in [("a/data.pkl", pickle), ("a/data/0", &[0; 64])] {
        let length = (bytes.len() as u32).to_le_bytes();
        let common = [&[0; 12][..], &length, &length, &(name.len() as u16).to_le_bytes(), &[0; 2]].concat();
        let place = (file.len() as u32).to_le_bytes();
        file.extend([b"PK\x03\x04\x14\0", &common[..], name.as_bytes(), bytes].concat());
        directory
            .extend([b"PK\x01\x02\x14\0\x14\0", &common[..], &[0; 10], &place, name.as_bytes()].concat());
    }
    let sizes = [(directory.len() as u32).to_le_bytes(), (file.len() as u32).to_le_bytes()].concat();
    [&file[..], &directory, b"PK\x05\x06\0\0\0\0\x02\0\x02\0", &sizes, &[0, 0]].concat()
}

fn read(file: &[u8]) {
    match torch::read(Cursor::new(file), Path::new("x.pt")) {
        Ok(content) => {
            for tensor in content.tensors {
                assert!(tensor.storage.offset + tensor.storage.length <= file.len() as u64);
                if let Some(size) = tensor.dtype.bytes() {
                    assert_eq!(tensor.shape.iter().product::<u64>() * size as u64, tensor.storage.length);
                }
            }
        }
        Err(error) => assert!(!error.to_string().contains(char::is_control)),
    }
}

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    read(&zip(bytes));
});
