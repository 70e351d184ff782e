//! Enters: where a prompt comes from. Leaves: it as JSON.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::dialect::TextEncoder;
use crate::place::{Place, Source};

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, file) = match &self.place {
            Place::Arguments => ("argument", None),
            Place::Stdin => ("stdin", None),
            Place::File(path) => ("file", Some(path.to_string_lossy())),
        };
        let mut source = serializer.serialize_struct("Source", 6)?;
        source.serialize_field("kind", kind)?;
        source.serialize_field("file", &file)?;
        source.serialize_field("record", &self.record)?;
        source.serialize_field("member", &self.part.member)?;
        source.serialize_field("place", &self.part.place())?;
        source.serialize_field("encoder", &self.part.encoder.map(TextEncoder::name))?;
        source.end()
    }
}
