//! Enters: a pickle. Leaves: its values. It is read as data: no name in it is looked up, and nothing is called.

use std::collections::HashMap;
use std::io::Read;

use super::bytes::{Bytes, LONGEST_LINE, PickleError};
use super::value::{Made, Ref, Value, Values};

/// The most values that a pickle may have. A checkpoint has some ten thousand.
const MOST_VALUES: usize = 1 << 20;

/// The most references to values that it may keep: in lists and dictionaries, by numbers, and marks of its stack. One byte is enough
/// for each, so that without a limit a pickle could take fifty times its own size.
const MOST_KEPT: usize = 1 << 21;

/// Reads a pickle of so many bytes.
pub(super) fn values(source: impl Read, length: u64) -> Result<Values, PickleError> {
    let mut machine = Machine {
        bytes: Bytes::new(source, length),
        all: Vec::new(),
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
        kept: 0,
    };
    loop {
        let at = machine.bytes.offset();
        let [code] = machine.bytes.array()?;
        if code == b'.' {
            let root = machine.pop()?;
            return Ok(Values { all: machine.all, root });
        }
        machine.step(code).map_err(|error| match error {
            Problem::At(error) => error,
            Problem::Here(what) => PickleError { offset: at, what },
        })?;
    }
}

/// The same, or what is wrong with the instruction that is being carried out.
enum Problem {
    At(PickleError),
    Here(String),
}

impl From<PickleError> for Problem {
    fn from(error: PickleError) -> Self {
        Self::At(error)
    }
}

struct Machine<R> {
    bytes: Bytes<R>,
    all: Vec<Value>,
    stack: Vec<Ref>,
    /// How long the stack was at each mark.
    marks: Vec<usize>,
    memo: HashMap<u64, Ref>,
    /// How many references are kept.
    kept: usize,
}

impl<R: Read> Machine<R> {
    /// Carries out an instruction. Those of protocols 0 to 5, but for what needs something beside the pickle.
    fn step(&mut self, code: u8) -> Result<(), Problem> {
        match code {
            // A protocol and a frame say nothing about values.
            0x80 => self.bytes.array::<1>().map(drop)?,
            0x95 => self.bytes.array::<8>().map(drop)?,
            b'(' => {
                self.keep(1)?;
                self.marks.push(self.stack.len());
            }
            b'0' => self.pop().map(drop)?,
            // What is dropped, and what is added to a set.
            b'1' | 0x90 => self.marked().map(drop)?,
            b'2' => self.push_again()?,
            b'N' | 0x8f => self.make(Value::Other)?,
            0x88 => self.make(Value::Number(1))?,
            0x89 => self.make(Value::Number(0))?,
            b'J' => self.made::<4>(|bytes| Value::Number(i32::from_le_bytes(bytes).into()))?,
            b'K' => self.made::<1>(|[byte]| Value::Number(byte.into()))?,
            b'M' => self.made::<2>(|bytes| Value::Number(u16::from_le_bytes(bytes).into()))?,
            0x8a => self.long::<1>()?,
            0x8b => self.long::<4>()?,
            b'I' | b'L' => {
                let line = self.bytes.line()?;
                let number = line.trim_end_matches('L').parse();
                self.make(number.map_or(Value::Other, Value::Number))?;
            }
            b'G' => self.made::<8>(|_| Value::Other)?,
            b'F' => {
                self.bytes.line()?;
                self.make(Value::Other)?;
            }
            b'X' | b'T' => self.text::<4>()?,
            0x8c | b'U' => self.text::<1>()?,
            0x8d => self.text::<8>()?,
            b'V' => {
                let line = self.bytes.line()?;
                self.make(Value::Text(line))?;
            }
            b'S' => {
                let line = self.bytes.line()?;
                let text = line.trim_matches(['\'', '"']).to_owned();
                self.make(Value::Text(text))?;
            }
            b'B' => self.skipped::<4>()?,
            b'C' => self.skipped::<1>()?,
            0x8e | 0x96 => self.skipped::<8>()?,
            b']' | b')' => self.make(Value::List(Vec::new()))?,
            b'}' => self.make(Value::Dict(Vec::new()))?,
            0x85..=0x87 => self.tuple(usize::from(code - 0x84))?,
            b't' | b'l' => {
                let items = self.marked()?;
                self.make(Value::List(items))?;
            }
            b'd' => {
                let items = self.marked()?;
                self.make(Value::Dict(pairs(&items)))?;
            }
            0x91 => {
                self.marked()?;
                self.make(Value::Other)?;
            }
            b'a' => {
                let item = self.pop()?;
                self.append(&[item])?;
            }
            b'e' => {
                let items = self.marked()?;
                self.append(&items)?;
            }
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                self.set(vec![(key, value)])?;
            }
            b'u' => {
                let items = self.marked()?;
                self.set(pairs(&items))?;
            }
            b'c' => {
                let name = format!("{}.{}", self.bytes.line()?, self.bytes.line()?);
                self.make(Value::Global(name))?;
            }
            0x93 => {
                let (name, module) = (self.pop()?, self.pop()?);
                let name = format!("{}.{}", self.word(module)?, self.word(name)?);
                self.make(Value::Global(name))?;
            }
            b'R' | 0x81 => {
                let (arguments, callee) = (self.pop()?, self.pop()?);
                self.call(callee, arguments)?;
            }
            0x92 => {
                let (_, arguments, callee) = (self.pop()?, self.pop()?, self.pop()?);
                self.call(callee, arguments)?;
            }
            b'i' => {
                let name = format!("{}.{}", self.bytes.line()?, self.bytes.line()?);
                let items = self.marked()?;
                let (callee, arguments) = (self.value(Value::Global(name))?, self.value(Value::List(items))?);
                self.call(callee, arguments)?;
            }
            b'o' => {
                let items = self.marked()?;
                let Some((&callee, rest)) = items.split_first() else {
                    return Err(Problem::Here("an object has no class".to_owned()));
                };
                let arguments = self.value(Value::List(rest.to_vec()))?;
                self.call(callee, arguments)?;
            }
            b'b' => {
                let state = self.pop()?;
                if let Value::Made(made) = self.top()? {
                    made.state = Some(state);
                }
            }
            b'Q' => {
                let name = self.pop()?;
                self.make(Value::Persistent(name))?;
            }
            b'P' => {
                let name = self.bytes.line()?;
                let name = self.value(Value::Text(name))?;
                self.make(Value::Persistent(name))?;
            }
            b'p' => {
                let number = self.bytes.line_number()?;
                self.remember(number)?;
            }
            b'q' => {
                let [number] = self.bytes.array()?;
                self.remember(number.into())?;
            }
            b'r' => {
                let number = u32::from_le_bytes(self.bytes.array()?);
                self.remember(number.into())?;
            }
            0x94 => self.remember(self.memo.len() as u64)?,
            b'g' => {
                let number = self.bytes.line_number()?;
                self.recall(number)?;
            }
            b'h' => {
                let [number] = self.bytes.array()?;
                self.recall(number.into())?;
            }
            b'j' => {
                let number = u32::from_le_bytes(self.bytes.array()?);
                self.recall(number.into())?;
            }
            other => {
                return Err(Problem::Here(format!(
                    "no instruction of a pickle of data has the code {other:#04x}"
                )));
            }
        }
        Ok(())
    }

    fn text<const N: usize>(&mut self) -> Result<(), PickleError> {
        let mut bytes = vec![0; self.bytes.size::<N>()? as usize];
        self.bytes.fill(&mut bytes)?;
        self.make(Value::Text(String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn skipped<const N: usize>(&mut self) -> Result<(), PickleError> {
        let size = self.bytes.size::<N>()?;
        self.bytes.skip(size)?;
        self.make(Value::Other)
    }

    /// A number of any length; one that is too long for what is asked here is some other value.
    fn long<const N: usize>(&mut self) -> Result<(), PickleError> {
        let mut bytes = vec![0; self.bytes.size::<N>()? as usize];
        self.bytes.fill(&mut bytes)?;
        let is_negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
        let start = if is_negative { -1 } else { 0 };
        let number = bytes.iter().rev().fold(start, |number: i64, &byte| number << 8 | i64::from(byte));
        self.make(if bytes.len() <= 8 { Value::Number(number) } else { Value::Other })
    }

    fn value(&mut self, value: Value) -> Result<Ref, PickleError> {
        if self.all.len() == MOST_VALUES {
            return Err(self.bytes.error(&format!("it has more than {MOST_VALUES} values")));
        }
        self.all.push(value);
        Ok(Ref(self.all.len() as u32 - 1))
    }

    fn make(&mut self, value: Value) -> Result<(), PickleError> {
        let value = self.value(value)?;
        self.push(value)
    }

    fn made<const N: usize>(&mut self, make: fn([u8; N]) -> Value) -> Result<(), PickleError> {
        let bytes = self.bytes.array()?;
        self.make(make(bytes))
    }

    fn push(&mut self, value: Ref) -> Result<(), PickleError> {
        if self.stack.len() == MOST_VALUES {
            return Err(self.bytes.error(&format!("its stack has more than {MOST_VALUES} values")));
        }
        self.stack.push(value);
        Ok(())
    }

    fn push_again(&mut self) -> Result<(), PickleError> {
        let top = self.stack.last().copied().ok_or_else(|| self.bytes.error("its stack is empty"))?;
        self.push(top)
    }

    fn pop(&mut self) -> Result<Ref, PickleError> {
        // What stands before a mark belongs to someone else.
        let bottom = self.marks.last().copied().unwrap_or(0);
        let top = if self.stack.len() > bottom { self.stack.pop() } else { None };
        top.ok_or_else(|| self.bytes.error("its stack is empty"))
    }

    /// Counts references that are kept.
    fn keep(&mut self, references: usize) -> Result<(), PickleError> {
        self.kept += references;
        if self.kept > MOST_KEPT {
            return Err(self
                .bytes
                .error(&format!("it keeps more than {MOST_KEPT} references to its values")));
        }
        Ok(())
    }

    /// What stands behind the last mark.
    fn marked(&mut self) -> Result<Vec<Ref>, PickleError> {
        let mark = self.marks.pop().ok_or_else(|| self.bytes.error("there is no mark"))?;
        let marked = self.stack.split_off(mark.min(self.stack.len()));
        self.keep(marked.len())?;
        Ok(marked)
    }

    fn tuple(&mut self, items: usize) -> Result<(), PickleError> {
        let mut tuple = Vec::with_capacity(items);
        for _ in 0..items {
            tuple.push(self.pop()?);
        }
        tuple.reverse();
        self.make(Value::List(tuple))
    }

    fn top(&mut self) -> Result<&mut Value, PickleError> {
        let error = self.bytes.error("its stack is empty");
        let top = self.stack.last().and_then(|top| self.all.get_mut(top.0 as usize));
        top.ok_or(error)
    }

    fn append(&mut self, items: &[Ref]) -> Result<(), PickleError> {
        self.keep(items.len())?;
        if let Value::List(list) = self.top()? {
            list.extend(items);
        }
        Ok(())
    }

    fn set(&mut self, pairs: Vec<(Ref, Ref)>) -> Result<(), PickleError> {
        self.keep(pairs.len())?;
        match self.top()? {
            Value::Dict(items) | Value::Made(Made { items, .. }) => items.extend(pairs),
            _ => {}
        }
        Ok(())
    }

    fn word(&self, value: Ref) -> Result<&str, Problem> {
        match self.all.get(value.0 as usize) {
            Some(Value::Text(text)) if text.len() <= LONGEST_LINE => Ok(text),
            _ => Err(Problem::Here("the name of a class is no text".to_owned())),
        }
    }

    fn call(&mut self, callee: Ref, arguments: Ref) -> Result<(), PickleError> {
        self.make(Value::Made(Made { callee, arguments, state: None, items: Vec::new() }))
    }

    fn remember(&mut self, number: u64) -> Result<(), PickleError> {
        let top = self.stack.last().copied().ok_or_else(|| self.bytes.error("its stack is empty"))?;
        self.keep(1)?;
        self.memo.insert(number, top);
        Ok(())
    }

    fn recall(&mut self, number: u64) -> Result<(), PickleError> {
        let value = self.memo.get(&number).copied();
        let value =
            value.ok_or_else(|| self.bytes.error(&format!("there is no value with the number {number}")))?;
        self.push(value)
    }
}

fn pairs(items: &[Ref]) -> Vec<(Ref, Ref)> {
    items.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}
