//! No secret is seen: not in errors, logs, events or values, also when the server sends it back.
//!
//! Each test gathers whatever can be seen in a [`Seen`], and looks there for [`Canaries`]. Each
//! also shows itself that it would find them.

mod canaries;
mod echo;
mod http2;
mod responses;
mod seen;
mod server;
mod undecodable;
mod values;

use authloom::HttpConfig;

use crate::operations::{Clients, Given, Operation};
use crate::support::within;
use canaries::Canaries;
use seen::Seen;

/// How calls travel here: watched, and not repeated.
fn watched(http: HttpConfig, seen: &Seen) -> HttpConfig {
    HttpConfig {
        hooks: vec![seen.hook()],
        max_attempts: 1,
        ..http
    }
}

/// Makes a call with canaries for secrets, and takes in what is seen of it.
async fn call(
    operation: &Operation,
    clients: &Clients,
    canaries: &Canaries,
    with_token: bool,
    seen: &Seen,
) -> Option<Given> {
    let arguments = canaries.arguments(with_token);
    match within(operation.call(clients, &arguments)).await {
        Ok(given) => Some(given),
        Err(error) => {
            seen.error(error);
            None
        }
    }
}
