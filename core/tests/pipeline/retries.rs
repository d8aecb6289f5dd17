//! What is repeated, how often, and after which wait.

use std::time::Duration;

use authloom::konnect::{NewCredential, UpsertAuthConfig};
use authloom::tyk::NewOAuthClient;
use authloom::{CallOptions, ErrorKind, Konnect, Outcome};

use crate::script::{Piece, Step};
use crate::{CONFIG, ID, Stage};

const SECOND: Duration = Duration::from_secs(1);

/// An operation of each class, as far as its attempts are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Safe,
    Idempotent,
    NonIdempotent,
}

async fn call(konnect: &Konnect, class: Class) -> Result<(), authloom::Error> {
    match class {
        Class::Safe => konnect.get_auth_config(ID).await.map(drop),
        Class::Idempotent => {
            let config = UpsertAuthConfig {
                client_id: "c".into(),
                client_secret: "s3cr3t-value".into(),
                authorization_endpoint: "https://i.test/a".into(),
                token_endpoint: "https://i.test/t".into(),
            };
            konnect.upsert_auth_config(ID, config).await.map(drop)
        }
        Class::NonIdempotent => {
            let role = NewCredential::AwsRoleDelegation {
                role_arn: "arn".into(),
            };
            konnect.create_auth_credential(ID, role).await.map(drop)
        }
    }
}

#[test]
fn each_fault_is_repeated_for_the_classes_that_bear_it() {
    let throttled = || Step::status(429);
    let asked = || Step::status(503).with("retry-after", "1");
    let half = || Step::pieces(200, vec![Piece::Break]);
    // How many requests a safe, an idempotent and another operation come to.
    let table = [
        ("refused", Step::refused(), [3, 3, 3], Outcome::NotSent),
        ("429", throttled(), [3, 3, 3], Outcome::Rejected),
        ("503 and a wait", asked(), [3, 3, 3], Outcome::Rejected),
        ("408", Step::status(408), [3, 3, 1], Outcome::Unknown),
        ("500", Step::status(500), [3, 3, 1], Outcome::Unknown),
        ("502", Step::status(502), [3, 3, 1], Outcome::Unknown),
        ("503", Step::status(503), [3, 3, 1], Outcome::Unknown),
        ("504", Step::status(504), [3, 3, 1], Outcome::Unknown),
        ("reset", Step::reset(), [3, 3, 1], Outcome::Unknown),
        ("half a response", half(), [3, 3, 1], Outcome::Unknown),
        ("closed", Step::closed(), [2, 2, 1], Outcome::Unknown),
        ("501", Step::status(501), [1, 1, 1], Outcome::Unknown),
        ("400", Step::status(400), [1, 1, 1], Outcome::Rejected),
        ("401", Step::status(401), [1, 1, 1], Outcome::Rejected),
        ("307", Step::status(307), [1, 1, 1], Outcome::Unknown),
        (
            "no JSON",
            Step::response(200, "{"),
            [1, 1, 1],
            Outcome::Unknown,
        ),
    ];
    for (name, step, sent, outcome) in table {
        for (class, sent) in [Class::Safe, Class::Idempotent, Class::NonIdempotent]
            .into_iter()
            .zip(sent)
        {
            let stage = Stage::new([step.clone()]);
            let error = stage
                .run(call(&stage.konnect(), class))
                .expect_err("it never succeeds");
            let what = format!("{name} for {class:?}");
            assert_eq!(stage.sent(), sent, "{what}");
            assert_eq!(error.attempts, i32::try_from(sent).expect("few"), "{what}");
            assert_eq!(error.outcome, outcome, "{what}");
            let resolve = outcome == Outcome::Unknown && class != Class::Safe;
            assert_eq!(error.resolve_with.is_some(), resolve, "{what}");
            assert!(stage.clock.elapsed() < SECOND * 4, "{what}");
        }
    }
}

#[test]
fn a_retry_that_succeeds_is_a_success() {
    let stage = Stage::new([Step::closed(), Step::response(200, CONFIG)]);
    stage
        .run(call(&stage.konnect(), Class::Idempotent))
        .expect("the second attempt succeeds");
    assert_eq!(stage.sent(), 2);
}

#[test]
fn a_500_of_a_gateway_is_never_repeated() {
    let stage = Stage::new([Step::response(
        500,
        r#"{"status":"error","message":"Unmarshalling failed"}"#,
    )]);
    let error = stage
        .run(stage.tyk().get_oauth_client("a", "c"))
        .expect_err("a 500");
    assert_eq!((error.kind, error.attempts), (ErrorKind::ServerError, 1));
    assert!(!error.retryable);
}

#[test]
fn creating_a_client_is_repeated_only_if_its_id_and_secret_are_fixed() {
    for (client_id, secret, sent) in [
        (Some("shop"), Some("s-123456"), 3),
        (Some("shop"), None, 1),
        (None, Some("s-123456"), 1),
        (Some("shop"), Some(""), 1),
    ] {
        let stage = Stage::new([Step::reset()]);
        let new = NewOAuthClient {
            client_id: client_id.map(str::to_owned),
            secret: secret.map(Into::into),
            api_id: Some("oauth-api".into()),
            ..NewOAuthClient::default()
        };
        stage
            .run(stage.tyk().create_oauth_client(new))
            .expect_err("it breaks each time");
        assert_eq!(stage.sent(), sent, "{client_id:?} {secret:?}");
    }
}

#[test]
fn the_wait_that_the_server_asks_for_is_kept() {
    for (name, value, waited) in [
        ("retry-after", "7", 7.0),
        ("retry-after", "0.5", 0.5),
        ("retry-after-ms", "1500", 1.5),
        ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT", 10.0),
    ] {
        let stage = Stage::new([
            Step::status(429).with(name, value),
            Step::response(200, CONFIG),
        ]);
        stage
            .run(call(&stage.konnect(), Class::NonIdempotent))
            .expect_err("an auth config is no credential, but the wait is over by then");
        assert_eq!(stage.sent(), 2);
        let elapsed = stage.clock.elapsed().as_secs_f64();
        assert!(
            (elapsed - waited).abs() < 1e-6,
            "{name}: {value} waited {elapsed}"
        );
    }
}

#[test]
fn a_wait_that_does_not_fit_returns_the_error_at_once() {
    for value in [
        "60",
        "999999999999",
        "18446744073709551000",
        "Sun, 07 Nov 2094 08:49:47 GMT",
    ] {
        let stage = Stage::new([Step::status(429).with("retry-after", value)]);
        let error = stage
            .run(call(&stage.konnect(), Class::Safe))
            .expect_err("too long a wait");
        assert_eq!((error.kind, stage.sent()), (ErrorKind::RateLimited, 1));
        assert_eq!(stage.clock.elapsed(), Duration::ZERO);
        assert!(error.retry_after.is_some_and(|wait| wait >= SECOND * 60));
    }
}

#[test]
fn retries_stay_within_the_budget() {
    let stage = Stage::new([Step::status(503)]);
    let konnect = stage.konnect();
    let clone = konnect.clone();
    for place in 0..1000 {
        let client = if place % 2 == 0 { &konnect } else { &clone };
        stage
            .run(call(client, Class::Safe))
            .expect_err("the server is in trouble");
    }
    assert!(stage.sent() > 1000, "some are repeated");
    assert!(stage.sent() <= 1036, "{} were sent", stage.sent());
}

#[test]
fn a_404_to_a_delete_after_an_unknown_outcome_is_success() {
    let stage = Stage::new([Step::reset(), Step::status(404)]);
    stage
        .run(stage.konnect().delete_auth_config(ID))
        .expect("the first attempt deleted it");
    assert_eq!(stage.sent(), 2);
}

#[test]
fn a_404_to_a_delete_is_an_error_if_nothing_can_have_deleted_it() {
    for first in [Step::refused(), Step::status(429)] {
        let stage = Stage::new([first, Step::status(404)]);
        let error = stage
            .run(stage.konnect().delete_auth_config(ID))
            .expect_err("it was not there");
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::NotFound, Outcome::Rejected)
        );
    }
}

#[test]
fn an_earlier_unknown_outcome_outlives_a_later_refusal() {
    let stage = Stage::new([Step::reset(), Step::status(403)]);
    let error = stage
        .run(call(&stage.konnect(), Class::Idempotent))
        .expect_err("refused at last");
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Forbidden, Outcome::Unknown)
    );
    assert_eq!(error.resolve_with.as_deref(), Some("get_auth_config"));
}

#[test]
fn attempts_can_be_set_for_one_call() {
    let stage = Stage::new([Step::status(503)]);
    let five = CallOptions {
        max_attempts: Some(5),
        ..CallOptions::default()
    };
    let error = stage
        .run(stage.konnect().get_auth_config(ID).options(five))
        .expect_err("the server is in trouble");
    assert_eq!((error.attempts, stage.sent()), (5, 5));
}

#[test]
fn a_reopened_client_shares_the_quota() {
    let stage = Stage::new([Step::status(503)]);
    let konnect = stage.konnect();
    for _ in 0..100 {
        stage.run(call(&konnect, Class::Safe)).expect_err("trouble");
    }
    let before = stage.sent();
    let error = stage
        .run(call(&konnect.reopen(), Class::Safe))
        .expect_err("trouble");
    assert_eq!(error.attempts, 1, "the retry budget is spent");
    assert_eq!(stage.sent(), before, "it has a transport of its own");
}
