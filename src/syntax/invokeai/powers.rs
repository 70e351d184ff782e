//! Enters: a base, and how many signs raise it. Leaves: the power as glibc has it, on other platforms too.
//!
//! Python calls `pow` of the platform's C library. That of glibc rounds these powers correctly up to 283 signs, and other
//! libraries not all of them: here each factor is two numbers, of which the second is what the first one lacks.

/// Up to here glibc's powers are those that are rounded correctly; there are some beyond that are not.
const ROUNDED_CORRECTLY: usize = 283;

/// The power.
#[allow(clippy::cast_precision_loss, reason = "no text has as many signs as lose a bit")]
pub(super) fn power(base: f64, signs: usize) -> f64 {
    if signs > ROUNDED_CORRECTLY {
        return base.powf(signs as f64);
    }
    let mut result = Double { high: 1.0, low: 0.0 };
    for bit in (0..usize::BITS - signs.leading_zeros()).rev() {
        result = result.times(result);
        if signs >> bit & 1 == 1 {
            result = result.times(Double { high: base, low: 0.0 });
        }
    }
    result.high
}

/// A number of some 106 bits: the sum of two, the first of which is the whole one rounded.
#[derive(Clone, Copy)]
struct Double {
    high: f64,
    low: f64,
}

impl Double {
    fn times(self, other: Self) -> Self {
        let high = self.high * other.high;
        let (a, b) = split(self.high);
        let (c, d) = split(other.high);
        // What is lost by rounding the product (Dekker).
        let lost = ((a * c - high) + a * d + b * c) + b * d;
        let low = lost + (self.high * other.low + self.low * other.high);
        let sum = high + low;
        Self { high: sum, low: low - (sum - high) }
    }
}

/// Two numbers of at most 26 bits each, whose sum this is (Veltkamp).
fn split(number: f64) -> (f64, f64) {
    let scaled = number * 134_217_729.0;
    let high = scaled - (scaled - number);
    (high, number - high)
}

#[cfg(all(test, target_env = "gnu"))]
mod tests {
    use super::power;

    #[test]
    #[allow(clippy::cast_precision_loss, reason = "the numbers are small")]
    fn every_power_is_that_of_glibc() {
        for base in [1.1_f64, 0.9] {
            for signs in 0..7_500 {
                let (ours, theirs) = (power(base, signs), base.powf(signs as f64));
                assert_eq!(ours.to_bits(), theirs.to_bits(), "{base} to the power of {signs}");
            }
        }
    }
}
