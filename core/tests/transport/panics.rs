//! A call that panics while the built-in transport carries it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant, SystemTime};

use authloom::{
    BoxFuture, ErrorKind, Event, EventKind, Hook, HttpConfig, Outcome, Resolve, Runtime,
    TokioRuntime,
};
use tokio::runtime::Handle;
use tokio::sync::mpsc::unbounded_channel;

use crate::support::raw::{self, OK};
use crate::support::{client, get, once, post, run, run_on_each};

/// A clock that panics, once, when the time is over for which a call waits first.
#[derive(Debug)]
struct Impatient {
    clock: TokioRuntime,
    calm: AtomicBool,
}

impl Runtime for Impatient {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self.clock.spawn(work);
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn wall_clock(&self) -> SystemTime {
        self.clock.wall_clock()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if self.calm.swap(true, Relaxed) {
            return self.clock.sleep(duration);
        }
        let soon = self.clock.sleep(Duration::from_millis(50));
        Box::pin(async move {
            soon.await;
            panic!("the clock has had enough");
        })
    }
}

#[test]
fn its_connection_is_closed_and_the_client_stays_usable() {
    run_on_each(async |http| {
        let (tell_ended, mut ended) = unbounded_channel();
        let server = raw::serve(move |mut connection, number| {
            if number > 0 {
                return connection.respond_all(OK);
            }
            connection.request();
            let _ = tell_ended.send(connection.request());
        });
        let runtime = Impatient {
            clock: TokioRuntime::new(Handle::current()),
            calm: AtomicBool::new(false),
        };
        let http = HttpConfig {
            runtime: Some(Arc::new(runtime)),
            ..http
        };
        let client = client(format!("http://{server}"), http);
        let error = post(&client).await.expect_err("the clock panics");
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Internal, Outcome::Unknown)
        );
        assert_eq!(ended.recv().await, Some(None), "the connection is closed");
        post(&client)
            .await
            .expect("the client is as good as before");
    });
}

/// Panics at the end of one call.
#[derive(Debug, Default)]
struct AtTheEnd(AtomicBool);

impl Hook for AtTheEnd {
    fn on_event(&self, event: &Event) {
        let finished = event.kind == EventKind::Finished;
        assert!(!finished || self.0.swap(true, Relaxed), "it is the end");
    }
}

#[test]
fn a_connection_that_was_handed_back_by_then_is_closed_too() {
    run_on_each(async |http| {
        let (tell_asked, mut asked) = unbounded_channel();
        let (tell_ended, mut ended) = unbounded_channel();
        let server = raw::serve(move |mut connection, number| {
            while connection.request().is_some() {
                let _ = tell_asked.send(number);
                connection.send(OK);
            }
            let _ = tell_ended.send(number);
        });
        let http = HttpConfig {
            hooks: vec![Arc::new(AtTheEnd::default())],
            ..http
        };
        let client = client(format!("http://{server}"), http);
        let error = get(&client).await.expect_err("the hook panics");
        assert_eq!(error.kind, ErrorKind::Internal);
        get(&client).await.expect("the client is as good as before");
        let numbers = (asked.recv().await, asked.recv().await);
        assert_eq!(numbers, (Some(0), Some(1)), "it is not used again");
        assert_eq!(ended.recv().await, Some(0));
    });
}

#[test]
fn a_resolver_that_panics_ends_its_call_alone() {
    #[derive(Debug)]
    struct Nobody;
    impl Resolve for Nobody {
        fn resolve(&self, _host: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
            Box::pin(async { panic!("it knows nobody") })
        }
    }
    run(async || {
        let config = HttpConfig {
            resolver: Some(Arc::new(Nobody)),
            ..once()
        };
        let client = client("https://api.authloom.test", config);
        for _ in 0..2 {
            let error = post(&client).await.expect_err("the resolver panics");
            assert_eq!(
                (error.kind, error.attempts),
                (ErrorKind::Internal, 1),
                "{error}"
            );
        }
    });
}
