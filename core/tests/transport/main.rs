//! The transports, through the public API, against servers on loopback that are written
//! here: what it says on the wire, whom it trusts, which way it takes, which connections it keeps.

mod body;
mod cancel;
mod environment;
mod http2;
mod http2_floods;
mod http2_goaway;
mod idle;
mod max_connections;
#[cfg(feature = "reqwest")]
mod on_reqwest;
#[cfg(feature = "reqwest")]
#[path = "../support/over_reqwest.rs"]
mod over_reqwest;
mod panics;
mod pool;
mod proxy;
mod redirect;
mod resolver;
mod socks;
mod stray;
mod support;
mod tls;
mod wait;
mod wire;
