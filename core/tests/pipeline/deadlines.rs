//! Which deadline ends a call, and what is known by then.

use std::time::Duration;

use authloom::konnect::NewCredential;
use authloom::{CallOptions, ErrorKind, Outcome};
use bytes::Bytes;

use crate::script::{Piece, Step};
use crate::{ID, Stage};

const SECOND: Duration = Duration::from_secs(1);

fn role() -> NewCredential {
    NewCredential::AwsRoleDelegation {
        role_arn: "arn:aws:iam::111122223333:role/Catalog".into(),
    }
}

#[test]
fn no_connection_within_10_s_is_tried_again_by_every_class() {
    let stage = Stage::new([Step::Hang { connected: false }]);
    let error = stage
        .run(stage.konnect().create_auth_credential(ID, role()))
        .expect_err("nobody connects");
    assert_eq!(error.kind, ErrorKind::Timeout);
    assert_eq!(error.message, "could not connect within 10 s");
    assert_eq!(error.outcome, Outcome::NotSent);
    assert_eq!((error.attempts, stage.sent()), (3, 3));
    assert!(stage.clock.elapsed() >= SECOND * 30);
    assert!(stage.clock.elapsed() < SECOND * 31);
    assert!(error.retryable);
    assert_eq!(error.resolve_with, None);
}

#[test]
fn silence_of_20_s_ends_an_attempt_and_what_may_not_be_repeated_is_not() {
    let stage = Stage::new([Step::Hang { connected: true }]);
    let error = stage
        .run(stage.konnect().create_auth_credential(ID, role()))
        .expect_err("nobody responds");
    assert_eq!(error.message, "the server was silent for 20 s");
    assert_eq!(error.outcome, Outcome::Unknown);
    assert_eq!(error.resolve_with.as_deref(), Some("get_auth_credential"));
    assert!(!error.retryable);
    assert_eq!((error.attempts, stage.sent()), (1, 1));
    assert_eq!(stage.clock.elapsed(), SECOND * 20);
}

#[test]
fn the_whole_call_ends_after_60_s_whatever_attempts_remain() {
    let stage = Stage::new([Step::Hang { connected: true }]);
    let error = stage
        .run(stage.konnect().get_auth_config(ID))
        .expect_err("nobody responds");
    assert_eq!(error.message, "the call took longer than 60 s");
    assert_eq!((error.attempts, stage.sent()), (3, 3));
    assert_eq!(stage.clock.elapsed(), SECOND * 60);
    assert!(error.retryable);
}

#[test]
fn a_server_that_drips_is_not_silent_but_an_attempt_ends_after_30_s() {
    let drip =
        (0..100).flat_map(|_| [Piece::Pause(SECOND), Piece::Bytes(Bytes::from_static(b" "))]);
    let stage = Stage::new([Step::pieces(200, drip.collect())]);
    let once = CallOptions {
        max_attempts: Some(1),
        ..CallOptions::default()
    };
    let error = stage
        .run(stage.konnect().get_auth_config(ID).options(once))
        .expect_err("it never ends");
    assert_eq!(error.message, "the attempt took longer than 30 s");
    assert_eq!(error.outcome, Outcome::Unknown);
    assert_eq!(stage.clock.elapsed(), SECOND * 30);
}

#[test]
fn silence_counts_from_the_last_sign_of_life() {
    let stage = Stage::new([Step::pieces(
        200,
        vec![
            Piece::Pause(SECOND * 9),
            Piece::Bytes(Bytes::from_static(b"{")),
            Piece::Hang,
        ],
    )]);
    let once = CallOptions {
        max_attempts: Some(1),
        ..CallOptions::default()
    };
    let error = stage
        .run(stage.konnect().get_auth_config(ID).options(once))
        .expect_err("it stops in the middle");
    assert_eq!(error.message, "the server was silent for 20 s");
    assert_eq!(stage.clock.elapsed(), SECOND * 29);
}

#[test]
fn a_short_deadline_for_one_call_counts_for_it_alone() {
    let stage = Stage::new([Step::Hang { connected: false }]);
    let konnect = stage.konnect();
    let short = CallOptions {
        timeout: Some(SECOND * 2),
        ..CallOptions::default()
    };
    let error = stage
        .run(konnect.get_auth_config(ID).options(short))
        .expect_err("nobody connects");
    assert_eq!(error.message, "the call took longer than 2 s");
    assert_eq!(error.outcome, Outcome::NotSent);
    assert_eq!(stage.clock.elapsed(), SECOND * 2);
}

#[test]
fn a_read_deadline_below_the_connect_deadline_holds_from_the_connection_on() {
    let stage = Stage::new([Step::Hang { connected: true }]);
    let konnect = stage.konnect_with(|config| {
        config.http.read_timeout = SECOND;
        config.http.max_attempts = 1;
    });
    let error = stage
        .run(konnect.get_auth_config(ID))
        .expect_err("nobody responds");
    assert_eq!(error.message, "the server was silent for 1 s");
    assert_eq!(stage.clock.elapsed(), SECOND);
}

#[test]
fn the_timer_that_an_earlier_attempt_set_makes_no_deadline_late() {
    let stage = Stage::new([
        Step::pieces(200, vec![Piece::Pause(SECOND * 9), Piece::Break]),
        Step::Hang { connected: true },
    ]);
    let twice = CallOptions {
        max_attempts: Some(2),
        ..CallOptions::default()
    };
    let error = stage
        .run(stage.konnect().get_auth_config(ID).options(twice))
        .expect_err("the second attempt hangs");
    assert_eq!(error.message, "the server was silent for 20 s");
    assert_eq!(stage.sent(), 2);
    // 9 s, a wait of less than 1 s, and 20 s; the first timer rings after 20 s.
    assert!(stage.clock.elapsed() < SECOND * 30);
}

#[test]
fn a_dropped_call_drops_its_request() {
    let stage = Stage::new([Step::Hang { connected: true }]);
    let konnect = stage.konnect();
    let mut call = konnect.get_auth_config(ID).into_future();
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(call.as_mut().poll(&mut cx).is_pending());
    assert_eq!(stage.script.in_flight(), 1);
    drop(call);
    assert_eq!(stage.script.in_flight(), 0);
}
