//! Enters: a line of JSON. Leaves: the text in it and the ids that go with it, or what is wrong with the line.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::cli::error::{PairError, Wanted};

/// The names under which texts and ids are looked for; the first that is there counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PairFields {
    pub text: Vec<String>,
    pub ids: Vec<String>,
}

/// A text, with ids from another implementation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub text: String,
    /// One row, or several.
    pub rows: Vec<Vec<i64>>,
}

/// The text and the ids of a line.
///
/// # Errors
/// If the line is no JSON object, or lacks one of them.
pub(crate) fn pair(line: &str, fields: &PairFields) -> Result<Pair, PairError> {
    let line: Line = serde_json::from_str(line).map_err(|error| {
        let said = error.to_string();
        let message = match error.classify() {
            Category::Eof => "the line ends in the middle of the JSON".to_owned(),
            _ => said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message).to_owned(),
        };
        PairError::Json { column: error.column(), message }
    })?;
    let mut members = match line {
        Line::Object(members) => members,
        Line::Other(found) => return Err(PairError::NoObject { found }),
    };
    let text = match take(&mut members, Wanted::Text, &fields.text)? {
        (_, Value::Text(text)) => text,
        (field, value) => return Err(PairError::Wrong { what: Wanted::Text, field, found: value.kind() }),
    };
    match take(&mut members, Wanted::Ids, &fields.ids)? {
        (_, Value::Rows(rows)) => Ok(Pair { text, rows }),
        (field, value) => Err(PairError::Wrong { what: Wanted::Ids, field, found: value.kind() }),
    }
}

/// Takes the first of the members with these names out; its name stays.
fn take(
    members: &mut [(Cow<'_, str>, Value)],
    what: Wanted,
    wanted: &[String],
) -> Result<(String, Value), PairError> {
    let place = wanted.iter().find_map(|name| members.iter().position(|(own, _)| own == name));
    if let Some((name, value)) = place.and_then(|place| members.get_mut(place)) {
        return Ok((name.to_string(), std::mem::replace(value, Value::Other("null"))));
    }
    let has = members.iter().map(|(name, _)| name.to_string()).collect();
    Err(PairError::NoField { what, wanted: wanted.to_vec(), has })
}

/// What a line is.
enum Line<'l> {
    Object(Vec<(Cow<'l, str>, Value)>),
    Other(&'static str),
}

/// What a member of an object, or an element of an array, is.
enum Value {
    Text(String),
    Id(i64),
    Rows(Vec<Vec<i64>>),
    Other(&'static str),
}

impl Value {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Id(_) => "a number",
            Self::Rows(_) => "an array",
            Self::Other(kind) => kind,
        }
    }
}

struct ForLine;

impl<'de> Deserialize<'de> for Line<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ForLine)
    }
}

struct ForValue;

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ForValue)
    }
}

/// A key, borrowed where nothing in it is escaped.
struct Key<'k>(Cow<'k, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ForKey;
        impl<'de> Visitor<'de> for ForKey {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(ForKey)
    }
}

/// What is no object, or no value that can be wanted.
macro_rules! other_kinds {
    ($($method:ident($value:ty) is $kind:literal,)+) => {
        $(fn $method<E>(self, _: $value) -> Result<Self::Value, E> {
            Ok(Self::Value::Other($kind))
        })+
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::Other("null"))
        }
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("JSON")
        }
    };
}

impl<'de> Visitor<'de> for ForLine {
    type Value = Line<'de>;

    other_kinds! {
        visit_bool(bool) is "true or false",
        visit_i64(i64) is "a number",
        visit_u64(u64) is "a number",
        visit_f64(f64) is "a number",
        visit_str(&str) is "a string",
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Line::Other("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((Key(key), value)) = object.next_entry()? {
            members.push((key, value));
        }
        Ok(Line::Object(members))
    }
}

impl<'de> Visitor<'de> for ForValue {
    type Value = Value;

    other_kinds! {
        visit_bool(bool) is "true or false",
        visit_f64(f64) is "a number that is not whole",
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_i64<E>(self, id: i64) -> Result<Value, E> {
        Ok(Value::Id(id))
    }

    fn visit_u64<E>(self, id: u64) -> Result<Value, E> {
        Ok(i64::try_from(id).map_or(Value::Other("a number that is far too large"), Value::Id))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value, A::Error> {
        let (mut ids, mut rows, mut other) = (Vec::new(), Vec::new(), None);
        while let Some(element) = array.next_element::<Value>()? {
            match element {
                Value::Id(id) => ids.push(id),
                Value::Rows(inner) => rows.extend(inner),
                Value::Text(_) => other = Some("an array with a string in it"),
                Value::Other("null") => other = Some("an array with null in it"),
                Value::Other("a number that is not whole") => {
                    other = Some("an array with a number in it that is not whole");
                }
                Value::Other(_) => other = Some("an array with something else in it"),
            }
        }
        Ok(match (other, rows.is_empty(), ids.is_empty()) {
            (Some(other), ..) => Value::Other(other),
            (None, true, _) => Value::Rows(vec![ids]),
            (None, false, true) => Value::Rows(rows),
            (None, false, false) => Value::Other("an array with both numbers and arrays in it"),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other("an object"))
    }
}
