//! What the core promises to cost at most.

use super::results::Results;
use super::scenarios::{BLOCKING, CONSTRUCT, CORE, CORE_WAIT, REFERENCE, SCENARIOS};

/// How long building a client after the first may take, in microseconds.
pub(crate) const CONSTRUCTION: f64 = 50.0;

/// Where a thread that waits for a call may cost no more than a client that blocks.
const WAITING: [&str; 2] = ["get", "upsert"];

/// A sentence for each bar that was missed, or that nothing was measured for.
pub(crate) fn missed(results: &Results) -> Vec<String> {
    let mut missed: Vec<String> = SCENARIOS
        .iter()
        .filter_map(|scenario| Some((scenario, scenario.bar?)))
        .filter_map(|(scenario, bar)| match results.ratio(scenario.name, CORE, REFERENCE) {
            Some(ratio) if ratio <= bar => None,
            Some(ratio) => Some(format!(
                "Missed: {} costs {ratio:.3} times the CPU of {REFERENCE}, and {bar} is the most \
                 it may.",
                scenario.title
            )),
            None => Some(format!("Missed: {} was not measured.", scenario.title)),
        })
        .collect();
    for scenario in WAITING {
        match results.ratio(scenario, CORE_WAIT, BLOCKING) {
            Some(ratio) if ratio <= 1.0 => {}
            Some(ratio) => missed.push(format!(
                "Missed: `wait()` costs {ratio:.3} times the CPU of {BLOCKING} in {scenario}, and \
                 1 is the most it may."
            )),
            None => missed.push(format!("Missed: `wait()` was not measured in {scenario}.")),
        }
    }
    match results.cost(CONSTRUCT.name, CORE) {
        Some(cost) if cost.wall <= CONSTRUCTION => {}
        Some(cost) => missed.push(format!(
            "Missed: {} takes {:.1} µs, and {CONSTRUCTION} µs is the most it may.",
            CONSTRUCT.title, cost.wall
        )),
        None => missed.push(format!("Missed: {} was not measured.", CONSTRUCT.title)),
    }
    missed
}

#[cfg(test)]
mod tests {
    use super::super::results::Cost;
    use super::*;

    fn measured(core: f64, construction: f64) -> Results {
        let mut results = Results::default();
        for scenario in SCENARIOS {
            let cost = |cpu| Cost {
                wall: construction,
                cpu,
                switches: None,
            };
            results.add(scenario.name, CORE, cost(core));
            results.add(scenario.name, REFERENCE, cost(100.0));
            results.add(scenario.name, CORE_WAIT, cost(90.0));
            results.add(scenario.name, BLOCKING, cost(90.0));
        }
        results
    }

    #[test]
    fn each_bar_is_judged() {
        assert_eq!(missed(&measured(82.0, 50.0)), [""; 0]);
        assert_eq!(missed(&measured(82.1, 50.0)).len(), 2);
        assert_eq!(missed(&measured(88.1, 50.0)).len(), 4);
        assert_eq!(missed(&measured(82.0, 50.1)).len(), 1);
        assert_eq!(missed(&Results::default()).len(), 7);
    }
}
