//! Enters: the cosines of all entries with a vector. Leaves: how they are spread, and which of them chance would give.

/// How the cosines of all entries with a vector are spread.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Spread {
    /// How many entries there are.
    pub entries: u32,
    /// The mean of their cosines; 0 if there are none.
    pub mean: f64,
    /// The standard deviation of their cosines.
    pub deviation: f64,
}

impl Spread {
    /// How many standard deviations a cosine lies above the mean; 0 if all cosines are the same.
    pub fn deviations(&self, cosine: f64) -> f64 {
        if self.deviation > 0.0 { (cosine - self.mean) / self.deviation } else { 0.0 }
    }

    /// How many standard deviations above the mean the best of so many would lie by chance: the expectation of the largest of
    /// that many draws of a normal distribution. 4.2 for the vocabulary of CLIP. What lies lower is noise.
    pub fn chance(&self) -> f64 {
        // The first terms of its expansion for large numbers, whose error is below 0.05 from 100 entries on.
        let entries = f64::from(self.entries.max(3));
        let root = (2.0 * entries.ln()).sqrt();
        let euler = 0.577_215_664_901_532_9;
        root - (entries.ln().ln() + (4.0 * std::f64::consts::PI).ln()) / (2.0 * root) + euler / root
    }
}

/// Sums of cosines.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    entries: u32,
    sum: f64,
    squares: f64,
}

impl Sums {
    pub(super) fn add(&mut self, cosine: f64) {
        self.entries += 1;
        self.sum += cosine;
        self.squares += cosine * cosine;
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.entries += other.entries;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    pub(super) fn spread(&self) -> Spread {
        let entries = f64::from(self.entries.max(1));
        let mean = self.sum / entries;
        let variance = (self.squares / entries - mean * mean).max(0.0);
        Spread { entries: self.entries, mean, deviation: variance.sqrt() }
    }
}
