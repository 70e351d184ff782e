//! Enters: a JSON document, as it is read. Leaves: its records as lines.
//!
//! Before each stands a byte that says how many keys of the path are behind already. The document never lies in memory: what is no record is passed over, and records go out as they come in. Several documents
//! may stand one after the other.

use std::io::{self, ErrorKind, Read};

use super::find::{BEFORE_THE_PATH, OF_MEMBER};
use super::layout::{Layout, layout};
use super::line::NO_KEY;
use super::skip::{BrokenString, Skip};
use crate::sources::error::DocumentProblem;
use crate::sources::field::{Field, Fit, Key};

/// How much of an object is looked at to see how it is laid out, in bytes.
const LOOKED_AT: usize = 1 << 20;

/// How much is read at once.
const READ_AT_ONCE: usize = 64 << 10;

/// As many levels as serde_json reads.
const MOST_LEVELS: usize = 128;

/// How many keys are kept for an error that lists them.
const LISTED: usize = 20;

/// A reader of the records of a document.
pub(in crate::sources) struct Document {
    inner: Box<dyn Read + Send>,
    field: Field,
    /// What was read and is not behind yet begins at `at`.
    input: Vec<u8>,
    at: usize,
    end: End,
    /// Where in the file the input begins.
    offset: u64,
    /// The containers around.
    levels: Vec<Level>,
    doing: Doing,
    lines: Vec<u8>,
    lines_at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Ahead,
    Reached,
}

/// A container whose parts are walked.
struct Level {
    kind: Kind,
    /// The way on from its parts, where a way was found.
    path: Vec<Key>,
    /// How many keys of the field's path are behind.
    walked: u8,
    expects: Expects,
}

enum Kind {
    List,
    Object {
        /// Whether a key fitted.
        has_fitted: bool,
        /// The first keys, as they stand.
        keys: Vec<String>,
    },
}

/// What stands next in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expects {
    FirstOrEnd,
    Part,
    CommaOrEnd,
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

/// What is wrong with a document, and where. It travels in an error of the reader.
#[derive(Clone, Copy, Debug)]
pub(in crate::sources) struct Broken {
    pub offset: u64,
    pub problem: DocumentProblem,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "byte offset {}: {}", self.offset, self.problem)
    }
}

impl std::error::Error for Broken {}

impl Document {
    /// A reader of what `inner` holds from this offset of the file on.
    pub(in crate::sources) fn new(inner: Box<dyn Read + Send>, offset: u64, field: Field) -> Self {
        Self {
            inner,
            field,
            input: Vec::new(),
            at: 0,
            end: End::Ahead,
            offset,
            levels: Vec::new(),
            doing: Doing::Nothing,
            lines: Vec::new(),
            lines_at: 0,
        }
    }

    fn rest(&self) -> &[u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    fn wrong<T>(&self, at: usize, problem: DocumentProblem) -> io::Result<T> {
        Err(io::Error::new(ErrorKind::InvalidData, Broken { offset: self.offset + at as u64, problem }))
    }

    fn expected<T>(&self, what: &'static str) -> io::Result<T> {
        let problem = if self.rest().is_empty() {
            DocumentProblem::Unfinished
        } else {
            DocumentProblem::Expected(what)
        };
        self.wrong(self.at, problem)
    }

    /// Reads on. Returns whether there was something.
    fn more(&mut self) -> io::Result<bool> {
        if self.end == End::Reached {
            return Ok(false);
        }
        self.input.drain(..self.at);
        self.offset += self.at as u64;
        self.at = 0;
        let filled = self.input.len();
        self.input.resize(filled + READ_AT_ONCE, 0);
        let read = loop {
            match self.inner.read(self.input.get_mut(filled..).unwrap_or_default()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.input.truncate(filled + read.as_ref().copied().unwrap_or_default());
        if read? == 0 {
            self.end = End::Reached;
        }
        Ok(self.end == End::Ahead)
    }

    /// The next byte that is no white space, without taking it.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let rest = self.rest();
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = rest.get(blank).copied();
            self.at += blank;
            if next.is_some() || !self.more()? {
                return Ok(next);
            }
        }
    }

    /// Goes on by one value, or one sign. Returns whether there is more to come.
    fn advance(&mut self) -> io::Result<bool> {
        if !matches!(self.doing, Doing::Nothing) {
            self.go_on()?;
            return Ok(true);
        }
        let next = self.peek()?;
        let Some(level) = self.levels.last_mut() else {
            return match next {
                None => Ok(false),
                Some(byte) => self.begin_document(byte).map(|()| true),
            };
        };
        let closing = if matches!(level.kind, Kind::List) { b']' } else { b'}' };
        match (level.expects, next) {
            (Expects::FirstOrEnd | Expects::CommaOrEnd, Some(byte)) if byte == closing => {
                self.at += 1;
                self.close();
            }
            (Expects::CommaOrEnd, Some(b',')) => {
                level.expects = Expects::Part;
                self.at += 1;
            }
            (Expects::CommaOrEnd, _) => return self.expected("a comma or a closing bracket"),
            (Expects::FirstOrEnd | Expects::Part, Some(byte)) => {
                level.expects = Expects::CommaOrEnd;
                match level.kind {
                    Kind::List => {
                        let (path, walked) = (level.path.clone(), level.walked);
                        self.begin(byte, path, walked, Under::List)?;
                    }
                    Kind::Object { .. } => self.member()?,
                }
            }
            (_, None) => return self.expected("a value"),
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
            return self.begin(first, path, 0, Under::Top);
        }
        while self.rest().len() < LOOKED_AT
            && super::skip::end_of_value(self.rest()).is_none()
            && self.more()?
        {}
        match layout(self.rest(), &self.field) {
            Layout::Record => {
                self.begin_record(0);
                Ok(())
            }
            Layout::Members => self.open(Kind::object(), vec![Key::Every], 0),
            Layout::Pictures => self.open(Kind::object(), vec![Key::Every], OF_MEMBER),
            Layout::Path(path) => self.open(Kind::object(), path.steps().to_vec(), 0),
            Layout::PathInMembers(path) => {
                let steps = [&[Key::Every], path.steps()].concat();
                self.open(Kind::object(), steps, BEFORE_THE_PATH)
            }
        }
    }

    /// Begins a value: a container that is walked, or a record.
    fn begin(&mut self, first: u8, path: Vec<Key>, walked: u8, under: Under) -> io::Result<()> {
        match (first, under) {
            (b'[', _) => self.open(Kind::List, path, walked),
            // The way goes on by names alone, so that what is beside it is no record.
            (b'{', Under::Key) if !path.is_empty() => self.open(Kind::object(), path, walked),
            (b']' | b'}' | b',' | b':', _) => self.expected("a value"),
            _ => {
                self.begin_record(walked);
                Ok(())
            }
        }
    }

    fn begin_record(&mut self, walked: u8) {
        self.lines.push(NO_KEY.wrapping_add(walked));
        self.doing = Doing::Record(Skip::new());
    }

    fn open(&mut self, kind: Kind, path: Vec<Key>, walked: u8) -> io::Result<()> {
        if self.levels.len() >= MOST_LEVELS {
            return self.wrong(self.at, DocumentProblem::TooDeep);
        }
        self.at += 1;
        self.levels.push(Level { kind, path, walked, expects: Expects::FirstOrEnd });
        Ok(())
    }

    /// Ends a container. An object in which no key fitted is a record without the field.
    fn close(&mut self) {
        let Some(Level { kind: Kind::Object { has_fitted: false, keys }, walked, .. }) = self.levels.pop()
        else {
            return;
        };
        self.lines.push(NO_KEY.wrapping_add(walked));
        let keys: Vec<String> = keys.iter().map(|key| format!("{key}:0")).collect();
        self.lines.extend(format!("{{{}}}\n", keys.join(",")).bytes());
    }

    /// Reads a key, and begins its value.
    fn member(&mut self) -> io::Result<()> {
        if self.peek()? != Some(b'"') {
            return self.expected("a key in double quotes");
        }
        let mut skip = Skip::new();
        let mut seen = 0;
        let length = loop {
            match skip.feed(self.rest().get(seen..).unwrap_or_default()) {
                Ok(Some(end)) => break seen + end,
                Ok(None) => seen = self.rest().len(),
                Err(BrokenString { at }) => {
                    return self.wrong(self.at + seen + at, DocumentProblem::LineBreakInString);
                }
            }
            if !self.more()? {
                return self.wrong(self.at + seen, DocumentProblem::Unfinished);
            }
        };
        let raw = String::from_utf8_lossy(self.rest().get(..length).unwrap_or_default()).into_owned();
        self.at += length;
        if self.peek()? != Some(b':') {
            return self.expected("a colon");
        }
        self.at += 1;
        let Some(first) = self.peek()? else { return self.expected("a value") };
        let key: String = serde_json::from_str(&raw).unwrap_or_default();
        let Some(Level { kind: Kind::Object { has_fitted, keys }, path, walked, .. }) =
            self.levels.last_mut()
        else {
            return Ok(());
        };
        let Some((step, behind)) = path.split_first() else { return Ok(()) };
        if step.fits(&key) == Fit::No {
            if keys.len() < LISTED {
                keys.push(raw);
            }
            self.doing = Doing::Passing(Skip::new());
            return Ok(());
        }
        *has_fitted = true;
        let under = if *step == Key::Every { Under::EveryKey } else { Under::Key };
        // Before the path, the key of a member is none of its keys.
        let (behind, walked) = (behind.to_vec(), walked.saturating_add(1));
        self.begin(first, behind, walked, under)
    }

    /// Goes on with the value that is being read.
    fn go_on(&mut self) -> io::Result<()> {
        if self.rest().is_empty() && !self.more()? {
            let may_end = match &self.doing {
                Doing::Record(skip) | Doing::Passing(skip) => skip.may_end(),
                Doing::Nothing => true,
            };
            if !may_end {
                return self.wrong(self.at, DocumentProblem::Unfinished);
            }
            self.end_value();
            return Ok(());
        }
        let rest = self.input.get(self.at..).unwrap_or_default();
        let (skip, lines) = match &mut self.doing {
            Doing::Record(skip) => (skip, Some(&mut self.lines)),
            Doing::Passing(skip) => (skip, None),
            Doing::Nothing => return Ok(()),
        };
        let end = match skip.feed(rest) {
            Ok(end) => end,
            Err(BrokenString { at }) => return self.wrong(self.at + at, DocumentProblem::LineBreakInString),
        };
        let length = end.unwrap_or(rest.len());
        if let Some(lines) = lines {
            // Between the parts of a record, a line break is white space as any other.
            let copied = rest.get(..length).unwrap_or_default().iter();
            lines.extend(copied.map(|&byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
        }
        self.at += length;
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

/// What a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Under {
    Top,
    List,
    Key,
    EveryKey,
}

impl Kind {
    const fn object() -> Self {
        Self::Object { has_fitted: false, keys: Vec::new() }
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
