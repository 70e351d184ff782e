//! Enters: the option that asks for records instead of answers alone. Leaves: the field that answers go into.

use clap::Args;

use crate::sources::GivingError;

/// Where in the user's own records answers go.
#[derive(Debug, Args)]
pub(crate) struct IntoOptions {
    /// Print your own records, with the answer added as FIELD
    ///
    /// Records of JSON lines, CSV, TSV, or a Parquet table are printed as they are, but for FIELD. If it is there already, it is overwritten.
    #[arg(long, value_name = "FIELD", conflicts_with = "format", help_heading = "Where answers go")]
    pub into: Option<String>,
}

/// What ended giving records back, as any other error.
///
/// # Errors
/// If something did.
pub(crate) fn given(result: Result<(), GivingError<anyhow::Error>>) -> anyhow::Result<()> {
    result.map_err(|error| match error {
        GivingError::Source(error) => error.into(),
        GivingError::By(error) => error,
    })
}
