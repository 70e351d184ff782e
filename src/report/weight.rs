//! Enters: the weights of a prompt syntax. Leaves: their form in JSON, where NaN and infinities are strings.

use serde::{Serialize, Serializer};

/// A weight. In JSON it is a number, or one of the strings `nan`, `inf` and `-inf`, which JSON has no numbers for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight(pub f64);

impl Weight {
    /// Whether it is 1: no emphasis.
    #[allow(clippy::float_cmp, reason = "a weight that was never multiplied is exactly 1")]
    pub fn is_one(self) -> bool {
        self.0 == 1.0
    }
}

impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            weight if weight.is_nan() => serializer.serialize_str("nan"),
            f64::INFINITY => serializer.serialize_str("inf"),
            f64::NEG_INFINITY => serializer.serialize_str("-inf"),
            weight => serializer.serialize_f64(weight),
        }
    }
}

impl std::fmt::Display for Weight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            weight if weight.is_nan() => write!(f, "nan"),
            0.0 => write!(f, "0"),
            weight if weight.is_infinite() => write!(f, "{weight}"),
            // JSON has all digits; a person wants to see what is near 1.1 × 1.1.
            weight if weight.abs() >= 0.001 && weight.abs() < 1000.0 => {
                let rounded = format!("{weight:.4}");
                f.write_str(rounded.trim_end_matches('0').trim_end_matches('.'))
            }
            weight => write!(f, "{weight:.3e}"),
        }
    }
}
