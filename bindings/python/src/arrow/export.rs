//! Enters: ids in memory of ours. Leaves: Arrow arrays of lists that share it, until the last of them is freed.

use std::ffi::{CString, c_void};
use std::ptr::{null, null_mut};
use std::sync::Arc;

use super::layout::{Array, Released, Schema};

/// Ids as integers of one kind.
#[derive(Debug)]
pub(crate) enum Ids {
    U16(Vec<u16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

impl From<Vec<u16>> for Ids {
    fn from(ids: Vec<u16>) -> Self {
        Self::U16(ids)
    }
}

impl From<Vec<i32>> for Ids {
    fn from(ids: Vec<i32>) -> Self {
        Self::I32(ids)
    }
}

impl From<Vec<i64>> for Ids {
    fn from(ids: Vec<i64>) -> Self {
        Self::I64(ids)
    }
}

impl Ids {
    fn len(&self) -> usize {
        match self {
            Self::U16(ids) => ids.len(),
            Self::I32(ids) => ids.len(),
            Self::I64(ids) => ids.len(),
        }
    }

    fn address(&self) -> *const c_void {
        match self {
            Self::U16(ids) => ids.as_ptr().cast(),
            Self::I32(ids) => ids.as_ptr().cast(),
            Self::I64(ids) => ids.as_ptr().cast(),
        }
    }

    const fn format(&self) -> &'static str {
        match self {
            Self::U16(_) => "S",
            Self::I32(_) => "i",
            Self::I64(_) => "l",
        }
    }
}

/// Lists of ids.
#[derive(Debug)]
pub(crate) enum Lists {
    /// All of one length.
    Rows { ids: Ids, slots: usize },
    /// Each of its own.
    Ragged { ids: Ids, offsets: Vec<i64> },
}

/// What an array keeps while it is there.
struct Kept {
    /// The memory itself, which the pointers go into.
    _lists: Arc<Lists>,
    buffers: [*const c_void; 2],
    children: [*mut Array; 1],
}

/// What a type keeps while it is there.
struct KeptType {
    format: CString,
    name: CString,
    children: [*mut Schema; 1],
}

impl Lists {
    /// How many lists there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Rows { ids, slots } => ids.len() / slots,
            Self::Ragged { offsets, .. } => offsets.len() - 1,
        }
    }

    const fn ids(&self) -> &Ids {
        match self {
            Self::Rows { ids, .. } | Self::Ragged { ids, .. } => ids,
        }
    }

    /// Their type: `+w:SLOTS` or `+L`, with the integers as `item`.
    pub(crate) fn schema(&self) -> Schema {
        let format = match self {
            Self::Rows { slots, .. } => format!("+w:{slots}"),
            Self::Ragged { .. } => "+L".to_owned(),
        };
        let item = Box::into_raw(Box::new(schema(self.ids().format(), "item", null_mut())));
        schema(&format, "", item)
    }

    /// The lists as an array, which holds on to them.
    pub(crate) fn array(lists: &Arc<Self>) -> Array {
        let item = array(lists, lists.ids().len(), [null(), lists.ids().address()], 2, null_mut());
        let item = Box::into_raw(Box::new(item));
        match &**lists {
            Self::Rows { .. } => array(lists, lists.len(), [null(); 2], 1, item),
            Self::Ragged { offsets, .. } => {
                array(lists, lists.len(), [null(), offsets.as_ptr().cast()], 2, item)
            }
        }
    }
}

/// A type, which takes what `child` points to. No list and no id is null.
fn schema(format: &str, name: &str, child: *mut Schema) -> Schema {
    let text = |text: &str| CString::new(text).unwrap_or_default();
    let kept = KeptType { format: text(format), name: text(name), children: [child] };
    let kept = Box::leak(Box::new(kept));
    Schema {
        format: kept.format.as_ptr(),
        name: kept.name.as_ptr(),
        n_children: i64::from(!child.is_null()),
        children: kept.children.as_mut_ptr(),
        release: Some(release_schema),
        private_data: std::ptr::from_mut(kept).cast(),
        ..Schema::RELEASED
    }
}

/// An array without nulls, which holds on to the lists, and takes what `child` points to.
fn array(
    lists: &Arc<Lists>,
    length: usize,
    buffers: [*const c_void; 2],
    n_buffers: i64,
    child: *mut Array,
) -> Array {
    let kept = Kept { _lists: Arc::clone(lists), buffers, children: [child] };
    let kept = Box::leak(Box::new(kept));
    Array {
        length: length as i64,
        n_buffers,
        n_children: i64::from(!child.is_null()),
        buffers: kept.buffers.as_ptr(),
        children: kept.children.as_mut_ptr(),
        release: Some(release_array),
        private_data: std::ptr::from_mut(kept).cast(),
        ..Array::RELEASED
    }
}

/// Frees a type that `schema` made.
unsafe extern "C" fn release_schema(schema: *mut Schema) {
    // SAFETY: whoever has the type calls this once, with a pointer to it; its pointers are those that `schema` put there.
    unsafe {
        let kept: Box<KeptType> = Box::from_raw((*schema).private_data.cast());
        let [child] = kept.children;
        if !child.is_null() {
            // A consumer that moved it away left one that is released.
            drop(Box::from_raw(child));
        }
        (*schema).release = None;
    }
}

/// Frees an array that `array` made.
unsafe extern "C" fn release_array(array: *mut Array) {
    // SAFETY: as in `release_schema`.
    unsafe {
        let kept: Box<Kept> = Box::from_raw((*array).private_data.cast());
        let [child] = kept.children;
        if !child.is_null() {
            drop(Box::from_raw(child));
        }
        (*array).release = None;
    }
}
