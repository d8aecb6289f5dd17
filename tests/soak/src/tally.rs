//! What came of the calls, and what they left behind.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use authloom::{Error, ErrorKind};

/// Memory may settle by this much after the warm-up; a leak of a hundred bytes a call shows.
const SETTLES: u64 = 2 << 20;
/// How late a call may end beyond its deadline, the machine's own noise aside: how late it wakes
/// another thread.
const LATE: Duration = Duration::from_millis(50);

/// What came of the calls.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    ends: BTreeMap<&'static str, u64>,
    /// The longest time by which a call outlived its deadline, without the time for which it had no
    /// processor.
    pub(crate) latest: Duration,
}

impl Tally {
    /// Counts a call that ended by itself.
    pub(crate) fn ended(&mut self, result: &Result<(), Error>, beyond: Duration) {
        let end = match result {
            Ok(()) => "ok",
            Err(error) => error.kind.as_str(),
        };
        *self.ends.entry(end).or_default() += 1;
        self.latest = self.latest.max(beyond);
    }

    /// Counts a call that was dropped.
    pub(crate) fn cancelled(&mut self) {
        *self.ends.entry("dropped").or_default() += 1;
    }
}

/// The whole, as it is printed.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) tally: Tally,
    pub(crate) noise: Duration,
    /// Memory after the warm-up and at the end.
    pub(crate) memory: Option<(u64, u64)>,
    /// Descriptors before the first call and after the clients were closed.
    pub(crate) descriptors: Option<(usize, usize)>,
    /// The most connections that an API had open at the end, and how many it may.
    pub(crate) connections: (u64, u64),
}

impl Report {
    fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        // A panic in a call is printed by then.
        if let Some(count) = self.tally.ends.get(ErrorKind::Internal.as_str()) {
            complaints.push(format!("{count} calls ended by an internal fault"));
        }
        if self.tally.latest > LATE + self.noise {
            complaints.push(format!(
                "a call ended {:?} after its deadline",
                self.tally.latest
            ));
        }
        if let Some((warm, end)) = self.memory
            && end > warm + SETTLES
        {
            complaints.push(format!(
                "memory grew by {} KiB after the warm-up",
                (end - warm) >> 10
            ));
        }
        if let Some((before, after)) = self.descriptors
            && after > before
        {
            complaints.push(format!("{} descriptors are left", after - before));
        }
        let (open, limit) = self.connections;
        if open > limit {
            complaints.push(format!(
                "{open} connections are open to one API, {limit} may be"
            ));
        }
        complaints
    }

    /// Whether nothing is amiss.
    pub(crate) fn is_well(&self) -> bool {
        self.complaints().is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (end, count) in &self.tally.ends {
            writeln!(f, "  {end:<18}{count:>9}")?;
        }
        writeln!(
            f,
            "  latest end after a deadline: {:?}; the machine's own noise: {:?}",
            self.tally.latest, self.noise
        )?;
        if let Some((warm, end)) = self.memory {
            writeln!(
                f,
                "  memory: {} KiB warm, {} KiB at the end",
                warm >> 10,
                end >> 10
            )?;
        }
        if let Some((before, after)) = self.descriptors {
            writeln!(f, "  descriptors: {before} before, {after} after")?;
        }
        let (open, limit) = self.connections;
        writeln!(f, "  connections at the end: {open} of {limit}")?;
        match self.complaints() {
            complaints if complaints.is_empty() => f.write_str("well"),
            complaints => write!(f, "not well: {}", complaints.join("; ")),
        }
    }
}
