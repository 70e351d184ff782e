//! Enters: what a pickle says. Leaves: values that refer to one another, none of which is anything but data.

/// A value, by its number among all of a pickle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ref(pub(super) u32);

/// A value of a pickle.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// None, a float, bytes, a set: what nothing here asks for.
    Other,
    /// A whole number, or a truth value.
    Number(i64),
    Text(String),
    /// A tuple or a list.
    List(Vec<Ref>),
    Dict(Vec<(Ref, Ref)>),
    /// The name of a function or a class. It stays a name.
    Global(String),
    /// What Python would make by calling something.
    Made(Made),
    /// What Python would ask PyTorch for: the storage of a tensor.
    Persistent(Ref),
}

/// What Python would make by calling `callee`, and would then be told.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) callee: Ref,
    pub(super) arguments: Ref,
    /// Its attributes.
    pub(super) state: Option<Ref>,
    /// What it holds, if it is a dictionary.
    pub(super) items: Vec<(Ref, Ref)>,
}

/// All values of a pickle, with the last one that it made.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) all: Vec<Value>,
    pub(super) root: Ref,
}

impl Values {
    pub(super) fn get(&self, value: Ref) -> &Value {
        self.all.get(value.0 as usize).unwrap_or(&Value::Other)
    }

    pub(super) fn text(&self, value: Ref) -> Option<&str> {
        match self.get(value) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn number(&self, value: Ref) -> Option<i64> {
        match self.get(value) {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn list(&self, value: Ref) -> &[Ref] {
        match self.get(value) {
            Value::List(list) => list,
            _ => &[],
        }
    }

    pub(super) fn global(&self, value: Ref) -> Option<&str> {
        match self.get(value) {
            Value::Global(name) => Some(name),
            _ => None,
        }
    }

    /// The pairs of a dictionary, or of what was made as one, with its attributes.
    pub(super) fn pairs(&self, value: Ref) -> Vec<(Ref, Ref)> {
        match self.get(value) {
            Value::Dict(pairs) => pairs.clone(),
            Value::Made(made) => {
                let state = made.state.map(|state| match self.get(state) {
                    Value::Dict(pairs) => pairs.as_slice(),
                    _ => &[],
                });
                [state.unwrap_or_default(), &made.items].concat()
            }
            _ => Vec::new(),
        }
    }
}
