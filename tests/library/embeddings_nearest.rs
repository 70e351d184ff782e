//! What lies nearest, beside the same in plain arithmetic of double precision.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use cliptok::TokenId;
use cliptok::embeddings::{Candidates, Direction, ModelFile, NoDirection, Spread, mean, nearest};
use tempfile::TempDir;

/// Numbers that look random, from -1 to 1, the same each time.
fn numbers(count: usize) -> Vec<f32> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f32::from(i16::from_le_bytes([state.to_le_bytes()[6], state.to_le_bytes()[7]])) / 32768.0
    };
    (0..count).map(|_| next()).collect()
}

/// A file with a table of these rows.
fn table(folder: &TempDir, rows: &[Vec<f32>]) -> ModelFile {
    let (count, width) = (rows.len(), rows[0].len());
    let end = count * width * 4;
    let header = format!(
        r#"{{"token_embedding.weight":{{"dtype":"F32","shape":[{count},{width}],"data_offsets":[0,{end}]}}}}"#
    );
    let data: Vec<u8> = rows.iter().flatten().flat_map(|number| number.to_le_bytes()).collect();
    let path = folder.path().join("table");
    fs::write(&path, [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat()).unwrap();
    ModelFile::open(Path::new(&path)).unwrap()
}

/// The cosine of two vectors.
fn cosine(one: &[f32], other: &[f32]) -> f64 {
    let product = |one: &[f32], other: &[f32]| -> f64 {
        one.iter().zip(other).map(|(one, other)| f64::from(*one) * f64::from(*other)).sum()
    };
    product(one, other) / (product(one, one) * product(other, other)).sqrt()
}

#[test]
fn cosines_are_those_of_plain_arithmetic_for_any_width_and_any_number_of_directions_and_threads() {
    // Widths beside and at the ends of chunks; odd numbers of rows; directions beside and at the ends of panels; several blocks.
    for (rows, width, directions) in [(1, 1, 1), (7, 63, 3), (40, 64, 16), (41, 65, 17), (900, 768, 35)] {
        let folder = tempfile::tempdir().unwrap();
        let all: Vec<Vec<f32>> = numbers(rows * width).chunks(width).map(<[f32]>::to_vec).collect();
        let model = table(&folder, &all);
        let vectors: Vec<Vec<f32>> =
            numbers((directions + 5) * width).chunks(width).skip(5).map(<[f32]>::to_vec).collect();
        let asked: Vec<Direction> = vectors.iter().map(|vector| Direction::of(vector).unwrap()).collect();
        let candidates = Candidates::one(rows, |id| id.0 % 3 != 1);
        let find = |threads| {
            nearest(&model.tables()[0], &asked, &candidates, 5, NonZeroUsize::new(threads).unwrap()).unwrap()
        };
        let found = find(1);
        assert_eq!(found.near.len(), directions);
        for (vector, near) in vectors.iter().zip(&found.near) {
            let wanted: Vec<f64> = all.iter().map(|row| cosine(vector, row)).collect();
            let mut order: Vec<usize> = (0..rows).filter(|row| row % 3 != 1).collect();
            order.sort_by(|one, other| wanted[*other].total_cmp(&wanted[*one]));
            let [closest] = near.closest.as_slice() else { panic!("one class") };
            assert_eq!(closest.len(), order.len().min(5));
            for (one, row) in closest.iter().zip(order) {
                assert!((one.cosine - wanted[row]).abs() < 1e-6, "{rows} × {width}");
                assert!((one.cosine - wanted[usize::from(one.id.0)]).abs() < 1e-6, "{rows} × {width}");
            }
            let count = f64::from(u32::try_from(rows).unwrap());
            let average = wanted.iter().sum::<f64>() / count;
            let variance = wanted.iter().map(|cosine| (cosine - average).powi(2)).sum::<f64>() / count;
            assert!(
                (near.spread.mean - average).abs() < 1e-6
                    && (near.spread.deviation - variance.sqrt()).abs() < 1e-6
            );
        }
        for threads in [2, 3, 100_000] {
            let same = find(threads);
            assert_eq!(format!("{same:?}"), format!("{found:?}"), "{threads} threads");
        }
    }
}

#[test]
fn rows_without_a_direction_are_left_out_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let rows = vec![
        vec![0.0, 0.0],
        vec![1.0, 1.0],
        vec![f32::NAN, 1.0],
        vec![f32::INFINITY, 0.0],
        vec![1e30, 1e30],
        vec![1e-40, 0.0],
    ];
    let model = table(&folder, &rows);
    let asked = [Direction::of(&[1.0, 1.0]).unwrap()];
    let found =
        nearest(&model.tables()[0], &asked, &Candidates::one(6, |_| true), 6, NonZeroUsize::MIN).unwrap();
    assert_eq!((found.zero_rows, found.not_finite_rows), (vec![TokenId(0)], vec![TokenId(2), TokenId(3)]));
    let ids: Vec<u16> = found.near[0].closest[0].iter().map(|one| one.id.0).collect();
    // Numbers that are too large or too small to be squared still have a direction.
    assert_eq!((ids[2], found.near[0].spread.entries), (5, 3));
    assert!((found.near[0].closest[0][2].cosine - 0.5_f64.sqrt()).abs() < 1e-6);
    assert!(ids[..2].contains(&1) && ids[..2].contains(&4));
}

#[test]
fn rows_behind_the_vocabulary_are_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let rows = vec![vec![1.0, 0.0], vec![0.0, 1.0], vec![0.0, 0.0], vec![1.0, 0.1]];
    let model = table(&folder, &rows);
    let asked = [Direction::of(&[1.0, 0.1]).unwrap()];
    let found =
        nearest(&model.tables()[0], &asked, &Candidates::one(2, |_| true), 6, NonZeroUsize::MIN).unwrap();
    assert_eq!(
        (found.zero_rows, found.near[0].closest[0].len(), found.near[0].spread.entries),
        (vec![], 2, 2)
    );
}

#[test]
fn chance_is_what_the_best_of_so_many_draws_reaches() {
    let folder = tempfile::tempdir().unwrap();
    let chance = |entries: usize| -> f64 {
        let rows = numbers(entries * 2).chunks(2).map(<[f32]>::to_vec).collect::<Vec<_>>();
        let model = table(&folder, &rows);
        let asked = [Direction::of(&[1.0, 0.0]).unwrap()];
        let all = Candidates::one(entries, |_| true);
        let spread: Spread =
            nearest(&model.tables()[0], &asked, &all, 1, NonZeroUsize::MIN).unwrap().near[0].spread;
        spread.chance()
    };
    // Tabulated expectations of the largest of 100 and of 1,000 draws of a normal distribution.
    assert!((chance(100) - 2.508).abs() < 0.05, "{}", chance(100));
    assert!((chance(1000) - 3.241).abs() < 0.05, "{}", chance(1000));
}

#[test]
fn a_mean_weighs_all_vectors_alike() {
    assert_eq!(mean([&[1.0, 0.0][..], &[0.0, 2.0], &[2.0, 4.0]]), [1.0, 2.0]);
    assert_eq!(mean([]), [0.0; 0]);
    assert_eq!(Direction::of(&[]), Err(NoDirection::Zero));
}
