//! Calls of threads that wait, within a runtime and without one.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Barrier};
use std::thread;

use authloom::{HttpConfig, Konnect, RawRequest, RawResponse, Request};
use tokio::runtime::Builder;

use crate::support::raw::{self, OK};
use crate::support::{client, once, run, runtime};

/// A server that counts its connections.
fn counting() -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let connections = Arc::clone(&count);
    let address = raw::serve(move |mut connection, _| {
        connections.fetch_add(1, Relaxed);
        while connection.request().is_some() && connection.send(OK) {}
    });
    (format!("http://{address}"), count)
}

fn call(client: &Konnect) -> Request<RawResponse> {
    client.request(RawRequest {
        method: "GET".into(),
        path: "/v1/thing".into(),
        ..RawRequest::default()
    })
}

fn succeeds(client: &Konnect) {
    let response = call(client).wait().expect("a response");
    assert_eq!(response.status, 200);
}

#[test]
fn a_connection_is_used_by_later_waits_and_by_clones() {
    let (url, connections) = counting();
    let client = client(url, once());
    for _ in 0..3 {
        succeeds(&client);
        succeeds(&client.clone());
    }
    assert_eq!(connections.load(Relaxed), 1);
}

#[test]
fn a_wait_within_a_runtime_neither_panics_nor_waits_for_itself() {
    let (url, connections) = counting();
    let client = client(url, once());
    let within = client.clone();
    run(async move || {
        succeeds(&within);
        let blocking = within.clone();
        let spawned = tokio::task::spawn_blocking(move || succeeds(&blocking));
        spawned.await.expect("it does not panic");
        succeeds(&within);
    });
    assert_eq!(
        connections.load(Relaxed),
        1,
        "the client's own thread keeps it"
    );
    let several = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("the system gives a runtime its threads");
    several.block_on(async {
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { succeeds(&client) })
            })
            .collect();
        for task in tasks {
            task.await.expect("it does not panic");
        }
    });
}

#[test]
fn sixty_four_threads_wait_at_once() {
    const THREADS: usize = 64;
    let all = Arc::new(Barrier::new(THREADS));
    let server = Arc::clone(&all);
    // None gets a response before all have arrived.
    let address = raw::serve(move |mut connection, _| {
        if connection.request().is_some() {
            server.wait();
            while connection.send(OK) && connection.request().is_some() {}
        }
    });
    let client = client(format!("http://{address}"), once());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                succeeds(&client);
            });
        }
    });
}

#[test]
fn a_client_that_has_waited_is_dropped_anywhere() {
    let (url, _) = counting();
    let client = client(url, once());
    succeeds(&client);
    runtime().block_on(async move { drop(client) });
}

#[test]
fn a_wait_ends_with_the_deadline_and_names_the_call() {
    let address = raw::serve(|mut connection, _| {
        let _ = connection.request();
        while connection.request().is_some() {}
    });
    let client = client(format!("http://{address}"), HttpConfig::clone(&once()));
    let timeout = std::time::Duration::from_millis(20);
    let error = call(&client).timeout(timeout).wait().expect_err("silence");
    assert_eq!(
        (error.kind, error.operation.as_str()),
        (authloom::ErrorKind::Timeout, "request")
    );
}
