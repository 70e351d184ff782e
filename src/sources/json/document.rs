//! Enters: a JSON document, as it is read. Leaves: its records as lines.
//!
//! Before each stands a byte that says how many keys of the path are behind already. The document never lies in memory: what is
//! no record is passed over, and records go out as they come in. Several documents may stand one after the other.

mod input;
mod level;

use std::io::{self, Read};

use super::find::{BEFORE_THE_PATH, OF_MEMBER};
use super::layout::{Layout, layout};
use super::line::NO_KEY;
use super::skip::{BrokenString, Skip, end_of_value};
use crate::sources::error::DocumentProblem;
use crate::sources::field::{Field, Fit, Key};

pub(in crate::sources) use input::Broken;
use input::Input;
use level::{Expects, Kind, Level, Under, Way};

/// How much of an object is looked at to see how it is laid out, in bytes.
const LOOKED_AT: usize = 1 << 20;

/// As many levels as serde_json reads.
const MOST_LEVELS: usize = 128;

/// How many keys are kept for an error that lists them.
const LISTED: usize = 20;

/// A reader of the records of a document.
pub(in crate::sources) struct Document {
    input: Input,
    field: Field,
    /// The containers around.
    levels: Vec<Level>,
    doing: Doing,
    /// Records that were not read from here yet begin at `lines_at`.
    lines: Vec<u8>,
    lines_at: usize,
}

/// What is done with the value that is being read.
enum Doing {
    /// None is.
    Nothing,
    /// It is a record.
    Record(Skip),
    /// It is none.
    Passing(Skip),
}

impl Document {
    /// A reader of what `inner` holds from this offset of the file on.
    pub(in crate::sources) fn new(inner: Box<dyn Read + Send>, offset: u64, field: Field) -> Self {
        let (levels, lines) = (Vec::new(), Vec::new());
        Self { input: Input::new(inner, offset), field, levels, doing: Doing::Nothing, lines, lines_at: 0 }
    }

    /// Goes on by one value, or one sign. Returns whether there is more to come.
    fn advance(&mut self) -> io::Result<bool> {
        if !matches!(self.doing, Doing::Nothing) {
            self.go_on()?;
            return Ok(true);
        }
        let next = self.input.peek()?;
        let Some(level) = self.levels.last_mut() else {
            return match next {
                None => Ok(false),
                Some(byte) => self.begin_document(byte).map(|()| true),
            };
        };
        let closing = if matches!(level.kind, Kind::List) { b']' } else { b'}' };
        match (level.expects, next) {
            (Expects::FirstOrEnd | Expects::CommaOrEnd, Some(byte)) if byte == closing => {
                self.input.pass(1);
                self.close();
            }
            (Expects::CommaOrEnd, Some(b',')) => {
                level.expects = Expects::Part;
                self.input.pass(1);
            }
            (Expects::CommaOrEnd, _) => return self.input.expected("a comma or a closing bracket"),
            (Expects::FirstOrEnd | Expects::Part, Some(byte)) => {
                level.expects = Expects::CommaOrEnd;
                match level.kind {
                    Kind::List => {
                        let way = level.way.clone();
                        self.begin(byte, way, Under::List)?;
                    }
                    Kind::Object { .. } => self.member()?,
                }
            }
            (_, None) => return self.input.expected("a value"),
        }
        Ok(true)
    }

    /// Begins a value that stands alone.
    fn begin_document(&mut self, first: u8) -> io::Result<()> {
        if first != b'{' {
            let path = match &self.field {
                Field::Named(path) => path.steps().to_vec(),
                Field::Usual => Vec::new(),
            };
            return self.begin(first, Way::new(path, 0), Under::Top);
        }
        while self.input.rest().len() < LOOKED_AT
            && end_of_value(self.input.rest()).is_none()
            && self.input.more()?
        {}
        match layout(self.input.rest(), &self.field) {
            Layout::Record => {
                self.begin_record(0);
                Ok(())
            }
            Layout::Members => self.open(Kind::object(), Way::new(vec![Key::Every], 0)),
            Layout::Pictures => self.open(Kind::object(), Way::new(vec![Key::Every], OF_MEMBER)),
            Layout::Path(path) => self.open(Kind::object(), Way::new(path.steps().to_vec(), 0)),
            Layout::PathInMembers(path) => {
                let steps = [&[Key::Every], path.steps()].concat();
                self.open(Kind::object(), Way::new(steps, BEFORE_THE_PATH))
            }
        }
    }

    /// Begins a value: a container that is walked, or a record.
    fn begin(&mut self, first: u8, way: Way, under: Under) -> io::Result<()> {
        match (first, under) {
            (b'[', _) => self.open(Kind::List, way),
            // The way goes on by names alone, so that what is beside it is no record.
            (b'{', Under::Key) if way.next().is_some() => self.open(Kind::object(), way),
            (b']' | b'}' | b',' | b':', _) => self.input.expected("a value"),
            _ => {
                self.begin_record(way.walked);
                Ok(())
            }
        }
    }

    fn begin_record(&mut self, walked: u8) {
        self.lines.push(NO_KEY.wrapping_add(walked));
        self.doing = Doing::Record(Skip::new());
    }

    fn open(&mut self, kind: Kind, way: Way) -> io::Result<()> {
        if self.levels.len() >= MOST_LEVELS {
            return self.input.wrong(0, DocumentProblem::TooDeep);
        }
        self.input.pass(1);
        self.levels.push(Level { kind, way, expects: Expects::FirstOrEnd });
        Ok(())
    }

    /// Ends a container. An object in which no key fitted is a record without the field.
    fn close(&mut self) {
        let Some(Level { kind: Kind::Object { has_fitted: false, keys }, way, .. }) = self.levels.pop()
        else {
            return;
        };
        self.lines.push(NO_KEY.wrapping_add(way.walked));
        let keys: Vec<String> = keys.iter().map(|key| format!("{key}:0")).collect();
        self.lines.extend(format!("{{{}}}\n", keys.join(",")).bytes());
    }

    /// Reads a key, and begins its value.
    fn member(&mut self) -> io::Result<()> {
        if self.input.peek()? != Some(b'"') {
            return self.input.expected("a key in double quotes");
        }
        let mut skip = Skip::new();
        let mut seen = 0;
        let length = loop {
            match skip.feed(self.input.rest().get(seen..).unwrap_or_default()) {
                Ok(Some(end)) => break seen + end,
                Ok(None) => seen = self.input.rest().len(),
                Err(BrokenString { at }) => {
                    return self.input.wrong(seen + at, DocumentProblem::LineBreakInString);
                }
            }
            if !self.input.more()? {
                return self.input.wrong(seen, DocumentProblem::Unfinished);
            }
        };
        let raw = String::from_utf8_lossy(self.input.rest().get(..length).unwrap_or_default()).into_owned();
        self.input.pass(length);
        if self.input.peek()? != Some(b':') {
            return self.input.expected("a colon");
        }
        self.input.pass(1);
        let Some(first) = self.input.peek()? else { return self.input.expected("a value") };
        let key: String = serde_json::from_str(&raw).unwrap_or_default();
        let Some(Level { kind: Kind::Object { has_fitted, keys }, way, .. }) = self.levels.last_mut() else {
            return Ok(());
        };
        let Some(step) = way.next() else { return Ok(()) };
        if step.fits(&key) == Fit::No {
            if keys.len() < LISTED {
                keys.push(raw);
            }
            self.doing = Doing::Passing(Skip::new());
            return Ok(());
        }
        *has_fitted = true;
        let under = if *step == Key::Every { Under::EveryKey } else { Under::Key };
        let way = way.behind_next();
        self.begin(first, way, under)
    }

    /// Goes on with the value that is being read.
    fn go_on(&mut self) -> io::Result<()> {
        if self.input.rest().is_empty() && !self.input.more()? {
            let may_end = match &self.doing {
                Doing::Record(skip) | Doing::Passing(skip) => skip.may_end(),
                Doing::Nothing => true,
            };
            if !may_end {
                return self.input.wrong(0, DocumentProblem::Unfinished);
            }
            self.end_value();
            return Ok(());
        }
        let rest = self.input.rest();
        let (skip, lines) = match &mut self.doing {
            Doing::Record(skip) => (skip, Some(&mut self.lines)),
            Doing::Passing(skip) => (skip, None),
            Doing::Nothing => return Ok(()),
        };
        let end = match skip.feed(rest) {
            Ok(end) => end,
            Err(BrokenString { at }) => return self.input.wrong(at, DocumentProblem::LineBreakInString),
        };
        let length = end.unwrap_or(rest.len());
        if let Some(lines) = lines {
            // Between the parts of a record, a line break is white space as any other.
            let copied = rest.get(..length).unwrap_or_default().iter();
            lines.extend(copied.map(|&byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
        }
        self.input.pass(length);
        if end.is_some() {
            self.end_value();
        }
        Ok(())
    }

    fn end_value(&mut self) {
        if let Doing::Record(_) = std::mem::replace(&mut self.doing, Doing::Nothing) {
            self.lines.push(b'\n');
        }
    }
}

impl Read for Document {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while self.lines_at == self.lines.len() {
            self.lines.clear();
            self.lines_at = 0;
            while self.lines.len() < room.len() {
                if !self.advance()? {
                    break;
                }
            }
            if self.lines.is_empty() {
                return Ok(0);
            }
        }
        let lines = self.lines.get(self.lines_at..).unwrap_or_default();
        let length = lines.len().min(room.len());
        if let (Some(to), Some(from)) = (room.get_mut(..length), lines.get(..length)) {
            to.copy_from_slice(from);
        }
        self.lines_at += length;
        Ok(length)
    }
}
