//! Enters: nothing. Leaves: the three structures of Arrow's C data interface, each of which frees what it has.

use std::ffi::{c_char, c_int, c_void};

/// The type of an array: `struct ArrowSchema`.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Schema {
    pub format: *const c_char,
    pub name: *const c_char,
    pub metadata: *const c_char,
    pub flags: i64,
    pub n_children: i64,
    pub children: *mut *mut Schema,
    pub dictionary: *mut Schema,
    pub release: Option<unsafe extern "C" fn(*mut Schema)>,
    pub private_data: *mut c_void,
}

/// An array: `struct ArrowArray`.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Array {
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub n_buffers: i64,
    pub n_children: i64,
    pub buffers: *const *const c_void,
    pub children: *mut *mut Array,
    pub dictionary: *mut Array,
    pub release: Option<unsafe extern "C" fn(*mut Array)>,
    pub private_data: *mut c_void,
}

/// A source of arrays: `struct ArrowArrayStream`.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Stream {
    pub get_schema: Option<unsafe extern "C" fn(*mut Stream, *mut Schema) -> c_int>,
    pub get_next: Option<unsafe extern "C" fn(*mut Stream, *mut Array) -> c_int>,
    pub get_last_error: Option<unsafe extern "C" fn(*mut Stream) -> *const c_char>,
    pub release: Option<unsafe extern "C" fn(*mut Stream)>,
    pub private_data: *mut c_void,
}

/// A structure that nobody has filled, or that was moved away, or freed.
pub(crate) trait Released {
    /// One of them.
    const RELEASED: Self;
}

macro_rules! freed {
    ($($structure:ident { $($field:ident: $nothing:expr,)* })+) => {
        $(
            impl Released for $structure {
                const RELEASED: Self =
                    Self { $($field: $nothing,)* release: None, private_data: std::ptr::null_mut() };
            }

            impl Drop for $structure {
                fn drop(&mut self) {
                    if let Some(release) = self.release {
                        // SAFETY: whoever set it says how to free what it has; it sets it to nothing, so it runs once.
                        unsafe { release(self) }
                    }
                }
            }

            // SAFETY: the specification lets any thread read and free what was handed over.
            unsafe impl Send for $structure {}
            // SAFETY: as above; nothing is written through a shared reference.
            unsafe impl Sync for $structure {}
        )+
    };
}

use std::ptr::{null, null_mut};

freed! {
    Schema {
        format: null(), name: null(), metadata: null(), flags: 0, n_children: 0, children: null_mut(),
        dictionary: null_mut(),
    }
    Array {
        length: 0, null_count: 0, offset: 0, n_buffers: 0, n_children: 0, buffers: null(), children: null_mut(),
        dictionary: null_mut(),
    }
    Stream {
        get_schema: None, get_next: None, get_last_error: None,
    }
}
