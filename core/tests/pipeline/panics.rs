//! Panics in what a program gives to a client, and in the pipeline itself: each ends its call, and
//! nothing else.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use authloom::fitbit_plus::{CreateTokenOptions, Grant};
use authloom::konnect::UpsertAuthConfig;
use authloom::{
    BoxFuture, CredentialProvider, Error, ErrorKind, Event, EventKind, FitbitPlus,
    FitbitPlusConfig, Hook, HttpConfig, KonnectConfig, Lease, Outcome, Progress, Refusal,
    ResponseBody, Runtime, Transport, TransportError,
};
use bytes::Bytes;
use http_body::Frame;

use crate::clock::Clock;
use crate::script::{Script, Step};
use crate::{CONFIG, ID, Stage};

/// What the panics say, as if a server had sent it.
const SAID: &str = "hush-hush";

/// An error that tells of a panic, says how far the call had come, and holds no word of the panic's.
fn check(error: &Error, phase: &str, outcome: Outcome, attempts: i32) {
    assert_eq!(
        (error.kind, error.outcome, error.attempts, error.retryable),
        (ErrorKind::Internal, outcome, attempts, false),
        "{error}"
    );
    let expected = format!("an internal fault ended the call while {phase}");
    assert_eq!(error.message, expected);
    assert!(error.to_string().contains(&error.operation), "{error}");
    assert!(std::error::Error::source(error).is_none());
    let all = format!("{error} {error:?} {error:#?}");
    assert!(!all.contains(SAID), "{all}");
}

/// Where something panics, and whether it still does.
#[derive(Debug)]
struct Bomb(AtomicBool);

impl Bomb {
    fn armed() -> Arc<Self> {
        Arc::new(Self(AtomicBool::new(true)))
    }

    fn disarm(&self) {
        self.0.store(false, Relaxed);
    }

    fn pass(&self) {
        assert!(!self.0.load(Relaxed), "{SAID}");
    }
}

const EXCHANGE: &str = "sending the request or receiving the response";

/// A hook that panics at one kind of event, and one that keeps what it receives.
#[derive(Debug)]
struct At(EventKind, Arc<Bomb>);

impl Hook for At {
    fn on_event(&self, event: &Event) {
        if event.kind == self.0 {
            self.1.pass();
        }
    }
}

#[derive(Debug, Default)]
struct Ends(AtomicUsize, AtomicUsize);

impl Hook for Ends {
    fn on_event(&self, event: &Event) {
        if event.kind == EventKind::Finished {
            self.0.fetch_add(1, Relaxed);
            let internal = event.error == Some(ErrorKind::Internal);
            self.1.fetch_add(usize::from(internal), Relaxed);
        }
    }
}

#[test]
fn a_hook() {
    for (kind, internal) in [
        (EventKind::Sending, 1),
        (EventKind::Response, 1),
        (EventKind::Retrying, 1),
        // Whoever was notified of the end before it panicked is not notified of another.
        (EventKind::Finished, 0),
    ] {
        let stage = Stage::new([Step::status(503), Step::response(200, CONFIG)]);
        let (bomb, ends) = (Bomb::armed(), Arc::new(Ends::default()));
        let konnect = stage.konnect_with(|config| {
            config.http.hooks = vec![ends.clone(), Arc::new(At(kind, bomb.clone()))];
        });
        let call = || konnect.get_auth_config(ID);
        let error = stage.run(call()).expect_err("a hook panics");
        let attempts = 1 + i32::from(kind == EventKind::Finished);
        check(&error, "telling a hook", Outcome::Unknown, attempts);
        // Reading changes nothing, so there is nothing to find out.
        assert!(!error.to_string().contains("may have applied"), "{error}");
        assert_eq!(stage.script.in_flight(), 0, "{kind:?}");
        let reported = (ends.0.load(Relaxed), ends.1.load(Relaxed));
        assert_eq!(reported, (1, internal), "{kind:?}");

        bomb.disarm();
        stage.run(call()).expect("the client is as good as before");
    }
}

/// A source that panics in one of its functions, or as it is waited for.
#[derive(Debug)]
struct Source(&'static str, Arc<Bomb>);

impl Source {
    fn pass(&self, place: &str) {
        if self.0 == place {
            self.1.pass();
        }
    }

    fn lease() -> Lease {
        Lease {
            secret: "token".into(),
            generation: 0,
            expires_at: None,
        }
    }
}

impl CredentialProvider for Source {
    fn cached(&self) -> Option<Lease> {
        self.pass("cached");
        None
    }

    fn acquire(&self, _deadline: Instant) -> BoxFuture<'_, Result<Lease, Error>> {
        self.pass("acquire");
        Box::pin(async {
            self.pass("await");
            Ok(Self::lease())
        })
    }

    fn refused(&self, _lease: &Lease, _status: i32) -> Refusal {
        self.pass("refused");
        Refusal::ReplayOnce
    }
}

#[test]
fn a_credential() {
    for place in ["cached", "acquire", "await", "refused"] {
        let stage = Stage::new([Step::status(401), Step::response(200, CONFIG)]);
        let bomb = Bomb::armed();
        let konnect = stage.konnect_with(|config| {
            config.token = None;
            config.credential = Some(Arc::new(Source(place, bomb.clone())));
        });
        let call = || konnect.get_auth_config(ID);
        let error = stage.run(call()).expect_err("the source panics");
        let attempts = i32::from(place == "refused");
        let outcome = match attempts {
            0 => Outcome::NotSent,
            _ => Outcome::Unknown,
        };
        check(&error, "obtaining the credential", outcome, attempts);
        assert_eq!(stage.sent(), usize::from(place == "refused"), "{place}");

        bomb.disarm();
        stage.run(call()).expect("the client is as good as before");
    }
}

/// Carries requests by a script, and panics somewhere.
#[derive(Debug)]
struct Carrier {
    script: Arc<Script>,
    place: &'static str,
    bomb: Arc<Bomb>,
    closed: Arc<AtomicUsize>,
}

/// A future or a body of a carrier's.
struct Carried<T> {
    inner: T,
    bomb: Arc<Bomb>,
    polls: bool,
    drops: bool,
}

impl<T> Carried<T> {
    fn new(inner: T, carrier: &Carrier, what: &str) -> Self {
        let panics = |how: &str| carrier.place.contains(&format!("{how} {what}"));
        Self {
            inner,
            bomb: carrier.bomb.clone(),
            polls: panics("polled"),
            drops: panics("dropped"),
        }
    }

    fn pass(&self) {
        if self.polls {
            self.bomb.pass();
        }
    }
}

impl<T> Drop for Carried<T> {
    fn drop(&mut self) {
        if self.drops {
            self.bomb.pass();
        }
    }
}

impl<T: Future + Unpin> Future for Carried<T> {
    type Output = T::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T::Output> {
        self.pass();
        Pin::new(&mut self.inner).poll(cx)
    }
}

impl http_body::Body for Carried<ResponseBody> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.pass();
        Pin::new(&mut self.inner).poll_frame(cx)
    }
}

impl Transport for Carrier {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>> {
        if self.place == "called" {
            self.bomb.pass();
        }
        let sent = self.script.send(request, progress);
        let responded: BoxFuture<'a, _> = Box::pin(async {
            let response = sent.await?;
            Ok(response.map(|body| ResponseBody::new(Carried::new(body, self, "body"))))
        });
        Box::pin(Carried::new(responded, self, "future"))
    }

    fn reopen(&self) -> Arc<dyn Transport> {
        unreachable!("nothing forks")
    }

    fn close(&self) {
        self.closed.fetch_add(1, Relaxed);
    }
}

#[test]
fn a_transport() {
    for place in [
        "called",
        "polled future",
        "dropped future",
        "polled body",
        "dropped body",
        // While the first panic unwinds, the second would end the process.
        "polled future, dropped future",
        "polled body, dropped body",
    ] {
        let stage = Stage::new([Step::response(200, CONFIG)]);
        let (bomb, closed) = (Bomb::armed(), Arc::new(AtomicUsize::new(0)));
        let carrier = Carrier {
            script: stage.script.clone(),
            place,
            bomb: bomb.clone(),
            closed: closed.clone(),
        };
        let konnect = stage.konnect_with(|config| {
            config.http.transport = Some(Arc::new(carrier));
        });
        let config = || UpsertAuthConfig {
            client_id: "c".into(),
            client_secret: "s3cr3t-of-the-client".into(),
            authorization_endpoint: "https://i.test/a".into(),
            token_endpoint: "https://i.test/t".into(),
        };
        let call = || konnect.upsert_auth_config(ID, config());
        let error = stage.run(call()).expect_err("the transport panics");
        check(&error, EXCHANGE, Outcome::Unknown, 1);
        assert_eq!(error.resolve_with.as_deref(), Some("get_auth_config"));
        assert!(error.to_string().contains("call get_auth_config to check"));
        assert_eq!(stage.script.in_flight(), 0, "{place}");
        assert_eq!(closed.load(Relaxed), 1, "its connections may be broken");

        bomb.disarm();
        stage.run(call()).expect("the client is as good as before");
    }
}

/// A clock that panics when it is asked for the time of day.
#[derive(Debug)]
struct NoDay(Arc<Clock>, Arc<Bomb>);

impl Runtime for NoDay {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self.0.spawn(work);
    }

    fn now(&self) -> Instant {
        self.0.now()
    }

    fn wall_clock(&self) -> SystemTime {
        self.1.pass();
        self.0.wall_clock()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }
}

#[test]
fn what_a_response_is_decoded_with() {
    let body = r#"{"access_token":"at-1","expires_in":60}"#;
    let stage = Stage::new([Step::response(200, body)]);
    let (bomb, ends) = (Bomb::armed(), Arc::new(Ends::default()));
    let fitbit_plus = FitbitPlus::new(FitbitPlusConfig {
        http: HttpConfig {
            runtime: Some(Arc::new(NoDay(stage.clock.clone(), bomb.clone()))),
            hooks: vec![ends.clone()],
            ..stage.http()
        },
        ..FitbitPlusConfig::default()
    });
    let fitbit_plus = fitbit_plus.expect("a client");
    let call = || {
        let grant = Grant::ClientCredentials {
            client_secret: Some("s3cr3t-of-the-client".into()),
            refresh_token: None,
        };
        fitbit_plus.create_token(
            grant,
            CreateTokenOptions {
                client_id: Some("shop".into()),
                ..CreateTokenOptions::default()
            },
        )
    };
    let error = stage.run(call()).expect_err("the clock panics");
    check(&error, "decoding the response", Outcome::Unknown, 1);
    assert_eq!(ends.0.load(Relaxed), 1);

    bomb.disarm();
    stage.run(call()).expect("the client is as good as before");
}

#[test]
fn what_is_dropped_with_a_call_that_is_given_up() {
    let stage = Stage::new([Step::Hang { connected: true }]);
    let carrier = Carrier {
        script: stage.script.clone(),
        place: "dropped future",
        bomb: Bomb::armed(),
        closed: Arc::default(),
    };
    let konnect = stage.konnect_with(|config: &mut KonnectConfig| {
        config.http.transport = Some(Arc::new(carrier));
    });
    let mut call = konnect.get_auth_config(ID).into_future();
    let polled = call
        .as_mut()
        .poll(&mut Context::from_waker(std::task::Waker::noop()));
    assert!(polled.is_pending());
    drop(call);
    assert_eq!(stage.script.in_flight(), 0);
}
