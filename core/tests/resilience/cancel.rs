//! Calls that their caller gives up, at every point where they wait: the client stays usable, and
//! no connection that carried half an exchange is used again.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::Poll;
use std::time::Instant;

use authloom::{
    BoxFuture, CredentialProvider, Error, Event, EventKind, Hook, HttpConfig, Konnect,
    KonnectConfig, Lease, Refusal,
};
use authloom_sandbox::faults::{Kind, Part, Place, Reply};
use authloom_sandbox::{ApiName, Fault, Sandbox};

use crate::operations::{self, Arguments, Clients, Operation, Success};
use crate::support::{on_each, once, strike, until, within};

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

/// Awaits something and gives it up after so many polls; true if it ended before.
async fn ends_within<T>(call: impl Future<Output = T>, polls: usize) -> bool {
    let mut call = Box::pin(call);
    let mut left = polls;
    poll_fn(|cx| {
        let polled = Pin::new(&mut call).poll(cx);
        left -= 1;
        match polled {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// A server that fails first, if `retried`, and responds in pieces then.
fn slowly(retried: bool) -> Vec<Fault> {
    let drip = |nth| {
        let kind = Kind::Drip {
            bytes: 150,
            interval_ms: 1,
            part: Part::Response,
        };
        Fault::new(kind).nth(nth)
    };
    if retried {
        let throttled = Reply::new(429).header("Retry-After", "0");
        vec![Fault::new(Kind::Status(throttled)).nth(1), drip(2)]
    } else {
        vec![drip(1)]
    }
}

/// An operation of the same API that succeeds whatever became of another.
fn robust(api: ApiName) -> &'static Operation {
    let name = match api {
        ApiName::Konnect => "upsert_auth_config",
        ApiName::FitbitPlus => "create_token",
        ApiName::TokenService => "issue_long_term_token",
        ApiName::Tyk => "list_oauth_client_tokens",
    };
    operations::named(api, name)
}

/// Makes a call that must succeed at its first attempt.
async fn still_works(clients: &Clients, attempts: &Attempts, api: ApiName, what: &str) {
    let before = attempts.0.load(Relaxed);
    let called = robust(api).simply(clients).await;
    called.unwrap_or_else(|error| panic!("{what}, then {error:?}"));
    assert_eq!(attempts.0.load(Relaxed) - before, 1, "{what}");
}

#[test]
fn a_client_outlives_cancelled_calls() {
    on_each(async |carrier, sandbox| {
        for (retried, warm) in [(false, false), (true, true)] {
            for operation in operations::distinct() {
                for polls in 1.. {
                    sandbox.reset();
                    let attempts = Arc::new(Attempts::default());
                    let http = HttpConfig {
                        hooks: vec![attempts.clone()],
                        ..carrier.hasty()
                    };
                    let clients = Clients::of(sandbox, &http);
                    let what = format!("{carrier:?}, {retried}, {warm}, {operation:?}, {polls}");
                    if warm {
                        still_works(&clients, &attempts, operation.api, &what).await;
                    }
                    sandbox.reset();
                    strike(sandbox, slowly(retried));
                    let arguments = Arguments::default();
                    let call = operation.call(&clients, &arguments);
                    let ended = within(ends_within(call, polls)).await;
                    strike(sandbox, []);
                    sandbox.reset();
                    still_works(&clients, &attempts, operation.api, &what).await;
                    if ended {
                        assert!(polls > 1, "{what}: it waited nowhere");
                        break;
                    }
                }
            }
        }
    });
}

/// The connection of the one request that came after so many.
fn connection_after(sandbox: &Sandbox, count: u64, what: &str) -> u64 {
    match &sandbox.log(count)[..] {
        [entry] => entry.connection,
        log => panic!("{what}: one request, not {log:#?}"),
    }
}

#[test]
fn a_half_used_connection_is_not_reused() {
    on_each(async |carrier, sandbox| {
        for at in [Place::Before, Place::Head, Place::Between, Place::Body] {
            for operation in operations::all() {
                if operation.success == Success::NoContent
                    && matches!(at, Place::Between | Place::Body)
                {
                    continue;
                }
                sandbox.reset();
                let attempts = Arc::new(Attempts::default());
                let http = HttpConfig {
                    hooks: vec![attempts.clone()],
                    ..carrier.hasty()
                };
                let clients = Clients::of(sandbox, &http);
                let what = format!("{carrier:?}, {at:?}, {operation:?}");
                // So that there is a connection that it could be taken for.
                still_works(&clients, &attempts, operation.api, &what).await;
                let used = connection_after(sandbox, 0, &what);
                strike(sandbox, [Fault::new(Kind::Hang { at }).nth(1)]);
                let arguments = Arguments::default();
                let mut call = operation.call(&clients, &arguments);
                until(&mut call, || sandbox.log(1).len() == 1).await;
                assert_eq!(connection_after(sandbox, 1, &what), used, "{what}");
                drop(call);
                still_works(&clients, &attempts, operation.api, &what).await;
                assert_ne!(connection_after(sandbox, 2, &what), used, "{what}");
            }
        }
    });
}

/// A source that has to be asked twice, and can be given up between.
#[derive(Debug, Default)]
struct Slow(AtomicUsize);

impl CredentialProvider for Slow {
    fn cached(&self) -> Option<Lease> {
        None
    }

    fn acquire(&self, _deadline: Instant) -> BoxFuture<'_, Result<Lease, Error>> {
        Box::pin(async {
            self.0.fetch_add(1, Relaxed);
            tokio::task::yield_now().await;
            Ok(Lease {
                secret: "kpat_example".into(),
                generation: 1,
                expires_at: None,
            })
        })
    }

    fn refused(&self, _lease: &Lease, _status: i32) -> Refusal {
        Refusal::ReplayOnce
    }
}

#[test]
fn a_wait_for_a_credential_can_be_cancelled() {
    on_each(async |carrier, sandbox| {
        let source = Arc::new(Slow::default());
        let konnect = Konnect::new(KonnectConfig {
            base_url: Some(sandbox.base_url(ApiName::Konnect)),
            credential: Some(source.clone()),
            http: carrier.http(),
            ..KonnectConfig::default()
        });
        let konnect = konnect.expect("a configuration");
        let id = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
        let mut call = konnect.get_auth_config(id).into_future();
        assert!(once(&mut call).await.is_none());
        drop(call);
        assert_eq!(source.0.load(Relaxed), 1);
        assert!(sandbox.log(0).is_empty(), "nothing was sent");
        // A refused credential is asked for again, and that can be given up too.
        let refused = Kind::Status(Reply::new(401));
        strike(sandbox, [Fault::new(refused).nth(1)]);
        let mut call = konnect.get_auth_config(id).into_future();
        until(&mut call, || source.0.load(Relaxed) == 3).await;
        drop(call);
        let called = within(konnect.get_auth_config(id)).await;
        called.expect("the client is as good as before");
        assert_eq!(sandbox.log(0).len(), 2);
    });
}
