//! The rows of a package's tables: peers, what they do, and how.

use std::process::Command;

use super::Package;

/// A client, as a module of the folder `peers` beside the language's scripts.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    /// How many calls it makes for each that the others make, as a divisor: those that take long
    /// for a call and are only there to be compared make fewer.
    share: u32,
}

pub(crate) const AUTHLOOM: &str = "authloom";

/// A row of the peers.
pub(crate) const fn peer(name: &'static str, title: &'static str, share: u32) -> Peer {
    Peer { name, title, share }
}

/// What the peers do.
pub(crate) struct Scenario {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    operation: &'static str,
    way: &'static Way,
    /// How often each peer takes its turn in a round.
    pub(crate) turns: usize,
}

/// How calls are made, and what that may cost.
pub(crate) struct Way {
    /// The frame's argument for it, in a language that has more than one style of calls.
    pub(crate) style: Option<&'static str>,
    /// How many threads or tasks make calls.
    pub(crate) at_once: u32,
    pub(crate) warm_up: u32,
    pub(crate) calls: u32,
    /// Who does it beside Authloom, and how much of their CPU Authloom may use at most.
    pub(crate) peers: &'static [(&'static str, Option<f64>)],
    /// How often a call of Authloom's may switch between threads at most.
    pub(crate) switches: Option<f64>,
}

/// A scenario with bars.
pub(crate) const fn get(name: &'static str, title: &'static str, way: &'static Way) -> Scenario {
    Scenario {
        name,
        title,
        operation: "get",
        way,
        turns: 3,
    }
}

/// The bars are for `get`; this one is there to be looked at, so it takes fewer turns.
pub(crate) const fn upsert(name: &'static str, title: &'static str, way: &'static Way) -> Scenario {
    Scenario {
        name,
        title,
        operation: "upsert",
        way,
        turns: 1,
    }
}

impl Scenario {
    /// Those who take part, in the order of their turns: those with a bar come next to Authloom.
    pub(super) fn peers(&self, package: &Package) -> impl Iterator<Item = &'static Peer> {
        let all = package.peers;
        [AUTHLOOM]
            .into_iter()
            .chain(self.way.peers.iter().map(|(name, _)| *name))
            .filter_map(|name| all.iter().find(|peer| peer.name == name))
    }

    /// Whom Authloom is measured against, with its bar.
    pub(super) fn bars(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let peers = if self.has_bars() { self.way.peers } else { &[] };
        peers
            .iter()
            .filter_map(|(name, bar)| Some((*name, (*bar)?)))
    }

    /// How often a call of Authloom's may switch between threads at most.
    pub(super) fn switches(&self) -> Option<f64> {
        self.way.switches.filter(|_| self.has_bars())
    }

    fn has_bars(&self) -> bool {
        self.operation == "get"
    }

    /// How many calls a turn of a peer makes.
    fn calls(&self, peer: &Peer) -> u32 {
        self.way.calls / peer.share
    }

    /// One turn of a peer in its frame.
    pub(super) fn turn(&self, frame: Command, peer: &Peer, url: &str) -> Command {
        let way = self.way;
        let numbers = [way.at_once, way.warm_up, self.calls(peer)];
        turn(frame, peer.name, self.operation, way.style, numbers, url)
    }
}

/// Tells a frame what to do; the numbers are how many calls are made at once, in the warm-up and in
/// all after it.
pub(super) fn turn(
    mut frame: Command,
    peer: &str,
    operation: &str,
    style: Option<&str>,
    numbers: [u32; 3],
    url: &str,
) -> Command {
    frame
        .args([peer, operation])
        .args(style)
        .args(numbers.map(|number| number.to_string()))
        .arg(url);
    frame
}

#[cfg(test)]
mod tests {
    use super::super::super::{node, python};
    use super::*;

    #[test]
    fn every_peer_is_known_and_its_calls_can_be_shared_out() {
        for package in [&python::PACKAGE, &node::PACKAGE] {
            for scenario in package.scenarios {
                let Way {
                    at_once,
                    warm_up,
                    peers,
                    ..
                } = scenario.way;
                let found = scenario.peers(package).count();
                assert_eq!(found, 1 + peers.len(), "{}", scenario.name);
                for peer in scenario.peers(package) {
                    let calls = scenario.calls(peer);
                    assert!(calls > 0 && calls.is_multiple_of(*at_once));
                }
                assert!(warm_up.is_multiple_of(*at_once));
            }
        }
    }

    #[test]
    fn the_bars_are_those_of_get() {
        let bars = |package: &Package| {
            let scenarios = package.scenarios.iter();
            scenarios
                .map(|scenario| scenario.bars().count())
                .collect::<Vec<_>>()
        };
        assert_eq!(bars(&python::PACKAGE), [3, 2, 2, 2, 0, 0, 0, 0]);
        assert_eq!(bars(&node::PACKAGE), [3, 3, 0, 0]);
    }

    #[test]
    fn a_frame_gets_its_style_if_it_has_one() {
        let arguments = |style| {
            let frame = turn(Command::new("f"), "p", "get", style, [1, 2, 3], "u");
            let words = frame
                .get_args()
                .map(|argument| argument.display().to_string());
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(arguments(Some("sync")), "p get sync 1 2 3 u");
        assert_eq!(arguments(None), "p get 1 2 3 u");
    }
}
