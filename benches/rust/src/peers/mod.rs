//! The peers, each in a file of its own.

mod core;
mod raw;
mod reqwest_plain;
mod reqwest_tuned;
mod tls;
mod ureq;

use crate::cost::Cost;
use crate::measure::{Request, asynchronous};

/// Measures one peer.
type Measure = fn(&Request) -> Result<Cost, String>;

/// The peers by name.
const PEERS: &[(&str, Measure)] = &[
    ("core", |request| Ok(asynchronous::<core::Core>(request))),
    ("core-wait", |request| Ok(core::measure_wait(request))),
    ("core-on-reqwest", |request| {
        Ok(asynchronous::<core::OnReqwest>(request))
    }),
    ("reqwest", |request| {
        Ok(asynchronous::<reqwest_plain::Plain>(request))
    }),
    ("reqwest-tuned", |request| {
        Ok(asynchronous::<reqwest_tuned::Tuned>(request))
    }),
    ("ureq", |request| Ok(ureq::measure(request))),
    ("raw", |request| Ok(asynchronous::<raw::Raw>(request))),
];

/// Measures the peer of this name.
pub(crate) fn measure(name: &str, request: &Request) -> Result<Cost, String> {
    match PEERS.iter().find(|(known, _)| *known == name) {
        Some((_, measure)) => measure(request),
        None => Err(format!("there is no peer {name}")),
    }
}
