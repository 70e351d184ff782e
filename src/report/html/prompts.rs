//! Enters: the reports of prompts, one after the other. Leaves: their page: one alone with a table, several with an index and a search.

use std::io::{self, Write};

use super::prompt::{outcome_class, section, table};
use super::{begin_with, text};
use crate::report::{PromptReport, PromptVerdict, second_encoder_words};

/// The script that searches a page of several prompts: it hides those whose text does not have what is typed. Without it the
/// page lacks nothing else.
const SEARCH: &str = include_str!("search.js");

/// The only script that the page allows: the SHA-256 of [`SEARCH`], in base64. A test computes it.
const ALLOWED: &str = "script-src 'sha256-w6jyKY4sc139ppLhr5GHiZU/ciDP9RWvCkfcU4TEDCQ='";

/// How many bytes wait for an index to be written before them. A larger page has it for those that came first, and takes no
/// more memory.
const MOST_HELD: usize = 8 << 20;

/// How many characters of a prompt its line in the index has.
const BEGINNING: usize = 80;

/// A page of prompts that is being written.
///
/// ```
/// use cliptok::report::html::PromptPage;
/// use cliptok::report::{PromptReport, PromptRules, Source};
/// use cliptok::{Encoder, Model};
/// let (rules, source) = (PromptRules::of(Encoder::for_model(Model::Sd1)), Source::argument(1));
/// let mut out = Vec::new();
/// let mut page = PromptPage::begin(&mut out, "my prompts")?;
/// page.prompt(&mut out, &PromptReport::new("a cat", &source, &rules))?;
/// page.end(&mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains("<h2><span class=\"fits\">fits · 2 of 75 tokens</span>"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct PromptPage {
    /// Sections, until it is known what comes before them.
    held: Vec<u8>,
    index: Vec<u8>,
    /// The table of the first prompt, which is written if there is no other.
    table: Vec<u8>,
    prompts: u64,
    indexed: u64,
    sections: u64,
    index_is: Index,
}

/// Where the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Index {
    /// It grows.
    Open,
    /// It has been written.
    Written,
}

impl PromptPage {
    /// Begins a page.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn begin(out: &mut dyn Write, title: &str) -> io::Result<Self> {
        begin_with(out, title, ALLOWED)?;
        Ok(Self {
            held: Vec::new(),
            index: Vec::new(),
            table: Vec::new(),
            prompts: 0,
            indexed: 0,
            sections: 0,
            index_is: Index::Open,
        })
    }

    /// Writes the report of one prompt. Where two encoders read different tokens, each has a section.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn prompt(&mut self, out: &mut dyn Write, report: &PromptReport<'_>) -> io::Result<()> {
        self.prompts += 1;
        match &report.second {
            Some(second) if second.has_tokens_of(&report.tokens) => {
                let words = format!("{}: {}", second.model.name(), second_encoder_words(report, second));
                self.section(report, Some(&words))?;
            }
            Some(second) => {
                self.section(report, None)?;
                self.section(second, None)?;
            }
            None => self.section(report, None)?,
        }
        // One prompt alone has no index, however long it is.
        if self.prompts > 1 && self.index_is == Index::Open && self.held.len() > MOST_HELD {
            self.write_index(out)?;
        }
        if self.index_is == Index::Written {
            out.write_all(&std::mem::take(&mut self.held))?;
        }
        Ok(())
    }

    /// Ends the page.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn end(mut self, out: &mut dyn Write) -> io::Result<()> {
        let has_index = self.prompts > 1;
        if has_index && self.index_is == Index::Open {
            self.write_index(out)?;
        }
        out.write_all(&self.held)?;
        if has_index {
            writeln!(out, "<script>{SEARCH}</script>")?;
        } else {
            out.write_all(&self.table)?;
        }
        super::end(out)
    }

    fn section(&mut self, report: &PromptReport<'_>, more: Option<&str>) -> io::Result<()> {
        self.sections += 1;
        let id = format!("p{}", self.sections);
        section(&mut self.held, report, &id, more)?;
        if self.prompts == 1 {
            table(&mut self.table, report)?;
        }
        if self.index_is == Index::Open {
            let PromptVerdict { outcome, words, .. } = PromptVerdict::of(report);
            let (class, words) = (outcome_class(outcome), text(&words));
            let beginning: String = report.prompt.chars().take(BEGINNING).collect();
            let more = if beginning.len() < report.prompt.len() { "…" } else { "" };
            let shown = text(&beginning);
            writeln!(
                self.index,
                "<li><a href=\"#{id}\"><span class=\"{class}\">{words}</span> {shown}{more}</a></li>"
            )?;
            self.indexed = self.prompts;
        }
        Ok(())
    }

    fn write_index(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.index_is = Index::Written;
        self.table.clear();
        // How many there are in all is not known yet where the page is longer than what is held.
        let words = if self.held.len() > MOST_HELD {
            format!("The first {} prompts", self.indexed)
        } else {
            format!("{} prompts", self.indexed)
        };
        writeln!(
            out,
            "<nav aria-label=\"index\"><p><strong>{words}</strong> \
             <label id=\"search\" hidden=\"\">search <input type=\"search\"></label> <span id=\"hits\" role=\"status\"></span></p>\n<ol>"
        )?;
        out.write_all(&std::mem::take(&mut self.index))?;
        writeln!(out, "</ol></nav>")
    }
}
