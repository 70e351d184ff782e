//! Enters: a JSON value and the path to a field. Leaves: the texts there, without what stands beside them ever being built.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::sources::field::{Field, Fit, Key, USUAL, fit};

/// What stands at the end of a path. Texts are in one buffer.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub texts: String,
    pub items: Vec<Item>,
    pub form: Form,
}

/// Whether a record has one prompt, or may have several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sources) enum Form {
    #[default]
    Single,
    /// A list was on the way, or every key of an object.
    List,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A text that ends here in the buffer, and begins where the one before ends.
    Text {
        end: usize,
    },
    Null,
    /// A list without an element.
    EmptyList,
    /// A key is not there.
    Absent,
    /// It is there, and no string.
    Other(&'static str),
    /// The record itself has no fields.
    NoRecord(&'static str),
}

impl Found {
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.items.clear();
        self.form = Form::Single;
    }

    fn text(&mut self, text: &str) {
        self.texts.push_str(text);
        self.items.push(Item::Text { end: self.texts.len() });
    }

    /// Takes back what was found since there were so many items.
    fn take_back(&mut self, items: usize) {
        self.items.truncate(items);
        let ends = self.items.iter().rev().find_map(|item| match item {
            Item::Text { end } => Some(*end),
            _ => None,
        });
        self.texts.truncate(ends.unwrap_or_default());
    }
}

/// How many keys are behind where members of an object are records that have the usual fields.
pub(super) const OF_MEMBER: u8 = 1;

/// What stands for no key where members of an object are records that have a field that was named. No path has so many keys.
pub(super) const BEFORE_THE_PATH: u8 = u8::MAX;

/// A whole record: a string is its own prompt.
pub(super) struct Record<'f> {
    pub field: &'f Field,
    /// How many keys of the path are behind already.
    pub walked: usize,
    pub found: &'f mut Found,
}

/// A value on the way along a path.
struct At<'f> {
    path: &'f [Key],
    found: &'f mut Found,
}

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        match self.field {
            // Beside members that are records, it says something else.
            Field::Usual if self.walked == usize::from(OF_MEMBER) => self.other("a string"),
            Field::Named(_) if self.walked == usize::from(BEFORE_THE_PATH) => self.other("a string"),
            // The way ends before the field.
            Field::Named(path) if (1..path.steps().len()).contains(&self.walked) => {
                self.found.items.push(Item::Absent);
            }
            _ => self.found.text(text),
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.found.items.push(match self.field {
            Field::Named(path) if path.steps().len() > self.behind() => Item::NoRecord("null"),
            Field::Named(_) => Item::Null,
            Field::Usual => Item::NoRecord("null"),
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

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        match self.field {
            Field::Named(path) => {
                At { path: path.steps().get(self.behind()..).unwrap_or_default(), found: self.found }
                    .visit_seq(list)
            }
            Field::Usual => {
                skip_list(list)?;
                self.other("an array");
                Ok(())
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match self.field {
            Field::Named(path) => {
                At { path: path.steps().get(self.behind()..).unwrap_or_default(), found: self.found }
                    .visit_map(map)
            }
            Field::Usual => usual(map, self.found),
        }
    }
}

impl Record<'_> {
    /// How many keys of the path are behind.
    fn behind(&self) -> usize {
        if self.walked == usize::from(BEFORE_THE_PATH) { 0 } else { self.walked }
    }

    fn other(self, kind: &'static str) {
        let is_field = matches!(self.field, Field::Named(path) if path.steps().len() <= self.behind());
        self.found.items.push(if is_field { Item::Other(kind) } else { Item::NoRecord(kind) });
    }
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
                map.next_value_seed(At { path: &[], found: value })?;
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

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.path.is_empty() {
            self.found.text(text);
        } else {
            self.found.items.push(Item::Absent);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.found.items.push(Item::Null);
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
        self.found.form = Form::List;
        let before = self.found.items.len();
        while list.next_element_seed(At { path: self.path, found: self.found })?.is_some() {}
        if self.found.items.len() == before {
            self.found.items.push(Item::EmptyList);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { path, found } = self;
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
            map.next_value_seed(At { path: behind, found })?;
        }
        if found.items.len() == before {
            found.items.push(Item::Absent);
        }
        Ok(())
    }
}

impl At<'_> {
    fn other(self, kind: &'static str) {
        self.found.items.push(if self.path.is_empty() { Item::Other(kind) } else { Item::Absent });
    }
}

fn skip_list<'de, A: SeqAccess<'de>>(mut list: A) -> Result<(), A::Error> {
    while list.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

/// How well the next key fits a step of a path.
struct OneKey<'f>(&'f Key);

/// Which of the usual fields the next key is.
struct UsualKey;

macro_rules! reads_a_key {
    ($seed:ty, $value:ty, $read:expr) => {
        impl<'de> DeserializeSeed<'de> for $seed {
            type Value = $value;

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<$value, D::Error> {
                deserializer.deserialize_str(self)
            }
        }

        impl Visitor<'_> for $seed {
            type Value = $value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<$value, E> {
                let read: fn($seed, &str) -> $value = $read;
                Ok(read(self, key))
            }
        }
    };
}

reads_a_key!(OneKey<'_>, Fit, |seed, key| seed.0.fits(key));
reads_a_key!(UsualKey, Option<(usize, Fit)>, |_, key| {
    let fits = USUAL.iter().map(|name| fit(name, key)).enumerate();
    fits.filter(|(_, fit)| *fit != Fit::No).max_by_key(|(_, fit)| *fit)
});
