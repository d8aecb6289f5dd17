//! What is measured: the tables of peers and scenarios. A new one is a new row.

/// A client, as the program `authloom-bench-client` calls it.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    /// The package whose version matters.
    pub(crate) package: &'static str,
}

pub(crate) const CORE: &str = "core";
/// The same where the thread waits for each call.
pub(crate) const CORE_WAIT: &str = "core-wait";
/// The peer that blocks as well.
pub(crate) const BLOCKING: &str = "ureq";
/// The peer that all ratios are to.
pub(crate) const REFERENCE: &str = "reqwest";
/// The peer that has no client to construct.
pub(crate) const RAW: &str = "raw";

pub(crate) const PEERS: &[Peer] = &[
    Peer {
        name: CORE,
        title: "Authloom",
        package: "authloom",
    },
    Peer {
        name: CORE_WAIT,
        title: "Authloom, `wait()`",
        package: "authloom",
    },
    Peer {
        name: "core-on-reqwest",
        title: "Authloom on reqwest",
        package: "authloom",
    },
    Peer {
        name: REFERENCE,
        title: "reqwest",
        package: "reqwest",
    },
    Peer {
        name: "reqwest-tuned",
        title: "reqwest, tuned",
        package: "reqwest",
    },
    Peer {
        name: BLOCKING,
        title: "ureq",
        package: "ureq",
    },
    Peer {
        name: RAW,
        title: "bare socket",
        package: "tokio",
    },
];

/// What each peer does.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    /// The argument of `authloom-bench-client`.
    pub(crate) argument: &'static str,
    pub(crate) secure: bool,
    /// How many calls a turn makes.
    pub(crate) calls: u32,
    /// How much CPU the core may use at most, beside the reference.
    pub(crate) bar: Option<f64>,
}

/// How much CPU calls one by one may use at most, beside the reference.
pub(crate) const SEQUENTIAL: f64 = 0.88;
/// The same of calls in flight.
pub(crate) const IN_FLIGHT: f64 = 0.82;

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario("get", "get, one by one", 2_000, Some(SEQUENTIAL)),
    scenario("upsert", "upsert, one by one", 2_000, Some(SEQUENTIAL)),
    scenario("get64", "get, 64 in flight", 8_000, Some(IN_FLIGHT)),
    scenario("upsert64", "upsert, 64 in flight", 8_000, Some(IN_FLIGHT)),
    over_tls("get-tls", "get", "get over TLS, one by one", 2_000),
    over_tls("upsert-tls", "upsert", "upsert over TLS, one by one", 2_000),
    over_tls("get64-tls", "get64", "get over TLS, 64 in flight", 8_000),
    over_tls(
        "upsert64-tls",
        "upsert64",
        "upsert over TLS, 64 in flight",
        8_000,
    ),
    CONSTRUCT,
];

/// Building a client after the first.
pub(crate) const CONSTRUCT: Scenario =
    scenario("construct", "building a client after the first", 100, None);

const fn scenario(
    name: &'static str,
    title: &'static str,
    calls: u32,
    bar: Option<f64>,
) -> Scenario {
    Scenario {
        name,
        title,
        argument: name,
        secure: false,
        calls,
        bar,
    }
}

const fn over_tls(
    name: &'static str,
    argument: &'static str,
    title: &'static str,
    calls: u32,
) -> Scenario {
    Scenario {
        name,
        title,
        argument,
        secure: true,
        calls,
        bar: None,
    }
}

impl Scenario {
    /// Whether a peer can do it.
    pub(crate) fn suits(&self, peer: &Peer) -> bool {
        peer.name != RAW || self.name != CONSTRUCT.name
    }
}
