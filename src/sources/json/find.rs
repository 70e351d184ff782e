//! Enters: a JSON value and the path to a field. Leaves: the texts there, without what stands beside them ever being built.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::found::{Form, Found, Item};
use super::keys::{OneKey, UsualKey};
use crate::sources::field::{Field, Fit, Key};

/// How many keys are behind where members of an object are records that have the usual fields.
pub(super) const OF_MEMBER: u8 = 1;

/// What stands for no key where members of an object are records that have a field that was named. No path has so many keys.
pub(super) const BEFORE_THE_PATH: u8 = u8::MAX;

/// A value that is being read.
pub(super) struct Value<'f> {
    way: Way<'f>,
    found: &'f mut Found,
}

/// What leads on from a value.
#[derive(Clone, Copy)]
enum Way<'f> {
    /// It is a whole record, and a string is its own prompt. So many keys of the path are behind already.
    Record { field: &'f Field, walked: usize },
    /// It is a part of one, from which these keys lead on.
    Along(&'f [Key]),
}

impl<'f> Value<'f> {
    /// A record, in which what it has in this field is found. So many keys of the field's path are behind already.
    pub(super) const fn record(field: &'f Field, walked: usize, found: &'f mut Found) -> Self {
        Self { way: Way::Record { field, walked }, found }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        match self.way {
            // Beside members that are records, it says something else.
            Way::Record { .. } if self.way.is_beside_members() => self.other("a string"),
            // The way ends before the field.
            Way::Record { field: Field::Named(path), walked }
                if (1..path.steps().len()).contains(&walked) =>
            {
                self.found.items.push(Item::Absent);
            }
            Way::Record { .. } | Way::Along([]) => self.found.text(text),
            Way::Along(_) => self.found.items.push(Item::Absent),
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.found.items.push(match self.way {
            Way::Record { field: Field::Usual, walked } if walked <= usize::from(OF_MEMBER) => {
                Item::NoRecord("null")
            }
            Way::Record { field: Field::Named(path), walked } if path.steps().len() > behind(walked) => {
                Item::NoRecord("null")
            }
            _ => Item::Null,
        });
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.other("true or false");
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.other("a number");
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.other("a number");
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.other("a number");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some(path) = self.way.path() else {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            self.other("an array");
            return Ok(());
        };
        let found = self.found;
        found.form = Form::List;
        let before = found.items.len();
        while list.next_element_seed(Value { way: Way::Along(path), found })?.is_some() {}
        if found.items.len() == before {
            found.items.push(Item::EmptyList);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { way, found } = self;
        let Some(path) = way.path() else { return usual(map, found) };
        let Some((step, behind)) = path.split_first() else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            found.items.push(Item::Other("an object"));
            return Ok(());
        };
        let before = found.items.len();
        let mut known = Fit::No;
        while let Some(fit) = map.next_key_seed(OneKey(step))? {
            if fit == Fit::No || fit < known {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if *step == Key::Every {
                found.form = Form::List;
            } else {
                // Of two keys that fit as well, the last one counts, as everywhere in JSON.
                found.take_back(before);
            }
            known = fit;
            map.next_value_seed(Value { way: Way::Along(behind), found })?;
        }
        if found.items.len() == before {
            found.items.push(Item::Absent);
        }
        Ok(())
    }
}

impl Value<'_> {
    /// Notes a value that is no string and leads nowhere.
    fn other(self, kind: &'static str) {
        self.found.items.push(match self.way {
            Way::Along([]) => Item::Other(kind),
            Way::Along(_) => Item::Absent,
            Way::Record { .. } if self.way.path().is_some_and(<[Key]>::is_empty) => Item::Other(kind),
            Way::Record { .. } => Item::NoRecord(kind),
        });
    }
}

impl<'f> Way<'f> {
    /// The keys that lead on; `None` where the usual fields are looked for.
    fn path(self) -> Option<&'f [Key]> {
        match self {
            Self::Along(path) => Some(path),
            Self::Record { field: Field::Usual, .. } => None,
            Self::Record { field: Field::Named(path), walked } => {
                Some(path.steps().get(behind(walked)..).unwrap_or_default())
            }
        }
    }

    /// Whether it is a member of an object whose members are records.
    fn is_beside_members(self) -> bool {
        match self {
            Self::Record { field: Field::Usual, walked } => walked == usize::from(OF_MEMBER),
            Self::Record { field: Field::Named(_), walked } => walked == usize::from(BEFORE_THE_PATH),
            Self::Along(_) => false,
        }
    }
}

/// How many keys of the path are behind.
fn behind(walked: usize) -> usize {
    if walked == usize::from(BEFORE_THE_PATH) { 0 } else { walked }
}

/// Finds the usual fields of an object. One that is null is as good as not there, as long as another one is.
fn usual<'de, A: MapAccess<'de>>(mut map: A, found: &mut Found) -> Result<(), A::Error> {
    let mut best: [(Fit, Found); 3] = Default::default();
    while let Some(usual) = map.next_key_seed(UsualKey)? {
        let of_place = usual.and_then(|(place, fit)| best.get_mut(place).map(|best| (best, fit)));
        match of_place {
            // Of two keys that fit as well, the last one counts, as everywhere in JSON.
            Some(((known, value), fit)) if fit >= *known => {
                value.clear();
                *known = fit;
                map.next_value_seed(Value { way: Way::Along(&[]), found: value })?;
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    let is_there = |(fit, _): &&(Fit, Found)| *fit != Fit::No;
    let is_filled = |best: &&(Fit, Found)| !matches!(best.1.items.as_slice(), [Item::Null | Item::EmptyList]);
    let chosen = best.iter().filter(is_there).find(is_filled).or_else(|| best.iter().find(is_there));
    match chosen {
        Some((_, value)) => {
            let before = found.texts.len();
            found.texts.push_str(&value.texts);
            found.form = value.form;
            found.items.extend(value.items.iter().map(|&item| match item {
                Item::Text { end } => Item::Text { end: before + end },
                item => item,
            }));
        }
        None => found.items.push(Item::Absent),
    }
    Ok(())
}
