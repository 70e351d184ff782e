//! Enters: an object of JSON. Leaves: its fields, each as what it has to be; one that nothing asked for is an error.

use serde_json::{Map, Value};

use crate::wrong::Wrong;

/// The fields of a request, or of an object in it, that are still to be looked at.
pub(crate) struct Fields {
    left: Map<String, Value>,
    /// The names that were asked for.
    known: Vec<&'static str>,
    /// What stands before the names of fields in errors: `options.`.
    prefix: &'static str,
}

impl Fields {
    /// The fields of a request.
    pub(crate) fn parse(request: &[u8]) -> Result<Self, Wrong> {
        match serde_json::from_slice(request) {
            Ok(Value::Object(left)) => Ok(Self { left, known: Vec::new(), prefix: "" }),
            Ok(_) => Err(Wrong::NotObject { field: None }),
            Err(error) => Err(Wrong::NotJson { words: error.to_string() }),
        }
    }

    /// A field, whatever it is. One that is null is absent.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.left.remove(name).filter(|value| !value.is_null())
    }

    /// Whether a field is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.left.get(name).is_some_and(|value| !value.is_null())
    }

    /// The name of a field in errors.
    pub(crate) fn name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// A field that is a string.
    pub(crate) fn text(&mut self, name: &'static str) -> Result<String, Wrong> {
        self.optional_text(name)?.ok_or_else(|| Wrong::Missing { field: self.name(name) })
    }

    /// A field that is a string, if it is there.
    pub(crate) fn optional_text(&mut self, name: &'static str) -> Result<Option<String>, Wrong> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.kind(name, "a string")),
        }
    }

    /// A field that is a string or a list of strings; empty if it is not there.
    pub(crate) fn texts(&mut self, name: &'static str) -> Result<Vec<String>, Wrong> {
        let meant = "a string or a list of strings";
        let text = |value| match value {
            Value::String(text) => Some(text),
            _ => None,
        };
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(vec![text]),
            Some(Value::Array(values)) => {
                let texts: Option<Vec<String>> = values.into_iter().map(text).collect();
                texts.ok_or_else(|| self.kind(name, meant))
            }
            Some(_) => Err(self.kind(name, meant)),
        }
    }

    /// A field that is true or false; false if it is not there.
    pub(crate) fn flag(&mut self, name: &'static str) -> Result<bool, Wrong> {
        match self.take(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(self.kind(name, "true or false")),
        }
    }

    /// A field that is a whole number, if it is there.
    pub(crate) fn number(&mut self, name: &'static str) -> Result<Option<usize>, Wrong> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => match value.as_u64().and_then(|number| usize::try_from(number).ok()) {
                Some(number) => Ok(Some(number)),
                None => Err(self.kind(name, "a whole number")),
            },
        }
    }

    /// A field that is a list of whole numbers.
    pub(crate) fn numbers(&mut self, name: &'static str) -> Result<Vec<u64>, Wrong> {
        let meant = "a list of whole numbers";
        match self.take(name) {
            None => Err(Wrong::Missing { field: self.name(name) }),
            Some(Value::Array(values)) => {
                let numbers: Option<Vec<u64>> = values.iter().map(Value::as_u64).collect();
                numbers.ok_or_else(|| self.kind(name, meant))
            }
            Some(_) => Err(self.kind(name, meant)),
        }
    }

    /// A field that is an object, of fields with their own names in errors.
    pub(crate) fn object(&mut self, name: &'static str, prefix: &'static str) -> Result<Self, Wrong> {
        let left = self.map(name)?;
        Ok(Self { left, known: Vec::new(), prefix })
    }

    /// A field that is an object of any names; empty if it is not there.
    pub(crate) fn map(&mut self, name: &'static str) -> Result<Map<String, Value>, Wrong> {
        match self.take(name) {
            None => Ok(Map::new()),
            Some(Value::Object(fields)) => Ok(fields),
            Some(_) => Err(Wrong::NotObject { field: Some(self.name(name)) }),
        }
    }

    /// Checks that nothing is left.
    pub(crate) fn end(&self) -> Result<(), Wrong> {
        match self.left.keys().next() {
            None => Ok(()),
            Some(field) => Err(Wrong::Unknown { field: self.name(field), known: self.known.clone() }),
        }
    }

    pub(crate) fn kind(&self, name: &str, meant: &'static str) -> Wrong {
        Wrong::Kind { field: self.name(name), meant }
    }
}
