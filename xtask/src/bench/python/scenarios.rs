//! What is measured: the tables of peers and scenarios. A new one is a new row.

/// A client, as a module of `benches/python/peers`, and the environment that it runs in.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    /// How many calls it makes for each that the others make, as a divisor: those that take long
    /// for a call and are only there to be compared make fewer.
    share: u32,
}

pub(crate) const AUTHLOOM: &str = "authloom";

/// In the order of the columns.
pub(crate) const PEERS: &[Peer] = &[
    peer(AUTHLOOM, "Authloom", 1),
    peer("pyreqwest", "pyreqwest", 1),
    peer("pycurl", "pycurl", 1),
    peer("aiohttp", "aiohttp", 1),
    peer("aiohttp_uvloop", "aiohttp on uvloop", 1),
    peer("httpx2", "httpx2", 4),
    peer("httpx", "httpx", 4),
    peer("requests", "requests", 4),
    peer("urllib3", "urllib3", 4),
    peer("raw", "bare socket", 1),
];

const fn peer(name: &'static str, title: &'static str, share: u32) -> Peer {
    Peer { name, title, share }
}

/// What the peers do.
pub(crate) struct Scenario {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) way: &'static Way,
    /// How often each peer takes its turn in a round.
    pub(crate) turns: usize,
}

/// How calls are made, and what that may cost.
pub(crate) struct Way {
    pub(crate) style: &'static str,
    /// How many threads or tasks make calls.
    pub(crate) at_once: u32,
    pub(crate) warm_up: u32,
    calls: u32,
    /// Who does it beside Authloom, and how much of their CPU Authloom may use at most.
    peers: &'static [(&'static str, Option<f64>)],
    /// How often a call of Authloom's may switch between threads at most.
    switches: Option<f64>,
}

const SYNC: Way = Way {
    style: "sync",
    at_once: 1,
    warm_up: 200,
    calls: 1_200,
    peers: &[
        ("pycurl", Some(0.60)),
        ("pyreqwest", Some(0.55)),
        ("httpx2", Some(0.20)),
        ("requests", None),
        ("urllib3", None),
        ("httpx", None),
        ("raw", None),
    ],
    switches: Some(1.1),
};

const THREADS: Way = Way {
    style: "sync",
    at_once: 8,
    warm_up: 640,
    calls: 3_200,
    peers: &[
        ("pyreqwest", Some(0.80)),
        ("pycurl", Some(0.50)),
        ("requests", None),
        ("urllib3", None),
        ("httpx2", None),
        ("raw", None),
    ],
    switches: Some(1.8),
};

const ASYNC: Way = Way {
    style: "async",
    at_once: 1,
    warm_up: 200,
    calls: 1_200,
    peers: &[
        ("pyreqwest", Some(0.60)),
        ("aiohttp", Some(0.60)),
        ("aiohttp_uvloop", None),
        ("httpx2", None),
        ("raw", None),
    ],
    switches: None,
};

const IN_FLIGHT: Way = Way {
    style: "async",
    at_once: 64,
    warm_up: 640,
    calls: 5_120,
    peers: &[
        ("pyreqwest", Some(0.35)),
        ("aiohttp", Some(0.20)),
        ("aiohttp_uvloop", None),
        ("httpx2", None),
        ("raw", None),
    ],
    switches: Some(0.1),
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    get("sync", "get, sync, 1 thread", &SYNC),
    get("threads", "get, sync, 8 threads", &THREADS),
    get("async", "get, async, one by one", &ASYNC),
    get("async64", "get, async, 64 in flight", &IN_FLIGHT),
    upsert("upsert-sync", "upsert, sync, 1 thread", &SYNC),
    upsert("upsert-threads", "upsert, sync, 8 threads", &THREADS),
    upsert("upsert-async", "upsert, async, one by one", &ASYNC),
    upsert("upsert-async64", "upsert, async, 64 in flight", &IN_FLIGHT),
];

const fn get(name: &'static str, title: &'static str, way: &'static Way) -> Scenario {
    Scenario {
        name,
        title,
        operation: "get",
        way,
        turns: 3,
    }
}

/// The bars are for `get`; this one is there to be looked at, so it takes fewer turns.
const fn upsert(name: &'static str, title: &'static str, way: &'static Way) -> Scenario {
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
    pub(crate) fn peers(&self) -> impl Iterator<Item = &'static Peer> {
        [AUTHLOOM]
            .into_iter()
            .chain(self.way.peers.iter().map(|(name, _)| *name))
            .filter_map(|name| PEERS.iter().find(|peer| peer.name == name))
    }

    /// Whom Authloom is measured against, with its bar.
    pub(crate) fn bars(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let peers = if self.has_bars() { self.way.peers } else { &[] };
        peers
            .iter()
            .filter_map(|(name, bar)| Some((*name, (*bar)?)))
    }

    /// How often a call of Authloom's may switch between threads at most.
    pub(crate) fn switches(&self) -> Option<f64> {
        self.way.switches.filter(|_| self.has_bars())
    }

    fn has_bars(&self) -> bool {
        self.operation == "get"
    }

    /// How many calls a turn of a peer makes.
    pub(crate) fn calls(&self, peer: &Peer) -> u32 {
        self.way.calls / peer.share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_is_known_and_its_calls_can_be_shared_out() {
        for scenario in SCENARIOS {
            assert_eq!(
                scenario.peers().count(),
                1 + scenario.way.peers.len(),
                "{}",
                scenario.name
            );
            for peer in scenario.peers() {
                let calls = scenario.calls(peer);
                assert!(calls > 0 && calls.is_multiple_of(scenario.way.at_once));
            }
            assert!(scenario.way.warm_up.is_multiple_of(scenario.way.at_once));
        }
    }

    #[test]
    fn the_bars_are_those_of_get() {
        let bars = SCENARIOS.iter().map(|scenario| scenario.bars().count());
        assert_eq!(bars.collect::<Vec<_>>(), [3, 2, 2, 2, 0, 0, 0, 0]);
    }
}
