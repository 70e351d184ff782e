//! Enters: numbers, some of them more frequent than others. Leaves: fewer bytes, and from these the numbers again.
//!
//! An adaptive range coder (Subbotin's, without carries): a number takes as many bits as its frequency so far is worth. For the
//! pairs of CLIP's merges it leaves a seventh less than DEFLATE does.

/// Which numbers may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Those below this.
    Below(u16),
    /// Those below this at first, and one more behind each number: the parts of a rule are made by earlier ones.
    Growing(u16),
}

/// What a number is worth that has occurred, beside one that has not.
const OCCURRENCE: u32 = 20;

const TOP: u64 = 1 << 56;
const BOTTOM: u64 = 1 << 48;

/// Packs numbers of an alphabet.
///
/// # Panics
/// If a number is not in the alphabet.
pub fn pack(numbers: &[u16], alphabet: Alphabet) -> Vec<u8> {
    let mut frequencies = Frequencies::new(alphabet, numbers.len());
    let mut interval = Interval::WHOLE;
    let mut bytes = Vec::new();
    for &number in numbers {
        interval.narrow(frequencies.before(number), frequencies.of(number), frequencies.total);
        interval.shift(|byte| bytes.push(byte));
        frequencies.note(number, alphabet);
    }
    bytes.extend_from_slice(&interval.low.to_be_bytes());
    bytes
}

/// So many numbers, out of the bytes that [`pack`] made of them. Other bytes give other numbers, all of them in the alphabet.
pub fn unpack(bytes: &[u8], count: usize, alphabet: Alphabet) -> Vec<u16> {
    let mut frequencies = Frequencies::new(alphabet, count);
    let mut interval = Interval::WHOLE;
    let mut bytes = bytes.iter().copied();
    let mut next = || u64::from(bytes.next().unwrap_or_default());
    let mut code = (0..8).fold(0, |code, _| code << 8 | next());
    let mut numbers = Vec::with_capacity(count);
    for _ in 0..count {
        let unit = interval.range / u64::from(frequencies.total);
        let place = (code.wrapping_sub(interval.low) / unit).min(u64::from(frequencies.total - 1));
        let number = frequencies.at(place as u32);
        interval.narrow(frequencies.before(number), frequencies.of(number), frequencies.total);
        interval.shift(|_| code = code << 8 | next());
        frequencies.note(number, alphabet);
        numbers.push(number);
    }
    numbers
}

/// The numbers between which the bytes lie that are still to come.
struct Interval {
    low: u64,
    range: u64,
}

impl Interval {
    const WHOLE: Self = Self { low: 0, range: u64::MAX };

    /// Narrows it to the part that belongs to a number.
    fn narrow(&mut self, before: u32, frequency: u32, total: u32) {
        let unit = self.range / u64::from(total);
        self.low = self.low.wrapping_add(unit * u64::from(before));
        self.range = unit * u64::from(frequency);
    }

    /// Hands over the bytes that are certain.
    fn shift(&mut self, mut take: impl FnMut(u8)) {
        loop {
            if self.low ^ self.low.wrapping_add(self.range) >= TOP {
                if self.range >= BOTTOM {
                    return;
                }
                // It lies across a boundary and is narrow: its upper part is given up, so that the byte is certain.
                self.range = self.low.wrapping_neg() & (BOTTOM - 1);
            }
            take((self.low >> 56) as u8);
            self.low <<= 8;
            self.range <<= 8;
        }
    }
}

/// How often each number has occurred, in a tree (Fenwick's) whose sums are found in few steps.
struct Frequencies {
    /// The node of a number counts from 1; it has the sum of as many numbers as its lowest bit says.
    sums: Vec<u32>,
    total: u32,
    /// How many numbers may come.
    size: usize,
}

#[allow(
    clippy::indexing_slicing,
    reason = "nodes are below the length, which is a power of two and one more"
)]
impl Frequencies {
    fn new(alphabet: Alphabet, count: usize) -> Self {
        let (first, most) = match alphabet {
            Alphabet::Below(size) => (size, usize::from(size)),
            Alphabet::Growing(first) => (first, usize::from(first) + count),
        };
        let mut frequencies = Self { sums: vec![0; most.next_power_of_two() + 1], total: 0, size: 0 };
        for _ in 0..first {
            frequencies.grow();
        }
        frequencies
    }

    /// Lets one more number come.
    fn grow(&mut self) {
        self.add(self.size, 1);
        self.size += 1;
    }

    fn add(&mut self, number: usize, more: u32) {
        let mut node = number + 1;
        while node < self.sums.len() {
            self.sums[node] += more;
            node += node & node.wrapping_neg();
        }
        self.total += more;
    }

    /// Notes that a number occurred.
    fn note(&mut self, number: u16, alphabet: Alphabet) {
        self.add(usize::from(number), OCCURRENCE);
        if let Alphabet::Growing(_) = alphabet {
            self.grow();
        }
    }

    /// How often the numbers below this one occurred.
    fn before(&self, number: u16) -> u32 {
        let (mut node, mut sum) = (usize::from(number), 0);
        while node > 0 {
            sum += self.sums[node];
            node &= node - 1;
        }
        sum
    }

    fn of(&self, number: u16) -> u32 {
        assert!(usize::from(number) < self.size, "{number} is not in the alphabet");
        self.before(number + 1) - self.before(number)
    }

    /// The number that has this place among all occurrences.
    fn at(&self, place: u32) -> u16 {
        let (mut node, mut rest) = (0, place);
        let mut step = self.sums.len() - 1;
        while step > 0 {
            if node + step < self.sums.len() && self.sums[node + step] <= rest {
                node += step;
                rest -= self.sums[node];
            }
            step /= 2;
        }
        node as u16
    }
}
