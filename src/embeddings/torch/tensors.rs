//! Enters: the values of a pickle, and the Zip that it lies in. Leaves: the tensors that they describe.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Read, Seek};
use std::path::Path;

use super::value::{Made, Ref, Value, Values};
use super::zip::{Entry, Zip};
use crate::embeddings::dtype::DType;
use crate::embeddings::error::EmbeddingsError;
use crate::embeddings::file_content::{Fact, FileContent};
use crate::embeddings::tensor::{Storage, Tensor};

/// The most tensors that a file may have.
const MOST_TENSORS: usize = 1 << 16;

/// The longest name that leads to a tensor; what has a longer one is no part of a model.
const LONGEST_NAME: usize = 512;

/// The deepest that names are nested.
const DEEPEST: usize = 64;

/// What a module of PyTorch keeps its parts in; no name in a state dictionary has it.
const PARTS: [&str; 3] = ["_parameters", "_buffers", "_modules"];

/// Gathers the tensors of a pickle.
pub(super) struct Reader<'v, 'p, F> {
    values: &'v Values,
    zip: Zip<'p, F>,
    /// The folder of the pickle, with a slash, in which the storages are too.
    folder: String,
    path: &'p Path,
    entries: HashMap<String, Entry>,
}

/// Something that may be a tensor or hold some, and where its name is in [`Names`].
struct Named {
    name: Option<usize>,
    value: Ref,
    depth: usize,
}

/// The names that lead to values, each as its last part and where the rest is: a pickle may name many values, and few of them are
/// tensors.
struct Names<'v> {
    values: &'v Values,
    parts: Vec<(Option<usize>, Ref)>,
}

impl Names<'_> {
    /// A name with one part more.
    fn longer(&mut self, name: Option<usize>, part: Ref) -> usize {
        self.parts.push((name, part));
        self.parts.len() - 1
    }

    /// A name, its parts joined by dots; `None` if it is too long.
    fn written(&self, name: Option<usize>) -> Option<String> {
        let (mut at, mut parts, mut length) = (name, Vec::new(), 0);
        while let Some(&(before, part)) = at.and_then(|at| self.parts.get(at)) {
            let part = self.values.text(part).unwrap_or_default();
            length += part.len() + 1;
            if length > LONGEST_NAME {
                return None;
            }
            parts.push(part);
            at = before;
        }
        parts.reverse();
        Some(parts.join("."))
    }
}

impl<'v, 'p, F: Read + Seek> Reader<'v, 'p, F> {
    pub(super) fn new(values: &'v Values, zip: Zip<'p, F>, folder: String, path: &'p Path) -> Self {
        let entries = zip.entries.iter().map(|entry| (entry.name.clone(), entry.clone())).collect();
        Self { values, zip, folder, path, entries }
    }

    pub(super) fn read(mut self) -> Result<FileContent, EmbeddingsError> {
        let top = self.values.pairs(self.values.root);
        let state = top.iter().find(|(key, _)| self.values.text(*key) == Some("state_dict"));
        let root = state.map_or(self.values.root, |(_, value)| *value);
        let mut tensors = Vec::new();
        let mut seen = HashSet::new();
        let mut names = Names { values: self.values, parts: Vec::new() };
        let mut left = vec![Named { name: None, value: root, depth: 0 }];
        while let Some(Named { name, value, depth }) = left.pop() {
            if self.may_be_tensor(value) {
                let Some(name) = names.written(name) else { continue };
                if let Some(tensor) = self.tensor(&name, value)? {
                    if tensors.len() == MOST_TENSORS {
                        return Err(self
                            .wrong(&name, format!("comes after {MOST_TENSORS} others, which are too many")));
                    }
                    tensors.push(tensor);
                    continue;
                }
            }
            if depth < DEEPEST && seen.insert(value) {
                // From the last to the first, so that the first is next.
                for (key, value) in self.values.pairs(value).into_iter().rev() {
                    let name = match self.values.text(key) {
                        Some(part) if PARTS.contains(&part) => name,
                        Some(_) => Some(names.longer(name, key)),
                        None => continue,
                    };
                    left.push(Named { name, value, depth: depth + 1 });
                }
            }
        }
        let facts = top.iter().filter_map(|&(key, value)| {
            let fact = match self.values.get(value) {
                Value::Text(text) => Fact::Text(text.clone()),
                Value::Number(number) => Fact::Number(*number),
                _ => return None,
            };
            Some((self.values.text(key)?.to_owned(), fact))
        });
        let facts = facts.collect();
        Ok(FileContent { tensors, strange_globals: self.strange_globals(), facts })
    }

    /// Whether a value is made by what makes tensors.
    fn may_be_tensor(&self, value: Ref) -> bool {
        match self.values.get(value) {
            Value::Made(made) => {
                let called = self.values.global(made.callee);
                called.is_some_and(|name| name.starts_with("torch._utils._rebuild_"))
            }
            _ => false,
        }
    }

    /// The tensor that a value is; `None` if it is none.
    fn tensor(&mut self, name: &str, value: Ref) -> Result<Option<Tensor>, EmbeddingsError> {
        let values = self.values;
        let Value::Made(Made { callee, arguments, .. }) = values.get(value) else { return Ok(None) };
        let arguments = values.list(*arguments);
        match (values.global(*callee), arguments) {
            // A parameter is a tensor that is trained. One in another is nothing that PyTorch writes.
            (Some("torch._utils._rebuild_parameter"), [data, ..]) if *data != value => {
                let is_parameter =
                    |made: &Made| values.global(made.callee) == Some("torch._utils._rebuild_parameter");
                match values.get(*data) {
                    Value::Made(made) if !is_parameter(made) => self.tensor(name, *data),
                    _ => Ok(None),
                }
            }
            (
                Some("torch._utils._rebuild_tensor_v2" | "torch._utils._rebuild_tensor"),
                [storage, offset, size, stride, ..],
            ) => self.rebuilt(name, *storage, [*offset, *size, *stride], None).map(Some),
            (Some("torch._utils._rebuild_tensor_v3"), [storage, offset, size, stride, _, _, dtype, ..]) => {
                let dtype = values.global(*dtype).unwrap_or_default();
                self.rebuilt(name, *storage, [*offset, *size, *stride], Some(dtype)).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn rebuilt(
        &mut self,
        name: &str,
        storage: Ref,
        [offset, size, stride]: [Ref; 3],
        dtype: Option<&str>,
    ) -> Result<Tensor, EmbeddingsError> {
        let values = self.values;
        let lengths = |list: Ref| -> Option<Vec<u64>> {
            values.list(list).iter().map(|&one| u64::try_from(values.number(one)?).ok()).collect()
        };
        let described = || {
            let Value::Persistent(storage) = values.get(storage) else { return None };
            let [kind, class, key, _, _] = values.list(*storage) else { return None };
            if values.text(*kind) != Some("storage") {
                return None;
            }
            let offset = u64::try_from(values.number(offset)?).ok()?;
            Some((values.global(*class)?, values.text(*key)?, offset, lengths(size)?, lengths(stride)?))
        };
        let Some((class, key, offset, shape, stride)) = described() else {
            return Err(self.wrong(name, "is not described as PyTorch does".to_owned()));
        };
        let dtype = dtype_of(dtype.unwrap_or(class));
        let entry = self.entries.get(&format!("{}data/{key}", self.folder)).cloned();
        let Some(entry) = entry else {
            return Err(
                self.wrong(name, format!("has its numbers in the entry data/{key}, which is not there"))
            );
        };
        let place = self.zip.place(&entry)?;
        let numbers = shape.iter().try_fold(1_u64, |product, &length| product.checked_mul(length));
        let dtype = if is_contiguous(&shape, &stride) {
            dtype
        } else {
            DType::Other(format!("{dtype} (not in one piece)"))
        };
        // What is not read need not lie anywhere.
        let bytes = dtype.bytes().unwrap_or(0) as u64;
        let within = numbers.and_then(|numbers| {
            let (start, length) = (offset.checked_mul(bytes)?, numbers.checked_mul(bytes)?);
            (start.checked_add(length)? <= entry.length).then_some((start, length))
        });
        match within {
            Some((start, length)) => {
                let storage = Storage { path: self.path.to_owned(), offset: place + start, length };
                Ok(Tensor { name: name.to_owned(), dtype, shape, storage })
            }
            None => {
                Err(self.wrong(name, format!("has more numbers than its entry data/{key} has bytes for")))
            }
        }
    }

    /// The functions and classes that are named beside those of tensors and modules.
    fn strange_globals(&self) -> Vec<String> {
        let names = self.values.all.iter().filter_map(|value| match value {
            Value::Global(name) if !is_usual(name) => Some(name.clone()),
            _ => None,
        });
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn wrong(&self, name: &str, what: String) -> EmbeddingsError {
        EmbeddingsError::Tensor { path: self.path.to_owned(), tensor: name.to_owned(), what }
    }
}

/// Whether the numbers of a tensor follow one another, the last dimension the fastest.
fn is_contiguous(shape: &[u64], stride: &[u64]) -> bool {
    let mut wanted = 1_u64;
    let is_empty = shape.contains(&0);
    let fits = shape.iter().zip(stride).rev().all(|(&length, &stride)| {
        let fits = length == 1 || stride == wanted;
        wanted = wanted.saturating_mul(length);
        fits
    });
    shape.len() == stride.len() && (is_empty || fits)
}

/// The type of the numbers in a storage of this class, or of this name.
fn dtype_of(class: &str) -> DType {
    match class.strip_prefix("torch.").unwrap_or(class) {
        "FloatStorage" | "float32" | "float" => DType::F32,
        "HalfStorage" | "float16" | "half" => DType::F16,
        "BFloat16Storage" | "bfloat16" => DType::BF16,
        "float8_e4m3fn" => DType::F8E4M3,
        "float8_e5m2" => DType::F8E5M2,
        other => DType::Other(other.to_owned()),
    }
}

/// Whether a name is one of those that files of PyTorch are made of.
fn is_usual(name: &str) -> bool {
    const CALLED: [&str; 4] =
        ["_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_parameter"];
    let of_torch = |rest: &str| {
        rest.ends_with("Storage")
            || rest == "Size"
            || rest == "device"
            || rest.starts_with("float")
            || rest.starts_with("bfloat")
            || rest.starts_with("int")
    };
    match name.strip_prefix("torch.") {
        Some(rest) if !rest.contains('.') => of_torch(rest),
        Some(rest) => {
            rest.strip_prefix("_utils.").is_some_and(|called| CALLED.contains(&called))
                || rest.starts_with("nn.modules.")
                || rest == "nn.parameter.Parameter"
                || rest == "storage.UntypedStorage"
        }
        // The classes of TorchScript are in the file itself.
        None => name == "collections.OrderedDict" || name.starts_with("__torch__."),
    }
}
