//! Ids from another implementation: each fault is put into right ids, and found in them again.

use cliptok::explain::{Added, Checker, Diagnosis, Fault};
use cliptok::{ContextLength, Dialect, Encoder, Model, RowRules, Step, TokenId, WordPosition};
use proptest::prelude::*;

use crate::support::{sd1, sd2, text};

const START: i64 = 49_406;
const END: i64 = 49_407;

fn checker(encoder: &Encoder) -> Checker {
    Checker::new(encoder, encoder.row_rules())
}

/// What is found in one row of ids that is wrong for Stable Diffusion 1.
fn faults(text: &str, ids: &[i64]) -> Vec<Fault> {
    faults_by(&sd1(), text, ids)
}

fn faults_by(encoder: &Encoder, text: &str, ids: &[i64]) -> Vec<Fault> {
    checker(encoder).diagnose(text, &[ids.to_vec()]).expect("the ids are wrong").faults
}

fn numbers(ids: &[TokenId]) -> Vec<i64> {
    ids.iter().map(|id| i64::from(id.0)).collect()
}

fn framed(ids: &[i64]) -> Vec<i64> {
    [START].into_iter().chain(ids.iter().copied()).chain([END]).collect()
}

fn padded(ids: &[i64], pad: i64, slots: usize) -> Vec<i64> {
    let mut row = framed(ids);
    row.resize(slots, pad);
    row
}

/// The tokens of `a photo of a fox`.
const FOX: &str = "a photo of a fox";
const FOX_IDS: [i64; 5] = [320, 1125, 539, 320, 3240];

#[test]
fn right_ids_are_right_in_every_form() {
    let checker = checker(&sd1());
    let long = "cat ".repeat(80);
    let cat = vec![2368; 80];
    let forms = [
        (FOX, vec![FOX_IDS.to_vec()]),
        (FOX, vec![framed(&FOX_IDS)]),
        (FOX, vec![padded(&FOX_IDS, END, 77)]),
        ("", vec![vec![]]),
        ("", vec![]),
        ("", vec![framed(&[])]),
        (&long, vec![cat.clone()]),
        (&long, vec![framed(&cat)]),
        (&long, vec![framed(&cat[..75])]),
        (&long, vec![framed(&cat[..75]), padded(&cat[75..], END, 77)]),
        (&long, vec![cat[..75].to_vec(), cat[75..].to_vec()]),
    ];
    for (text, rows) in forms {
        assert_eq!(checker.diagnose(text, &rows), None, "{rows:?}");
    }
}

#[test]
fn what_is_around_the_tokens_is_told() {
    let row = |pad, slots| padded(&FOX_IDS, pad, slots);
    assert_eq!(faults(FOX, &framed(&FOX_IDS)[1..]), [Fault::NoStart]);
    assert_eq!(faults(FOX, &row(END, 77)[1..]), [Fault::NoStart]);
    assert_eq!(faults(FOX, &framed(&FOX_IDS)[..6]), [Fault::NoEnd]);
    assert_eq!(faults(FOX, &[&[START][..], &framed(&FOX_IDS)].concat()), [Fault::StartDoubled]);
    assert_eq!(faults(FOX, &[&framed(&FOX_IDS)[..], &[END]].concat()), [Fault::EndDoubled]);
    let both = framed(&framed(&FOX_IDS));
    assert_eq!(faults(FOX, &both), [Fault::StartDoubled, Fault::EndDoubled]);
    assert_eq!(faults(FOX, &row(0, 77)), [Fault::OtherPad(0)]);
    assert_eq!(faults_by(&sd2(), FOX, &row(END, 77)), [Fault::OtherPad(END)]);
    assert_eq!(faults(FOX, &row(-100, 77)), [Fault::OtherPad(-100)]);
    assert_eq!(faults(FOX, &row(END, 20)), [Fault::PadsCut { slots: 20 }]);
    assert_eq!(faults(FOX, &row(0, 20)), [Fault::OtherPad(0), Fault::PadsCut { slots: 20 }]);
    assert_eq!(faults(FOX, &row(END, 248)), [Fault::LongerRow { slots: 248 }]);
    let in_front = [vec![END; 70], framed(&FOX_IDS)].concat();
    assert_eq!(faults(FOX, &in_front), [Fault::PadsInFront]);
    let no_start: Vec<i64> = row(0, 77)[1..].to_vec();
    assert_eq!(faults(FOX, &no_start), [Fault::NoStart, Fault::OtherPad(0)]);
    let no_end = [&[START][..], &FOX_IDS, &[0; 71]].concat();
    assert_eq!(faults(FOX, &no_end), [Fault::NoEnd, Fault::OtherPad(0)]);
}

#[test]
fn where_tokens_were_cut_is_told() {
    let (long, cat) = ("cat ".repeat(80), vec![2368; 80]);
    let without_end = [vec![START], cat[..76].to_vec()].concat();
    assert_eq!(faults(&long, &without_end), [Fault::CutWithoutEnd]);
    assert_eq!(faults(&long, &framed(&cat[..62])), [Fault::CutElsewhere { kept: 62 }]);
    assert_eq!(faults(&long, &cat[..75]), [Fault::CutElsewhere { kept: 75 }]);
    let short = padded(&FOX_IDS[..3], END, 77);
    assert_eq!(faults(FOX, &short), [Fault::CutElsewhere { kept: 3 }]);
    let rules = RowRules { context_length: ContextLength::new(5).unwrap(), ..sd1().row_rules() };
    let checker = Checker::new(&sd1(), rules);
    assert_eq!(checker.diagnose(FOX, &[framed(&FOX_IDS[..3])]), None, "five slots are full");
}

#[test]
fn other_ways_to_tokenize_are_told() {
    let gpt2 = [64, 220, 1153, 220, 684, 220, 64, 220, 5007];
    assert_eq!(faults(FOX, &framed(&gpt2)), [Fault::SpacesAsTokens]);
    assert_eq!(faults(FOX, &[&[220], &gpt2[..]].concat()), []);
    assert_eq!(faults(" a photo of a fox ", &gpt2), [Fault::SpacesAsTokens, Fault::Stripped]);
    assert_eq!(faults(FOX, &[64, 1153, 684, 64, 5007]), [Fault::NoWordEnds]);
    // `A` is no letter to the merges, which know lower case only.
    let not_lower = Fault::StepLeftOut(Step::LowerCasing17);
    let at = numbers(&sd1().ids("at"))[0];
    assert_eq!(faults("a Bat", &[320, 33, at]), std::slice::from_ref(&not_lower));
    assert_eq!(faults("a Bat", &[320, 33, 64, 339]), [Fault::BytesNotMerged, not_lower]);
    let bytes = |text: &str| -> Vec<i64> {
        let vocabulary = sd1();
        let vocabulary = vocabulary.vocabulary();
        let words = text.split(' ').flat_map(|word| {
            let last = word.len() - 1;
            word.bytes().enumerate().map(move |(at, byte)| {
                let position = if at == last { WordPosition::Final } else { WordPosition::Inner };
                (byte, position)
            })
        });
        words.map(|(byte, position)| i64::from(vocabulary.symbol(byte, position).0)).collect()
    };
    assert_eq!(faults(FOX, &bytes(FOX)), [Fault::BytesNotMerged]);
    let repaired = numbers(&Encoder::for_dialect(Dialect::OpenAi).ids("it’s"));
    let dialects = vec![Dialect::OpenAi, Dialect::OpenClip, Dialect::HfSlow];
    assert_eq!(faults("it’s", &repaired), [Fault::OtherDialect(dialects.clone())]);
    let row = padded(&repaired, 0, 77);
    assert_eq!(faults("it’s", &row), [Fault::OtherDialect(dialects), Fault::OtherPad(0)]);
    let typed = numbers(&sd1().ids("it’s"));
    let without = faults_by(&Encoder::for_dialect(Dialect::OpenAi), "it’s", &typed);
    assert_eq!(without, [Fault::OtherDialect(vec![Dialect::Hf, Dialect::HfBasic, Dialect::HfBasic430])]);
    let entity = "caf&eacute; it’s";
    let only_html = numbers(&Encoder::for_dialect(Dialect::Hf).ids("café it’s"));
    let openai = Encoder::for_dialect(Dialect::OpenAi);
    assert_eq!(faults_by(&openai, entity, &only_html), [Fault::StepLeftOut(Step::TextRepair)]);
    let bang = "hello!";
    assert_eq!(faults(bang, &numbers(&sd2().ids(bang))), [Fault::BangSpecial]);
    assert_eq!(faults_by(&sd2(), bang, &numbers(&sd1().ids(bang))), [Fault::BangNotSpecial]);
}

#[test]
fn ids_that_are_off_by_a_constant_are_told() {
    let add = |by: i64, ids: &[i64]| -> Vec<i64> { ids.iter().map(|id| id + by).collect() };
    assert_eq!(faults(FOX, &add(1, &FOX_IDS)), [Fault::Shifted { by: 1 }]);
    assert_eq!(faults(FOX, &add(-1, &framed(&FOX_IDS))), [Fault::Shifted { by: -1 }]);
    assert_eq!(faults(FOX, &add(2, &padded(&FOX_IDS, END, 77))), [Fault::Shifted { by: 2 }]);
    assert_eq!(faults(FOX, &framed(&add(4, &FOX_IDS))), [Fault::ContentShifted { by: 4 }]);
    assert_eq!(faults("cat", &[2369]), [], "one id alone is off from any other");
}

#[test]
fn a_shift_that_looks_like_four_faults_is_one() {
    // Shifted by one, the start token is the end token that was typed, and the end tokens could be pads of an odd kind.
    assert_eq!(faults("<|endoftext|>", &[END, END + 1, END + 1]), [Fault::Shifted { by: 1 }]);
}

#[test]
fn added_tokens_are_told_with_the_text_that_they_stand_for() {
    let added = |ids: &[i64], text: &str| Added { ids: ids.to_vec(), text: text.to_owned() };
    let one = Fault::AddedTokens(vec![added(&[49_408], "<cat-toy>")]);
    let ids = |text: &str| numbers(&sd1().ids(text));
    let given = [ids("a"), vec![49_408], ids(", here")].concat();
    assert_eq!(faults("a <cat-toy>, here", &given), std::slice::from_ref(&one));
    assert_eq!(faults("a <cat-toy>, here", &padded(&given, 0, 77)), [one, Fault::OtherPad(0)]);
    let several = [vec![49_408, 49_409], ids("and"), vec![49_410]].concat();
    let both = vec![added(&[49_408, 49_409], "<x>"), added(&[49_410], "<y>")];
    assert_eq!(faults("<x> and <y>", &framed(&several)), [Fault::AddedTokens(both)]);
    assert_eq!(faults("a cat", &[320, 2368, 49_408]), [], "no text is left for it");
    let cut = [vec![49_408], ids(&"cat ".repeat(74))].concat();
    assert_eq!(
        faults(&format!("<x> {}", "cat ".repeat(80)), &framed(&cut)),
        [Fault::AddedTokens(vec![added(&[49_408], "<x>")])]
    );
}

#[test]
fn what_is_not_known_is_shown_where_it_differs() {
    let found = |ids: &[i64]| checker(&sd1()).diagnose("a cat", &[ids.to_vec()]).unwrap();
    let Diagnosis { faults, position, given, expected, right_ids, .. } = found(&[START, 320, 7, END]);
    assert_eq!(faults, []);
    assert_eq!((position, given, expected), (2, Some(7), Some(TokenId(2368))));
    assert_eq!(numbers(&right_ids), framed(&[320, 2368]));
    let ends = found(&[]);
    assert_eq!((ends.faults, ends.given, ends.expected), (vec![], None, Some(TokenId(320))));
    let goes_on = found(&[320, 2368, 7, 9]);
    assert_eq!((goes_on.position, goes_on.given, goes_on.expected), (2, Some(7), None));
}

#[test]
fn several_rows_are_diagnosed_together() {
    let (long, cat) = ("cat ".repeat(80), vec![2368; 80]);
    let rows = [framed(&cat[..75]), padded(&cat[75..], 0, 77)];
    let found = checker(&sd1()).diagnose(&long, &rows).unwrap();
    assert_eq!(found.faults, [Fault::OtherPad(0)]);
    assert_eq!((found.position, found.given), (77 + 7, Some(0)));
    let no_starts = [framed(&cat[..75])[1..].to_vec(), padded(&cat[75..], END, 77)[1..].to_vec()];
    assert_eq!(checker(&sd1()).diagnose(&long, &no_starts).unwrap().faults, [Fault::NoStart]);
}

#[test]
fn every_fault_has_its_words() {
    let words = |fault: Fault| fault.to_string();
    assert_eq!(words(Fault::OtherPad(0)), "another pad: 0, that of sd2, sdxl-g, openai, open-clip");
    assert_eq!(words(Fault::OtherPad(7)), "another pad: 7");
    assert_eq!(words(Fault::Shifted { by: 1 }), "all ids are off by the same number: +1");
    assert_eq!(words(Fault::StepLeftOut(Step::LowerCasing17)), "not lower-cased");
    let added = Fault::AddedTokens(vec![Added { ids: vec![49_408], text: "secret".to_owned() }]);
    assert!(words(added.clone()).ends_with(": 49408") && !words(added).contains("secret"));
    let dialects = Fault::OtherDialect(vec![Dialect::OpenAi, Dialect::HfSlow]);
    assert_eq!(words(dialects), "the ids of another dialect: openai, hf-slow");
}

/// What another implementation may do to a prompt.
#[derive(Clone, Copy, Debug)]
enum Broken {
    Dialect(Dialect),
    Bang,
    NoStart,
    NoEnd,
    StartDoubled,
    EndDoubled,
    Pad(i64),
    PadsCut(usize),
    InFront,
    Shifted(i64),
    CutWithoutEnd,
}

impl Broken {
    fn of(self, text: &str) -> Vec<i64> {
        let ids = numbers(&sd1().ids(text));
        let row = padded(&ids[..ids.len().min(75)], END, 77);
        match self {
            Self::Dialect(dialect) => framed(&numbers(&Encoder::for_dialect(dialect).ids(text))),
            Self::Bang => numbers(&Encoder::for_model(Model::Sd2).ids(text)),
            Self::NoStart => framed(&ids)[1..].to_vec(),
            Self::NoEnd => [vec![START], ids].concat(),
            Self::StartDoubled => [vec![START], framed(&ids)].concat(),
            Self::EndDoubled => [framed(&ids), vec![END]].concat(),
            Self::Pad(pad) => padded(&ids[..ids.len().min(75)], pad, 77),
            Self::PadsCut(slots) => row[..slots].to_vec(),
            Self::InFront => [vec![END; 3], framed(&ids)].concat(),
            Self::Shifted(by) => framed(&ids).iter().map(|id| id + by).collect(),
            Self::CutWithoutEnd => [vec![START], ids].concat().into_iter().take(77).collect(),
        }
    }

    /// Whether this is what was done, or gives the same ids.
    fn is_among(self, faults: &[Fault]) -> bool {
        let has = |is: fn(&Fault) -> bool| faults.iter().any(is);
        match self {
            Self::Dialect(dialect) => faults.iter().any(|fault| match fault {
                Fault::OtherDialect(named) => named.contains(&dialect),
                // Such a dialect gives no other ids than the right ones with this.
                _ => false,
            }),
            Self::Bang => has(|fault| *fault == Fault::BangSpecial),
            Self::NoStart => has(|fault| *fault == Fault::NoStart),
            Self::NoEnd => has(|fault| matches!(fault, Fault::NoEnd | Fault::CutWithoutEnd)),
            Self::StartDoubled => has(|fault| *fault == Fault::StartDoubled),
            Self::EndDoubled => has(|fault| matches!(fault, Fault::EndDoubled | Fault::OtherPad(_))),
            Self::Pad(pad) => faults.contains(&Fault::OtherPad(pad)),
            Self::PadsCut(slots) => {
                let found = has(|fault| {
                    matches!(fault, Fault::NoEnd | Fault::EndDoubled | Fault::CutElsewhere { .. })
                });
                found || faults.contains(&Fault::PadsCut { slots })
            }
            Self::InFront => has(|fault| *fault == Fault::PadsInFront),
            Self::Shifted(by) => faults.contains(&Fault::Shifted { by }),
            Self::CutWithoutEnd => has(|fault| matches!(fault, Fault::NoEnd | Fault::CutWithoutEnd)),
        }
    }
}

fn broken() -> impl Strategy<Value = Broken> {
    prop_oneof![
        prop::sample::select(Dialect::ALL).prop_map(Broken::Dialect),
        prop::sample::select(vec![
            Broken::Bang,
            Broken::NoStart,
            Broken::NoEnd,
            Broken::StartDoubled,
            Broken::EndDoubled,
            Broken::InFront,
            Broken::CutWithoutEnd,
        ]),
        prop::sample::select(vec![0, 1, 49_408, -1]).prop_map(Broken::Pad),
        (2..77_usize).prop_map(Broken::PadsCut),
        prop::sample::select(vec![-2, -1, 1, 3]).prop_map(Broken::Shifted),
    ]
}

proptest! {
    #[test]
    fn any_prompt_with_any_fault_is_diagnosed_as_that_fault(text in text(), broken in broken()) {
        let ids = broken.of(&text);
        if let Some(found) = checker(&sd1()).diagnose(&text, std::slice::from_ref(&ids)) {
            prop_assert!(broken.is_among(&found.faults), "{:?} in {:?}", found.faults, ids);
        }
    }

    #[test]
    fn any_ids_have_a_first_position_that_differs(
        text in text(),
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![49_400..49_412_i64, 0..400_i64, any::<i64>()], 0..6), 0..3),
    ) {
        let checker = checker(&sd1());
        let right = sd1().ids(&text);
        let found = checker.diagnose(&text, &rows);
        prop_assert_eq!(found.is_none(), checker.agrees(&rows, &right));
        if let Some(found) = found {
            prop_assert_ne!(found.given, found.expected.map(|id| i64::from(id.0)));
        }
    }
}
