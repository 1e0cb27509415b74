//! What a measured answer comes to.

use std::fmt;

use serde_json::Value;

/// Frames at the beginning and the end that are compared, as a share of the text.
const SHARE: f64 = 0.2;

/// What each frame cost while an answer grew.
pub(crate) struct Figures {
    /// Milliseconds of script in a frame in which the text grew.
    pub(crate) median: f64,
    pub(crate) p95: f64,
    pub(crate) most: f64,
    /// Script of a character at the end of the answer, in those at its beginning.
    pub(crate) growth: f64,
    frames: usize,
    gap_median: f64,
    gap_p99: f64,
    gaps_over_50: usize,
    characters: f64,
    seconds: f64,
}

impl Figures {
    /// Of the meter's rows: milliseconds since the frame before, milliseconds of script, characters so far.
    pub(crate) fn of(rows: &Value) -> Self {
        let rows: Vec<[f64; 3]> = serde_json::from_value(rows.clone()).expect("rows of three numbers");
        let grown: Vec<_> = rows.windows(2).filter(|pair| pair[1][2] > pair[0][2]).map(|pair| pair[1]).collect();
        let script = sorted(grown.iter().map(|row| row[1]));
        let gaps = sorted(rows.iter().skip(1).map(|row| row[0]));
        let characters = rows.last().map_or(0.0, |row| row[2]);
        Self {
            median: at(&script, 0.5),
            p95: at(&script, 0.95),
            most: at(&script, 1.0),
            growth: per_character(&rows, 1.0 - SHARE, 1.0) / per_character(&rows, 0.0, SHARE),
            frames: rows.len(),
            gap_median: at(&gaps, 0.5),
            gap_p99: at(&gaps, 0.99),
            gaps_over_50: gaps.iter().filter(|gap| **gap > 50.0).count(),
            characters,
            seconds: gaps.iter().sum::<f64>() / 1000.0,
        }
    }
}

/// Script of a character between two shares of the text.
fn per_character(rows: &[[f64; 3]], from: f64, to: f64) -> f64 {
    let whole = rows.last().map_or(0.0, |row| row[2]);
    let within: Vec<_> = rows.iter().filter(|row| row[2] > whole * from && row[2] <= whole * to).collect();
    let characters = within.last().map_or(0.0, |row| row[2]) - within.first().map_or(0.0, |row| row[2]);
    within.iter().skip(1).map(|row| row[1]).sum::<f64>() / characters.max(1.0)
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length is a place in it")]
fn at(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "script a frame {:>5.1} / {:>5.1} / {:>5.1} ms (median / 95 % / most), end to start {:.2}; frames {} in {:.1} s, \
             gap {:.0} / {:.0} ms (median / 99 %), {} over 50 ms; {:.0} characters",
            self.median,
            self.p95,
            self.most,
            self.growth,
            self.frames,
            self.seconds,
            self.gap_median,
            self.gap_p99,
            self.gaps_over_50,
            self.characters
        )
    }
}
