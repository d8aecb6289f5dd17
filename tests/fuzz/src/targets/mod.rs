//! The targets.

mod api;
mod errors;
mod fitbit_plus;
pub(crate) mod headers;
mod konnect;
mod token_service;
mod tyk;

pub(crate) use api::{APIS, Api};

use crate::http1::{request, response};

/// A target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Makes the call that an input asks for, and panics unless all holds that must.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "konnect",
        run: |input| api::run(&konnect::API, input),
    },
    Target {
        name: "fitbit_plus",
        run: |input| api::run(&fitbit_plus::API, input),
    },
    Target {
        name: "token_service",
        run: |input| api::run(&token_service::API, input),
    },
    Target {
        name: "tyk",
        run: |input| api::run(&tyk::API, input),
    },
    Target {
        name: "headers",
        run: headers::run,
    },
    Target {
        name: "errors",
        run: errors::run,
    },
    Target {
        name: "http1_response",
        run: response::run,
    },
    Target {
        name: "http1_request",
        run: request::run,
    },
];

impl Target {
    /// The target of that name.
    pub fn named(name: &str) -> Option<Self> {
        TARGETS.into_iter().find(|target| target.name == name)
    }
}
