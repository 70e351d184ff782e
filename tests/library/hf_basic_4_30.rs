//! The dialect of transformers 4.30 without ftfy against the package's own ids: accents are lost, punctuation stands alone.

use cliptok::batch::{Invalid, NotUtf8, Separator};
use cliptok::explain::{Agreement, Obstacle, Reachability, reach};
use cliptok::{BatchEncoder, Dialect, Encoder, Step, TokenId};

use crate::library::golden::{self, Golden};

const DIALECT: Dialect = Dialect::HfBasic430;

/// Texts with the ids that the package gives.
fn goldens() -> Vec<(String, Vec<u16>)> {
    let own = |mut golden: Golden| (golden.text, golden.ids.remove(DIALECT.name()).unwrap());
    golden::answers("tests/golden/hf-basic-4.30.jsonl").into_iter().map(own).collect()
}

fn numbers(ids: impl IntoIterator<Item = TokenId>) -> Vec<u16> {
    ids.into_iter().map(|id| id.0).collect()
}

fn normalized(text: &str) -> String {
    Encoder::for_dialect(DIALECT).encode(text).normalized
}

#[test]
fn the_package_is_matched_by_every_way_to_encode() {
    let encoder = Encoder::for_dialect(DIALECT);
    let mut batch = encoder.batch();
    for (text, wanted) in goldens() {
        assert_eq!(numbers(encoder.encode(&text).ids()), wanted, "{text:?}");
        assert_eq!(numbers(encoder.ids(&text)), wanted, "{text:?}");
        let mut ids = Vec::new();
        batch.encode(&text, &mut ids);
        assert_eq!(numbers(ids), wanted, "{text:?}");
        assert_eq!(batch.count(&text), wanted.len(), "{text:?}");
    }
}

#[test]
fn the_package_is_matched_line_by_line() {
    let mut goldens = goldens();
    goldens.retain(|(text, _)| !text.contains('\0'));
    let buffer: String = goldens.iter().flat_map(|(text, _)| [text, "\0"]).collect();
    let mut batch = BatchEncoder::for_dialect(DIALECT);
    let (mut lines, mut counts) = (0, 0);
    let encoded = batch.encode_lines(buffer.as_bytes(), Separator::Nul, Invalid::Refuse, |at, ids| {
        assert_eq!(numbers(ids.iter().copied()), goldens[at].1, "{:?}", goldens[at].0);
        lines += 1;
        Ok::<(), NotUtf8>(())
    });
    let counted = batch.count_lines(buffer.as_bytes(), Separator::Nul, Invalid::Refuse, |at, tokens| {
        assert_eq!(tokens, goldens[at].1.len(), "{:?}", goldens[at].0);
        counts += 1;
        Ok::<(), NotUtf8>(())
    });
    assert!(encoded.is_ok() && counted.is_ok());
    assert_eq!((lines, counts), (goldens.len(), goldens.len()));
}

#[test]
fn accents_are_lost_and_punctuation_stands_alone() {
    for (text, wanted) in [
        ("café", "cafe"),
        ("CAFE\u{301}", "cafe"),
        ("가", "\u{1100}\u{1161}"),
        ("が", "か"),
        ("🗡\u{FE0F}", "🗡"),
        ("1\u{FE0F}\u{20E3}", "1\u{20E3}"),
        ("don't", "don ' t"),
        ("a , b,c (d).", "a , b , c ( d ) ."),
        ("...", ". . ."),
        ("≠ \u{37E}", "= ;"),
        ("İ ΑΣ", "i ας"),
        ("中x", "中 x"),
        ("🏯🔥 $5", "🏯🔥 $ 5"),
        ("<|STARTOFTEXT|>", "< | startoftext | >"),
        // Nothing but marks leaves nothing, and no space twice.
        ("a \u{301} b", "a b"),
        (" \u{301}", ""),
        // Marks that stay are put in order, those that are dropped between them too.
        ("a\u{302F}\u{16FF0}b", "a\u{16FF0}\u{302F}b"),
        ("a\u{302F}\u{34F}\u{16FF0}b", "a\u{302F}\u{16FF0}b"),
    ] {
        assert_eq!(normalized(text), wanted, "{text:?}");
        let encoder = Encoder::for_dialect(DIALECT);
        assert!(
            encoder.encode(text).ids().eq(encoder.batch().ids(&[text]).iter().flatten().copied()),
            "{text:?}"
        );
    }
}

#[test]
fn special_tokens_are_cut_out_in_their_exact_spelling_only() {
    let encoder = Encoder::for_dialect(DIALECT);
    assert_eq!(numbers(encoder.ids("hi!<|endoftext|>x")), [1883, 256, 49407, 343]);
    assert!(!encoder.ids("<|ENDOFTEXT|>").contains(&TokenId(49407)));
}

#[test]
fn every_token_comes_from_whole_characters_or_bytes_of_one() {
    let encoder = Encoder::for_dialect(DIALECT);
    for (text, _) in goldens() {
        let encoding = encoder.encode(&text);
        for token in &encoding.tokens {
            let (made, typed) = (token.normalized, token.original);
            assert!(!typed.is_empty() && typed.end <= text.len(), "{token:?} {text:?}");
            // Where the token is whole characters, so is what it came from.
            if made == made.widened(&encoding.normalized) {
                assert_eq!(typed, typed.widened(&text), "{token:?} {text:?}");
            }
        }
    }
    let spans: Vec<_> =
        encoder.encode("né'o").tokens.iter().map(|token| token.original.slice("né'o")).collect();
    assert_eq!(spans, [Some("né"), Some("'"), Some("o")]);
}

#[test]
fn steps_are_told_in_the_order_in_which_they_are_taken() {
    let steps = Encoder::for_dialect(DIALECT).encode("\0É中  \u{301},b").changed_by;
    let wanted = [
        Step::InvalidCharacters,
        Step::IdeographSpacing,
        Step::WhitespaceTrimmed,
        Step::LowerCasing14,
        Step::Accents,
        Step::PunctuationSpacing,
    ];
    assert_eq!(steps, wanted);
    let punctuation = Encoder::for_dialect(DIALECT).encode("cat,dog").changed_by;
    assert_eq!(punctuation, [Step::PunctuationSpacing], "no other step tidies up after it");
}

#[test]
fn agreement_with_others_is_that_of_the_ids() {
    let lines = ["a cat", "a cat, and", "it's", "it''s", "what?!", "x<y", "café", "a 🏯", "", "a.b"];
    for &other in Dialect::ALL {
        let [own, other] = [DIALECT, other].map(Encoder::for_dialect);
        for encoders in [[&own, &other], [&other, &own]] {
            let mut agreed = Vec::new();
            let buffer = lines.join("\n");
            Agreement::of(&encoders)
                .on_lines(buffer.as_bytes(), Separator::LineFeed, Invalid::Refuse, |_, agrees| {
                    agreed.push(agrees);
                    Ok::<(), NotUtf8>(())
                })
                .unwrap();
            let wanted: Vec<bool> =
                lines.iter().map(|line| own.encode(line).ids().eq(other.encode(line).ids())).collect();
            assert_eq!(agreed, wanted, "{:?}", other.dialect());
        }
    }
}

#[test]
fn every_entry_is_decided() {
    let encoder = Encoder::for_dialect(DIALECT);
    let (mut reached, mut alone) = (0, 0);
    let mut never = Vec::new();
    for id in encoder.vocabulary().ids() {
        match reach(id, &encoder) {
            Reachability::By(prompt) => {
                assert!(encoder.ids(&prompt).contains(&id), "{id} {prompt:?}");
                reached += 1;
            }
            Reachability::Never(obstacle) => {
                never.push(id.0);
                alone += usize::from(matches!(obstacle, Obstacle::PunctuationAlone(_)));
            }
            Reachability::NotBy(tried) => panic!("{id} is not decided by {tried} prompts"),
        }
    }
    assert_eq!((reached, alone), (48_235, 533));
    // The package itself gave none of those that nothing gives.
    let given = goldens().into_iter().flat_map(|(_, ids)| ids);
    assert_eq!(given.filter(|id| never.binary_search(id).is_ok()).count(), 0);
}

#[test]
fn it_is_there_for_ids_of_old_and_nothing_else() {
    assert_eq!(Dialect::named("hf-basic-4.30"), Some(DIALECT));
    let outdated: Vec<Dialect> =
        Dialect::ALL.iter().copied().filter(|dialect| dialect.is_outdated()).collect();
    assert_eq!(outdated, [DIALECT]);
    assert!(!DIALECT.is_widespread());
}
