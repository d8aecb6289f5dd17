//! Secrets of a call do not come back in its errors.

use std::error::Error as _;

use authloom::konnect::{HeaderKey, NewCredential};
use authloom::{CallOptions, Error, ErrorKind, Secret};

use crate::script::Step;
use crate::{ID, Stage};

const TOKEN: &str = "canary-t0k3n/+=";
const KEY: &str = "canary-k3y-ü\"x";

/// Everything that an error shows, in every way.
fn shown(error: &Error) -> String {
    let mut all = vec![format!("{error} {error:?} {error:#?}")];
    let mut cause = error.source();
    while let Some(next) = cause {
        all.push(format!("{next} {next:?}"));
        cause = next.source();
    }
    all.join(" ")
}

fn failed_with(step: Step) -> Error {
    let stage = Stage::new([step]);
    let konnect = stage.konnect_with(|config| config.token = Some(TOKEN.into()));
    let credential = NewCredential::MultiKeyAuth {
        headers: vec![HeaderKey {
            name: "X-Key".into(),
            key: KEY.into(),
        }],
    };
    let call = konnect.create_auth_credential(ID, credential);
    stage.run(call).expect_err("it fails")
}

#[test]
fn an_echo_is_redacted_wherever_it_stands() {
    let json = serde_json::json!({
        "detail": format!("you sent {TOKEN} and {KEY}"),
        "title": KEY,
        "instance": format!("trace:{TOKEN}"),
        "invalid_parameters": [{"field": KEY, "reason": TOKEN, "rule": KEY, "source": TOKEN, "choices": [TOKEN]}],
        "access_token": "somebody-elses-token",
    });
    for body in [json.to_string(), format!("<p>{TOKEN} {KEY}</p>")] {
        for status in [400, 401, 404, 500] {
            let step = Step::answer(status, &body)
                .with("x-request-id", TOKEN)
                .with("www-authenticate", &format!("Bearer error=\"{TOKEN}\""))
                .with("content-type", "application/problem+json");
            let error = failed_with(step);
            let shown = shown(&error);
            for canary in [TOKEN, KEY, "somebody-elses-token"] {
                assert!(!shown.contains(canary), "{canary} in {shown}");
            }
            assert!(shown.contains("[redacted]"), "{shown}");
        }
    }
}

#[test]
fn a_redirect_and_an_undecodable_success_show_nothing() {
    for step in [
        Step::status(302).with("location", &format!("https://evil.test/{TOKEN}?t={TOKEN}")),
        Step::answer(201, &format!("{{\"id\":[\"{TOKEN}\"]}}")),
        Step::answer(201, TOKEN),
        Step::answer(201, "{}").with("content-encoding", TOKEN),
    ] {
        let error = failed_with(step);
        assert_eq!(error.kind, ErrorKind::Decode);
        let shown = shown(&error);
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}

#[test]
fn a_custom_header_that_carries_a_credential_is_redacted_too() {
    let stage = Stage::new([Step::answer(403, &format!("{{\"detail\":\"{TOKEN}\"}}"))]);
    let options = CallOptions {
        headers: [("X-Api-Key".to_owned(), TOKEN.to_owned())].into(),
        ..CallOptions::default()
    };
    let call = stage.konnect();
    let error = stage
        .run(call.get_auth_config(ID).options(options.clone()))
        .expect_err("refused");
    assert!(!shown(&error).contains(TOKEN), "{}", shown(&error));
    assert_eq!(error.message, "[redacted]");
    assert!(!format!("{options:?}").contains(TOKEN));
}

#[test]
fn the_control_finds_the_canary_where_it_is_revealed() {
    let secret = Secret::from(TOKEN);
    assert!(secret.reveal().contains(TOKEN));
    assert!(!format!("{secret:?}").contains(TOKEN));
}
