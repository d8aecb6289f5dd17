//! What the token service's calls do to one another.

mod support;

use std::time::{Duration, SystemTime};

use authloom_sandbox::exchange::{Api, Response};
use authloom_sandbox::token_service::{Seed, TokenService};
use serde_json::{Value, json};
use support::{header, json, request, response};

/// 2026-03-01T10:00:00Z
fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_359_200)
}

struct Caller {
    service: TokenService,
    now: SystemTime,
}

impl Caller {
    fn new() -> Self {
        Self {
            service: TokenService::new(&Seed::default(), start()),
            now: start(),
        }
    }

    fn call(&mut self, path: &str, token: &str, body: &Value) -> Response {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![];
        if !token.is_empty() {
            headers.push(("Authorization", bearer.as_str()));
        }
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json"));
        }
        let path = format!("/v2/auth/tokens/{path}");
        response(
            self.service
                .respond(&request("POST", &path, &headers, &body), self.now),
        )
    }

    fn long(&mut self, members: &Value) -> Response {
        let mut body = json!({"grant_type": "client_credentials", "client_id": "c2m_acme"});
        let object = body.as_object_mut().expect("an object");
        object.extend(members.as_object().expect("an object").clone());
        self.call("long", "", &body)
    }

    fn short(&mut self, token: &str, body: &Value) -> Response {
        self.call("short", token, body)
    }

    fn revoke(&mut self, token: &str, id: &str) -> u16 {
        self.call(&format!("{id}/revoke"), token, &Value::Null)
            .status
    }

    fn after(&mut self, seconds: u64) {
        self.now = start() + Duration::from_secs(seconds);
    }
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().expect("text").to_owned()
}

#[test]
fn a_long_term_token_is_what_was_asked_for() {
    let mut service = Caller::new();
    let response = service.long(&json!({
        "client_secret": "pa55", "scopes": ["jobs:submit", "tokens:*"], "ttl_seconds": 86400,
    }));
    assert_eq!(response.status, 201);
    assert_eq!(header(&response, "content-type"), Some("application/json"));
    let mut token = json(&response);
    assert_eq!(header(&response, "x-token-id"), token["token_id"].as_str());
    let value = token["access_token"].take();
    assert!(value.as_str().is_some_and(|value| value.starts_with("lt_")));
    let id = token["token_id"].take();
    assert_eq!(
        token,
        json!({
            "token_type": "Bearer",
            "access_token": null,
            "expires_in": 86400,
            "expires_at": "2026-03-02T10:00:00Z",
            "scopes": ["jobs:submit", "tokens:*"],
            "token_id": null,
        })
    );
    assert_ne!(
        json(&service.long(&json!({"client_secret": "pa55"})))["token_id"],
        id
    );
}

#[test]
fn what_is_not_asked_for_has_a_default_and_a_bound() {
    let mut service = Caller::new();
    let whole = json(&service.long(&json!({"client_secret": "pa55"})));
    assert_eq!(whole["expires_in"], 2_592_000);
    assert_eq!(
        whole["scopes"],
        json!(["jobs:*", "templates:*", "account:read", "tokens:*"])
    );
    // Its longest life is a day: both the default and what is asked for are cut.
    let mut reader = json!({"client_id": "c2m_reader", "client_secret": "pa56"});
    assert_eq!(json(&service.long(&reader))["expires_in"], 86400);
    reader["ttl_seconds"] = json!(7_776_000);
    assert_eq!(json(&service.long(&reader))["expires_in"], 86400);
    reader["ttl_seconds"] = json!(3600);
    assert_eq!(json(&service.long(&reader))["expires_in"], 3600);
}

#[test]
fn issuing_leaves_earlier_tokens_valid() {
    let mut service = Caller::new();
    service.long(&json!({"client_secret": "pa55"}));
    assert_eq!(service.short("lt_5f2a", &Value::Null).status, 201);
}

#[test]
fn an_otp_works_once_and_only_a_token_uses_it() {
    let mut service = Caller::new();
    let otp = json!({"otp_code": "012345"});
    let too_much = json!({"otp_code": "012345", "scopes": ["mail:send"]});
    assert_eq!(service.long(&too_much).status, 400);
    assert_eq!(service.long(&otp).status, 201);
    assert_eq!(service.long(&otp).status, 401);
    assert_eq!(service.long(&json!({"otp_code": "678901"})).status, 201);
}

#[test]
fn a_long_token_makes_short_ones_and_they_make_long_ones() {
    let mut service = Caller::new();
    let long = json(&service.long(&json!({"client_secret": "pa55"})));
    let response = service.short(
        &text(&long, "access_token"),
        &json!({"scopes": ["tokens:write"]}),
    );
    assert_eq!(response.status, 201);
    assert_eq!(header(&response, "x-token-id"), None);
    let short = json(&response);
    assert_eq!(short["expires_in"], 900);
    assert_eq!(short["expires_at"], "2026-03-01T10:15:00Z");
    assert_eq!(short["scopes"], json!(["tokens:write"]));
    let value = text(&short, "access_token");
    let body = json!({"grant_type": "client_credentials", "client_id": "c2m_acme", "scopes": ["jobs:read"]});
    let from_short = service.call("long", &value, &body);
    assert_eq!(from_short.status, 201);
    // A long-term token does not hang on the short one that proved its client.
    assert_eq!(service.revoke("lt_5f2a", &text(&short, "token_id")), 204);
    assert_eq!(service.call("long", &value, &body).status, 401);
    let long = text(&json(&from_short), "access_token");
    assert_eq!(service.short(&long, &Value::Null).status, 201);
}

#[test]
fn a_short_token_has_its_parents_scopes_unless_narrowed() {
    let mut service = Caller::new();
    let whole = json(&service.short("lt_5f2a", &Value::Null));
    assert_eq!(whole["scopes"], json!(["jobs:*", "tokens:*"]));
    for (scopes, status) in [
        (json!(["jobs:submit", "tokens:revoke"]), 201),
        (json!(["jobs:*"]), 201),
        (json!([]), 201),
        (json!(["templates:read"]), 400),
        (json!(["jobs:read", "account:read"]), 400),
    ] {
        let response = service.short("lt_5f2a", &json!({"scopes": scopes}));
        assert_eq!(response.status, status, "{scopes}");
        if status == 201 {
            assert_eq!(json(&response)["scopes"], scopes);
        }
    }
}

#[test]
fn a_short_token_never_outlives_its_parent() {
    let mut service = Caller::new();
    let long = json(&service.long(&json!({"client_secret": "pa55", "ttl_seconds": 3600})));
    let value = text(&long, "access_token");
    service.after(3000);
    let short = json(&service.short(&value, &Value::Null));
    assert_eq!(short["expires_in"], 600);
    assert_eq!(short["expires_at"], long["expires_at"]);
    service.after(3599);
    assert_eq!(
        service.revoke(&text(&short, "access_token"), "tok_st_31c0de"),
        204
    );
    service.after(3600);
    let expired = service.short(&value, &Value::Null);
    assert_eq!(json(&expired)["code"], "token_expired");
    assert_eq!(
        service.revoke(&text(&short, "access_token"), "tok_st_31c0de"),
        401
    );
}

#[test]
fn revoking_holds_at_once_and_can_be_repeated() {
    let mut service = Caller::new();
    let long = json(&service.long(&json!({"client_secret": "pa55"})));
    let (value, id) = (text(&long, "access_token"), text(&long, "token_id"));
    let short = json(&service.short(&value, &Value::Null));
    let response = service.call(
        &format!("{id}/revoke"),
        "lt_5f2a",
        &json!({"reason": "rotation"}),
    );
    assert_eq!(response, Response::empty(204));
    assert_eq!(service.revoke("lt_5f2a", &id), 204);
    let refused = service.short(&value, &Value::Null);
    assert_eq!(
        (refused.status, text(&json(&refused), "code")),
        (401, "invalid_token".to_owned())
    );
    // What comes from it went with it; what does not stays.
    assert_eq!(service.revoke(&text(&short, "access_token"), &id), 401);
    assert_eq!(service.short("lt_5f2a", &Value::Null).status, 201);
}

#[test]
fn revoking_a_short_token_leaves_its_parent() {
    let mut service = Caller::new();
    assert_eq!(service.revoke("st_31c0", "tok_st_31c0de"), 204);
    assert_eq!(service.revoke("st_31c0", "tok_st_31c0de"), 401);
    assert_eq!(service.short("lt_5f2a", &Value::Null).status, 201);
}
