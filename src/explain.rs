//! Enters: texts, encodings and ids from elsewhere. Leaves: what happened to them, where they differ, what was cut, what fits, and what they share.

mod check;
mod comparison;
mod cut;
mod diagnosis;
pub mod emoji;
mod fit;
mod occurrences;
mod reachability;
mod search;
mod statistics;
mod trace;

pub use check::{Match, Mismatch};
pub use comparison::{Agreement, Cause, Comparison, Difference, Group};
pub use cut::{Cut, CutPart};
pub use diagnosis::{Added, Checker, Diagnosis, Fault};
pub use fit::{CutAt, Fit, Fitted};
pub use occurrences::{occurrences, occurrences_in_rows};
pub use reachability::{Obstacle, Reachability, reach};
pub use search::{Filter, Kinship, Parents, search};
pub use statistics::{Noted, Over, Statistics};
pub use trace::{EditTrace, StepTrace, Trace, WordTrace};
