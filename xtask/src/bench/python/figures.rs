//! What the package for Python may cost beside its calls.

use super::super::package::{Figure, Measure};

/// Threads or tasks, calls of the warm-up, calls. All tasks make equally many.
const LONG: [u32; 3] = [1, 5_000, 100_000];
const LONG_IN_FLIGHT: [u32; 3] = [64, 6_400, 64 * 1_563];

pub(crate) const FIGURES: [Figure; 5] = [
    Figure {
        name: "start",
        title: "import, client and first call, over a bare interpreter",
        unit: "ms",
        most: 8.0,
        measure: Measure::Start("time_ms"),
    },
    Figure {
        name: "start-memory",
        title: "the memory for that, over a bare interpreter, at its peak",
        unit: "MiB",
        most: 6.0,
        measure: Measure::Start("peak_mib"),
    },
    Figure {
        name: "growth",
        title: "growth in 100,000 sync calls after a warm-up",
        unit: "MiB",
        most: 5.0,
        measure: Measure::Growth(Some("sync"), LONG),
    },
    Figure {
        name: "growth-async",
        title: "growth in 100,000 async calls, 64 in flight, after a warm-up",
        unit: "MiB",
        most: 5.0,
        measure: Measure::Growth(Some("async"), LONG_IN_FLIGHT),
    },
    Figure {
        name: "wheel",
        title: "the wheel",
        unit: "MiB",
        most: 3.0,
        measure: Measure::Size,
    },
];
