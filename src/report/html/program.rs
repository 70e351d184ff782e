//! Enters: what a program makes of a prompt. Leaves: its part of the page: parts, texts by step, what was removed, segments.

use std::io::{self, Write};

use super::text;
use crate::report::{ProgramReport, SegmentReport, steps_words, texts_with_steps, visible};
use crate::syntax::RemovedKind;

/// Writes what a program made of a prompt before any token. Nothing without a program.
pub(super) fn program(out: &mut dyn Write, program: &ProgramReport<'_>) -> io::Result<()> {
    if let Some(class) = program.raises {
        let why = program.why_it_raises.as_deref().unwrap_or_default();
        writeln!(out, "<p class=\"warning\">The program raises {class}: {}</p>", text(&visible(why)))?;
    }
    for (part, weight) in program.and.iter().flatten() {
        let part = text(&visible(part));
        writeln!(out, "<p><span class=\"quiet\">part of weight {weight}:</span> {part}</p>")?;
    }
    for (read, steps) in program.schedule.iter().flatten().flat_map(|stages| texts_with_steps(stages)) {
        let (steps, read) = (steps_words(&steps), text(&visible(read)));
        writeln!(out, "<p><span class=\"quiet\">at steps {steps}:</span> {read}</p>")?;
    }
    // White space around a prompt is nothing that anybody would look for.
    let removed = program.removed.iter().flatten();
    for removed in removed.filter(|removed| removed.what != RemovedKind::OuterWhitespace) {
        let characters = text(&visible(removed.characters));
        let about = removed.what.about();
        writeln!(
            out,
            "<p><span class=\"quiet\">removed:</span> <s>{characters}</s> <span class=\"quiet\">{about}</span></p>"
        )?;
    }
    Ok(())
}

/// Writes the segments of a text, each with its weight if that is not 1.
pub(super) fn segments(out: &mut dyn Write, segments: &[SegmentReport]) -> io::Result<()> {
    write!(out, "<p class=\"segments\" dir=\"auto\">")?;
    for segment in segments.iter().filter(|segment| !segment.text.is_empty()) {
        write!(out, "<span class=\"segment\">{}", text(&visible(&segment.text)))?;
        if !segment.weight.is_one() {
            write!(out, "<sub>×{}</sub>", segment.weight)?;
        }
        write!(out, "</span> ")?;
    }
    writeln!(out, "</p>")
}
