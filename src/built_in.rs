//! Enters: nothing. Leaves: CLIP's own vocabulary and merges, from tables that the build script laid out.

use std::sync::{Arc, LazyLock};

use cliptok_bpe::Tables;

/// Written by the build script.
#[allow(clippy::pedantic)]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/built_in_tables.rs"));
}

#[cfg(not(feature = "small"))]
mod laid_out;
#[cfg(feature = "small")]
mod small;

#[cfg(not(feature = "small"))]
use laid_out::built_in;
#[cfg(feature = "small")]
use small::built_in;

static TABLES: LazyLock<Arc<Tables>> = LazyLock::new(|| Arc::new(built_in()));

/// The tables of `data/vocab.json` and `data/merges.txt`, shared by all who ask.
pub(crate) fn tables() -> Arc<Tables> {
    Arc::clone(&TABLES)
}
