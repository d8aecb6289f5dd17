//! What came of the calls from one program, and how it is printed.

use std::fmt::Write as _;

use serde_json::Value;

/// How late a call may end beyond its deadline, in milliseconds.
const LATEST_MS: f64 = 100.0;

/// What came of the calls from one program.
pub(super) struct Measured {
    name: &'static str,
    calls: u64,
    failures: u64,
    /// Some of the failures.
    first_failures: Vec<String>,
    latest_ms: f64,
    p50_ms: Option<f64>,
    p99_ms: Option<f64>,
    /// How the calls to each flood ended.
    floods: Vec<(String, u64, String)>,
    /// How late the machine woke a thread meanwhile.
    noise_ms: f64,
}

impl Measured {
    /// Reads the line that a program printed; none if it is not understood.
    pub(super) fn read(name: &'static str, said: &Value, noise_ms: f64) -> Option<Self> {
        let floods = said["floods"].as_object()?.iter().map(|(flood, ends)| {
            let ends = ends.as_object()?;
            let counts = ends.values().filter_map(Value::as_u64);
            let shown: Vec<_> = ends
                .iter()
                .map(|(end, count)| format!("{count} {end}"))
                .collect();
            Some((flood.clone(), counts.sum(), shown.join(", ")))
        });
        let reported = said["first_failures"].as_array()?.iter();
        Some(Self {
            name,
            calls: said["calls"].as_u64()?,
            failures: said["failures"].as_u64()?,
            first_failures: reported
                .filter_map(|text| Some(text.as_str()?.to_owned()))
                .collect(),
            latest_ms: said["latest_ms"].as_f64()?,
            p50_ms: said["p50_ms"].as_f64(),
            p99_ms: said["p99_ms"].as_f64(),
            floods: floods.collect::<Option<_>>()?,
            noise_ms,
        })
    }

    /// What is amiss, a sentence each.
    pub(super) fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        if self.failures > 0 {
            complaints.push(format!(
                "{}: {} calls failed, such as: {}",
                self.name,
                self.failures,
                self.first_failures.join("; ")
            ));
        }
        if self.latest_ms > LATEST_MS {
            complaints.push(format!(
                "{}: a call ended {:.1} ms after its deadline; the machine woke a thread up to \
                 {:.1} ms late meanwhile",
                self.name, self.latest_ms, self.noise_ms
            ));
        }
        for (flood, calls, _) in &self.floods {
            if *calls == 0 {
                complaints.push(format!(
                    "{}: no call to the flood `{flood}` ended",
                    self.name
                ));
            }
        }
        complaints
    }
}

/// The table, and below it how the calls to the floods ended.
pub(super) fn table(all: &[Measured]) -> String {
    let mut text = format!(
        "{:<18}{:>7}{:>8}{:>9}{:>9}{:>16}{:>14}\n",
        "", "calls", "failed", "p50 ms", "p99 ms", "latest end, ms", "machine, ms"
    );
    let number = |number: Option<f64>| number.map_or("-".to_owned(), |ms| format!("{ms:.1}"));
    let written = "memory can be written";
    for one in all {
        writeln!(
            text,
            "{:<18}{:>7}{:>8}{:>9}{:>9}{:>16.1}{:>14.1}",
            one.name,
            one.calls,
            one.failures,
            number(one.p50_ms),
            number(one.p99_ms),
            one.latest_ms,
            one.noise_ms
        )
        .expect(written);
    }
    text.push_str("\nHow the calls to the floods ended:\n");
    for one in all {
        for (flood, _, ends) in &one.floods {
            writeln!(text, "{:<18}{flood:<9}{ends}", one.name).expect(written);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn measured(failures: u64, latest_ms: f64, flooded: u64) -> Measured {
        let said = json!({
            "calls": 1000, "failures": failures, "first_failures": ["no"], "latest_ms": latest_ms,
            "p50_ms": 1.0, "p99_ms": null, "floods": {"body": {"timeout": flooded}},
        });
        Measured::read("X", &said, 2.0).expect("it is whole")
    }

    #[test]
    fn each_thing_that_may_be_amiss_is_told() {
        assert!(measured(0, 99.0, 1).complaints().is_empty());
        assert_eq!(
            measured(1, 101.0, 0).complaints(),
            [
                "X: 1 calls failed, such as: no",
                "X: a call ended 101.0 ms after its deadline; the machine woke a thread up to 2.0 ms \
                 late meanwhile",
                "X: no call to the flood `body` ended"
            ]
        );
    }

    #[test]
    fn what_is_not_whole_is_not_read() {
        assert!(Measured::read("X", &json!({"calls": 1}), 0.0).is_none());
    }

    #[test]
    fn a_number_that_is_not_there_is_a_dash() {
        let table = table(&[measured(0, 1.0, 3)]);
        assert!(table.contains("1.0        -"), "{table}");
        assert!(table.contains("body     3 timeout"), "{table}");
    }
}
