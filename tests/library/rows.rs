//! The slots that tokens take, what falls off, and the pads of each model.

use cliptok::{ContextLength, Encoder, Layout, Model, Slot, TokenId};

use crate::support::{ids, sd1, sd2};

fn layout(slots: usize, tokens: usize) -> Layout {
    Layout::new(ContextLength::new(slots).unwrap(), tokens)
}

#[test]
fn there_are_always_as_many_slots_as_the_context_length() {
    for slots in [2, 3, 77, 248] {
        for tokens in [0, 1, 74, 75, 76, 300] {
            let layout = layout(slots, tokens);
            assert_eq!(layout.slots().count(), slots);
            assert_eq!(layout.kept().len() + layout.over(), tokens);
            assert_eq!(layout.kept().len() + layout.free() + 2, slots);
        }
    }
}

#[test]
fn the_end_stands_behind_the_last_token_that_fits() {
    let slots: Vec<Slot> = layout(5, 2).slots().collect();
    assert_eq!(slots, [Slot::Start, Slot::Content(0), Slot::Content(1), Slot::End, Slot::Pad]);
    let slots: Vec<Slot> = layout(4, 9).slots().collect();
    assert_eq!(slots, [Slot::Start, Slot::Content(0), Slot::Content(1), Slot::End]);
    assert_eq!((layout(4, 9).cut(), layout(4, 9).slot_of(1), layout(4, 9).slot_of(2)), (2..9, Some(2), None));
}

#[test]
fn a_context_length_has_room_for_start_and_end() {
    let words = |slots| ContextLength::new(slots).unwrap_err().to_string();
    assert_eq!(words(1), "a context length of 1 is not possible; it must be 2 to 65536 slots");
    assert_eq!(words(65_537), "a context length of 65537 is not possible; it must be 2 to 65536 slots");
    assert_eq!(ContextLength::new(2).unwrap().content(), 0);
    assert_eq!((ContextLength::CLIP.slots(), ContextLength::CLIP.content()), (77, 75));
}

#[test]
fn each_model_has_its_pad() {
    let vocabulary = sd1().vocabulary().clone();
    let pads: Vec<(&str, TokenId)> =
        Model::ALL.iter().map(|model| (model.name(), model.pad().id(&vocabulary))).collect();
    let (end, bang) = (TokenId(49_407), TokenId(0));
    assert_eq!(
        pads,
        [
            ("sd1", end),
            ("sd2", bang),
            ("sdxl-l", end),
            ("sdxl-g", bang),
            ("openai", bang),
            ("open-clip", bang)
        ]
    );
}

#[test]
fn where_zeros_are_the_pad_a_typed_bang_stays_text() {
    for model in [Model::OpenAi, Model::OpenClip] {
        assert_eq!(ids(&Encoder::for_model(model), "hello!"), [3306, 256], "{}", model.name());
    }
}

#[test]
fn where_bang_is_the_pad_it_is_special_in_a_prompt_too() {
    let ids = |text| ids(&sd2(), text);
    assert_eq!(ids("hello!"), [3306, 0]);
    assert_eq!(ids("!!!"), [0, 0, 0]);
    assert_eq!(ids("wow! <|endoftext|>!"), [2781, 0, 49407, 0]);
}
