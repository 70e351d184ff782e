//! Enters: the vectors of an embedding. Leaves: what is odd about them, as data and in words.

use std::fmt;

use super::InversionPart;

/// Lengths beyond this are far from those of any table: about 0.4 for most rows of CLIP-L's, and 1.1 for the longest.
const LONG: f64 = 10.0;

/// Something odd about an embedding.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum InversionNote {
    /// Its parts have different numbers of vectors. Each has its name and its number.
    Unequal(Vec<(String, usize)>),
    /// Some vectors of a part have a number that is infinite or none.
    NotFinite {
        /// The part.
        key: String,
        /// How many of its vectors.
        vectors: usize,
        /// Of so many.
        of: usize,
    },
    /// Some vectors of a part are far longer than any row of a table.
    Long {
        /// The part.
        key: String,
        /// Their lengths.
        norms: Vec<f64>,
    },
}

/// How many lengths are named.
const NAMED: usize = 4;

impl fmt::Display for InversionNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unequal(parts) => {
                let parts: Vec<String> =
                    parts.iter().map(|(key, vectors)| format!("{key} has {vectors}")).collect();
                write!(f, "its parts have different numbers of vectors: {}", parts.join(", "))
            }
            Self::NotFinite { key, vectors, of } => {
                write!(f, "of the {of} vectors of {key}, {vectors} have a number that is infinite or none")
            }
            Self::Long { key, norms } => {
                let named: Vec<String> = norms.iter().take(NAMED).map(|norm| format!("{norm:.1}")).collect();
                let more = if norms.len() > NAMED { ", …" } else { "" };
                write!(
                    f,
                    "vectors of {key} have the lengths {}{more}, far beyond those of a table (about 0.39 in CLIP-L's)",
                    named.join(", ")
                )
            }
        }
    }
}

/// What is odd about these parts.
pub(super) fn notes(parts: &[InversionPart]) -> Vec<InversionNote> {
    let mut notes = Vec::new();
    let counts: Vec<(String, usize)> =
        parts.iter().map(|part| (part.key.clone(), part.vectors().len())).collect();
    if counts.windows(2).any(|pair| matches!(pair, [one, other] if one.1 != other.1)) {
        notes.push(InversionNote::Unequal(counts));
    }
    for part in parts {
        let is_finite = |vector: &&[f32]| vector.iter().all(|number| number.is_finite());
        let (of, key) = (part.vectors().len(), || part.key.clone());
        let vectors = of - part.vectors().filter(is_finite).count();
        if vectors > 0 {
            notes.push(InversionNote::NotFinite { key: key(), vectors, of });
        }
        let norm =
            |vector: &[f32]| vector.iter().map(|&number| f64::from(number).powi(2)).sum::<f64>().sqrt();
        let norms: Vec<f64> =
            part.vectors().filter(is_finite).map(norm).filter(|&norm| norm > LONG).collect();
        if !norms.is_empty() {
            notes.push(InversionNote::Long { key: key(), norms });
        }
    }
    notes
}
