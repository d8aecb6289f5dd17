//! The built-in transport, through the public API, against servers on loopback that are written
//! here: what it says on the wire, whom it trusts, which way it takes, which connections it keeps.

mod body;
mod cancel;
mod environment;
mod http2;
mod pool;
mod proxy;
mod redirect;
mod resolver;
mod socks;
mod support;
mod tls;
mod wire;
