//! Enters: tokens, means, and the vectors of embeddings. Leaves: their directions, each once, and what lies near each.

use std::collections::HashMap;
use std::num::NonZeroUsize;

use anyhow::Result;

use crate::TokenId;
use crate::embeddings::{Candidates, Direction, Near, Nearest, NoDirection, Table, mean, nearest};

/// How many directions are looked for in one pass over the table. So many take some megabytes.
const AT_ONCE: usize = 512;

/// A vector.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The number of its direction, or why it has none.
    pub direction: Result<usize, NoDirection>,
    /// Its length.
    pub norm: f64,
}

/// The vectors of which the closest entries are looked for.
pub(super) struct Vectors<'t> {
    table: &'t Table,
    rows: HashMap<TokenId, Vec<f32>>,
    places: HashMap<TokenId, Place>,
    directions: Vec<Direction>,
}

impl<'t> Vectors<'t> {
    pub(super) fn of(table: &'t Table) -> Self {
        Self { table, rows: HashMap::new(), places: HashMap::new(), directions: Vec::new() }
    }

    /// The row of a token.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn token(&mut self, id: TokenId) -> Result<Place> {
        if let Some(&place) = self.places.get(&id) {
            return Ok(place);
        }
        let row = self.table.row(id)?;
        let place = self.vector(&row);
        self.rows.insert(id, row);
        self.places.insert(id, place);
        Ok(place)
    }

    /// The mean of the rows of tokens, each as often as it is there.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub(super) fn mean(&mut self, ids: &[TokenId]) -> Result<Place> {
        for &id in ids {
            // What matters is that its row is there.
            let _place = self.token(id)?;
        }
        let mean = mean(ids.iter().filter_map(|id| self.rows.get(id)).map(Vec::as_slice));
        Ok(self.vector(&mean))
    }

    /// Any vector that is as wide as the table.
    pub(super) fn vector(&mut self, vector: &[f32]) -> Place {
        let squares = vector.iter().map(|&number| f64::from(number).powi(2));
        let norm = squares.sum::<f64>().sqrt();
        let direction = Direction::of(vector).map(|direction| {
            self.directions.push(direction);
            self.directions.len() - 1
        });
        Place { direction, norm }
    }

    /// The cosine of two of them.
    pub(super) fn cosine(&self, one: usize, other: usize) -> Option<f64> {
        Some(self.directions.get(one)?.cosine(self.directions.get(other)?))
    }

    /// What lies near each.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub(super) fn nearest(&self, among: &Candidates, most: usize, threads: NonZeroUsize) -> Result<Nearest> {
        // Without any, the rows that are left out are counted all the same.
        let (first, rest) = self.directions.split_at(self.directions.len().min(AT_ONCE));
        let mut all = nearest(self.table, first, among, most, threads)?;
        for some in rest.chunks(AT_ONCE) {
            all.near.extend(nearest(self.table, some, among, most, threads)?.near);
        }
        Ok(all)
    }
}

/// What lies near a vector.
pub(super) fn near(found: &Nearest, place: Place) -> Result<&Near, NoDirection> {
    // Each place is that of a direction that was looked for.
    place.direction.and_then(|at| found.near.get(at).ok_or(NoDirection::Zero))
}
