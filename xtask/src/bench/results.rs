//! What was measured, and its medians.

use std::collections::HashMap;

/// What one process measured, in microseconds a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    /// How often the process was taken off its core, where its clients say it.
    pub(crate) switches: Option<f64>,
}

/// What valgrind counted, a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Count {
    pub(crate) instructions: f64,
    pub(crate) allocations: f64,
}

/// All that was measured, by scenario and peer.
#[derive(Default)]
pub(crate) struct Results {
    costs: HashMap<(&'static str, &'static str), Vec<Cost>>,
    counts: HashMap<(&'static str, &'static str), Count>,
}

impl Results {
    pub(crate) fn add(&mut self, scenario: &'static str, peer: &'static str, cost: Cost) {
        self.costs.entry((scenario, peer)).or_default().push(cost);
    }

    pub(crate) fn count(&mut self, scenario: &'static str, peer: &'static str, count: Count) {
        self.counts.insert((scenario, peer), count);
    }

    /// The median of what the turns cost.
    pub(crate) fn cost(&self, scenario: &'static str, peer: &'static str) -> Option<Cost> {
        let turns = self.costs.get(&(scenario, peer))?;
        Some(Cost {
            wall: median(turns.iter().map(|cost| cost.wall)),
            cpu: median(turns.iter().map(|cost| cost.cpu)),
            switches: turns
                .iter()
                .map(|cost| cost.switches)
                .collect::<Option<Vec<_>>>()
                .map(|switches| median(switches.into_iter())),
        })
    }

    pub(crate) fn counted(&self, scenario: &'static str, peer: &'static str) -> Option<Count> {
        self.counts.get(&(scenario, peer)).copied()
    }

    /// How much CPU a peer uses beside another: the median of what each turn says, since the two
    /// are measured one after the other there, and all else that goes on meets both.
    pub(crate) fn ratio(
        &self,
        scenario: &'static str,
        peer: &'static str,
        reference: &'static str,
    ) -> Option<f64> {
        let turns = self.costs.get(&(scenario, peer))?;
        let reference = self.costs.get(&(scenario, reference))?;
        let pairs = turns.iter().zip(reference);
        Some(median(
            pairs.map(|(cost, reference)| cost.cpu / reference.cpu),
        ))
    }
}

/// The middle one, or the mean of the two in the middle.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    } else {
        sorted[middle]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        for (values, expected) in [
            (&[3.0, 1.0, 900.0][..], 3.0),
            (&[4.0, 2.0, 1.0, 900.0], 3.0),
            (&[5.0], 5.0),
        ] {
            let found = median(values.iter().copied());
            assert!((found - expected).abs() < 1e-9, "{found}");
        }
    }

    #[test]
    fn a_ratio_is_the_median_of_the_turns() {
        let mut results = Results::default();
        for (core, reference) in [(4.0, 10.0), (6.0, 8.0), (45.0, 90.0)] {
            let cost = |cpu| Cost {
                wall: 0.0,
                cpu,
                switches: None,
            };
            results.add("get", "core", cost(core));
            results.add("get", "reqwest", cost(reference));
        }
        let ratio = results
            .ratio("get", "core", "reqwest")
            .expect("both were measured");
        assert!((ratio - 0.5).abs() < 1e-9, "{ratio}");
        assert!(results.ratio("get", "core", "other").is_none());
    }
}
