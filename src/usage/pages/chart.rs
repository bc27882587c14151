//! Windows of one metric as bars, with a line where the limit is. Its template draws it; the same numbers stand in a
//! table below, so it is for the eye alone.

use crate::usage::store::windows::Told;

pub const HEIGHT: i64 = 96;
pub const STEP: i64 = 36;
/// As many bars as there is room for.
pub const MOST: i64 = 12;

/// A window, in the units of the chart.
pub struct Bar {
    pub x: i64,
    pub y: i64,
    pub height: i64,
    /// Whether it is at its limit, or beyond.
    pub over: bool,
}

pub struct Chart {
    /// The oldest first, up to the right edge.
    pub bars: Vec<Bar>,
    /// How high the limit is, and from where on it is warned of.
    pub limit: Option<(i64, i64)>,
}

impl Chart {
    /// Of windows, the newest first.
    pub fn of(windows: &[Told], limit: Option<i64>, warn_percent: i64) -> Self {
        let most = windows.iter().map(|it| it.counted.used).chain(limit).max().unwrap_or(0).max(1);
        let high =
            |value: i64| i64::try_from(i128::from(value) * i128::from(HEIGHT) / i128::from(most)).unwrap_or(HEIGHT);
        let bar = |(ago, told): (i64, &Told)| {
            let used = told.counted.used;
            // Something is never nothing.
            let height = high(used).max(i64::from(used > 0) * 2);
            let over = used > 0 && limit.is_some_and(|limit| used >= limit);
            Bar { x: (MOST - 1 - ago) * STEP, y: HEIGHT - height, height, over }
        };
        let warned = |limit: i64| i64::try_from(i128::from(limit) * i128::from(warn_percent) / 100).unwrap_or(limit);
        Self {
            bars: (0..MOST).zip(windows).map(bar).collect::<Vec<_>>().into_iter().rev().collect(),
            limit: limit.map(|limit| (HEIGHT - high(limit), HEIGHT - high(warned(limit)))),
        }
    }
}
