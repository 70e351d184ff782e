//! Enters: a prompt. Leaves: it without what asks for networks, such as `<lora:name:0.8>`, and what was asked for.

use memchr::memchr;

use crate::syntax::{Network, Reading, Removed, RemovedKind};
use crate::text::{Span, Traced};
use crate::unicode::is_word_14;

/// Removes every `<kind:arguments>`, whatever its kind.
///
/// Source: stable-diffusion-webui 1.10, `modules/extra_networks.py`, `parse_prompt`: `<(\w+):([^>]+)>`.
pub(super) fn remove(text: &mut Traced, reading: &mut Reading) {
    let mut rest = Traced::default();
    let mut done = 0;
    for Found { span, kind, arguments } in networks(text.text()) {
        rest.copy(text, Span::new(done, span.start));
        done = span.end;
        let original = text.original(span);
        reading.removed.push(Removed { original, kind: RemovedKind::Network });
        reading.networks.push(Network {
            kind: kind.of(text.text()).to_owned(),
            arguments: arguments.of(text.text()).split(':').map(str::to_owned).collect(),
            weight: None,
            original,
        });
    }
    if done > 0 {
        rest.copy(text, Span::new(done, text.len()));
        *text = rest;
    }
}

struct Found {
    span: Span,
    kind: Span,
    arguments: Span,
}

#[allow(
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "`<`, `:` and `>` are ASCII, so that they stand on character boundaries"
)]
fn networks(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr(b'<', &text.as_bytes()[at..]).map(|offset| at + offset) {
        at = start + 1;
        let name = &text[at..];
        let kind = Span::new(at, at + name.len() - name.trim_start_matches(is_word_14).len());
        if kind.is_empty() || text.as_bytes().get(kind.end) != Some(&b':') {
            continue;
        }
        let arguments = kind.end + 1;
        let Some(length) = memchr(b'>', &text.as_bytes()[arguments..]) else {
            // Nothing closes those that follow, either.
            break;
        };
        if length > 0 {
            let end = arguments + length;
            found.push(Found { span: Span::new(start, end + 1), kind, arguments: Span::new(arguments, end) });
            at = end + 1;
        }
    }
    found
}
