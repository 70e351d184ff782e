//! Enters: texts at the end of a path, one by one. Leaves: them in one buffer, and what stood there instead of some.

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

    pub(super) fn text(&mut self, text: &str) {
        self.texts.push_str(text);
        self.items.push(Item::Text { end: self.texts.len() });
    }

    /// Takes back what was found since there were so many items.
    pub(super) fn take_back(&mut self, items: usize) {
        self.items.truncate(items);
        let ends = self.items.iter().rev().find_map(|item| match item {
            Item::Text { end } => Some(*end),
            _ => None,
        });
        self.texts.truncate(ends.unwrap_or_default());
    }
}
