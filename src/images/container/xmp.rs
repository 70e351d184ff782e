//! Enters: a packet of XMP, which is XML. Leaves: its properties, each under its qualified name.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::decoding::utf8_or_latin1;
use super::found::Found;
use super::part::Part;
use crate::images::error::Damage;
use crate::images::field::Key;
use crate::images::inflate;
use namespaces::Namespaces;
use properties::Properties;

mod namespaces;
mod properties;

/// Every property: those that are elements, and those that are attributes of `rdf:Description`. Writers are careless, so what
/// stands before a fault in the XML counts.
pub(super) fn read(packet: Part<'_>, found: &mut Found) {
    if packet.bytes.len() > inflate::MOST {
        return found.damaged(Damage::TooLong {
            offset: packet.offset,
            of: "the XMP packet".to_owned(),
            most: inflate::MOST,
        });
    }
    let text = utf8_or_latin1(packet.bytes);
    let before = found.fields.len();
    if read_text(text.trim_matches('\0'), found).is_none() && found.fields.len() == before {
        found.malformed(packet.offset, "the XMP packet");
    }
}

/// `None` if there is a fault in the XML.
fn read_text(text: &str, found: &mut Found) -> Option<()> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut properties = Properties::default();
    let mut namespaces = Namespaces::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => {
                let name = start(&element, &properties, &mut namespaces, found)?;
                properties.enter(&name)?;
            }
            // An element without content has only attributes, and an empty item is one all the same.
            Event::Empty(element) => {
                let name = start(&element, &properties, &mut namespaces, found)?;
                properties.enter(&name)?;
                properties.leave();
            }
            Event::End(_) => {
                if let Some((name, text)) = properties.leave() {
                    found.add(Key::Xmp(name), text);
                }
            }
            Event::Text(text) => properties.add(&text.decode().ok()?),
            Event::CData(text) => properties.add(&text.decode().ok()?),
            Event::GeneralRef(reference) => properties.add(&resolved(&reference)?),
            Event::Eof => return properties.is_outside().then_some(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The name of an element, with its usual prefix. Adds the properties in its attributes, if it is a description.
fn start(
    element: &BytesStart<'_>,
    properties: &Properties,
    namespaces: &mut Namespaces,
    found: &mut Found,
) -> Option<String> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        if let Some(prefix) = attribute.key.as_ref().strip_prefix(b"xmlns:") {
            namespaces.declare(prefix, &attribute.value);
        }
    }
    let name = namespaces.usual(element.name().as_ref());
    if name == "rdf:Description" && !properties.is_in_property() {
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.ok()?;
            let name = namespaces.usual(attribute.key.as_ref());
            let is_property = !["xmlns", "rdf", "xml"].contains(&name.split(':').next().unwrap_or_default());
            if is_property {
                let value = attribute.unescape_value_with(resolve_xml_entity).ok()?;
                found.add(Key::Xmp(name), value.into_owned());
            }
        }
    }
    Some(name)
}

/// What a reference stands for: a number, or one of the five names that XML itself has. Any other stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    let name = reference.decode().ok()?;
    Some(resolve_xml_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned))
}
