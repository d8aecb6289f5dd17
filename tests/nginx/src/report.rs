//! What client, nginx and server saw of the calls, and whether it is the same.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::time::Duration;

use authloom_sandbox::Entry;

use crate::calls::{Made, NUMBER};

/// What nginx logged of a scenario's requests.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    protocols: BTreeMap<String, u32>,
    connections: u32,
}

impl Requests {
    /// Reads `connection protocol status`, a line for each request.
    pub(crate) fn read(log: &str) -> Self {
        let mut protocols: BTreeMap<String, u32> = BTreeMap::new();
        let mut connections = HashSet::new();
        for line in log.lines() {
            let mut words = line.split(' ');
            connections.insert(words.next().unwrap_or_default());
            let protocol = words.next().unwrap_or_default();
            *protocols.entry(protocol.to_owned()).or_default() += 1;
        }
        Self {
            protocols,
            connections: u32::try_from(connections.len()).unwrap_or(u32::MAX),
        }
    }

    /// How many there were.
    pub(crate) fn count(&self) -> u32 {
        self.protocols.values().sum()
    }

    fn by(&self, protocol: &str) -> u32 {
        self.protocols.get(protocol).copied().unwrap_or(0)
    }
}

/// What everybody saw.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) calls: u32,
    pub(crate) made: Made,
    /// What arrived at the server.
    pub(crate) arrived: Vec<Entry>,
    pub(crate) requests: Requests,
    /// The protocol that all requests should have.
    pub(crate) protocol: &'static str,
    pub(crate) fewest_connections: u32,
    pub(crate) took: Duration,
}

impl Report {
    /// How many calls arrived at the server, and how many of them more than once.
    fn seen(&self) -> (u32, u32) {
        let mut times: BTreeMap<&str, u32> = BTreeMap::new();
        for entry in &self.arrived {
            let number = entry.headers.get(NUMBER).map_or("", String::as_str);
            *times.entry(number).or_default() += 1;
        }
        let count = |few: usize| u32::try_from(few).unwrap_or(u32::MAX);
        let twice = times.values().filter(|times| **times > 1).count();
        (count(times.len()), count(twice))
    }

    fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (error, count) in &self.made.errors {
            complaints.push(format!("{count} calls failed. {error}"));
        }
        let (seen, twice) = self.seen();
        if seen != self.calls {
            complaints.push(format!("{seen} calls arrived at the server"));
        }
        if twice > 0 {
            complaints.push(format!("{twice} calls arrived at the server twice"));
        }
        let Made {
            attempts, retries, ..
        } = self.made;
        if attempts != self.calls || retries > 0 {
            complaints.push(format!("there were {attempts} attempts"));
        }
        let (logged, by) = (self.requests.count(), self.requests.by(self.protocol));
        if logged != self.calls || by != self.calls {
            complaints.push(format!(
                "nginx had {logged} requests, {by} of them by {}",
                self.protocol
            ));
        }
        if self.requests.connections < self.fewest_connections {
            complaints.push(format!(
                "{} connections are fewer than {}",
                self.requests.connections, self.fewest_connections
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
        let (seen, twice) = self.seen();
        let failed: u32 = self.made.errors.values().sum();
        writeln!(
            f,
            "  {} calls, {failed} failed, {} attempts; at the server {seen}, {twice} of them twice; \
             {} connections, {:.1} s",
            self.calls,
            self.made.attempts,
            self.requests.connections,
            self.took.as_secs_f64()
        )?;
        match self.complaints() {
            complaints if complaints.is_empty() => f.write_str("  well"),
            complaints => write!(f, "  not well: {}", complaints.join("; ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_and_protocols_are_counted() {
        let read = Requests::read("3 HTTP/2.0 200\n3 HTTP/2.0 200\n9 HTTP/1.1 200\n");
        assert_eq!((read.count(), read.connections), (3, 2));
        assert_eq!((read.by("HTTP/2.0"), read.by("HTTP/1.1")), (2, 1));
        assert_eq!(Requests::read(""), Requests::default());
    }
}
