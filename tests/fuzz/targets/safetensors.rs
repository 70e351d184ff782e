//! Any bytes as a safetensors file: it is refused, or its tensors lie in it one after the other.

#![no_main]

use std::io::Cursor;
use std::path::Path;

use cliptok::embeddings::safetensors;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match safetensors::tensors(Cursor::new(bytes), Path::new("x.safetensors")) {
        Ok(tensors) => {
            let header = u64::from_le_bytes(bytes[..8].try_into().unwrap());
            let mut behind = 8 + header;
            for tensor in &tensors {
                assert_eq!(tensor.storage.offset, behind);
                behind += tensor.storage.length;
                if let Some(size) = tensor.dtype.bytes() {
                    assert_eq!(tensor.shape.iter().product::<u64>() * size as u64, tensor.storage.length);
                }
            }
            assert_eq!(behind, bytes.len() as u64);
        }
        Err(error) => assert!(!error.to_string().contains(char::is_control)),
    }
});
