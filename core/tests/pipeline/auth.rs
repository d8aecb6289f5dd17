//! How calls are let in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use authloom::{
    BoxFuture, CallOptions, CredentialProvider, Error, ErrorKind, KonnectConfig, Lease, Outcome,
    Refusal,
};

use crate::script::Step;
use crate::{CONFIG, ID, Stage};

/// A source whose secrets carry their generation.
#[derive(Debug)]
struct Source {
    generation: AtomicI64,
    refusal: Refusal,
    never_comes: bool,
}

impl Source {
    fn new(refusal: Refusal) -> Arc<Self> {
        Arc::new(Self {
            generation: AtomicI64::new(0),
            refusal,
            never_comes: false,
        })
    }
}

impl CredentialProvider for Source {
    fn cached(&self) -> Option<Lease> {
        None
    }

    fn acquire(&self, _deadline: Instant) -> BoxFuture<'_, Result<Lease, Error>> {
        if self.never_comes {
            return Box::pin(std::future::pending());
        }
        let generation = self.generation.fetch_add(1, Relaxed);
        Box::pin(std::future::ready(Ok(Lease {
            secret: format!("token-{generation}").into(),
            generation,
            expires_at: None,
        })))
    }

    fn refused(&self, lease: &Lease, status: i32) -> Refusal {
        assert_eq!(status, 401);
        assert_eq!(lease.generation + 1, self.generation.load(Relaxed));
        self.refusal
    }
}

fn with_source(config: &mut KonnectConfig, source: Arc<dyn CredentialProvider>) {
    config.token = None;
    config.credential = Some(source);
}

fn shown(stage: &Stage) -> Vec<String> {
    let requests = stage.script.requests();
    requests
        .iter()
        .map(|request| {
            let value = request.headers()["authorization"].to_str();
            value.expect("text").to_owned()
        })
        .collect()
}

#[test]
fn a_refused_lease_is_replaced_and_the_request_repeated_once_by_every_class() {
    let stage = Stage::new([Step::status(401), Step::response(200, CONFIG)]);
    let source = Source::new(Refusal::ReplayOnce);
    let konnect = stage.konnect_with(|config| with_source(config, source));
    stage
        .run(konnect.get_auth_config(ID))
        .expect("the new token is let in");
    assert_eq!(shown(&stage), ["Bearer token-0", "Bearer token-1"]);
    assert_eq!(
        stage.clock.elapsed(),
        Duration::ZERO,
        "there is nothing to wait for"
    );
}

#[test]
fn the_repetition_after_a_401_counts_as_an_attempt() {
    let stage = Stage::new([Step::status(401), Step::response(200, CONFIG)]);
    let source = Source::new(Refusal::ReplayOnce);
    let konnect = stage.konnect_with(|config| with_source(config, source));
    let error = stage
        .run(konnect.get_auth_config(ID).max_attempts(1))
        .expect_err("one attempt and no other");
    assert_eq!((error.kind, error.attempts), (ErrorKind::Unauthorized, 1));
    assert_eq!(stage.sent(), 1);
}

#[test]
fn a_second_refusal_is_reported() {
    let stage = Stage::new([Step::status(401)]);
    let source = Source::new(Refusal::ReplayOnce);
    let konnect = stage.konnect_with(|config| with_source(config, source));
    let error = stage
        .run(konnect.get_auth_config(ID))
        .expect_err("refused twice");
    assert_eq!((error.kind, error.attempts), (ErrorKind::Unauthorized, 2));
}

#[test]
fn a_source_can_say_that_a_refusal_is_final() {
    let stage = Stage::new([Step::status(401)]);
    let source = Source::new(Refusal::Final);
    let konnect = stage.konnect_with(|config| with_source(config, source));
    let error = stage.run(konnect.get_auth_config(ID)).expect_err("refused");
    assert_eq!(error.attempts, 1);
}

#[test]
fn a_token_for_one_call_takes_the_place_of_the_source() {
    let stage = Stage::new([Step::status(401)]);
    let source = Source::new(Refusal::ReplayOnce);
    let konnect = stage.konnect_with(|config| with_source(config, source));
    let own = CallOptions {
        token: Some("own-token".into()),
        ..CallOptions::default()
    };
    stage
        .run(konnect.get_auth_config(ID).options(own))
        .expect_err("refused");
    assert_eq!(shown(&stage), ["Bearer own-token"]);
}

#[test]
fn a_credential_that_never_comes_is_bounded_by_the_call() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let source = Arc::new(Source {
        generation: AtomicI64::new(0),
        refusal: Refusal::Final,
        never_comes: true,
    });
    let konnect = stage.konnect_with(|config| with_source(config, source));
    let error = stage
        .run(konnect.get_auth_config(ID))
        .expect_err("no credential");
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Timeout, Outcome::NotSent)
    );
    assert_eq!(
        error.message,
        "could not obtain a credential: the call took longer than 60 s"
    );
    assert_eq!(
        (stage.sent(), stage.clock.elapsed()),
        (0, Duration::from_secs(60))
    );
}

#[test]
fn a_client_without_a_credential_says_where_to_put_one() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let konnect = stage.konnect_with(|config| config.token = None);
    let error = stage
        .run(konnect.get_auth_config(ID))
        .expect_err("no credential");
    assert_eq!((error.kind, stage.sent()), (ErrorKind::Credential, 0));
    assert!(
        error.to_string().contains("AUTHLOOM_KONNECT_TOKEN"),
        "{error}"
    );
}

#[test]
fn a_credential_that_no_header_can_carry_is_not_sent() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let konnect = stage.konnect_with(|config| config.token = Some("two\nlines".into()));
    let error = stage
        .run(konnect.get_auth_config(ID))
        .expect_err("no header value");
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Credential, Outcome::NotSent)
    );
    assert_eq!(stage.sent(), 0);
}
