//! The targets.

mod api;
mod errors;
pub(crate) mod headers;

pub(crate) use api::{APIS, Api};

use crate::http1;
use crate::inputs::Named;
use crate::seeds;

/// A target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// How many inputs a check of every change runs: as many as take some ten seconds.
    pub runs: u32,
    /// Makes inputs to begin with.
    pub seeds: fn() -> Vec<Named>,
    /// Does what an input asks for, and panics unless all holds that must.
    pub run: fn(&[u8]),
}

/// All targets. A row here is all that a new one needs.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "konnect",
        runs: 10_000,
        seeds: || seeds::of("konnect"),
        run: |input| api::run("konnect", input),
    },
    Target {
        name: "fitbit_plus",
        runs: 10_000,
        seeds: || seeds::of("fitbit_plus"),
        run: |input| api::run("fitbit_plus", input),
    },
    Target {
        name: "token_service",
        runs: 10_000,
        seeds: || seeds::of("token_service"),
        run: |input| api::run("token_service", input),
    },
    Target {
        name: "tyk",
        runs: 10_000,
        seeds: || seeds::of("tyk"),
        run: |input| api::run("tyk", input),
    },
    Target {
        name: "headers",
        runs: 20_000,
        seeds: || seeds::of("headers"),
        run: headers::run,
    },
    Target {
        name: "errors",
        runs: 10_000,
        seeds: || seeds::of("errors"),
        run: errors::run,
    },
    Target {
        name: "http1_response",
        runs: 100_000,
        seeds: http1::seeds::responses,
        run: http1::response::run,
    },
    Target {
        name: "http1_request",
        runs: 200_000,
        seeds: http1::seeds::requests,
        run: http1::request::run,
    },
];

impl Target {
    /// The target of that name.
    pub fn named(name: &str) -> Option<Self> {
        TARGETS.into_iter().find(|target| target.name == name)
    }
}
