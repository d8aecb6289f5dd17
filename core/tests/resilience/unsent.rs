//! What proves that nothing was sent: no name, no connection, no TLS. Every operation is then tried
//! again, and says that nothing happened.

use std::net::{Ipv4Addr, SocketAddr};

use authloom::{Error, ErrorKind, Outcome};
use authloom_sandbox::Fault;
use authloom_sandbox::faults::{Kind, TlsMode};
use tokio::net::TcpSocket;

use crate::operations::{self, Clients, Credentials, Operation};
use crate::support::{Names, on_each, strike};

fn judge(error: &Error, operation: &Operation, said: &str, what: &str) {
    assert_eq!(error.kind, ErrorKind::Transport, "{what}");
    assert_eq!(error.outcome, Outcome::NotSent, "{what}");
    assert_eq!(error.attempts, 3, "{what}");
    assert!(error.retryable, "{what}");
    assert_eq!((error.status, &error.resolve_with), (None, &None), "{what}");
    assert_eq!(error.operation, operation.name, "{what}");
    assert!(error.message.contains(said), "{what}");
}

#[test]
fn a_port_that_nobody_listens_on_is_not_sent_to() {
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
            judge(&error, operation, "no connection could be made", &what);
        }
    });
}

#[test]
fn a_name_that_is_not_known_is_not_sent_to() {
    on_each(async |carrier, _| {
        for operation in operations::all() {
            let clients = Clients::at(
                |_| "http://api.authloom.test".to_owned(),
                &Credentials::default(),
                &carrier.naming(Names::Unknown),
            );
            let error = operation.simply(&clients).await.expect_err("no such name");
            let what = format!("{carrier:?}, {operation:?}: {error:?}");
            judge(&error, operation, "name could not be resolved", &what);
        }
    });
}

#[test]
fn whoever_is_not_trusted_is_sent_nothing() {
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
        for mode in [
            TlsMode::SelfSigned,
            TlsMode::WrongName,
            TlsMode::Expired,
            TlsMode::OldVersion,
            TlsMode::RefusedVersion,
            TlsMode::NotTls,
            TlsMode::Reset,
            TlsMode::Close,
        ] {
            sandbox.reset();
            strike(sandbox, [Fault::new(Kind::Tls { mode })]);
            for some in operations.chunks(CALLS) {
                let clients = clients();
                for operation in some {
                    let error = operation.simply(&clients).await.expect_err("no TLS");
                    let what = format!("{carrier:?}, {mode:?}, {operation:?}: {error:?}");
                    judge(&error, operation, "", &what);
                    assert!(sandbox.log(0).is_empty(), "{what}");
                }
            }
        }
    });
}
