//! Enters: rows of a table, and many directions at once. Leaves: the product of each row with each direction.

use super::vector::Direction;

/// How many directions are multiplied side by side.
pub(super) const LANES: usize = 16;

/// How many products are summed up before their sum is added to that of the others, which keeps what rounding loses small.
const CHUNK: usize = 64;

/// Directions that lie side by side: first the first number of each, then the second ones, and so on.
///
/// Each product is a sum over one lane, number by number. So it does not depend on how wide the processor's registers are,
/// or on what stands in the other lanes.
/// Where there are fewer directions than lanes, the last ones are zero.
pub(super) struct Panel(Vec<[f32; LANES]>);

/// All directions, in panels. Each has so many numbers.
pub(super) fn panels(directions: &[Direction], width: usize) -> Vec<Panel> {
    let panel = |directions: &[Direction]| {
        let mut panel = vec![[0.0; LANES]; width];
        for (lane, direction) in directions.iter().enumerate() {
            for (numbers, &number) in panel.iter_mut().zip(direction.numbers()) {
                if let Some(place) = numbers.get_mut(lane) {
                    *place = number;
                }
            }
        }
        Panel(panel)
    };
    directions.chunks(LANES).map(panel).collect()
}

/// The products of two rows with each direction of a panel. Numbers of a row behind the width of the panel are not looked at.
pub(super) fn products(rows: [&[f32]; 2], panel: &Panel) -> [[f32; LANES]; 2] {
    let mut totals = [[0.0; LANES]; 2];
    let [one, other] = rows;
    let chunks = one.chunks(CHUNK).zip(other.chunks(CHUNK));
    for (panel, (one, other)) in panel.0.chunks(CHUNK).zip(chunks) {
        let mut sums = [[0.0; LANES]; 2];
        let [first, second] = &mut sums;
        // Two rows for each load of the panel's numbers.
        for ((numbers, &one), &other) in panel.iter().zip(one).zip(other) {
            for ((first, second), &number) in first.iter_mut().zip(second.iter_mut()).zip(numbers) {
                *first += one * number;
                *second += other * number;
            }
        }
        for (total, sum) in totals.as_flattened_mut().iter_mut().zip(sums.as_flattened()) {
            *total += sum;
        }
    }
    totals
}
