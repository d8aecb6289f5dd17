//! `benches/baseline.json`: the instructions that the core's calls took when somebody last agreed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::identity;
use crate::repository;

/// How much more than the baseline is still no change.
const TOLERANCE: f64 = 1.03;

/// Instructions by operation, and what they were counted with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Baseline {
    pub(crate) counted_with: BTreeMap<String, String>,
    pub(crate) instructions: BTreeMap<String, u64>,
}

/// How counts relate to a baseline.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing takes more than before.
    Kept,
    /// Something does; a sentence for each.
    Exceeded(Vec<String>),
    /// They cannot be compared; what differs.
    Other(Vec<String>),
}

fn path() -> PathBuf {
    repository::root().join("benches").join("baseline.json")
}

impl Baseline {
    /// What was counted just now, with what there is here.
    pub(crate) fn of(instructions: BTreeMap<String, u64>, valgrind: &str) -> Result<Self, String> {
        let counted_with = [
            ("rustc", identity::rustc()),
            ("cargo_lock", identity::lock_hash(&identity::lock()?)),
            ("libc", identity::libc()),
            ("valgrind", valgrind.to_owned()),
        ];
        Ok(Self {
            counted_with: counted_with
                .map(|(name, value)| (name.to_owned(), value))
                .into(),
            instructions,
        })
    }

    pub(crate) fn read() -> Result<Self, String> {
        let text = std::fs::read_to_string(path())
            .map_err(|error| format!("benches/baseline.json cannot be read: {error}."))?;
        serde_json::from_str(&text)
            .ok()
            .and_then(|value| Self::from_json(&value))
            .ok_or_else(|| "benches/baseline.json is not what --write-baseline writes.".to_owned())
    }

    pub(crate) fn write(&self) -> Result<(), String> {
        std::fs::write(path(), format!("{:#}\n", self.to_json()))
            .map_err(|error| format!("benches/baseline.json cannot be written: {error}."))
    }

    fn from_json(value: &Value) -> Option<Self> {
        let members = |name: &str| value[name].as_object();
        Some(Self {
            counted_with: members("counted_with")?
                .iter()
                .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect::<Option<_>>()?,
            instructions: members("instructions_per_call")?
                .iter()
                .map(|(name, value)| Some((name.clone(), value.as_u64()?)))
                .collect::<Option<_>>()?,
        })
    }

    fn to_json(&self) -> Value {
        json!({
            "counted_with": self.counted_with,
            "instructions_per_call": self.instructions,
        })
    }

    /// Compares what was counted now with this.
    pub(crate) fn judge(&self, now: &Self) -> Verdict {
        let differs: Vec<String> = now
            .counted_with
            .iter()
            .filter(|(name, value)| self.counted_with.get(*name) != Some(value))
            .map(|(name, value)| {
                let before = self.counted_with.get(name).map_or("nothing", |value| value);
                format!("{name} is {value}, and was {before}")
            })
            .collect();
        if !differs.is_empty() {
            return Verdict::Other(differs);
        }
        let exceeded: Vec<String> = now
            .instructions
            .iter()
            .filter_map(|(name, count)| self.exceeded(name, *count))
            .collect();
        if exceeded.is_empty() {
            Verdict::Kept
        } else {
            Verdict::Exceeded(exceeded)
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "instructions of a call are few")]
    fn exceeded(&self, name: &str, count: u64) -> Option<String> {
        let Some(before) = self.instructions.get(name) else {
            return Some(format!("{name} is not in the baseline."));
        };
        let ratio = count as f64 / *before as f64;
        (ratio > TOLERANCE).then(|| {
            format!(
                "{name} takes {count} instructions, {:.1} % more than the {before} of the baseline.",
                (ratio - 1.0) * 100.0
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(rustc: &str, get: u64) -> Baseline {
        Baseline {
            counted_with: [("rustc".to_owned(), rustc.to_owned())].into(),
            instructions: [("get".to_owned(), get)].into(),
        }
    }

    #[test]
    fn three_percent_more_is_too_much() {
        let baseline = counted("1.95", 10_000);
        for (count, kept) in [(9_000, true), (10_300, true), (10_301, false)] {
            let verdict = baseline.judge(&counted("1.95", count));
            assert_eq!(verdict == Verdict::Kept, kept, "{count}: {verdict:?}");
        }
        let mut more = counted("1.95", 1);
        more.instructions.insert("upsert".to_owned(), 1);
        assert!(matches!(baseline.judge(&more), Verdict::Exceeded(_)));
    }

    #[test]
    fn another_toolchain_is_named() {
        let verdict = counted("1.95", 10_000).judge(&counted("1.96", 20_000));
        let differs = vec!["rustc is 1.96, and was 1.95".to_owned()];
        assert_eq!(verdict, Verdict::Other(differs));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let baseline = counted("1.95", 10_000);
        assert_eq!(Baseline::from_json(&baseline.to_json()), Some(baseline));
        assert_eq!(Baseline::from_json(&json!({})), None);
    }
}
