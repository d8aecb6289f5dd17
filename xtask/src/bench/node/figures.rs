//! What the package for Node may cost beside its calls.

use super::super::package::{Figure, Measure};

/// Calls at once, calls of the warm-up, calls. All that are made at once are equally many.
const LONG: [u32; 3] = [1, 20_000, 100_000];
const LONG_IN_FLIGHT: [u32; 3] = [64, 25_600, 64 * 1_563];

pub(crate) const FIGURES: [Figure; 5] = [
    Figure {
        name: "start",
        title: "import, client and first call, over bare Node",
        unit: "ms",
        most: 10.0,
        measure: Measure::Start("time_ms"),
    },
    Figure {
        name: "start-memory",
        title: "the memory for that, over bare Node, at its peak",
        unit: "MiB",
        most: 7.0,
        measure: Measure::Start("peak_mib"),
    },
    Figure {
        name: "growth",
        title: "growth in 100,000 calls one by one after a warm-up",
        unit: "MiB",
        most: 5.0,
        measure: Measure::Growth(None, LONG),
    },
    Figure {
        name: "growth-in-flight",
        title: "growth in 100,000 calls, 64 in flight, after a warm-up",
        unit: "MiB",
        most: 5.0,
        measure: Measure::Growth(None, LONG_IN_FLIGHT),
    },
    Figure {
        name: "binary",
        title: "the platform's binary",
        unit: "MiB",
        most: 4.0,
        measure: Measure::Size,
    },
];
