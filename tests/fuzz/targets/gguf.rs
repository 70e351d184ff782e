//! Any bytes as a GGUF file: it is refused, or its tensors lie in it and do not overlap.

#![no_main]

use std::io::Cursor;
use std::path::Path;

use cliptok::embeddings::gguf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match gguf::tensors(Cursor::new(bytes), Path::new("x.gguf")) {
        Ok(tensors) => {
            let mut behind = 0;
            for tensor in tensors.iter().filter(|tensor| tensor.storage.length > 0) {
                assert!(tensor.storage.offset >= behind);
                behind = tensor.storage.offset + tensor.storage.length;
                assert!(behind <= bytes.len() as u64);
                if let Some(size) = tensor.dtype.bytes() {
                    assert_eq!(tensor.shape.iter().product::<u64>() * size as u64, tensor.storage.length);
                }
            }
        }
        Err(error) => assert!(!error.to_string().contains(char::is_control)),
    }
});
