//! Enters: the schema of a Parquet table, and the field that was asked for. Leaves: the column that is the prompt's.

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::schema::types::{SchemaDescriptor, Type};

use super::problem::ParquetProblem;
use crate::place::Place;
use crate::sources::error::SourceError;
use crate::sources::field::{Field, Fit, Key, USUAL, as_typed, fit};

/// A column of strings, with one string or null a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its number among the leaves of the schema, from 0.
    pub leaf: usize,
    /// Its path, as it would be typed.
    pub name: String,
    /// The definition level of a value that is not null.
    pub level: u32,
}

impl Column {
    /// The one that is the field.
    ///
    /// # Errors
    /// If there is none, or it has no strings.
    pub(super) fn find(schema: &SchemaDescriptor, field: &Field, place: &Place) -> Result<Self, SourceError> {
        let root = schema.root_schema();
        let Some(path) = path(root, field) else {
            let mut has = Vec::new();
            name_columns(root, "", &mut has);
            return Err(SourceError::NoColumn { place: place.clone(), wanted: field.wanted(), has });
        };
        let name = path.iter().map(|node| as_typed(node.name())).collect::<Vec<_>>().join(".");
        let refused = |found: String| SourceError::Parquet {
            place: place.clone(),
            problem: ParquetProblem::NotStrings { column: name.clone(), found },
        };
        if let Some(found) = path.iter().find_map(|node| unfit(node)) {
            return Err(refused(found));
        }
        let is_path = |parts: &[String]| parts.iter().eq(path.iter().map(|node| node.name()));
        let leaf = schema.columns().iter().position(|column| is_path(column.path().parts()));
        match leaf.and_then(|leaf| Some((leaf, schema.columns().get(leaf)?))) {
            Some((leaf, column)) => {
                Ok(Self { leaf, level: u32::try_from(column.max_def_level()).unwrap_or_default(), name })
            }
            None => Err(refused("a struct; name one of its fields, as in struct.field".to_owned())),
        }
    }
}

/// The way from the root to the field; `None` if there is none.
fn path<'s>(root: &'s Type, field: &Field) -> Option<Vec<&'s Type>> {
    let columns = root.get_fields();
    match field {
        Field::Usual => {
            let usual = USUAL.iter().find_map(|name| child(root, |key| fit(name, key)));
            usual.map(|column| vec![column])
        }
        Field::Named(path) => {
            // A column whose own name has dots in it goes before a path, and a name before a number, as in other tables.
            let typed = path.typed();
            let name = typed.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(typed);
            let number = || {
                let number = name.trim().parse::<usize>().ok()?.checked_sub(1)?;
                columns.get(number).map(|column| vec![column.as_ref()])
            };
            child(root, |key| fit(name, key))
                .map(|column| vec![column])
                .or_else(|| walk(root, path.steps()))
                .or_else(number)
        }
    }
}

/// The way along these keys, as far as structs go: it ends at a list or a map, which is refused by name.
fn walk<'s>(root: &'s Type, steps: &[Key]) -> Option<Vec<&'s Type>> {
    let (mut way, mut node) = (Vec::new(), root);
    for key in steps {
        node = child(node, |name| key.fits(name)).filter(|_| *key != Key::Every)?;
        way.push(node);
        if unfit(node).is_some_and(|_| node.is_group()) {
            break;
        }
        if node.is_primitive() && way.len() < steps.len() {
            return None;
        }
    }
    Some(way)
}

/// The field of a struct that fits best; of several, the first.
fn child(node: &Type, fits: impl Fn(&str) -> Fit) -> Option<&Type> {
    if node.is_primitive() {
        return None;
    }
    let fields = node.get_fields().iter().map(|field| (field, fits(field.name())));
    let best = fields.filter(|(_, fit)| *fit != Fit::No).rev().max_by_key(|(_, fit)| *fit);
    best.map(|(field, _)| field.as_ref())
}

/// What a part of the schema is, if it cannot hold one string a row; `None` if it can, or is a struct.
fn unfit(node: &Type) -> Option<String> {
    let info = node.get_basic_info();
    let (logical, converted) = (info.logical_type_ref(), info.converted_type());
    if info.has_repetition() && info.repetition() == Repetition::REPEATED {
        return Some("a list".to_owned());
    }
    if node.is_group() {
        return match (logical, converted) {
            (Some(LogicalType::List), _) | (_, ConvertedType::LIST) => Some("a list".to_owned()),
            (Some(LogicalType::Map), _) | (_, ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE) => {
                Some("a map".to_owned())
            }
            _ => None,
        };
    }
    let is_string = match logical {
        Some(logical) => matches!(logical, LogicalType::String | LogicalType::Enum | LogicalType::Json),
        // Bytes without a meaning are what old writers wrote for strings; they are checked to be UTF-8.
        None => matches!(
            converted,
            ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON
        ),
    };
    let physical = node.get_physical_type();
    match converted {
        _ if is_string && physical == Physical::BYTE_ARRAY => None,
        ConvertedType::NONE => Some(format!("of type {physical}")),
        converted => Some(format!("of type {converted}")),
    }
}

/// The columns as they would be typed: fields of structs with their paths.
fn name_columns(node: &Type, before: &str, names: &mut Vec<String>) {
    for field in node.get_fields() {
        let name = format!("{before}{}", as_typed(field.name()));
        if field.is_group() && unfit(field).is_none() {
            name_columns(field, &format!("{name}."), names);
        } else {
            names.push(name);
        }
    }
}
