//! What proves that nothing was sent: no name, no connection, no TLS. Every operation says that
//! nothing happened, and is tried again unless it would fail in the same way.

use std::net::{Ipv4Addr, SocketAddr};

use authloom::{Error, ErrorKind, Outcome};
use authloom_sandbox::Fault;
use authloom_sandbox::faults::{Kind, TlsMode};
use tokio::net::TcpSocket;

use crate::operations::{self, Clients, Credentials, Operation};
use crate::support::{Names, on_each, strike};

/// Whether another attempt may succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    Maybe,
    Never,
}

fn judge(error: &Error, operation: &Operation, again: Again, said: &str, what: &str) {
    assert_eq!(error.kind, ErrorKind::Transport, "{what}");
    assert_eq!(error.outcome, Outcome::NotSent, "{what}");
    let may_succeed = again == Again::Maybe;
    assert_eq!(error.attempts, if may_succeed { 3 } else { 1 }, "{what}");
    assert_eq!(error.retryable, may_succeed, "{what}");
    assert_eq!((error.status, &error.resolve_with), (None, &None), "{what}");
    assert_eq!(error.operation, operation.name, "{what}");
    assert!(error.message.contains(said), "{what}");
}

#[test]
fn a_closed_port_is_not_sent_to() {
    on_each(async |carrier, _| {
        // Bound, so that nobody else listens there, but not listening.
        let bound = TcpSocket::new_v4().expect("a socket");
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        bound.bind(loopback).expect("loopback has a free port");
        let url = format!("http://{}", bound.local_addr().expect("it is bound"));
        for operation in operations::all() {
            let clients = Clients::at(|_| url.clone(), &Credentials::default(), &carrier.hasty());
            let error = operation.simply(&clients).await.expect_err("refused");
            let what = format!("{carrier:?}, {operation:?}: {error:?}");
            judge(&error, operation, Again::Maybe, "could not connect", &what);
        }
    });
}

#[test]
fn an_unknown_host_is_not_sent_to() {
    on_each(async |carrier, _| {
        for operation in operations::all() {
            let clients = Clients::at(
                |_| "http://api.authloom.test".to_owned(),
                &Credentials::default(),
                &carrier.naming(Names::Unknown),
            );
            let error = operation.simply(&clients).await.expect_err("no such name");
            let what = format!("{carrier:?}, {operation:?}: {error:?}");
            judge(
                &error,
                operation,
                Again::Maybe,
                "could not resolve the host name",
                &what,
            );
        }
    });
}

#[test]
fn an_untrusted_server_is_sent_nothing() {
    on_each(async |carrier, sandbox| {
        // Without a connection from before. Each client reads the system's roots anew, so that
        // calls share one, but no more calls than its retry budget pays for.
        const CALLS: usize = 15;
        let clients = || {
            let url = |api| sandbox.tls_base_url(api);
            let trusting = carrier.trusting(&sandbox.authority_pem());
            Clients::at(url, &Credentials::default(), &trusting)
        };
        let operations: Vec<_> = operations::all().collect();
        for some in operations.chunks(CALLS) {
            let clients = clients();
            for operation in some {
                sandbox.reset();
                let called = operation.simply(&clients).await;
                called.unwrap_or_else(|error| panic!("{carrier:?}, {operation:?}: {error:?}"));
            }
        }
        for (mode, again) in [
            (TlsMode::SelfSigned, Again::Never),
            (TlsMode::WrongName, Again::Never),
            (TlsMode::Expired, Again::Never),
            (TlsMode::OldVersion, Again::Never),
            (TlsMode::RefusedVersion, Again::Never),
            (TlsMode::NotTls, Again::Never),
            (TlsMode::Reset, Again::Maybe),
            (TlsMode::Close, Again::Maybe),
        ] {
            sandbox.reset();
            strike(sandbox, [Fault::new(Kind::Tls { mode })]);
            for some in operations.chunks(CALLS) {
                let clients = clients();
                for operation in some {
                    let error = operation.simply(&clients).await.expect_err("no TLS");
                    let what = format!("{carrier:?}, {mode:?}, {operation:?}: {error:?}");
                    judge(&error, operation, again, "", &what);
                    let is_advised = error.to_string().contains("give that as `ca_certificates`");
                    let is_untrusted = matches!(
                        mode,
                        TlsMode::SelfSigned | TlsMode::WrongName | TlsMode::Expired
                    );
                    assert_eq!(is_advised, is_untrusted, "{what}");
                    assert!(sandbox.log(0).is_empty(), "{what}");
                }
            }
        }
    });
}
