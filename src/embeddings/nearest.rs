//! Enters: a table, and vectors of its width. Leaves: for each vector, the entries that lie closest to it by cosine.

mod best;
mod products;
mod spread;
mod vector;

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::thread;

use cliptok_bpe::{TokenId, Vocabulary};

pub use best::Closest;
pub use spread::Spread;
pub use vector::{Direction, NoDirection, mean};

use best::Best;
use products::{LANES, Panel, panels, products};
use spread::Sums;
use vector::{Length, make_measurable};

use super::blocks::Blocks;
use super::entry_class::EntryClass;
use super::error::EmbeddingsError;
use super::table::Table;

/// Which entries may be found, each in a class; for each class the closest are kept apart.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// The class of each entry, by id, below `count`; `None` for what is not looked for. Rows of the table behind the last one
    /// are not entries of the vocabulary: they are not read.
    classes: Vec<Option<u8>>,
    count: u8,
}

impl Candidates {
    /// All entries of a vocabulary, in the classes of [`EntryClass::ALL`].
    pub fn by_class(vocabulary: &Vocabulary) -> Self {
        let class = |id| EntryClass::ALL.iter().position(|class| *class == EntryClass::of(id, vocabulary));
        let classes = vocabulary.ids().map(|id| class(id).map(|class| class as u8)).collect();
        Self { classes, count: EntryClass::ALL.len() as u8 }
    }

    /// One class, with the entries for which this holds. `entries` is how many the vocabulary has.
    pub fn one(entries: usize, holds: impl Fn(TokenId) -> bool) -> Self {
        let class = |id: u16| holds(TokenId(id)).then_some(0);
        Self { classes: (0..=u16::MAX).take(entries).map(class).collect(), count: 1 }
    }
}

/// What lies near some vectors in a table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Nearest {
    /// The rows that are zero: they have no direction, and are left out.
    pub zero_rows: Vec<TokenId>,
    /// The rows that have a number that is infinite or none: they are left out.
    pub not_finite_rows: Vec<TokenId>,
    /// For each vector, in their order, what lies near it.
    pub near: Vec<Near>,
}

/// What lies near a vector.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Near {
    /// The closest entries of each class, the closest first; of several at the same distance, the one with the smallest id.
    pub closest: Vec<Vec<Closest>>,
    /// How the cosines of all entries with this vector are spread.
    pub spread: Spread,
}

/// For each direction, the `most` entries of each class that lie closest to it in the table.
///
/// The numbers are the same on every machine, and for any number of threads: each product is summed up in the same order.
/// Where the system has no thread left, those that are there do all.
///
/// # Errors
/// If the type of the table is not read, or the file cannot be read.
///
/// # Panics
/// If a direction has another width than the table.
pub fn nearest(
    table: &Table,
    directions: &[Direction],
    candidates: &Candidates,
    most: usize,
    threads: NonZeroUsize,
) -> Result<Nearest, EmbeddingsError> {
    let width = table.width() as usize;
    assert!(
        directions.iter().all(|direction| direction.numbers().len() == width),
        "a vector of another width"
    );
    let panels = panels(directions, width);
    let asked = Asked { panels: &panels, count: directions.len(), candidates, most };
    let blocks = Mutex::new(table.blocks()?);
    let work = || -> Result<Worker, EmbeddingsError> {
        let mut worker = Worker::new(&asked);
        let mut rows = Rows { first: 0, width, numbers: Vec::new() };
        while rows.read_next(&blocks, candidates.classes.len())? {
            worker.add(&mut rows, &asked);
        }
        Ok(worker)
    };
    let workers: Vec<Worker> = thread::scope(|scope| {
        // More than there are blocks would have nothing to do.
        let threads = threads.get().min(MOST_THREADS);
        let spawned = (1..threads).map_while(|_| thread::Builder::new().spawn_scoped(scope, work).ok());
        let others: Vec<_> = spawned.collect();
        let own = work();
        let joined = others.into_iter().map(|other| match other.join() {
            Ok(worker) => worker,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(own).chain(joined).collect::<Result<_, _>>()
    })?;
    Ok(Worker::together(workers, &asked))
}

/// The most threads that work on a table.
const MOST_THREADS: usize = 64;

/// What is asked of each row.
struct Asked<'a> {
    panels: &'a [Panel],
    /// How many directions there are.
    count: usize,
    candidates: &'a Candidates,
    most: usize,
}

/// The rows of a block, in memory of one worker.
struct Rows {
    first: u64,
    width: usize,
    numbers: Vec<f32>,
}

impl Rows {
    /// Reads the next ones that belong to one of so many entries; whether there are any.
    fn read_next(&mut self, blocks: &Mutex<Blocks>, entries: usize) -> Result<bool, EmbeddingsError> {
        let mut blocks = blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(first) = blocks.next_into(&mut self.numbers)?.filter(|&first| first < entries as u64) else {
            return Ok(false);
        };
        self.first = first;
        self.numbers.truncate((entries - first as usize) * self.width);
        Ok(true)
    }
}

/// What one thread has found so far.
struct Worker {
    zero_rows: Vec<TokenId>,
    not_finite_rows: Vec<TokenId>,
    /// By direction, and in it by class.
    best: Vec<Best>,
    /// By block, with its first row: the sums of each direction.
    sums: Vec<(u64, Vec<Sums>)>,
}

impl Worker {
    fn new(asked: &Asked<'_>) -> Self {
        let lists = asked.count * usize::from(asked.candidates.count);
        let best = (0..lists).map(|_| Best::of(asked.most)).collect();
        Self { zero_rows: Vec::new(), not_finite_rows: Vec::new(), best, sums: Vec::new() }
    }

    fn add(&mut self, rows: &mut Rows, asked: &Asked<'_>) {
        let mut measured = Vec::new();
        for (at, row) in rows.numbers.chunks_exact_mut(rows.width).enumerate() {
            let id = TokenId((rows.first + at as u64) as u16);
            match make_measurable(row) {
                Length::Zero => self.zero_rows.push(id),
                Length::NotFinite => self.not_finite_rows.push(id),
                Length::Of(length) => measured.push((id, at, length)),
            }
        }
        let mut sums = vec![Sums::default(); asked.count];
        let row = |at: usize| rows.numbers.get(at * rows.width..).unwrap_or_default();
        for (number, panel) in asked.panels.iter().enumerate() {
            let first = number * LANES;
            for pair in measured.chunks(2) {
                // The last one may be alone: it keeps itself company.
                let (Some(one), Some(other)) = (pair.first(), pair.last()) else { continue };
                let products = products([row(one.1), row(other.1)], panel);
                for (&(id, _, length), products) in pair.iter().zip(&products) {
                    for (direction, &product) in (first..asked.count).zip(products) {
                        let cosine = (f64::from(product) / length).clamp(-1.0, 1.0);
                        self.note(id, direction, cosine, &mut sums, asked);
                    }
                }
            }
        }
        self.sums.push((rows.first, sums));
    }

    fn note(&mut self, id: TokenId, direction: usize, cosine: f64, sums: &mut [Sums], asked: &Asked<'_>) {
        if let Some(sums) = sums.get_mut(direction) {
            sums.add(cosine);
        }
        let class = asked.candidates.classes.get(id.0 as usize).copied().flatten();
        let list = |class| direction * usize::from(asked.candidates.count) + usize::from(class);
        if let Some(best) = class.and_then(|class| self.best.get_mut(list(class))) {
            best.offer(Closest { id, cosine });
        }
    }

    /// What all of them have found, in an order that does not depend on which of them found it.
    fn together(workers: Vec<Self>, asked: &Asked<'_>) -> Nearest {
        let mut all = Self::new(asked);
        for worker in workers {
            all.zero_rows.extend(worker.zero_rows);
            all.not_finite_rows.extend(worker.not_finite_rows);
            all.sums.extend(worker.sums);
            for (best, other) in all.best.iter_mut().zip(worker.best) {
                best.take(other);
            }
        }
        all.zero_rows.sort_unstable();
        all.not_finite_rows.sort_unstable();
        all.sums.sort_unstable_by_key(|&(first, _)| first);
        let mut sums = vec![Sums::default(); asked.count];
        for (_, of_block) in &all.sums {
            for (sum, part) in sums.iter_mut().zip(of_block) {
                sum.join(part);
            }
        }
        let mut best = all.best.into_iter();
        let near = sums.iter().map(|sums| Near {
            closest: best.by_ref().take(asked.candidates.count.into()).map(Best::sorted).collect(),
            spread: sums.spread(),
        });
        let near = near.collect();
        Nearest { zero_rows: all.zero_rows, not_finite_rows: all.not_finite_rows, near }
    }
}
