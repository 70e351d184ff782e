//! Enters: the index of a model that is in several files. Leaves: its tables, and which files they are in.

use std::fmt;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::contents::Contents;
use super::error::EmbeddingsError;
use super::json_input::{JsonProblem, parse};
use super::json_value::{Name, Skipped};
use super::table::is_table_name;

/// More tables than any model has.
const MOST_TABLES: usize = 256;

/// The key whose value has the file of each tensor.
const WEIGHT_MAP: &str = "weight_map";

/// What an index says.
#[derive(Default)]
pub(super) struct Index {
    /// The name of each table, and of the file that has it.
    pub(super) tables: Vec<(String, String)>,
    /// How many tensors it names.
    pub(super) tensors: usize,
    /// What their names say.
    pub(super) contents: Option<Contents>,
    has_weight_map: bool,
}

/// Reads an index of so many bytes.
pub(super) fn index(file: impl Read, length: u64, path: &Path) -> Result<Index, EmbeddingsError> {
    let mut index = Index::default();
    parse(file, length, &mut index).map_err(|problem| match problem {
        JsonProblem::Io(error) => EmbeddingsError::Io { path: path.to_owned(), error },
        JsonProblem::Malformed { offset, words } => {
            EmbeddingsError::Malformed { path: path.to_owned(), format: "JSON", offset, what: words }
        }
    })?;
    if index.has_weight_map {
        return Ok(index);
    }
    Err(EmbeddingsError::Refused {
        path: path.to_owned(),
        what: "is JSON, but not the index of a model's files: it has no `weight_map`".into(),
        advice: "point at the file with the weights, or at its folder",
    })
}

/// The path of a file that an index names. It has to be in the folder of the index or below.
pub(super) fn shard_path(index: &Path, name: &str) -> Result<PathBuf, EmbeddingsError> {
    // Backslashes separate folders on Windows, and colons drives; the names that programs write have neither.
    let stays = !name.is_empty()
        && !name.contains(['\\', ':', '\0'])
        && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if stays {
        return Ok(index.with_file_name(name));
    }
    Err(EmbeddingsError::Refused {
        path: index.to_owned(),
        what: format!("names a file outside its folder, `{name}`"),
        advice: "point at the file with the weights itself",
    })
}

impl<'de> DeserializeSeed<'de> for &mut Index {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Index {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(key)) = map.next_key()? {
            if key != WEIGHT_MAP {
                map.next_value::<Skipped>()?;
            } else if std::mem::replace(&mut self.has_weight_map, true) {
                return Err(A::Error::duplicate_field(WEIGHT_MAP));
            } else {
                map.next_value_seed(WeightMap(self))?;
            }
        }
        Ok(())
    }
}

/// The file of each tensor by its name.
struct WeightMap<'a>(&'a mut Index);

impl<'de> DeserializeSeed<'de> for WeightMap<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for WeightMap<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of file names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(index) = self;
        while let Some((Name(name), Name(file))) = map.next_entry()? {
            index.tensors += 1;
            index.contents = index.contents.or_else(|| Contents::of(std::iter::once(name.as_str())));
            if !is_table_name(&name) {
                continue;
            }
            if index.tables.len() == MOST_TABLES {
                return Err(A::Error::custom(format_args!("more than {MOST_TABLES} tables")));
            }
            if index.tables.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom(format_args!("the tensor `{name}` is there twice")));
            }
            index.tables.push((name, file));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_the_folder() {
        let index = Path::new("models/x/model.safetensors.index.json");
        for name in ["", "/etc/passwd", "../a", "a/../../b", "..\\a", "C:a", ".", "./a/.."] {
            let error = shard_path(index, name).unwrap_err().to_string();
            let words = format!(
                "models/x/model.safetensors.index.json names a file outside its folder, `{name}`; \
                 point at the file with the weights itself"
            );
            assert_eq!(error, words);
        }
        assert_eq!(shard_path(index, "a/b").unwrap(), Path::new("models/x/a/b"));
    }
}
