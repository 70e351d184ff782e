//! Enters: the header of a safetensors file, which is JSON. Leaves: what it says of each tensor, as it stands there.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::embeddings::json_value::{AnyString, Name, Skipped};

/// More than any model has. It bounds the memory that a header can ask for.
const MOST_TENSORS: usize = 1 << 17;

/// More dimensions than any tensor has.
const MOST_DIMENSIONS: usize = 64;

/// The name under which a header has texts instead of a tensor.
const METADATA: &str = "__metadata__";

/// What a header says of a tensor. Nothing of it is checked.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) dtype: String,
    pub(super) shape: Vec<u64>,
    /// Where its bytes begin and end, counted from the end of the header.
    pub(super) begin: u64,
    pub(super) end: u64,
}

/// Where the entries go, and which is being read: an error is in that one.
#[derive(Default)]
pub(super) struct Header {
    pub(super) entries: Vec<Entry>,
    pub(super) reading: Option<String>,
}

impl<'de> DeserializeSeed<'de> for &mut Header {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

/// Not a map of serde_json: of two entries with the same name, it would drop the first.
impl<'de> Visitor<'de> for &mut Header {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut metadata: Option<Metadata> = None;
        while let Some(Name(name)) = map.next_key()? {
            let name = self.reading.insert(name).clone();
            if name == METADATA {
                once(&mut metadata, METADATA, map.next_value()?)?;
            } else {
                let Facts { dtype, shape, data_offsets: [begin, end] } = map.next_value()?;
                if self.entries.len() == MOST_TENSORS {
                    return Err(A::Error::custom(format_args!("more than {MOST_TENSORS} tensors")));
                }
                self.entries.push(Entry { name, dtype, shape, begin, end });
            }
            self.reading = None;
        }
        Ok(())
    }
}

/// Keeps a value, of which there may be only one.
fn once<T, E: Error>(place: &mut Option<T>, field: &'static str, value: T) -> Result<(), E> {
    match place.replace(value) {
        Some(_) => Err(E::duplicate_field(field)),
        None => Ok(()),
    }
}

/// The value of an entry.
struct Facts {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfFacts;
        impl<'de> Visitor<'de> for OfFacts {
            type Value = Facts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with dtype, shape, and data_offsets")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
                let (mut dtype, mut shape, mut data_offsets) = (None, None, None);
                while let Some(Name(field)) = map.next_key()? {
                    match field.as_str() {
                        "dtype" => once(&mut dtype, "dtype", map.next_value::<Name>()?.0)?,
                        "shape" => once(&mut shape, "shape", map.next_value::<Shape>()?.0)?,
                        "data_offsets" => once(&mut data_offsets, "data_offsets", map.next_value()?)?,
                        _ => _ = map.next_value::<Skipped>()?,
                    }
                }
                let missing = A::Error::missing_field;
                Ok(Facts {
                    dtype: dtype.ok_or_else(|| missing("dtype"))?,
                    shape: shape.ok_or_else(|| missing("shape"))?,
                    data_offsets: data_offsets.ok_or_else(|| missing("data_offsets"))?,
                })
            }
        }
        deserializer.deserialize_map(OfFacts)
    }
}

/// A list of sizes, of which there are few.
struct Shape(Vec<u64>);

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfShape;
        impl<'de> Visitor<'de> for OfShape {
            type Value = Shape;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of sizes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Shape, A::Error> {
                let mut sizes = Vec::new();
                while let Some(size) = list.next_element()? {
                    if sizes.len() == MOST_DIMENSIONS {
                        return Err(A::Error::custom(format_args!("more than {MOST_DIMENSIONS} dimensions")));
                    }
                    sizes.push(size);
                }
                Ok(Shape(sizes))
            }
        }
        deserializer.deserialize_seq(OfShape)
    }
}

/// Texts by name, or null. None of them is kept.
struct Metadata;

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfMetadata;
        impl<'de> Visitor<'de> for OfMetadata {
            type Value = Metadata;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings")
            }

            fn visit_unit<E: Error>(self) -> Result<Metadata, E> {
                Ok(Metadata)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
                while map.next_entry::<AnyString, AnyString>()?.is_some() {}
                Ok(Metadata)
            }
        }
        deserializer.deserialize_any(OfMetadata)
    }
}
