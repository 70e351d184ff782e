//! Enters: the texts of a picture. Leaves: the prompts that Draw Things wrote.

use serde_json::Value;

use super::program::{Found, Program};
use super::texts::{Texts, USER_COMMENT};
use crate::images::infotext;

/// XMP: JSON in `exif:UserComment` with `c` and `uc`, and the same for people in `dc:description`. What converts pictures
/// may move the JSON to EXIF.
pub(super) const PROGRAM: Program = Program { name: "Draw Things", syntax: None, settings: None, read };

fn read(texts: &Texts<'_>) -> Option<Found> {
    let comment = texts.xmp_json("exif:UserComment").or_else(|| texts.exif_json(USER_COMMENT));
    let from_json = comment.and_then(|comment| {
        let positive = comment.get("c").and_then(Value::as_str)?;
        Some(Found::typed(positive).and_filled_negative(comment.get("uc").and_then(Value::as_str)))
    });
    from_json.or_else(|| {
        let is_its = texts.xmp("xmp:CreatorTool").is_some_and(|tool| tool.trim() == "Draw Things");
        texts.xmp("dc:description").filter(|_| is_its).map(described)
    })
}

/// The prompts of a description: the negative one begins at a line that begins with `-`, and the settings are last.
fn described(description: &str) -> Found {
    let lines: Vec<&str> = infotext::lines_of_prompts(description);
    let negative_begins = lines.iter().position(|line| line.starts_with('-')).unwrap_or(lines.len());
    let (positive, negative) = lines.split_at(negative_begins);
    let negative = negative.join("\n");
    let found = Found::typed(positive.join("\n"));
    found.and_filled_negative(negative.strip_prefix('-').map(str::trim_start))
}
