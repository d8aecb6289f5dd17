//! What the token service refuses, and in which order it looks.

mod support;

use std::time::{Duration, SystemTime};

use authloom_sandbox::exchange::{Api, Response};
use authloom_sandbox::token_service::{RateLimit, Seed, TokenService};
use serde_json::{Value, json};
use support::{header, json, request, response};

type Headers<'a> = &'a [(&'a str, &'a str)];

const JSON: (&str, &str) = ("Content-Type", "application/json");
const LONG: &str = "/v2/auth/tokens/long";
const SHORT: &str = "/v2/auth/tokens/short";
/// The default seed's tokens, long and short.
const LONG_BEARER: (&str, &str) = ("Authorization", "Bearer lt_5f2a");
const SHORT_BEARER: (&str, &str) = ("Authorization", "Bearer st_31c0");
const START: SystemTime = SystemTime::UNIX_EPOCH;

/// The default data, and tokens in every condition.
fn seed() -> Seed {
    let mut seed = Seed::default();
    let more = json!([
        {"id": "l-read", "token": "lt_read", "kind": "long", "client_id": "c2m_reader",
         "scopes": ["jobs:read"], "expires_in": 9000},
        {"id": "l-old", "token": "lt_old", "kind": "long", "client_id": "c2m_acme",
         "scopes": ["tokens:*"], "expires_in": 0},
        {"id": "l-gone", "token": "lt_gone", "kind": "long", "client_id": "c2m_acme",
         "scopes": ["tokens:*"], "expires_in": -5, "revoked": true},
        {"id": "s-old", "token": "st_old", "kind": "short", "client_id": "c2m_acme",
         "scopes": ["tokens:*"], "expires_in": -5},
        {"id": "s-gone", "token": "st_gone", "kind": "short", "client_id": "c2m_acme",
         "scopes": ["tokens:*"], "expires_in": 900, "revoked": true},
        {"id": "s-orphan", "token": "st_orphan", "kind": "short", "client_id": "c2m_acme",
         "scopes": ["tokens:*"], "expires_in": 900, "parent": "l-gone"},
        {"id": "s-read", "token": "st_read", "kind": "short", "client_id": "c2m_acme",
         "scopes": ["jobs:read"], "expires_in": 900},
        {"id": "s-reader", "token": "st_reader", "kind": "short", "client_id": "c2m_reader",
         "scopes": ["tokens:write"], "expires_in": 900},
    ]);
    seed.tokens
        .extend(serde_json::from_value::<Vec<_>>(more).expect("tokens"));
    seed
}

fn service() -> TokenService {
    TokenService::new(&seed(), START)
}

fn send(service: &mut TokenService, path: &str, headers: Headers<'_>, body: &str) -> Response {
    response(service.respond(&request("POST", path, headers, body), START))
}

/// Status and code of a response; no code for a success.
fn outcome(response: &Response) -> (u16, String) {
    if response.status < 300 {
        return (response.status, String::new());
    }
    assert_eq!(header(response, "content-type"), Some("application/json"));
    let body = json(response);
    assert!(body["message"].is_string());
    let code = body["code"].as_str().expect("a code");
    (response.status, code.to_owned())
}

fn long(headers: Headers<'_>, body: &Value) -> (u16, String) {
    let mut all = vec![JSON];
    all.extend_from_slice(headers);
    outcome(&send(&mut service(), LONG, &all, &body.to_string()))
}

fn short(headers: Headers<'_>, body: &str) -> (u16, String) {
    outcome(&send(&mut service(), SHORT, headers, body))
}

fn is(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

fn by_secret() -> Value {
    json!({"grant_type": "client_credentials", "client_id": "c2m_acme", "client_secret": "pa55"})
}

/// The body with one member set, or taken away by null.
fn with(mut body: Value, name: &str, value: Value) -> Value {
    let object = body.as_object_mut().expect("an object");
    match value {
        Value::Null => object.remove(name),
        value => object.insert(name.to_owned(), value),
    };
    body
}

#[test]
fn a_long_term_token_is_checked_in_order() {
    // Each step puts right what the step before was refused for, and keeps the other faults.
    let named = ("X-Client-Id", "c2m_other");
    let full = json!({
        "unknown": 1, "grant_type": "magic", "ttl_seconds": 1, "client_secret": "wrong",
        "scopes": ["mail:send"], "otp_code": "0",
    });
    assert_eq!(long(&[named], &full), is(400, "invalid_request"));
    let body = with(full, "unknown", Value::Null);
    assert_eq!(long(&[named], &body), is(400, "invalid_grant"));
    let body = with(body, "grant_type", Value::Null);
    assert_eq!(long(&[named], &body), is(400, "invalid_grant"));
    let body = with(body, "grant_type", json!("client_credentials"));
    let response = send(&mut service(), LONG, &[JSON, named], &body.to_string());
    assert!(
        json(&response)["message"]
            .as_str()
            .is_some_and(|text| text.contains("client_id"))
    );
    let body = with(body, "client_id", json!("nobody"));
    let response = send(&mut service(), LONG, &[JSON, named], &body.to_string());
    assert!(
        json(&response)["message"]
            .as_str()
            .is_some_and(|text| text.contains("ttl_seconds"))
    );
    let body = with(body, "ttl_seconds", Value::Null);
    let response = send(&mut service(), LONG, &[JSON, named], &body.to_string());
    assert_eq!(outcome(&response), is(400, "invalid_request"));
    assert!(
        json(&response)["message"]
            .as_str()
            .is_some_and(|text| text.contains("one proof"))
    );

    let by_token = with(
        with(body, "otp_code", Value::Null),
        "client_secret",
        Value::Null,
    );
    let bearer = |token| ("Authorization", token);
    assert_eq!(
        long(&[named, bearer("Bearer st_gone")], &by_token),
        is(401, "invalid_token")
    );
    assert_eq!(
        long(&[named, bearer("Bearer st_old")], &by_token),
        is(401, "token_expired")
    );
    assert_eq!(
        long(&[named, bearer("Bearer st_read")], &by_token),
        is(403, "insufficient_scope")
    );
    assert_eq!(
        long(&[named, SHORT_BEARER], &by_token),
        is(401, "invalid_client")
    );
    let by_token = with(by_token, "client_id", json!("c2m_acme"));
    assert_eq!(
        long(&[named, SHORT_BEARER], &by_token),
        is(401, "invalid_client")
    );
    let named = ("X-Client-Id", "c2m_acme");
    assert_eq!(
        long(&[named, SHORT_BEARER], &by_token),
        is(400, "invalid_scope")
    );
    let by_token = with(by_token, "scopes", json!(["jobs:read"]));
    assert_eq!(long(&[named, SHORT_BEARER], &by_token), is(201, ""));
}

#[test]
fn limiting_comes_first() {
    let mut seed = seed();
    seed.rate_limit = RateLimit {
        enabled: true,
        per_minute: 0,
    };
    let mut service = TokenService::new(&seed, START);
    for path in [LONG, SHORT] {
        let response = send(&mut service, path, &[], "{");
        assert_eq!(outcome(&response), is(429, "rate_limited"));
        assert_eq!(header(&response, "retry-after"), Some("60"));
        assert!(
            json(&response)["message"]
                .as_str()
                .is_some_and(|text| text.contains("60 seconds"))
        );
    }
    // Revoking is not limited, and what is no path of the service neither.
    let response = send(&mut service, "/v2/auth/tokens/x/revoke", &[], "");
    assert_eq!(response.status, 401);
    assert_eq!(send(&mut service, "/v2/auth/tokens", &[], "").status, 404);
}

#[test]
fn a_body_is_json_of_known_members_and_types() {
    let good = by_secret().to_string();
    let raw =
        |headers: Headers<'_>, body: &str| outcome(&send(&mut service(), LONG, headers, body));
    assert_eq!(
        raw(
            &[("content-type", "Application/JSON; charset=utf-8")],
            &good
        ),
        is(201, "")
    );
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        assert_eq!(
            raw(&[("Content-Type", kind)], &good),
            is(400, "invalid_request"),
            "{kind}"
        );
    }
    assert_eq!(raw(&[], &good), is(400, "invalid_request"));
    for body in ["", "{", "[]", "null", "\"x\"", "\u{0}"] {
        assert_eq!(raw(&[JSON], body), is(400, "invalid_request"), "{body}");
    }
    for (name, value) in [
        ("grant_type", json!(1)),
        ("client_id", json!(["c2m_acme"])),
        ("client_secret", json!(55)),
        ("otp_code", json!(12345)),
        ("scopes", json!("jobs:read")),
        ("scopes", json!([1])),
        ("ttl_seconds", json!("3600")),
        ("ttl_seconds", json!(3600.0)),
        ("scope", json!("jobs:read")),
    ] {
        let body = with(by_secret(), name, value);
        assert_eq!(long(&[], &body), is(400, "invalid_request"), "{body}");
    }
    // Nothing may be null.
    for name in [
        "client_secret",
        "scopes",
        "ttl_seconds",
        "otp_code",
        "assertion",
    ] {
        let body = format!(
            r#"{{"grant_type":"client_credentials","client_id":"c2m_acme","{name}":null}}"#
        );
        assert_eq!(raw(&[JSON], &body), is(400, "invalid_request"), "{name}");
    }
}

#[test]
fn a_ttl_has_its_bounds() {
    for (ttl, status) in [
        (3599, 400),
        (3600, 201),
        (7_776_000, 201),
        (7_776_001, 400),
        (-1, 400),
    ] {
        let body = with(by_secret(), "ttl_seconds", json!(ttl));
        assert_eq!(long(&[], &body).0, status, "{ttl}");
    }
}

#[test]
fn exactly_one_proof_of_the_grant_is_taken() {
    let base = with(by_secret(), "client_secret", Value::Null);
    let assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let by_assertion = json!({
        "grant_type": "assertion", "client_id": "c2m_acme",
        "assertion_type": assertion_type, "assertion": "eyJh.eyJz.c2ln",
    });
    for good in [
        by_secret(),
        with(base.clone(), "otp_code", json!("012345")),
        by_assertion.clone(),
        with(
            by_assertion.clone(),
            "assertion_type",
            json!("urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ),
    ] {
        assert_eq!(long(&[], &good), is(201, ""), "{good}");
        assert_eq!(
            long(&[("X-Client-Id", "c2m_acme")], &good),
            is(201, ""),
            "{good}"
        );
        assert_eq!(
            long(&[SHORT_BEARER], &good),
            is(400, "invalid_request"),
            "{good}"
        );
    }
    for bad in [
        base.clone(),
        with(by_secret(), "otp_code", json!("012345")),
        with(by_secret(), "assertion", json!("eyJh.eyJz.c2ln")),
        with(by_secret(), "grant_type", json!("assertion")),
        with(
            by_assertion.clone(),
            "grant_type",
            json!("client_credentials"),
        ),
        with(by_assertion.clone(), "assertion", Value::Null),
        with(by_assertion.clone(), "assertion_type", Value::Null),
        with(by_assertion.clone(), "assertion_type", json!("urn:other")),
    ] {
        assert_eq!(long(&[], &bad), is(400, "invalid_request"), "{bad}");
    }
    assert_eq!(long(&[SHORT_BEARER], &base), is(201, ""));
    let assertion_grant = with(base, "grant_type", json!("assertion"));
    assert_eq!(
        long(&[SHORT_BEARER], &assertion_grant),
        is(400, "invalid_request")
    );
}

#[test]
fn a_short_token_that_proves_must_be_live_short_and_the_clients() {
    let body = with(by_secret(), "client_secret", Value::Null);
    let by = |authorization: &str| long(&[("Authorization", authorization)], &body);
    assert_eq!(by("bearer st_31c0"), is(201, ""));
    for bad in [
        "Bearer unknown",
        "Bearer lt_5f2a",
        "Bearer st_orphan",
        "Basic st_31c0",
        "Bearer",
    ] {
        assert_eq!(by(bad), is(401, "invalid_token"), "{bad}");
    }
    assert_eq!(by("Bearer st_reader"), is(401, "invalid_client"));
}

#[test]
fn a_client_must_be_itself() {
    for (name, value) in [
        ("client_id", "nobody"),
        ("client_secret", "wrong"),
        ("client_secret", ""),
    ] {
        let body = with(by_secret(), name, json!(value));
        assert_eq!(long(&[], &body), is(401, "invalid_client"), "{body}");
    }
    let base = with(by_secret(), "client_secret", Value::Null);
    let otp = with(base.clone(), "otp_code", json!("12345"));
    assert_eq!(long(&[], &otp), is(401, "invalid_client"));
    let assertion = with(
        with(
            with(base, "grant_type", json!("assertion")),
            "assertion_type",
            json!("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ),
        "assertion",
        json!("forged"),
    );
    assert_eq!(long(&[], &assertion), is(401, "invalid_client"));
    assert_eq!(
        long(&[("x-client-id", "c2m_reader")], &by_secret()),
        is(401, "invalid_client")
    );
}

#[test]
fn a_client_that_is_shut_out_is_told_once_it_is_known() {
    let closed = with(
        with(by_secret(), "client_id", json!("c2m_closed")),
        "scopes",
        json!(["x"]),
    );
    assert_eq!(long(&[], &closed), is(401, "invalid_client"));
    let closed = with(closed, "client_secret", json!("pa57"));
    assert_eq!(long(&[], &closed), is(403, "access_denied"));
}

#[test]
fn a_short_term_token_is_checked_in_order() {
    assert_eq!(
        short(&[("Authorization", "Bearer lt_old")], "{"),
        is(400, "invalid_request")
    );
    assert_eq!(short(&[], ""), is(401, "invalid_token"));
    let scopes = r#"{"scopes":["mail:send"]}"#;
    for bad in ["unknown", "lt_gone", "st_31c0", "st_old"] {
        let bearer = format!("Bearer {bad}");
        let found = short(&[JSON, ("Authorization", &bearer)], scopes);
        assert_eq!(found, is(401, "invalid_token"), "{bad}");
    }
    let old = short(&[JSON, ("Authorization", "Bearer lt_old")], scopes);
    assert_eq!(old, is(401, "token_expired"));
    assert_eq!(
        short(&[JSON, LONG_BEARER], scopes),
        is(400, "invalid_scope")
    );
    assert_eq!(short(&[LONG_BEARER], ""), is(201, ""));
}

#[test]
fn an_empty_body_needs_no_content_type_and_a_full_one_does() {
    for headers in [
        &[LONG_BEARER][..],
        &[LONG_BEARER, JSON],
        &[LONG_BEARER, ("Content-Type", "text/plain")],
    ] {
        for body in ["", "{}", " { } ", "null"] {
            assert_eq!(short(headers, body), is(201, ""), "{headers:?} {body}");
        }
    }
    let body = r#"{"scopes":["jobs:read"]}"#;
    assert_eq!(short(&[LONG_BEARER], body), is(400, "invalid_request"));
    assert_eq!(
        short(&[LONG_BEARER, ("Content-Type", "text/plain")], body),
        is(400, "invalid_request")
    );
    assert_eq!(short(&[LONG_BEARER, JSON], body), is(201, ""));
    for bad in [
        "[]",
        r#"{"scopes":null}"#,
        r#"{"scopes":"jobs:read"}"#,
        r#"{"long_token":1}"#,
        r#"{"long_term_token":"lt_5f2a"}"#,
    ] {
        assert_eq!(
            short(&[LONG_BEARER, JSON], bad),
            is(400, "invalid_request"),
            "{bad}"
        );
    }
}

#[test]
fn what_is_wrong_with_a_whole_body_has_no_line_and_column() {
    let mut service = service();
    for body in ["[]", "1", "{\"x\":1}"] {
        let response = send(&mut service, SHORT, &[LONG_BEARER, JSON], body);
        let message = json(&response)["message"].to_string();
        assert_eq!(response.status, 400, "{message}");
        assert!(!message.contains("line 0"), "{message}");
    }
}

#[test]
fn the_header_comes_before_the_body() {
    let body = r#"{"long_token":"lt_5f2a"}"#;
    assert_eq!(short(&[JSON], body), is(201, ""));
    for bad in ["Bearer unknown", "Basic lt_5f2a", ""] {
        assert_eq!(
            short(&[JSON, ("Authorization", bad)], body),
            is(401, "invalid_token"),
            "{bad}"
        );
    }
    let unknown = r#"{"long_token":"unknown"}"#;
    assert_eq!(short(&[JSON, LONG_BEARER], unknown), is(201, ""));
    assert_eq!(short(&[JSON], unknown), is(401, "invalid_token"));
}

#[test]
fn a_revocation_is_checked_in_order() {
    let revoke = |authorization: &str, id: &str| {
        let path = format!("/v2/auth/tokens/{id}/revoke");
        let headers = [("Authorization", authorization)];
        outcome(&send(&mut service(), &path, &headers, "any { body"))
    };
    for bad in [
        "",
        "Bearer unknown",
        "Bearer st_gone",
        "Bearer st_orphan",
        "Basic lt_5f2a",
    ] {
        assert_eq!(revoke(bad, "nobody"), is(401, "invalid_token"), "{bad}");
    }
    assert_eq!(revoke("Bearer lt_old", "nobody"), is(401, "token_expired"));
    assert_eq!(
        revoke("Bearer st_read", "nobody"),
        is(403, "insufficient_scope")
    );
    assert_eq!(revoke("Bearer lt_5f2a", "nobody"), is(404, "not_found"));
    assert_eq!(
        revoke("Bearer lt_5f2a", "l-read"),
        is(404, "not_found"),
        "another client's"
    );
    assert_eq!(revoke("Bearer lt_5f2a", "%ff"), is(404, "not_found"));
    // Short and long bearers may, and a token that is revoked or expired already can be.
    for (bearer, id) in [
        ("lt_5f2a", "s-gone"),
        ("lt_5f2a", "l-old"),
        ("st_31c0", "tok_lt_77aa01"),
    ] {
        assert_eq!(revoke(&format!("Bearer {bearer}"), id), is(204, ""));
    }
    assert_eq!(revoke("Bearer lt_5f2a", "s%2Dread"), is(204, ""));
}

#[test]
fn paths_and_methods_are_exact() {
    for path in [
        "/",
        "",
        "/auth/tokens/long",
        "/v2",
        "/v2/auth/tokens/long/",
        "/v2/auth/tokens/revoke",
        "/v2/auth/tokens//revoke",
        "/v2/auth/tokens/a/b/revoke",
        "/v3/auth/tokens/long",
    ] {
        assert_eq!(
            outcome(&send(&mut service(), path, &[], "")),
            is(404, "not_found"),
            "{path}"
        );
    }
    for path in [LONG, SHORT, "/v2/auth/tokens/x/revoke"] {
        for method in ["GET", "PUT", "DELETE", "HEAD", "post"] {
            let response = response(service().respond(&request(method, path, &[], ""), START));
            assert_eq!(
                outcome(&response),
                is(405, "method_not_allowed"),
                "{method} {path}"
            );
            assert_eq!(header(&response, "allow"), Some("POST"));
        }
    }
}

#[test]
fn no_response_repeats_what_was_sent() {
    let body =
        r#"{"grant_type":"client_credentials","client_id":"c2m_acme","client_secret":4711471147}"#;
    let response = send(&mut service(), LONG, &[JSON], body);
    assert!(!String::from_utf8_lossy(&response.body).contains("4711471147"));
}

#[test]
fn a_minute_has_room_for_so_many() {
    let mut seed = seed();
    seed.rate_limit = RateLimit {
        enabled: true,
        per_minute: 2,
    };
    let mut service = TokenService::new(&seed, START);
    let mut at = |seconds: u64| {
        let now = START + Duration::from_millis(seconds * 1000);
        let response = response(service.respond(&request("POST", SHORT, &[LONG_BEARER], ""), now));
        (
            response.status,
            header(&response, "retry-after").map(str::to_owned),
        )
    };
    assert_eq!(at(0).0, 201);
    assert_eq!(at(30).0, 201);
    assert_eq!(at(45), (429, Some("15".to_owned())));
    // What was refused does not count.
    assert_eq!(at(60).0, 201);
    assert_eq!(at(61), (429, Some("29".to_owned())));
    assert_eq!(at(90).0, 201);
}
