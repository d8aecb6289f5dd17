//! What is measured in Node: the tables of peers and scenarios. A new one is a new row.

use super::super::package::{AUTHLOOM, Peer, Scenario, Way, get, peer, upsert};

/// In the order of the columns.
pub(crate) const PEERS: &[Peer] = &[
    peer(AUTHLOOM, "Authloom", 1),
    peer("undici-pool", "undici `Pool`", 1),
    peer("undici-request", "`undici.request`", 1),
    peer("fetch", "`fetch`", 1),
    peer("http", "`node:http`", 1),
    peer("axios", "axios", 4),
    peer("got", "got", 4),
    peer("raw", "bare socket", 1),
];

/// V8 compiles what is called often again and again, so it takes that many calls until one costs
/// what the next one does.
const SEQUENTIAL: Way = Way {
    style: None,
    at_once: 1,
    warm_up: 8_000,
    calls: 3_000,
    peers: &[
        ("undici-pool", Some(0.97)),
        ("undici-request", Some(0.72)),
        ("fetch", Some(0.25)),
        ("http", None),
        ("axios", None),
        ("got", None),
        ("raw", None),
    ],
    switches: None,
};

const IN_FLIGHT: Way = Way {
    style: None,
    at_once: 64,
    warm_up: 12_800,
    calls: 12_800,
    peers: &[
        ("undici-pool", Some(0.80)),
        ("undici-request", Some(0.47)),
        ("fetch", Some(0.06)),
        ("http", None),
        ("axios", None),
        ("got", None),
        ("raw", None),
    ],
    switches: Some(0.1),
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    get("sequential", "get, one by one", &SEQUENTIAL),
    get("in-flight", "get, 64 in flight", &IN_FLIGHT),
    upsert("upsert-sequential", "upsert, one by one", &SEQUENTIAL),
    upsert("upsert-in-flight", "upsert, 64 in flight", &IN_FLIGHT),
];
