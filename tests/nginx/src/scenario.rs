//! The ways in which nginx is called. A new one is a new row.

use std::time::{Duration, Instant};

use authloom_sandbox::faults::Kind;
use authloom_sandbox::{Fault, Sandbox};

use crate::calls;
use crate::report::Report;
use crate::server::Server;

/// What nginx speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Plain,
    Tls,
    Http2,
}

impl Protocol {
    pub(crate) fn scheme(self) -> &'static str {
        match self {
            Self::Plain => "http",
            Self::Tls | Self::Http2 => "https",
        }
    }

    /// How nginx's log writes it.
    pub(crate) fn logged(self) -> &'static str {
        match self {
            Self::Plain | Self::Tls => "HTTP/1.1",
            Self::Http2 => "HTTP/2.0",
        }
    }
}

/// A way in which nginx is called.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) protocol: Protocol,
    /// After how many requests a connection is closed, if nginx has a limit.
    pub(crate) limit: Option<u32>,
    /// Whether the server behind it takes its time, so that a connection's end is announced before
    /// its first response has come.
    pub(crate) is_slow: bool,
}

/// After how many requests nginx closes a connection by default.
const DEFAULT_LIMIT: u32 = 1_000;
/// How long a slow server takes.
const LATENCY_MS: u64 = 2;

pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "HTTP/2, 7 requests a connection",
        protocol: Protocol::Http2,
        limit: Some(7),
        is_slow: false,
    },
    Scenario {
        name: "HTTP/2, 7 requests a connection, slow",
        protocol: Protocol::Http2,
        limit: Some(7),
        is_slow: true,
    },
    Scenario {
        name: "HTTP/2, 1,000 requests a connection, as by default",
        protocol: Protocol::Http2,
        limit: None,
        is_slow: false,
    },
    Scenario {
        name: "HTTP/2, 1,000 requests a connection, as by default, slow",
        protocol: Protocol::Http2,
        limit: None,
        is_slow: true,
    },
    Scenario {
        name: "HTTP/1.1 over TLS, 7 requests a connection",
        protocol: Protocol::Tls,
        limit: Some(7),
        is_slow: false,
    },
    Scenario {
        name: "HTTP/1.1, 7 requests a connection",
        protocol: Protocol::Plain,
        limit: Some(7),
        is_slow: false,
    },
];

impl Scenario {
    /// The fewest connections by which so many requests can be served.
    pub(crate) fn fewest_connections(&self, requests: u32) -> u32 {
        requests.div_ceil(self.limit.unwrap_or(DEFAULT_LIMIT))
    }

    /// Makes the calls, and compares what everybody saw of them.
    pub(crate) fn run(
        &self,
        sandbox: &Sandbox,
        server: &Server,
        index: usize,
        calls: u32,
    ) -> Result<Report, String> {
        sandbox.reset();
        if self.is_slow {
            let latency = Kind::Latency { ms: LATENCY_MS };
            let latency = sandbox.faults(vec![Fault::new(latency)]);
            latency.map_err(|error| error.to_string())?;
        }
        let began = Instant::now();
        let url = server.url(index);
        let made = calls::make(&url, sandbox, calls)?;
        let took: Duration = began.elapsed();
        let requests = server.requests(index, calls)?;
        let (mut fewest, protocol) = (self.fewest_connections(calls), self.protocol.logged());
        // What failed needed none.
        fewest = fewest.min(self.fewest_connections(requests.count()));
        Ok(Report {
            calls,
            made,
            arrived: sandbox.log(0),
            requests,
            protocol,
            fewest_connections: fewest,
            took,
        })
    }
}
