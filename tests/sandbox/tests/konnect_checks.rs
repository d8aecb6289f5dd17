//! What Konnect refuses, and in which order it looks.

mod support;

use std::time::SystemTime;

use authloom_sandbox::exchange::{Api, Response};
use authloom_sandbox::konnect::{Konnect, Seed};
use serde_json::{Value, json};
use support::{header, json, request, response};

const BARE: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
const AUTHORIZED: &str = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
const JSON: (&str, &str) = ("Content-Type", "application/json");

fn send(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut konnect = Konnect::new(&Seed::default());
    let request = request(method, path, headers, body);
    response(konnect.respond(&request, SystemTime::UNIX_EPOCH))
}

fn path(instance: &str, item: &str) -> String {
    format!("/v1/integration-instances/{instance}/{item}")
}

/// The form that every error has.
fn problem(response: &Response) -> Value {
    assert_eq!(
        header(response, "content-type"),
        Some("application/problem+json")
    );
    let problem = json(response);
    assert_eq!(problem["status"], response.status);
    assert!(problem["title"].is_string() && problem["detail"].is_string());
    let instance = problem["instance"].as_str().expect("text");
    assert!(
        instance
            .strip_prefix("kong:trace:")
            .is_some_and(|id| !id.is_empty())
    );
    assert_eq!(
        problem.get("invalid_parameters").is_some(),
        response.status == 400
    );
    problem
}

/// Method, instance, item, header fields, body, and the status of the response.
type Step<'a> = (
    &'a str,
    &'a str,
    &'a str,
    &'a [(&'a str, &'a str)],
    &'a str,
    u16,
);

#[test]
fn an_instance_can_be_looked_for() {
    let credential = ("Authorization", "Bearer kpat_example");
    let get = |id: &str| {
        send(
            "GET",
            &format!("/v1/integration-instances/{id}"),
            &[credential],
            "",
        )
    };
    let found = get(BARE);
    assert_eq!(found.status, 200);
    assert_eq!(json(&found)["id"], BARE);
    for (id, status) in [("unknown", 404), ("", 404), (&format!("{BARE}/"), 404)] {
        assert_eq!(get(id).status, status, "{id}");
    }
    let deleted = send(
        "DELETE",
        &format!("/v1/integration-instances/{BARE}"),
        &[credential],
        "",
    );
    assert_eq!(deleted.status, 405);
}

#[test]
fn the_order_is_path_method_token_access_instance_body_state() {
    let credential =
        r#"{"type":"aws_role_delegation","config":{"role_arn":"arn:aws:iam::1:role/R"}}"#;
    let good = [("Authorization", "Bearer kpat_example"), JSON];
    let steps: [Step<'_>; 8] = [
        ("PATCH", "nobody", "auth", &[], "{", 404),
        ("PATCH", "nobody", "auth-credential", &[], "{", 405),
        ("POST", "nobody", "auth-credential", &[], "{", 401),
        (
            "POST",
            "nobody",
            "auth-credential",
            &[("Authorization", "Bearer kpat_no_access")],
            "{",
            403,
        ),
        ("POST", "nobody", "auth-credential", &good, "{", 404),
        ("POST", AUTHORIZED, "auth-credential", &good, "{", 400),
        (
            "POST",
            AUTHORIZED,
            "auth-credential",
            &good,
            credential,
            409,
        ),
        ("POST", BARE, "auth-credential", &good, credential, 201),
    ];
    for (method, instance, item, headers, body, status) in steps {
        let response = send(method, &path(instance, item), headers, body);
        assert_eq!(response.status, status, "{method} {instance} {item}");
        if status != 201 {
            problem(&response);
        }
    }
}

#[test]
fn only_a_known_bearer_gets_in() {
    let path = path(AUTHORIZED, "auth-config");
    let get = |headers: &[(&str, &str)]| send("GET", &path, headers, "").status;
    for good in [
        "Bearer kpat_example",
        "bearer kpat_example",
        "BEARER  kpat_example",
    ] {
        assert_eq!(get(&[("authorization", good)]), 200, "{good}");
    }
    for bad in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer unknown",
        "Basic kpat_example",
        "kpat_example",
    ] {
        assert_eq!(get(&[("Authorization", bad)]), 401, "{bad}");
    }
    let good = ("Authorization", "Bearer kpat_example");
    assert_eq!(get(&[good, good]), 401);
    assert_eq!(get(&[]), 401);
}

#[test]
fn access_is_looked_at_before_the_instance() {
    let get = |token: &str, instance: &str| {
        let bearer = format!("Bearer {token}");
        send(
            "GET",
            &path(instance, "auth-config"),
            &[("Authorization", &bearer)],
            "",
        )
        .status
    };
    assert_eq!(get("kpat_no_access", AUTHORIZED), 403);
    assert_eq!(get("kpat_no_access", "nobody"), 403);
    assert_eq!(get("kpat_one_instance", AUTHORIZED), 403);
    assert_eq!(get("kpat_one_instance", "nobody"), 403);
    // It has access, and nothing is there.
    assert_eq!(get("kpat_one_instance", BARE), 404);
    assert_eq!(get("kpat_example", "nobody"), 404);
    assert_eq!(get("kpat_example", "%ff"), 404);
    assert_eq!(get("kpat_example", "%"), 404);
}

#[test]
fn paths_and_methods_are_exact() {
    let headers = [("Authorization", "Bearer kpat_example")];
    for path in [
        "/",
        "/v1/integration-instances",
        "/v1/integration-instances/",
        "/v1/integration-instances//auth-config",
        "/v1/integration-instances/x/auth-config/",
        "/v1/integration-instances/x/y/auth-config",
        "/v2/integration-instances/x/auth-config",
        "*",
        "",
    ] {
        assert_eq!(send("GET", path, &headers, "").status, 404, "{path}");
    }
    for (item, wrong, allowed) in [
        ("auth-config", "POST", "GET, PUT, DELETE"),
        ("auth-config", "HEAD", "GET, PUT, DELETE"),
        ("auth-credential", "PUT", "GET, POST, DELETE"),
        ("auth-credential", "get", "GET, POST, DELETE"),
    ] {
        let response = send(wrong, &path(BARE, item), &headers, "");
        problem(&response);
        assert_eq!(response.status, 405, "{wrong} {item}");
        assert_eq!(header(&response, "allow"), Some(allowed));
    }
}

/// The faults that the response to a body lists, as `field rule`.
fn faults(item: &str, headers: &[(&str, &str)], body: &str) -> Vec<String> {
    let method = if item == "auth-config" { "PUT" } else { "POST" };
    let mut all = vec![("Authorization", "Bearer kpat_example")];
    all.extend_from_slice(headers);
    let response = send(method, &path(BARE, item), &all, body);
    if response.status != 400 {
        assert!(matches!(response.status, 200 | 201), "{}", response.status);
        return Vec::new();
    }
    let problem = problem(&response);
    let entries = problem["invalid_parameters"].as_array().expect("entries");
    assert!(!entries.is_empty());
    entries
        .iter()
        .map(|entry| {
            assert!(entry["reason"].is_string());
            assert_eq!(entry["source"], "body");
            let rule = entry["rule"].as_str().expect("a rule");
            assert_eq!(entry.get("choices").is_some(), rule == "enum", "{entry}");
            format!("{} {rule}", entry["field"].as_str().expect("a field"))
        })
        .collect()
}

#[test]
fn a_body_must_be_json_and_say_so() {
    let good = r#"{"type":"oauth","client_id":"c","client_secret":"s","authorization_endpoint":"https://a.test","token_endpoint":"https://t.test"}"#;
    for kind in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/x+json",
    ] {
        assert_eq!(
            faults("auth-config", &[("content-type", kind)], good),
            [""; 0],
            "{kind}"
        );
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "",
        "json",
    ] {
        assert_eq!(
            faults("auth-config", &[("content-type", kind)], good),
            ["body invalid"]
        );
    }
    assert_eq!(faults("auth-config", &[], good), ["body invalid"]);
    for (body, fault) in [
        ("", "body invalid"),
        ("{", "body invalid"),
        ("\u{0}", "body invalid"),
        ("[]", "body is_object"),
        ("null", "body is_object"),
        ("\"text\"", "body is_object"),
    ] {
        for item in ["auth-config", "auth-credential"] {
            assert_eq!(faults(item, &[JSON], body), [fault], "{item} {body}");
        }
    }
    // Nested deeper than any reader goes: refused, not died of.
    let deep = "[".repeat(100_000);
    assert_eq!(faults("auth-config", &[JSON], &deep), ["body invalid"]);
}

#[test]
fn each_fault_of_a_config_has_an_entry() {
    let faults = |body: &Value| faults("auth-config", &[JSON], &body.to_string());
    assert_eq!(
        faults(&json!({})),
        [
            "type required",
            "client_id required",
            "client_secret required",
            "authorization_endpoint required",
            "token_endpoint required",
        ]
    );
    assert_eq!(
        faults(&json!({
            "type": "saml",
            "client_id": null,
            "client_secret": 1,
            "authorization_endpoint": "/relative",
            "token_endpoint": ["https://t.test"],
            "scope": "x",
            "\u{e9}": 1,
        })),
        [
            "type enum",
            "client_id is_string",
            "client_secret is_string",
            "authorization_endpoint invalid",
            "token_endpoint is_string",
            "scope unknown_property",
            "\u{e9} unknown_property",
        ]
    );
    assert_eq!(faults(&json!({"type": 1}))[0], "type is_string");
}

#[test]
fn each_fault_of_a_credential_has_an_entry() {
    let faults = |body: &Value| faults("auth-credential", &[JSON], &body.to_string());
    assert_eq!(faults(&json!({})), ["type required", "config required"]);
    assert_eq!(
        faults(&json!({"type": "x", "config": [], "id": 1})),
        ["type enum", "config is_object", "id unknown_property"]
    );
    // What an unknown type needs is unknown.
    assert_eq!(
        faults(&json!({"type": "x", "config": {"a": 1}})),
        ["type enum"]
    );
    let config = |kind: &str, config: Value| faults(&json!({"type": kind, "config": config}));
    assert_eq!(
        config("oauth", json!({})),
        [
            "config.grant_type required",
            "config.code required",
            "config.redirect_uri required"
        ]
    );
    assert_eq!(
        config(
            "oauth",
            json!({"grant_type": "implicit", "code": 1, "redirect_uri": "cb", "x": 1})
        ),
        [
            "config.grant_type enum",
            "config.code is_string",
            "config.redirect_uri invalid",
            "config.x unknown_property",
        ]
    );
    assert_eq!(
        config(
            "github_app_installation",
            json!({"installation_id": 42, "app_installed_by": null})
        ),
        [
            "config.installation_id is_string",
            "config.code required",
            "config.app_installed_by is_string",
        ]
    );
    assert_eq!(
        config("multi_key_auth", json!({})),
        ["config.headers required"]
    );
    assert_eq!(
        config("multi_key_auth", json!({"headers": {}})),
        ["config.headers is_array"]
    );
    assert_eq!(
        config(
            "multi_key_auth",
            json!({"headers": [1, {"name": "n"}, {"name": "n", "key": "k", "x": 1}]})
        ),
        [
            "config.headers[0] is_object",
            "config.headers[1].key required"
        ]
    );
    assert_eq!(
        config("aws_role_delegation", json!({})),
        ["config.role_arn required"]
    );
    for arn in ["", "role", "arn:aws:iam::1", "arn:aws:i am::1:role/R"] {
        assert_eq!(
            config("aws_role_delegation", json!({"role_arn": arn})),
            ["config.role_arn is_arn"]
        );
    }
}

#[test]
fn no_response_repeats_a_secret() {
    let body = r#"{"type":"hush","client_id":["hush"],"client_secret":{"hush":"hush"},"authorization_endpoint":"hush","token_endpoint":"hush"}"#;
    let headers = [("Authorization", "Bearer kpat_example"), JSON];
    let response = send("PUT", &path(BARE, "auth-config"), &headers, body);
    assert!(!String::from_utf8_lossy(&response.body).contains("hush"));
}
