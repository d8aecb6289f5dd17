//! What is measured in Python: the tables of peers and scenarios. A new one is a new row.

use super::super::package::{AUTHLOOM, Peer, Scenario, Way, get, peer, upsert};

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

const SYNC: Way = Way {
    style: Some("sync"),
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
    style: Some("sync"),
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
    style: Some("async"),
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
    style: Some("async"),
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
