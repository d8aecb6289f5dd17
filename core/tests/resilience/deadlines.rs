//! Which deadline ends a call that gets no response, on a clock that is turned by hand and over real
//! sockets: for every operation and every place where a server can fall silent.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use authloom::{Error, ErrorKind, Event, EventKind, Hook, HttpConfig, Outcome};
use authloom_sandbox::faults::{Kind, Place, TlsMode};
use authloom_sandbox::{ApiName, BlackHole, Fault, Sandbox};

use crate::operations::{self, Arguments, Class, Clients, Credentials, Given, Operation, Success};
use crate::support::{Clock, Names, on_each, once, strike, within};

const LONG: Duration = Duration::from_secs(10_000);

/// Counts attempts.
#[derive(Debug, Default)]
struct Attempts(AtomicUsize);

impl Hook for Attempts {
    fn on_event(&self, event: &Event) {
        if event.kind == EventKind::Sending {
            self.0.fetch_add(1, Relaxed);
        }
    }
}

/// A clock, and how many attempts there were on it.
#[derive(Default)]
struct Watch {
    clock: Clock,
    attempts: Arc<Attempts>,
}

impl Watch {
    /// The same way to travel, by this clock.
    fn on(&self, http: HttpConfig) -> HttpConfig {
        HttpConfig {
            runtime: Some(Arc::new(self.clock.clone())),
            hooks: vec![self.attempts.clone()],
            ..http
        }
    }

    /// Runs a call to its end. Whenever it waits, and each attempt has come as far as `arrived`
    /// says, the clock is turned to what it waits for.
    async fn run(
        &self,
        operation: &Operation,
        clients: &Clients,
        arrived: impl Fn() -> usize,
    ) -> Result<Given, Error> {
        let arguments = Arguments::default();
        let mut call = operation.call(clients, &arguments);
        within(async {
            loop {
                if let Some(ended) = once(&mut call).await {
                    return ended;
                }
                if self.clock.is_awaited() && arrived() >= self.attempts.0.load(Relaxed) {
                    self.clock.turn_to_alarm();
                }
                tokio::task::yield_now().await;
            }
        })
        .await
    }
}

/// A deadline that is shorter than every other, what is said of it, and how many attempts a safe,
/// an idempotent and another operation come to. The clock need not show how far a connection has
/// come when it is turned: whichever it was, no other deadline comes before this one.
fn deadlines() -> [(&'static str, HttpConfig, [i32; 3]); 3] {
    let none = HttpConfig {
        connect_timeout: LONG,
        read_timeout: LONG,
        attempt_timeout: LONG,
        total_timeout: LONG,
        ..HttpConfig::default()
    };
    [
        (
            "the server was silent for 20 s",
            HttpConfig {
                read_timeout: Duration::from_secs(20),
                ..none.clone()
            },
            [3, 3, 1],
        ),
        (
            "the attempt took longer than 30 s",
            HttpConfig {
                attempt_timeout: Duration::from_secs(30),
                ..none.clone()
            },
            [3, 3, 1],
        ),
        (
            "the call took longer than 60 s",
            HttpConfig {
                total_timeout: Duration::from_secs(60),
                ..none
            },
            [1, 1, 1],
        ),
    ]
}

/// Gives a carrier's way these deadlines.
fn with_deadlines(http: HttpConfig, deadlines: &HttpConfig) -> HttpConfig {
    HttpConfig {
        connect_timeout: deadlines.connect_timeout,
        read_timeout: deadlines.read_timeout,
        attempt_timeout: deadlines.attempt_timeout,
        total_timeout: deadlines.total_timeout,
        ..http
    }
}

fn judge(error: &Error, operation: &Operation, said: &str, attempts: [i32; 3], what: &str) {
    assert_eq!(error.kind, ErrorKind::Timeout, "{what}");
    assert!(error.message.contains(said), "{what}");
    assert_eq!(error.outcome, Outcome::Unknown, "{what}");
    assert_eq!(
        error.resolve_with.as_deref(),
        operation.resolve_with,
        "{what}"
    );
    assert_eq!(error.attempts, attempts[operation.class as usize], "{what}");
    assert_eq!(
        error.retryable,
        operation.class != Class::NonIdempotent,
        "{what}"
    );
}

/// The connections of the requests so far.
fn connections(sandbox: &Sandbox) -> Vec<u64> {
    let log = sandbox.log(0);
    log.iter().map(|entry| entry.connection).collect()
}

#[test]
fn a_silent_server_times_out() {
    on_each(async |carrier, sandbox| {
        for (said, deadlines, attempts) in deadlines() {
            for at in [Place::Before, Place::Head, Place::Between, Place::Body] {
                for operation in operations::all() {
                    sandbox.reset();
                    strike(sandbox, [Fault::new(Kind::Hang { at })]);
                    let watch = Watch::default();
                    let http = watch.on(with_deadlines(carrier.http(), &deadlines));
                    let clients = Clients::of(sandbox, &http);
                    let received = || sandbox.log(0).len();
                    if operation.success == Success::NoContent
                        && matches!(at, Place::Between | Place::Body)
                    {
                        // Its response is whole, so that it ends without the clock.
                        let called = watch.run(operation, &clients, || 0).await;
                        called.unwrap_or_else(|error| panic!("{operation:?}: {error:?}"));
                        continue;
                    }
                    let called = watch.run(operation, &clients, received).await;
                    let what = format!("{carrier:?}, {said}, {at:?}, {operation:?}: {called:?}");
                    judge(&called.expect_err(&what), operation, said, attempts, &what);
                    let used = connections(sandbox);
                    let attempts = attempts[operation.class as usize];
                    assert_eq!(i32::try_from(used.len()), Ok(attempts), "{what}");
                    let distinct: HashSet<_> = used.iter().collect();
                    assert_eq!(distinct.len(), used.len(), "{what}");

                    // What carried half an exchange is not used again.
                    sandbox.reset();
                    let called = watch.run(operation, &clients, || 0).await;
                    called.unwrap_or_else(|error| panic!("{what}, then {error:?}"));
                    let [fresh] = connections(sandbox)[..] else {
                        panic!("{what}: one request, one connection")
                    };
                    assert!(!used.contains(&fresh), "{what}");
                }
            }
        }
    });
}

/// Where each API is.
type Url<'a> = &'a dyn Fn(ApiName) -> String;

#[test]
fn a_connection_that_is_never_made_times_out() {
    on_each(async |carrier, sandbox| {
        let hole = BlackHole::open().expect("loopback has a free port");
        let nowhere = format!("http://{}", hole.address());
        let named = "http://api.authloom.test".to_owned();
        strike(
            sandbox,
            [Fault::new(Kind::Tls {
                mode: TlsMode::Hang,
            })],
        );
        let authority = sandbox.authority_pem();
        let hanging = |api| sandbox.tls_base_url(api);
        let ways: [(&str, HttpConfig, Url<'_>); 3] = [
            ("a black hole", carrier.http(), &|_| nowhere.clone()),
            ("a silent resolver", carrier.naming(Names::Silent), &|_| {
                named.clone()
            }),
            (
                "a handshake that hangs",
                carrier.trusting(&authority),
                &hanging,
            ),
        ];
        for (way, http, url) in ways {
            let operations: Vec<_> = operations::all().collect();
            // As many as a client's retry budget pays for.
            for some in operations.chunks(15) {
                let watch = Watch::default();
                let clients = Clients::at(url, &Credentials::default(), &watch.on(http.clone()));
                for operation in some {
                    let began = watch.clock.elapsed();
                    let never = || usize::MAX;
                    let called = watch.run(operation, &clients, never).await;
                    let what = format!("{carrier:?}, {way}, {operation:?}: {called:?}");
                    let error = called.expect_err(&what);
                    assert_eq!(error.kind, ErrorKind::Timeout, "{what}");
                    assert!(
                        error.message.contains("could not connect within 10 s"),
                        "{what}"
                    );
                    assert_eq!(error.outcome, Outcome::NotSent, "{what}");
                    assert_eq!(error.resolve_with, None, "{what}");
                    assert_eq!(error.attempts, 3, "{what}");
                    assert!(error.retryable, "{what}");
                    let until = began + Duration::from_secs(30);
                    assert_eq!(watch.clock.elapsed(), until, "{what}");
                }
            }
        }
        assert!(sandbox.log(0).is_empty());
    });
}
