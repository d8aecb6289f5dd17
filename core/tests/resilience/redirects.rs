//! A redirect carries nothing to another origin: nobody even connects there.

use std::net::{Ipv4Addr, TcpListener, TcpStream};

use authloom::{CallOptions, ErrorKind, Outcome, Secret};
use authloom_sandbox::Fault;
use authloom_sandbox::faults::Kind;

use crate::operations::{self, Arguments, Clients};
use crate::support::{on_each, strike, within};

/// A server that nobody is meant to call.
struct Canary(TcpListener);

impl Canary {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        Self(listener.expect("loopback has a free port"))
    }

    fn origin(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("it is bound"))
    }

    /// Whether nobody has called. Connections are accepted in the order in which they were made, so
    /// that the first is this one.
    fn is_untouched(&self) -> bool {
        let own = TcpStream::connect(self.0.local_addr().expect("it is bound"));
        let own = own.expect("it listens").local_addr();
        let (_, first) = self.0.accept().expect("somebody connected");
        first == own.expect("it is connected")
    }
}

#[test]
fn the_canary_notices_a_call() {
    let canary = Canary::start();
    assert!(canary.is_untouched());
    let _caller = TcpStream::connect(canary.0.local_addr().expect("it is bound"));
    assert!(!canary.is_untouched());
}

#[test]
fn no_redirect_leads_to_another_origin() {
    on_each(async |carrier, sandbox| {
        let header = [("X-Partner-Credential".to_owned(), "a-custom-key".to_owned())];
        let ways = [
            CallOptions::default(),
            CallOptions {
                headers: header.clone().into(),
                ..CallOptions::default()
            },
            CallOptions {
                headers: header.into(),
                token: Some(Secret::from("a-token-of-this-call")),
                ..CallOptions::default()
            },
        ];
        for status in [300, 301, 302, 303, 307, 308] {
            for call in &ways {
                let canary = Canary::start();
                sandbox.reset();
                let kind = Kind::Redirect {
                    status,
                    origin: Some(canary.origin()),
                };
                strike(sandbox, [Fault::new(kind)]);
                // No call is repeated, so that one client lasts.
                let clients = Clients::of(sandbox, &carrier.hasty());
                let arguments = Arguments {
                    call: call.clone(),
                    ..Arguments::default()
                };
                let mut sent = 0;
                for operation in operations::all() {
                    let called = within(operation.call(&clients, &arguments)).await;
                    let error = called.expect_err("a redirect");
                    let what = format!("{carrier:?}, {status}, {operation:?}: {error:?}");
                    assert_eq!(error.kind, ErrorKind::Decode, "{what}");
                    assert_eq!(error.status, Some(status.into()), "{what}");
                    assert_eq!(error.outcome, Outcome::Unknown, "{what}");
                    assert_eq!(error.attempts, 1, "{what}");
                    let target = format!("it redirects to {}/", canary.origin());
                    assert!(error.message.starts_with(&target), "{what}");
                    sent += 1;
                    let log = sandbox.log(0);
                    assert_eq!(log.len(), sent, "{what}");
                    let custom = log[sent - 1].headers.contains_key("x-partner-credential");
                    assert_eq!(custom, !call.headers.is_empty(), "{what}");
                }
                assert!(canary.is_untouched(), "{carrier:?}, {status}");
            }
        }
    });
}
