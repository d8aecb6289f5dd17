//! The control port, the log and what it hides.

mod support;

use authloom_sandbox::{ApiName, Sandbox};
use serde_json::{Value, json};
use support::{Client, call};

fn sandbox() -> Sandbox {
    Sandbox::builder().start().expect("a sandbox")
}

fn control(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> (u16, Value) {
    let response = call(&sandbox.control_url(), method, path, &[], body);
    assert_eq!(response.header("content-type"), Some("application/json"));
    (response.status, response.json())
}

const INSTANCE: &str = "/v1/integration-instances/7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
const AUTHORIZED: &str = "/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
const BEARER: (&str, &str) = ("Authorization", "Bearer kpat_example");

#[test]
fn reset_returns_to_the_seed() {
    let sandbox = sandbox();
    let konnect = sandbox.base_url(ApiName::Konnect);
    let path = format!("{AUTHORIZED}/auth-credential");
    assert_eq!(call(&konnect, "DELETE", &path, &[BEARER], "").status, 204);
    assert_eq!(call(&konnect, "GET", &path, &[BEARER], "").status, 404);
    control(
        &sandbox,
        "POST",
        "/clock",
        r#"{"advance_ms": 31536000000000}"#,
    );
    assert_eq!(
        control(&sandbox, "POST", "/reset", ""),
        (200, json!({"reset": true}))
    );
    assert_eq!(control(&sandbox, "GET", "/log", ""), (200, json!([])));
    let again = call(&konnect, "GET", &path, &[BEARER], "");
    assert_eq!(again.status, 200);
    assert!(!again.header("date").expect("a date").contains(" 302"));
    assert_eq!(sandbox.log(0)[0].seq, 1);
}

#[test]
fn the_clock_makes_tokens_expire() {
    let sandbox = sandbox();
    let fitbit = sandbox.base_url(ApiName::FitbitPlus);
    let groups = || {
        let path = "/oauth/token/64b0c1d2e3f4a5b6c7d8e9f0/groups";
        call(
            &fitbit,
            "GET",
            path,
            &[("Authorization", "Bearer at-1")],
            "",
        )
        .status
    };
    assert_eq!(groups(), 200);
    let (status, body) = control(&sandbox, "POST", "/clock", r#"{"advance_ms": 3600000}"#);
    assert_eq!(status, 200);
    assert!(body["now"].is_string());
    assert_eq!(groups(), 401);
}

#[test]
fn the_log_shows_requests_without_secrets() {
    let sandbox = sandbox();
    let konnect = sandbox.base_url(ApiName::Konnect);
    let body = r#"{"type":"oauth","client_id":"c","client_secret":"hush-1","authorization_endpoint":"https://a.test","token_endpoint":"https://t.test"}"#;
    let path = format!("{INSTANCE}/auth-config?access_token=q&page=1");
    let headers = [
        BEARER,
        ("Content-Type", "application/json"),
        ("X-Two", "1"),
        ("x-two", "2"),
    ];
    assert_eq!(call(&konnect, "PUT", &path, &headers, body).status, 200);
    let tyk = sandbox.base_url(ApiName::Tyk);
    let headers = [("X-Tyk-Authorization", "key-1"), ("Cookie", "session=s")];
    call(
        &tyk,
        "DELETE",
        "/tyk/oauth/refresh/r1?api_id=oauth-api",
        &headers,
        "",
    );

    let (status, log) = control(&sandbox, "GET", "/log", "");
    assert_eq!(status, 200);
    let text = log.to_string();
    for secret in [
        "kpat_example",
        "hush-1",
        "access_token=q",
        "key-1",
        "session",
        "r1?",
        "/r1",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let put = &log[0];
    assert_eq!(put["seq"], 1);
    assert_eq!(put["api"], "konnect");
    assert_eq!(put["method"], "PUT");
    assert_eq!(put["path"], format!("{INSTANCE}/auth-config"));
    // The first digits of the SHA-256 of "q", "kpat_example", "hush-1" and "r1".
    assert_eq!(put["query"], "access_token=redacted:8e35c2cd&page=1");
    assert_eq!(put["headers"]["authorization"], "Bearer redacted:ba04f61a");
    assert_eq!(put["headers"]["x-two"], "1, 2");
    assert_eq!(put["body"]["client_secret"], "redacted:c65d34b6");
    assert_eq!(put["body"]["token_endpoint"], "https://t.test");
    assert_eq!(put["status"], 200);
    assert!(put["at"].as_str().is_some_and(|at| at.ends_with('Z')));
    assert_eq!(log[1]["path"], "/tyk/oauth/refresh/redacted:82f3e9c6");
    assert_eq!(log[1]["query"], "api_id=oauth-api");
    assert_eq!(log[1]["body"], Value::Null);
    assert_ne!(log[0]["connection"], log[1]["connection"]);

    let (_, rest) = control(&sandbox, "GET", "/log?since=1", "");
    assert_eq!(rest, json!([log[1]]));
    assert_eq!(control(&sandbox, "GET", "/log?since=99", "").1, json!([]));
}

#[test]
fn a_closed_connection_has_no_status_in_the_log() {
    let sandbox = sandbox();
    let mut tyk = Client::new(&sandbox.base_url(ApiName::Tyk));
    let headers = [("X-Tyk-Authorization", "key-1")];
    tyk.send("GET", "/tyk/oauth/clients/plain-api/x/tokens", &headers, "");
    assert!(tyk.receive("GET").is_none());
    let (_, log) = control(&sandbox, "GET", "/log", "");
    assert_eq!(log[0]["status"], Value::Null);
}

#[test]
fn idle_connections_are_counted_and_closed() {
    let sandbox = sandbox();
    let mut konnect = Client::new(&sandbox.base_url(ApiName::Konnect));
    let mut tyk = Client::new(&sandbox.base_url(ApiName::Tyk));
    konnect.call("GET", "/", &[], "");
    tyk.call("GET", "/", &[], "");
    let stats = json!({"konnect": 1, "fitbit-plus": 0, "token-service": 0, "tyk": 1});
    assert_eq!(
        control(&sandbox, "GET", "/stats", ""),
        (200, json!({"connections": stats}))
    );
    let close = || control(&sandbox, "POST", "/connections/close-idle", "");
    assert_eq!(close(), (200, json!({"closed": 2})));
    assert!(konnect.is_closed() && tyk.is_closed());
    assert_eq!(close(), (200, json!({"closed": 0})));
    let (_, stats) = control(&sandbox, "GET", "/stats", "");
    assert_eq!(stats["connections"]["konnect"], 0);
}

#[test]
fn what_is_malformed_is_refused_with_a_sentence() {
    let sandbox = sandbox();
    for (method, path, body, status) in [
        ("POST", "/clock", "", 400),
        ("POST", "/clock", "{", 400),
        ("POST", "/clock", "{}", 400),
        ("POST", "/clock", "[1]", 400),
        ("POST", "/clock", r#"{"advance_ms": -1}"#, 400),
        ("POST", "/clock", r#"{"advance_ms": 1.5}"#, 400),
        ("POST", "/clock", r#"{"advance_ms": 1, "x": 2}"#, 400),
        (
            "POST",
            "/clock",
            r#"{"advance_ms": 18446744073709551615}"#,
            400,
        ),
        ("GET", "/log?since=x", "", 400),
        ("GET", "/log?since=-1", "", 400),
        ("GET", "/log?until=1", "", 400),
        ("GET", "/log?since=1&since=2", "", 400),
        ("GET", "/log?%", "", 400),
        ("GET", "/reset", "", 405),
        ("DELETE", "/log", "", 405),
        ("POST", "/faults", "[]", 405),
        ("PUT", "/faults", "{}", 400),
        ("POST", "/vectors/x/arm", "", 404),
        ("GET", "/vectors/x/verdict", "", 404),
        ("GET", "/vectors/x", "", 404),
        ("GET", "/", "", 404),
    ] {
        let (found, response) = control(&sandbox, method, path, body);
        assert_eq!(found, status, "{method} {path} {body}: {response}");
        assert!(
            response["error"].is_string(),
            "{method} {path} {body}: {response}"
        );
    }
}

#[test]
fn a_foreign_host_is_refused() {
    let sandbox = sandbox();
    let mut control = Client::new(&sandbox.control_url());
    for (host, status) in [("rebound.example.test", 403), ("localhost:1", 200)] {
        let request = format!("POST /reset HTTP/1.1\r\nHost: {host}\r\n\r\n");
        control.send_raw(request.as_bytes());
        assert_eq!(
            control.receive("POST").expect("a response").status,
            status,
            "{host}"
        );
    }
}
