//! Enters: a request in JSON. Leaves: its answer in JSON: the reports of the library, as the program prints them.

mod decode;
mod diff;
mod emoji;
mod encode;
mod fields;
mod fit;
mod inspect;
mod picture;
mod rules;
mod settings;
mod trace;
mod vocab;

pub(crate) use fields::Fields;
pub(crate) use rules::Rules;

use crate::wrong::Wrong;

/// What a verb is asked by, and its answer in JSON.
type Verb = fn(&mut Fields, &[u8]) -> Result<String, Wrong>;

/// The verbs: the one list in which each of them stands.
const VERBS: [(&str, Verb); 10] = [
    ("inspect", |fields, _| inspect::answer(fields)),
    ("encode", |fields, _| encode::answer(fields)),
    ("decode", |fields, _| decode::answer(fields)),
    ("fit", |fields, _| fit::answer(fields)),
    ("diff", |fields, _| diff::answer(fields)),
    ("trace", |fields, _| trace::answer(fields)),
    ("vocab", |fields, _| vocab::answer(fields)),
    ("emoji", |fields, _| emoji::answer(fields)),
    ("picture", picture::answer),
    ("settings", |fields, _| settings::answer(fields)),
];

/// The answer to a request.
pub(crate) fn answer(request: &[u8], attached: &[u8]) -> Result<String, Wrong> {
    let mut fields = Fields::parse(request)?;
    let typed = fields.text("verb")?;
    let verb = VERBS.iter().find(|(name, _)| *name == typed).map(|(_, verb)| verb);
    let known = || VERBS.map(|(name, _)| name).to_vec();
    let verb = verb.ok_or_else(|| Wrong::Verb { typed, known: known() })?;
    let answer = verb(&mut fields, attached)?;
    Ok(format!(r#"{{"answer":{answer}}}"#))
}
