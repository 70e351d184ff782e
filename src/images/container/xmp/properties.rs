//! Enters: the elements and texts of a packet of XMP, in their order. Leaves: the properties that are elements.

/// How deep elements may stand in each other. Programs nest six.
const DEEPEST: usize = 64;

/// The elements that are open.
#[derive(Debug, Default)]
pub(super) struct Properties {
    open: Vec<Element>,
}

/// An open element.
#[derive(Debug)]
enum Element {
    /// `rdf:Description`.
    Description,
    /// A property, with its own text and its items.
    Property { name: String, text: String, items: Vec<String>, list: List },
    /// The list of a property: `rdf:Alt`, `rdf:Seq`, `rdf:Bag`.
    Items,
    /// An item of a list.
    Item(String),
    /// Any other.
    Other,
}

/// What the items of a list are to each other.
#[derive(Clone, Copy, Debug)]
enum List {
    /// The same in several languages: the first counts.
    Alternatives,
    /// Each counts.
    All,
}

impl Properties {
    /// Opens an element; `None` if it stands too deep.
    pub(super) fn enter(&mut self, name: &str) -> Option<()> {
        let element = match (self.open.last(), name) {
            (_, "rdf:Description") if !self.is_in_property() => Element::Description,
            (Some(Element::Description), _) => Element::Property {
                name: name.to_owned(),
                text: String::new(),
                items: Vec::new(),
                list: List::All,
            },
            (Some(Element::Property { .. }), "rdf:Alt" | "rdf:Seq" | "rdf:Bag") => Element::Items,
            (Some(Element::Items), "rdf:li") => Element::Item(String::new()),
            _ => Element::Other,
        };
        if name == "rdf:Alt"
            && let Some(Element::Property { list, .. }) = self.open.last_mut()
        {
            *list = List::Alternatives;
        }
        self.open.push(element);
        (self.open.len() <= DEEPEST).then_some(())
    }

    /// Adds to the text of the element that is open.
    pub(super) fn add(&mut self, more: &str) {
        if let Some(Element::Property { text, .. } | Element::Item(text)) = self.open.last_mut() {
            text.push_str(more);
        }
    }

    /// Closes an element: a property leaves its name and its text.
    pub(super) fn leave(&mut self) -> Option<(String, String)> {
        match self.open.pop()? {
            Element::Item(text) => {
                let property = self.open.iter_mut().rev().find_map(|element| match element {
                    Element::Property { items, .. } => Some(items),
                    _ => None,
                });
                property?.push(text);
                None
            }
            Element::Property { name, text, items, .. } if items.is_empty() => Some((name, text)),
            Element::Property { name, items, list: List::All, .. } => Some((name, items.join("\n"))),
            Element::Property { name, items, list: List::Alternatives, .. } => {
                Some((name, items.into_iter().next()?))
            }
            Element::Description | Element::Items | Element::Other => None,
        }
    }

    /// Whether a property is open: what stands in it is part of it.
    pub(super) fn is_in_property(&self) -> bool {
        self.open.iter().any(|element| matches!(element, Element::Property { .. }))
    }

    /// Whether every element is closed.
    pub(super) fn is_outside(&self) -> bool {
        self.open.is_empty()
    }
}
