//! HTTP/1.1 (RFC 9112), as far as a client of an API needs it, and no more lenient than it must be.
//!
//! [`request`] writes a request, [`head`] reads the head of a response, and [`chunked`] a chunked
//! body; none of them does I/O. A [`connection`] moves the bytes, an [`exchange`] is one request
//! and the head of its response on it, and a [`body`] reads the rest.

mod body;
mod chunked;
mod connection;
mod exchange;
mod head;
mod request;

pub(super) use connection::{Connection, Home};
pub(super) use exchange::Exchange;
pub(super) use request::Target;
#[cfg(feature = "fuzzing")]
pub(super) use request::write_head;
