//! Enters: settings, then texts. Leaves: ids and counts, many a second.

use cliptok::batch::{Invalid, NotUtf8, Separator};
use cliptok::{BatchEncoder, BatchPromptReader, OverLength};

use crate::ask::{Fields, Rules};
use crate::wrong::Wrong;

/// What ids and counts are made by.
pub(crate) struct Tokenizer {
    kind: Kind,
    over_length: OverLength,
    /// The ids of the last text.
    ids: Vec<cliptok::TokenId>,
}

enum Kind {
    Text(BatchEncoder),
    Program(BatchPromptReader),
}

impl Tokenizer {
    /// The tokenizer of settings in JSON.
    pub(crate) fn of(settings: &[u8]) -> Result<Self, Wrong> {
        let mut fields = Fields::parse(settings)?;
        let rules = Rules::of_one(&mut fields)?;
        fields.end()?;
        let kind = match &rules.reader {
            Some(reader) => Kind::Program(reader.batch()),
            None => Kind::Text(rules.encoder.batch().with_row_rules(rules.row)),
        };
        Ok(Self { kind, over_length: rules.row.over_length, ids: Vec::new() })
    }

    /// Writes the ids of a text. Returns how many there are.
    pub(crate) fn encode(&mut self, text: &[u8], out: &mut Vec<u8>) -> Result<usize, Wrong> {
        let encoder = self.kind.text()?;
        self.ids.clear();
        encoder.encode(utf8(text)?, &mut self.ids);
        out.extend(self.ids.iter().flat_map(|id| id.0.to_le_bytes()));
        Ok(self.ids.len())
    }

    /// Writes the row of a text. Returns how many slots it has.
    pub(crate) fn row(&mut self, text: &[u8], out: &mut Vec<u8>) -> Result<usize, Wrong> {
        let over_length = self.over_length;
        let rows = self.kind.text()?.rows(&[utf8(text)?]);
        if let (OverLength::Refuse, Some((_, over))) = (over_length, rows.over().first()) {
            let room = rows.slots().saturating_sub(2);
            return Err(Wrong::TooLong { tokens: room + over, room });
        }
        out.extend(rows.flat().iter().flat_map(|id| id.to_le_bytes()));
        Ok(rows.flat().len())
    }

    /// How many tokens a text has.
    pub(crate) fn count(&mut self, text: &[u8]) -> Result<usize, Wrong> {
        let text = utf8(text)?;
        match &mut self.kind {
            Kind::Text(encoder) => Ok(encoder.count(text)),
            Kind::Program(reader) => {
                let title = reader.reader().syntax().title();
                reader.count(text).map_err(|raised| Wrong::Raises { title, raised })
            }
        }
    }

    /// Writes how many tokens each of many texts has. Returns how many texts there are.
    pub(crate) fn count_lines(
        &mut self,
        texts: &[u8],
        separator: u8,
        out: &mut Vec<u8>,
    ) -> Result<usize, Wrong> {
        let separator = if separator == 0 { Separator::Nul } else { Separator::LineFeed };
        let mut put = |count: usize| out.extend_from_slice(&(count as u32).to_le_bytes());
        match &mut self.kind {
            Kind::Text(encoder) => encoder.count_lines(texts, separator, Invalid::Refuse, |_, count| {
                put(count);
                Ok::<(), Stopped>(())
            }),
            Kind::Program(reader) => {
                let title = reader.reader().syntax().title();
                reader.count_lines(texts, separator, Invalid::Refuse, |_, count| {
                    put(count.map_err(|raised| Stopped(Wrong::Raises { title, raised }))?);
                    Ok(())
                })
            }
        }
        .map_err(|Stopped(wrong)| wrong)?;
        Ok(out.len() / size_of::<u32>())
    }
}

/// Why counting ended early.
struct Stopped(Wrong);

impl From<NotUtf8> for Stopped {
    fn from(_: NotUtf8) -> Self {
        Self(Wrong::NotUtf8)
    }
}

impl Kind {
    fn text(&mut self) -> Result<&mut BatchEncoder, Wrong> {
        match self {
            Self::Text(encoder) => Ok(encoder),
            Self::Program(_) => Err(Wrong::HasWeights),
        }
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Wrong> {
    std::str::from_utf8(bytes).map_err(|_| Wrong::NotUtf8)
}
