//! Enters: vectors. Leaves: their lengths, their mean, and their directions.

/// How many numbers are squared side by side.
const LANES: usize = 8;

/// How many numbers are summed up before their sum is added to that of the others, which keeps what rounding loses small.
const CHUNK: usize = 64;

/// Squares below this, or infinite, are too far from the middle of what `f32` can hold.
const SMALL: f64 = 1e-24;

/// The length of a vector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Length {
    /// All its numbers are zero.
    Zero,
    /// One of its numbers is infinite, or none.
    NotFinite,
    /// Its length.
    Of(f64),
}

/// The length of a vector. Where its squares would be too large or too small for `f32`, it is made to have the length 1 first.
pub(super) fn make_measurable(vector: &mut [f32]) -> Length {
    let squares = squares(vector);
    if squares > SMALL && squares.is_finite() {
        return Length::Of(squares.sqrt());
    }
    match Direction::of(vector) {
        Ok(Direction(numbers)) => {
            vector.copy_from_slice(&numbers);
            Length::Of(1.0)
        }
        Err(NoDirection::Zero) => Length::Zero,
        Err(NoDirection::NotFinite) => Length::NotFinite,
    }
}

/// The sum of the squares, always summed up in the same order.
fn squares(vector: &[f32]) -> f64 {
    let mut total = 0.0;
    for chunk in vector.chunks(CHUNK) {
        let mut sums = [0.0_f32; LANES];
        for piece in chunk.chunks(LANES) {
            for (sum, number) in sums.iter_mut().zip(piece) {
                *sum += number * number;
            }
        }
        total += sums.iter().copied().map(f64::from).sum::<f64>();
    }
    total
}

/// A vector of the length 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Direction(Vec<f32>);

/// Why a vector has no direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDirection {
    /// All its numbers are zero.
    Zero,
    /// One of its numbers is infinite, or none.
    NotFinite,
}

impl Direction {
    /// The direction of a vector.
    ///
    /// # Errors
    /// If it has none.
    ///
    /// ```
    /// use cliptok::embeddings::{Direction, NoDirection};
    /// assert_eq!(Direction::of(&[3.0, 4.0]).unwrap().numbers(), [0.6, 0.8]);
    /// assert_eq!(Direction::of(&[0.0, 0.0]), Err(NoDirection::Zero));
    /// ```
    pub fn of(vector: &[f32]) -> Result<Self, NoDirection> {
        if vector.iter().any(|number| !number.is_finite()) {
            return Err(NoDirection::NotFinite);
        }
        let length = vector.iter().map(|&number| f64::from(number).powi(2)).sum::<f64>().sqrt();
        if length == 0.0 {
            return Err(NoDirection::Zero);
        }
        Ok(Self(vector.iter().map(|&number| (f64::from(number) / length) as f32).collect()))
    }

    /// Its numbers.
    pub fn numbers(&self) -> &[f32] {
        &self.0
    }

    /// The cosine of the angle between both: from -1 to 1. They have the same width.
    pub fn cosine(&self, other: &Self) -> f64 {
        let products = self.0.iter().zip(&other.0).map(|(own, other)| f64::from(*own) * f64::from(*other));
        products.sum::<f64>().clamp(-1.0, 1.0)
    }
}

/// The mean of vectors of one width; empty if there are none.
pub fn mean<'v>(vectors: impl IntoIterator<Item = &'v [f32]>) -> Vec<f32> {
    let mut sums: Vec<f64> = Vec::new();
    let mut count = 0.0;
    for vector in vectors {
        sums.resize(vector.len(), 0.0);
        for (sum, &number) in sums.iter_mut().zip(vector) {
            *sum += f64::from(number);
        }
        count += 1.0;
    }
    sums.into_iter().map(|sum| (sum / count) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_at_the_ends_of_what_f32_can_hold_have_a_length() {
        for scale in [1e-45_f32, 1e-30, 1.0, 1e30, f32::MAX] {
            let mut vector = [scale, 0.0, scale, 0.0];
            let length = make_measurable(&mut vector);
            let is_right = |length: f64| (f64::from(vector[0]) / length - 0.5_f64.sqrt()).abs() < 1e-6;
            assert!(matches!(length, Length::Of(length) if is_right(length)), "{scale}: {length:?}");
        }
        assert_eq!(make_measurable(&mut [0.0, -0.0]), Length::Zero);
        assert_eq!(make_measurable(&mut [f32::NAN, 1.0]), Length::NotFinite);
        assert_eq!(make_measurable(&mut [f32::MAX, f32::NEG_INFINITY]), Length::NotFinite);
    }
}
