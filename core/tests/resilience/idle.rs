//! Connections that a server closed while they were idle, and nobody drove the client's runtime:
//! the next call that must not be repeated succeeds at its first attempt.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use authloom::{Event, EventKind, Hook, HttpConfig};
use authloom_sandbox::faults::Kind;
use authloom_sandbox::{ApiName, Fault, Sandbox};
use tokio::task::JoinSet;

use crate::operations::{self, Arguments, Class, Clients, Operation};
use crate::support::{Carrier, PATIENCE, runtime, sandbox, strike, within};

/// Counts attempts, whatever becomes of them.
#[derive(Debug, Default)]
struct Attempts(AtomicUsize);

impl Hook for Attempts {
    fn on_event(&self, event: &Event) {
        if event.kind == EventKind::Sending {
            self.0.fetch_add(1, Relaxed);
        }
    }
}

impl Attempts {
    fn take(&self) -> usize {
        self.0.swap(0, Relaxed)
    }
}

/// Lets the least time pass after which a client counts as idle. More of it changes nothing.
fn grow_idle() {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(2) {
        std::thread::yield_now();
    }
}

/// Clients that call each API once.
fn warm_up(sandbox: &Sandbox, runtime: &tokio::runtime::Runtime, clients: &Clients) {
    for api in ApiName::ALL {
        let any = operations::all().find(|any| any.api == api && any.class == Class::Safe);
        let any = match api {
            ApiName::TokenService => operations::named(api, "issue_short_term_token"),
            _ => any.expect("each other API has one"),
        };
        let called = runtime.block_on(any.simply(clients));
        called.unwrap_or_else(|error| panic!("{any:?}: {error:?}"));
    }
    assert_eq!(sandbox.close_idle(), ApiName::ALL.len());
}

#[test]
fn the_first_call_after_a_pause_is_sent_once() {
    for carrier in Carrier::all() {
        let (sandbox, runtime) = (sandbox(), runtime());
        let attempts = Arc::new(Attempts::default());
        let http = HttpConfig {
            hooks: vec![attempts.clone()],
            ..carrier.http()
        };
        let clients = Clients::of(&sandbox, &http);
        for operation in operations::all().filter(|one| one.class == Class::NonIdempotent) {
            sandbox.reset();
            warm_up(&sandbox, &runtime, &clients);
            grow_idle();
            let seen = sandbox.log(0).len();
            attempts.take();
            let called = runtime.block_on(operation.simply(&clients));
            called.unwrap_or_else(|error| panic!("{carrier:?}, {operation:?}: {error:?}"));
            assert_eq!(attempts.take(), 1, "{carrier:?}, {operation:?}");
            assert_eq!(sandbox.log(0).len() - seen, 1, "{carrier:?}, {operation:?}");
            // What it left open is closed before the next.
            runtime.block_on(async {});
            sandbox.close_idle();
            grow_idle();
        }
    }
}

const IN_FLIGHT: usize = 64;

/// Makes that many calls at once.
async fn together(clients: &Arc<Clients>, operation: &'static Operation) {
    let mut calls = JoinSet::new();
    for _ in 0..IN_FLIGHT {
        let clients = Arc::clone(clients);
        calls.spawn(async move { operation.call(&clients, &Arguments::default()).await });
    }
    while let Some(called) = within(calls.join_next()).await {
        let called = called.expect("it does not panic");
        called.unwrap_or_else(|error| panic!("{operation:?}: {error:?}"));
    }
}

#[test]
fn concurrent_calls_after_a_pause_are_sent_once() {
    for carrier in Carrier::all() {
        // reqwest's own pool keeps 32, whatever the client says.
        for max_connections in [64, 128] {
            let (sandbox, runtime) = (sandbox(), runtime());
            let attempts = Arc::new(Attempts::default());
            let http = HttpConfig {
                hooks: vec![attempts.clone()],
                max_connections,
                ..carrier.http()
            };
            let clients = Arc::new(Clients::of(&sandbox, &http));
            let create = operations::named(ApiName::FitbitPlus, "create_token");
            for round in 0..8 {
                sandbox.reset();
                open_many(&sandbox, &runtime, &clients, create);
                let closed = sandbox.close_idle();
                assert!(closed >= 32, "{carrier:?}: {closed} idle connections");
                grow_idle();
                sandbox.reset();
                attempts.take();
                runtime.block_on(together(&clients, create));
                let what = format!("{carrier:?}, {max_connections}, round {round}");
                assert_eq!(attempts.take(), IN_FLIGHT, "{what}");
                assert_eq!(sandbox.log(0).len(), IN_FLIGHT, "{what}");
            }
        }
    }
}

/// Calls until there are as many connections as calls: those that take their time.
fn open_many(
    sandbox: &Sandbox,
    runtime: &tokio::runtime::Runtime,
    clients: &Arc<Clients>,
    operation: &'static Operation,
) {
    let begun = Instant::now();
    for ms in [5, 20, 80, 320].into_iter().cycle() {
        strike(sandbox, [Fault::new(Kind::Latency { ms })]);
        runtime.block_on(together(clients, operation));
        let used = sandbox.log(0);
        let mut used: Vec<_> = used.iter().rev().take(IN_FLIGHT).collect();
        used.sort_by_key(|entry| entry.connection);
        used.dedup_by_key(|entry| entry.connection);
        if used.len() == IN_FLIGHT {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{} connections", used.len());
    }
}
