//! Any bytes as a picture: prompts or an error, in bounded memory. Checksums are set right, or else no change would get past them.

#![no_main]

use cliptok::images::{ImageError, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    if let Some(file) = with_right_checksums(bytes) {
        check(&file);
    }
});

fn check(file: &[u8]) {
    match read(file) {
        Ok(picture) => {
            assert!(!picture.prompts.is_empty());
            // A text is at most 16 MiB, and all that are packed are at most 32.
            let length: usize = picture.prompts.iter().map(|prompt| prompt.text.len()).sum();
            assert!(length <= 64 << 20, "{length}");
        }
        Err(error @ (ImageError::NotAPicture | ImageError::NoPrompt { .. } | ImageError::Broken { .. })) => {
            assert!(error.to_string().starts_with("this "));
        }
        Err(error) => panic!("{error:?}"),
    }
}

/// The chunks of a PNG, each with the checksum that it should have.
fn with_right_checksums(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = bytes.get(..8).filter(|start| start.starts_with(b"\x89PNG"))?.to_vec();
    let mut rest = bytes.get(8..)?;
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let Some(chunk) = behind.get(..u32::from_be_bytes(*length) as usize + 4) else { break };
        file.extend(length);
        file.extend(chunk);
        file.extend(crc32(chunk).to_be_bytes());
        rest = behind.get(chunk.len() + 4..).unwrap_or_default();
    }
    file.extend(rest);
    Some(file)
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| sum >> 1 ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}
