//! Enters: a prompt. Leaves: the rows that the model reads, with weights where a program gives them.

use cliptok::report::{EncodeReport, EncoderRows, PromptReport, Source, json};

use super::{Fields, Rules};
use crate::wrong::Wrong;

pub(super) fn answer(fields: &mut Fields) -> Result<String, Wrong> {
    let prompt = fields.text("prompt")?;
    let rules = Rules::of(fields)?;
    fields.end()?;
    let source = Source::argument(1);
    let report = PromptReport::new(&prompt, &source, &rules);
    if let (Some(_), Some(reader)) = (report.program.raises, &rules.reader) {
        let title = reader.syntax().title();
        reader.read(&prompt).map_err(|raised| Wrong::Raises { title, raised })?;
    }
    let over = Some(report.counts.over);
    let Some(second) = report.second else {
        return Ok(json::to_string(&EncodeReport::of_rows(&source, Some(report.rows), over)));
    };
    let over = over.max(Some(second.counts.over));
    let encoders = [
        EncoderRows::new(report.model, Some(report.rows)),
        EncoderRows::new(second.model, Some(second.rows)),
    ];
    Ok(json::to_string(&EncodeReport::of_both(&source, encoders, over)))
}
