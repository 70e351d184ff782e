//! Enters: an input. Leaves: that it is no table that could be given back: this program was built without Parquet.

use anyhow::Result;

use super::Column;
use crate::cli::input::Input;
use crate::cli::output::Sink;
use crate::cli::terminal::Progress;
use crate::cli::work::Answers;
use crate::sources::{Answer, Source};

/// There is none.
pub(crate) enum Table {}

impl Table {
    /// None.
    pub(crate) const fn of(_: &Input, _: Option<&str>, _: Column) -> Option<Self> {
        None
    }
}

impl Answers {
    /// No table comes here.
    ///
    /// # Errors
    /// None.
    #[allow(clippy::needless_pass_by_value, clippy::unused_self, reason = "its twin needs them")]
    pub(crate) fn give_table_back<D: Default>(
        &mut self,
        table: Table,
        _: impl FnMut(&str, &Source, &mut dyn FnMut(Answer<'_>), &mut D) -> Result<()>,
        _: impl FnMut(&mut Sink, &Progress, &mut D) -> Result<()>,
    ) -> Result<()> {
        match table {}
    }
}
