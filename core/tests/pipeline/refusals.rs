//! What is refused before anything is sent.

use std::collections::HashMap;
use std::time::Duration;

use authloom::tyk::{NewOAuthClient, OAuthClientUpdate, UpdateOAuthClientOptions};
use authloom::{CallOptions, ErrorKind, Outcome, RawRequest};
use serde_json::json;

use crate::script::Step;
use crate::{CONFIG, ID, Stage};

fn refused(options: CallOptions, field: &str) {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let error = stage
        .run(stage.konnect().get_auth_config(ID).options(options))
        .expect_err(field);
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Validation, Outcome::NotSent)
    );
    assert_eq!(error.field.as_deref(), Some(field));
    assert_eq!(
        (error.operation.as_str(), error.attempts),
        ("get_auth_config", 0)
    );
    assert_eq!(stage.sent(), 0);
}

#[test]
fn options_that_cannot_be_kept_are_refused() {
    for timeout in [Duration::ZERO, Duration::MAX] {
        refused(
            CallOptions {
                timeout: Some(timeout),
                ..CallOptions::default()
            },
            "timeout",
        );
    }
    refused(
        CallOptions {
            max_attempts: Some(0),
            ..CallOptions::default()
        },
        "max_attempts",
    );
    for (name, value) in [
        ("Authorization", "Bearer other"),
        ("Host", "other.test"),
        ("Content-Length", "5"),
        ("Transfer-Encoding", "chunked"),
        ("Accept-Encoding", "gzip"),
        ("not a name", "x"),
        ("X-Split", "a\r\nb: c"),
    ] {
        refused(
            CallOptions {
                headers: HashMap::from([(name.to_owned(), value.to_owned())]),
                ..CallOptions::default()
            },
            "headers",
        );
    }
}

#[test]
fn more_header_fields_than_a_server_takes_are_refused() {
    let headers = |count: usize| {
        let names = (0..count).map(|number| (format!("x-{number}"), String::new()));
        names.collect::<HashMap<_, _>>()
    };
    // From 32,768 on the map that carries them would panic.
    for count in [1001, 40_000] {
        refused(
            CallOptions {
                headers: headers(count),
                ..CallOptions::default()
            },
            "headers",
        );
    }
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let options = CallOptions {
        headers: headers(1000),
        ..CallOptions::default()
    };
    stage
        .run(stage.konnect().get_auth_config(ID).options(options))
        .expect("so many may be sent");
    assert!(stage.script.requests()[0].headers().contains_key("x-999"));
}

#[test]
fn another_server_is_not_shown_the_clients_credential() {
    for url in [
        "https://evil.test",
        "http://127.0.0.1:1",
        "https://global.api.konghq.com:8443",
        "not a URL",
        "http://far.test",
    ] {
        refused(
            CallOptions {
                base_url: Some(url.to_owned()),
                ..CallOptions::default()
            },
            "base_url",
        );
    }
}

#[test]
fn another_server_can_be_called_with_a_token_of_its_own() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let options = CallOptions {
        base_url: Some("https://other.test/below/".to_owned()),
        token: Some("others-token".into()),
        ..CallOptions::default()
    };
    stage
        .run(stage.konnect().get_auth_config(ID).options(options))
        .expect("a response");
    let request = &stage.script.requests()[0];
    assert_eq!(
        request.uri().to_string(),
        format!("https://other.test/below/v1/integration-instances/{ID}/auth-config").as_str()
    );
    assert_eq!(request.headers()["authorization"], "Bearer others-token");
}

#[test]
fn a_path_below_the_same_server_needs_no_token() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let options = CallOptions {
        base_url: Some("https://GLOBAL.api.konghq.com:443/mirror".to_owned()),
        ..CallOptions::default()
    };
    stage
        .run(stage.konnect().get_auth_config(ID).options(options))
        .expect("a response");
    assert!(
        stage.script.requests()[0]
            .uri()
            .path()
            .starts_with("/mirror/v1/")
    );
}

#[test]
fn a_raw_request_takes_the_same_way() {
    let stage = Stage::new([Step::response(201, r#"{"id":7}"#)]);
    let request = RawRequest {
        method: "POST".to_owned(),
        path: "/v1/things".to_owned(),
        query: HashMap::from([("a b".to_owned(), "c&d".to_owned())]),
        json: Some(serde_json::json!({"name": "x"})),
        ..RawRequest::default()
    };
    let response = stage
        .run(stage.konnect().request(request))
        .expect("a response");
    assert_eq!(
        (response.status, response.json),
        (201, Some(serde_json::json!({"id": 7})))
    );
    let sent = &stage.script.requests()[0];
    assert_eq!(
        sent.uri().path_and_query().expect("a path"),
        "/v1/things?a%20b=c%26d"
    );
    assert_eq!(sent.headers()["authorization"], "Bearer kpat_example");
    assert_eq!(sent.headers()["content-type"], "application/json");
    assert_eq!(sent.body(), r#"{"name":"x"}"#);
}

#[test]
fn a_raw_request_that_could_leave_the_base_is_refused() {
    for (method, path, field) in [
        ("GET", "https://evil.test/", "path"),
        ("GET", "//evil.test/", "path"),
        ("GET", "/a/../b", "path"),
        ("GET", "/a?b=c", "path"),
        ("G ET", "/a", "method"),
        ("CONNECT", "/a", "method"),
        ("GET", "/a b", "path"),
    ] {
        let stage = Stage::new([Step::response(200, "{}")]);
        let request = RawRequest {
            method: method.to_owned(),
            path: path.to_owned(),
            ..RawRequest::default()
        };
        let error = stage.run(stage.konnect().request(request)).expect_err(path);
        assert_eq!(
            (error.kind, error.field.as_deref()),
            (ErrorKind::Validation, Some(field)),
            "{method} {path}"
        );
        assert_eq!(stage.sent(), 0);
    }
}

#[test]
fn a_closed_client_and_its_clones_refuse() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let konnect = stage.konnect();
    let clone = konnect.clone();
    konnect.close();
    let error = stage.run(clone.get_auth_config(ID)).expect_err("closed");
    assert_eq!((error.kind, stage.sent()), (ErrorKind::Closed, 0));
}

#[test]
fn meta_data_that_could_not_be_read_back_is_refused() {
    let stage = Stage::new([]);
    let tyk = stage.tyk();
    let meta_data = Some(json!({ "note": "x".repeat((128 << 10) + 1) }));
    let new = NewOAuthClient {
        meta_data: meta_data.clone(),
        ..NewOAuthClient::default()
    };
    let update = OAuthClientUpdate {
        meta_data,
        ..OAuthClientUpdate::default()
    };
    let options = UpdateOAuthClientOptions {
        client_id: Some("shop".into()),
    };
    for result in [
        stage.run(tyk.create_oauth_client(new)),
        stage.run(tyk.update_oauth_client("api", update, options)),
    ] {
        let error = result.expect_err("refused");
        assert_eq!(error.kind, ErrorKind::Validation);
        assert_eq!(error.field.as_deref(), Some("meta_data"));
    }
    assert_eq!(stage.sent(), 0);
}

#[test]
fn an_id_that_is_too_long_is_named() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let long = "x".repeat(70_000);
    let error = stage
        .run(stage.konnect().get_auth_config(&long))
        .expect_err("no URI is so long");
    assert_eq!(error.field.as_deref(), Some("integration_instance_id"));
    let error = stage
        .run(stage.tyk().get_oauth_client("oauth-api", &long))
        .expect_err("no URI is so long");
    assert_eq!(error.field.as_deref(), Some("client_id"));
    let token = long.as_str().into();
    let error = stage
        .run(stage.tyk().invalidate_oauth_refresh("oauth-api", token))
        .expect_err("no URI is so long");
    assert_eq!(error.field.as_deref(), Some("refresh_token"));
    assert_eq!(stage.sent(), 0);
}
