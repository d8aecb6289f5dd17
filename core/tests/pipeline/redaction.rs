//! Secrets of a call do not come back in its errors.

use std::collections::HashMap;
use std::error::Error as _;

use authloom::konnect::{HeaderKey, NewCredential};
use authloom::tyk::{NewOAuthClient, OAuthClientUpdate, UpdateOAuthClientOptions};
use authloom::{CallOptions, Error, ErrorKind, Proxy, RawRequest, Secret};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

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
            let step = Step::response(status, &body)
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
        Step::response(201, &format!("{{\"id\":[\"{TOKEN}\"]}}")),
        Step::response(201, TOKEN),
        Step::response(201, "{}").with("content-encoding", TOKEN),
    ] {
        let error = failed_with(step);
        assert_eq!(error.kind, ErrorKind::Decode);
        let shown = shown(&error);
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}

#[test]
fn a_custom_header_that_carries_a_credential_is_redacted_too() {
    let stage = Stage::new([Step::response(403, &format!("{{\"detail\":\"{TOKEN}\"}}"))]);
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
fn an_echo_in_another_case_or_in_hexadecimal_is_redacted() {
    let bytes: Vec<_> = TOKEN.bytes().map(|byte| format!("{byte:02x}")).collect();
    let hexadecimal = bytes.concat();
    for echo in [
        TOKEN.to_uppercase(),
        TOKEN.to_lowercase(),
        hexadecimal.to_uppercase(),
        hexadecimal,
    ] {
        let error = failed_with(Step::response(400, &format!("<p>{echo}</p>")));
        let shown = shown(&error);
        assert!(!shown.contains(&echo), "{echo} in {shown}");
        assert!(shown.contains("[redacted]"), "{shown}");
    }
}

/// The error of a raw request whose server sends back all of these.
fn failed_raw(request: RawRequest, echoed: &[&str]) -> String {
    let stage = Stage::new([Step::response(400, &format!("<p>{}</p>", echoed.join(" ")))]);
    let error = stage
        .run(stage.tyk().request(request))
        .expect_err("refused");
    shown(&error)
}

#[test]
fn values_of_a_raw_request_under_a_secrets_name_are_redacted() {
    let pairs = |name: &str| {
        HashMap::from([
            (name.to_owned(), TOKEN.to_owned()),
            ("note".to_owned(), "harmless-note".to_owned()),
        ])
    };
    let raw = |change: fn(&mut RawRequest, HashMap<String, String>), name: &str| {
        let mut request = RawRequest {
            method: "POST".into(),
            path: "/tyk/keys".into(),
            ..RawRequest::default()
        };
        change(&mut request, pairs(name));
        request
    };
    for name in [
        "token",
        "client_secret",
        "X-Api-Key",
        "otpCode",
        "Cookie",
        "password",
    ] {
        for request in [
            raw(|request, pairs| request.query = pairs, name),
            raw(|request, pairs| request.form = Some(pairs), name),
            raw(|request, pairs| request.headers = pairs, name),
            raw(
                |request, pairs| request.json = Some(json!({"a": [pairs]})),
                name,
            ),
        ] {
            let shown = failed_raw(request, &[TOKEN, "harmless-note"]);
            assert!(!shown.contains(TOKEN), "{name}: {shown}");
            assert!(shown.contains("harmless-note"), "{name}: {shown}");
        }
    }
}

#[test]
fn members_of_meta_data_under_a_secrets_name_are_redacted() {
    let meta_data = json!({"owner": "harmless-note", "upstream": {"api_key": TOKEN}});
    let echo = || Step::response(400, &format!("<p>{TOKEN} harmless-note</p>"));
    let stage = Stage::new([echo(), echo()]);
    let new = NewOAuthClient {
        meta_data: Some(meta_data.clone()),
        ..NewOAuthClient::default()
    };
    let update = OAuthClientUpdate {
        meta_data: Some(meta_data),
        ..OAuthClientUpdate::default()
    };
    let options = UpdateOAuthClientOptions {
        client_id: Some("shop".into()),
    };
    let tyk = stage.tyk();
    let created = stage.run(tyk.create_oauth_client(new));
    let updated = stage.run(tyk.update_oauth_client("api", update, options));
    for result in [created, updated] {
        let shown = shown(&result.expect_err("refused"));
        assert!(!shown.contains(TOKEN), "{shown}");
        assert!(shown.contains("harmless-note"), "{shown}");
    }
}

#[test]
fn the_password_of_a_proxy_is_redacted() {
    let echo = format!(
        "<p>{TOKEN} {}</p>",
        BASE64_STANDARD.encode(format!("user:{TOKEN}"))
    );
    let stage = Stage::new([Step::response(400, &echo)]);
    let encoded = "canary-t0k3n%2F%2B%3D";
    let konnect = stage.konnect_with(|config| {
        config.http.proxy = Proxy::Url(format!("http://user:{encoded}@proxy.test:3128").into());
    });
    let shown = shown(&stage.run(konnect.get_auth_config(ID)).expect_err("refused"));
    assert_eq!(shown.matches("[redacted]").count() % 2, 0, "{shown}");
    assert!(
        !shown.contains("canary") && !shown.contains("Y2FuYXJ5"),
        "{shown}"
    );
    assert!(shown.contains("[redacted]"), "{shown}");
}

#[test]
fn what_an_error_keeps_of_header_fields_and_ids_is_bounded() {
    let long = "x".repeat(5000);
    let step = Step::status(500)
        .with("x-request-id", &long)
        .with("www-authenticate", &long)
        .with("content-type", "text/plain");
    let stage = Stage::new([step.clone(), step.clone(), step]);
    let error = stage
        .run(stage.konnect().get_auth_config(ID))
        .expect_err("refused");
    assert_eq!(error.request_id.as_ref().map(String::len), Some(256));
    assert_eq!(error.headers["www-authenticate"].len(), 1024);
    assert_eq!(error.headers["content-type"], "text/plain");
}

#[test]
fn the_control_finds_the_canary_where_it_is_revealed() {
    let secret = Secret::from(TOKEN);
    assert!(secret.reveal().contains(TOKEN));
    assert!(!format!("{secret:?}").contains(TOKEN));
}
