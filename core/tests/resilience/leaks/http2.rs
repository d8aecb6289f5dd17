//! HTTP/2, whose library tells `tracing` of every frame.

use std::sync::mpsc::Receiver;

use super::canaries::Canaries;
use super::seen::Seen;
use super::{call, watched};
use crate::operations::{self, Clients};
use crate::support::{PATIENCE, on_each, runtime};

#[allow(dead_code, reason = "the tests of the transports use more of it")]
#[path = "../../transport/support/authority.rs"]
mod authority;
#[allow(dead_code, reason = "the tests of the transports use more of it")]
#[path = "../../transport/support/https.rs"]
mod https;

/// As the server's module expects it.
fn next<T>(messages: &Receiver<T>) -> T {
    messages
        .recv_timeout(PATIENCE)
        .expect("it has something to tell")
}

#[test]
fn what_travels_in_frames_is_not_told() {
    on_each(async |carrier, _| {
        let canaries = Canaries::new();
        let seen = Seen::default();
        let _listening = seen.listen();
        let authority = authority::Authority::new();
        let server = https::Https::start(authority.server(&["h2"]));
        for with_token in [false, true] {
            let http = watched(carrier.trusting(&authority.pem()), &seen);
            let clients = Clients::at(|_| server.url(), &canaries.credentials(), &http);
            for operation in operations::all() {
                call(operation, &clients, &canaries, with_token, &seen).await;
                assert_eq!(server.next().version, http::Version::HTTP_2);
                assert!(seen.holds("Headers"), "the frames are reported");
                seen.check(&canaries, &format!("{carrier:?}, {operation:?}"));
            }
        }
        seen.control(&canaries);
    });
}
