//! Ids that came from somewhere, and what stands around the tokens of a prompt in them.

use cliptok::explain::{Match, Mismatch};
use cliptok::{ContextLength, Dialect, Encoder, TokenId};

fn found(given: &[u16], text: &str) -> Result<Match, Mismatch> {
    found_in(77, given, text)
}

fn found_in(slots: usize, given: &[u16], text: &str) -> Result<Match, Mismatch> {
    let encoder = Encoder::for_dialect(Dialect::Hf);
    let content: Vec<TokenId> = encoder.encode(text).ids().collect();
    let given: Vec<TokenId> = given.iter().copied().map(TokenId).collect();
    Match::of(&given, &content, ContextLength::new(slots).unwrap(), encoder.vocabulary())
}

const NONE: Match = Match { start: false, end: false, pads: None, cut: 0 };

#[test]
fn start_end_and_pads_are_recognized() {
    assert_eq!(found(&[320, 2368], "a cat"), Ok(NONE));
    assert_eq!(found(&[49406, 320, 2368], "a cat"), Ok(Match { start: true, ..NONE }));
    assert_eq!(found(&[320, 2368, 49407], "a cat"), Ok(Match { end: true, ..NONE }));
    let both = Match { start: true, end: true, ..NONE };
    assert_eq!(found(&[49406, 320, 2368, 49407], "a cat"), Ok(both));
    let padded = |pads| Ok(Match { pads: Some(pads), ..both });
    assert_eq!(found(&[49406, 320, 2368, 49407, 49407, 49407], "a cat"), padded((2, TokenId(49407))));
    assert_eq!(found(&[49406, 320, 2368, 49407, 0], "a cat"), padded((1, TokenId(0))));
    assert_eq!(found(&[], ""), Ok(NONE));
}

#[test]
fn a_prompt_that_was_cut_is_recognized_in_a_row_of_the_context_length() {
    let cut = |cut| Ok(Match { start: true, end: true, pads: None, cut });
    assert_eq!(found_in(3, &[49406, 320, 49407], "a cat"), cut(1));
    assert_eq!(found_in(4, &[49406, 320, 2368, 49407], "a cat in a hat"), cut(3));
    assert_eq!(
        found(&[320], "a cat"),
        Err(Mismatch { position: 1, given: None, expected: Some(TokenId(2368)) })
    );
}

#[test]
fn a_row_that_is_not_full_was_not_cut() {
    // Or else start and end alone would be the row of any prompt.
    let end = Some(TokenId(49407));
    assert_eq!(
        found(&[49406, 49407], "a cat"),
        Err(Mismatch { position: 1, given: end, expected: Some(TokenId(320)) })
    );
    let wrong = |given| Err(Mismatch { position: 2, given, expected: Some(TokenId(2368)) });
    assert_eq!(found_in(4, &[49406, 320, 49407], "a cat"), wrong(end));
    assert_eq!(found_in(3, &[49406, 320, 7], "a cat"), wrong(Some(TokenId(7))), "nor was one without an end");
}

#[test]
fn a_typed_special_token_is_content() {
    assert_eq!(found(&[49406, 320], "<|startoftext|>a"), Ok(NONE));
    assert_eq!(found(&[49406, 49406, 320], "<|startoftext|>a"), Ok(Match { start: true, ..NONE }));
    assert_eq!(found(&[320, 49407], "a<|endoftext|>"), Ok(NONE));
    // Of two readings that end at one position the simpler one says what is wanted there.
    let wrong = Mismatch { position: 1, given: Some(TokenId(7)), expected: Some(TokenId(320)) };
    assert_eq!(found(&[49406, 7], "<|startoftext|>a"), Err(wrong));
}

#[test]
fn the_first_position_that_differs_is_told() {
    let wrong = |position, given, expected| Err(Mismatch { position, given, expected });
    assert_eq!(found(&[320, 7], "a cat"), wrong(1, Some(TokenId(7)), Some(TokenId(2368))));
    assert_eq!(found(&[49406, 320, 7, 49407], "a cat"), wrong(2, Some(TokenId(7)), Some(TokenId(2368))));
    assert_eq!(found(&[320, 2368, 7], "a cat"), wrong(2, Some(TokenId(7)), None));
    assert_eq!(found(&[320, 2368, 49407, 7], "a cat"), wrong(3, Some(TokenId(7)), None));
    let (pad, end) = (Some(TokenId(0)), Some(TokenId(49407)));
    assert_eq!(found(&[320, 2368, 49407, 0, 49407], "a cat"), wrong(4, end, pad), "pads are all alike");
    assert_eq!(found(&[49406, 320, 2368, 49407, 49407, 0], "a cat"), wrong(5, pad, end));
}
