//! The built-in vocabulary: how many entries there are of each kind, and what some of them are.

use cliptok::{DecodeError, SpecialToken, TokenId, TokenKind};

use crate::support::sd1;

fn count(kind: TokenKind) -> usize {
    let encoder = sd1();
    let vocabulary = encoder.vocabulary();
    vocabulary.ids().filter(|&id| vocabulary.kind(id) == kind).count()
}

#[test]
fn there_are_49408_entries_and_532_of_them_are_no_whole_characters() {
    assert_eq!(sd1().vocabulary().len(), 49_408);
    assert_eq!(
        (count(TokenKind::Byte), count(TokenKind::Fragment), count(TokenKind::Special)),
        (256, 276, 2)
    );
    assert_eq!(count(TokenKind::Whole), 49_408 - 532 - 2);
}

#[test]
fn a_small_id_does_not_make_a_fallback_token() {
    let encoder = sd1();
    let vocabulary = encoder.vocabulary();
    let kind = |id| vocabulary.kind(TokenId(id));
    assert_eq!((kind(0), vocabulary.bytes(TokenId(0))), (TokenKind::Whole, b"!".as_slice()));
    assert_eq!(
        (kind(1109), vocabulary.bytes(TokenId(1109))),
        (TokenKind::Fragment, b"\xF0\x9F\x8F".as_slice())
    );
    assert_eq!((kind(363), vocabulary.bytes(TokenId(363))), (TokenKind::Byte, b"\xAF".as_slice()));
}

#[test]
fn a_real_replacement_character_is_a_whole_character() {
    let encoder = sd1();
    for id in [39_802, 47_356].map(TokenId) {
        assert_eq!(encoder.vocabulary().bytes(id), "\u{FFFD}".as_bytes());
        assert_eq!(encoder.vocabulary().kind(id), TokenKind::Whole);
    }
}

#[test]
fn as_many_entries_end_a_word_as_the_data_file_marks() {
    let encoder = sd1();
    let vocabulary = encoder.vocabulary();
    assert_eq!(vocabulary.ids().filter(|&id| vocabulary.ends_word(id)).count(), 34_483);
    assert!(vocabulary.ends_word(TokenId(320)) && !vocabulary.ends_word(TokenId(64)));
}

#[test]
fn special_tokens_are_the_last_two_entries() {
    let encoder = sd1();
    let vocabulary = encoder.vocabulary();
    assert_eq!(vocabulary.special(TokenId(49_406)), Some(SpecialToken::StartOfText));
    assert_eq!(vocabulary.special(TokenId(49_407)), Some(SpecialToken::EndOfText));
    assert_eq!(vocabulary.bytes(TokenId(49_407)), b"<|endoftext|>");
}

#[test]
fn an_id_that_is_not_there_is_an_error_that_says_which_are() {
    let encoder = sd1();
    let error = encoder.vocabulary().id(49_408).unwrap_err();
    assert_eq!(error, DecodeError::UnknownId { id: 49_408, entries: 49_408 });
    assert_eq!(error.to_string(), "id 49408 is not in the vocabulary; ids run from 0 to 49407");
    assert!(encoder.vocabulary().id(u64::MAX).is_err());
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn an_id_of_another_vocabulary_is_a_bug_that_is_not_passed_over() {
    let _ = sd1().vocabulary().bytes(TokenId(u16::MAX));
}

#[test]
fn decoding_puts_a_space_between_words_and_none_behind_the_last() {
    let encoder = sd1();
    let decode = |ids: &[u16]| {
        encoder.vocabulary().decode(&ids.iter().map(|&id| TokenId(id)).collect::<Vec<_>>()).unwrap()
    };
    assert_eq!(decode(&[320, 1125]), b"a photo");
    assert_eq!(decode(&[64, 320]), b"aa");
    assert_eq!(decode(&[1109, 363, 2368]), "🏯 cat".as_bytes());
    assert_eq!(decode(&[]), b"");
}

#[test]
fn ids_that_are_not_there_are_not_decoded_to_nothing() {
    let decoded = sd1().vocabulary().decode(&[TokenId(320), TokenId(u16::MAX)]);
    assert_eq!(decoded, Err(DecodeError::UnknownId { id: 65_535, entries: 49_408 }));
}
