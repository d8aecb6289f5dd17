//! The four APIs that Authloom calls, on loopback: stateful, faithful, scriptable.
//!
//! It shares no code with `authloom`, so the two cannot be wrong together.
//!
//! [`Sandbox`] runs them in this process; each is also an [`exchange::Api`] that responds without a
//! socket. The binary `authloom-sandbox` is the same for programs in other languages; the README
//! describes it, the seed and the control port.

mod api_name;
mod black_hole;
mod channel;
mod clock;
mod connections;
mod control;
mod controls;
mod encoding;
mod environment;
mod json;
mod log;
mod loopback;
mod random;
mod redact;
mod sandbox;
mod seed;
mod server;
mod tls;
mod vectors;
mod wire;
mod world;

pub mod exchange;
pub mod faults;
pub mod fitbit_plus;
pub mod konnect;
pub mod token_service;
pub mod tyk;

pub use api_name::ApiName;
pub use black_hole::BlackHole;
pub use clock::FURTHEST;
pub use environment::VARIABLES;
pub use faults::{Fault, FaultError};
pub use log::Entry;
pub use sandbox::{Builder, Sandbox, StartError};
pub use seed::{Seed, SeedError};
pub use tls::CertificatePem;
pub use vectors::{Vector, Verdict};

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
