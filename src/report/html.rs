//! Enters: reports. Leaves: one page for a browser that loads nothing: no fonts, no pictures, and of scripts only its own search.

pub mod comparison;
pub mod emoji;
#[cfg(feature = "embeddings")]
pub mod near;
mod parts;
mod program;
mod prompt;
mod prompts;
mod statistics;
mod strip;
mod tokens;
pub mod vocabulary;

use std::borrow::Cow;
use std::io::{self, Write};

use super::escape::escaped;

pub use prompts::PromptPage;
pub use statistics::statistics;

/// Styles for light and dark colors, narrow and wide screens, and paper.
const STYLE: &str = include_str!("html/page.css");

/// Writes everything before the first report.
///
/// # Errors
/// If `out` cannot be written.
pub fn begin(out: &mut dyn Write, title: &str) -> io::Result<()> {
    begin_with(out, title, "script-src 'none'")
}

/// The same, with what the page allows of scripts.
fn begin_with(out: &mut dyn Write, title: &str, scripts: &str) -> io::Result<()> {
    let title = text(title);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {scripts}; style-src 'unsafe-inline'; img-src data:\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
}

/// Writes everything after the last report.
///
/// # Errors
/// If `out` cannot be written.
pub fn end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"</main>\n</body>\n</html>\n")
}

/// Text as HTML, for an element or a quoted attribute. Nothing in it is markup. Characters that are invisible, or that
/// change the direction of text, are written out.
fn text(text: &str) -> String {
    let shown: Cow<'_, str> = escaped(text);
    let mut html = String::with_capacity(shown.len());
    for character in shown.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(character),
        }
    }
    html
}
