//! Seeds: the README's example works, and what contradicts itself is named.

mod support;

use std::time::SystemTime;

use authloom_sandbox::exchange::Api;
use authloom_sandbox::{ApiName, Sandbox, Seed};
use serde_json::{Value, json};
use support::{call, request, response};

/// The README's example.
fn example() -> String {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once("```json\n").expect("an example");
    rest.split_once("```").expect("its end").0.to_owned()
}

#[test]
fn the_example_of_the_readme_works() {
    let seed = Seed::from_json(&example()).expect("a seed");
    let sandbox = Sandbox::builder().seed(seed).start().expect("a sandbox");
    let status = |api, method, path: &str, name: &str, value: &str| {
        call(&sandbox.base_url(api), method, path, &[(name, value)], "").status
    };
    let bearer = |api, method, path: &str, token: &str| {
        status(
            api,
            method,
            path,
            "Authorization",
            &format!("Bearer {token}"),
        )
    };
    let credential =
        "/v1/integration-instances/5f0c1e9a-0000-4000-8000-000000000001/auth-credential";
    for (token, expected) in [
        ("kpat_mine", 200),
        ("kpat_shut_out", 403),
        ("kpat_narrow", 200),
    ] {
        assert_eq!(
            bearer(ApiName::Konnect, "GET", credential, token),
            expected,
            "{token}"
        );
    }
    for (id, token, expected) in [
        ("64b0c1d2e3f4a5b6c7d8e9f1", "at-live", 200),
        ("64b0c1d2e3f4a5b6c7d8e9f2", "at-used", 401),
    ] {
        let path = format!("/oauth/token/{id}/groups");
        assert_eq!(
            bearer(ApiName::FitbitPlus, "GET", &path, token),
            expected,
            "{token}"
        );
    }
    for (token, expected) in [("lt_mine", 201), ("st_expired", 401)] {
        let found = bearer(ApiName::TokenService, "POST", "/auth/tokens/short", token);
        assert_eq!(found, expected, "{token}");
    }
    let tyk = call(
        &sandbox.base_url(ApiName::Tyk),
        "GET",
        "/tyk/oauth/clients/oauth-api/shop/tokens",
        &[("X-Tyk-Authorization", "my-admin-key")],
        "",
    );
    assert_eq!(
        tyk.json(),
        json!([{"code": "a1", "expires": 4_102_444_800_i64}])
    );
    assert_eq!(
        status(
            ApiName::Tyk,
            "GET",
            "/oauth-api/x",
            "Authorization",
            "Bearer a1"
        ),
        200
    );
    let env = sandbox.env();
    assert!(env.contains(&(
        "AUTHLOOM_FITBIT_PLUS_TOKEN".to_owned(),
        "at-live".to_owned()
    )));
    assert!(env.contains(&("AUTHLOOM_DEMO_TYK_POLICY_ID".to_owned(), "gold".to_owned())));
}

/// Puts a value at a place of the example and gives what is then wrong with it.
fn problem(place: &str, value: Value) -> String {
    let mut seed: Value = serde_json::from_str(&example()).expect("JSON");
    let target = seed
        .pointer_mut(place)
        .unwrap_or_else(|| panic!("no {place}"));
    match (target, value) {
        (Value::Object(target), Value::Object(value)) => target.extend(value),
        (target, value) => *target = value,
    }
    Seed::from_json(&seed.to_string())
        .expect_err(place)
        .to_string()
}

#[test]
fn what_contradicts_itself_in_konnect_is_named() {
    for (place, value, part) in [
        (
            "/konnect/instances/0",
            json!({"color": 1}),
            "unknown field `color`",
        ),
        (
            "/konnect/tokens/0/access",
            json!("some"),
            "access is \"all\", \"none\" or a list",
        ),
        (
            "/konnect/tokens/2/access",
            json!(["x"]),
            "konnect.tokens[2].access: there is no instance x",
        ),
        (
            "/konnect/tokens/1/token",
            json!("kpat_mine"),
            "konnect.tokens[1].token",
        ),
        (
            "/konnect/instances/0/auth_config",
            json!({"client_secret": "hush"}),
            "unknown field `client_secret`",
        ),
        (
            "/konnect/instances/0/credential/config",
            json!({"code": "hush"}),
            "konnect.instances[0].credential.config.code",
        ),
        (
            "/konnect/instances/0/credential/type",
            json!("oauth"),
            "credential.config: the kind oauth",
        ),
        (
            "/konnect/instances/0/credential/config",
            Value::Null,
            "credential.config: the kind",
        ),
    ] {
        let found = problem(place, value);
        assert!(found.contains(part), "{place}: {found}");
    }
}

#[test]
fn what_contradicts_itself_elsewhere_is_named() {
    for (place, value, part) in [
        (
            "/fitbit_plus/token_lifetime_seconds",
            json!(0),
            "fitbit_plus.token_lifetime_seconds",
        ),
        (
            "/fitbit_plus/clients/0/organization",
            json!("x"),
            "fitbit_plus.clients[0].organization",
        ),
        (
            "/fitbit_plus/clients/0/groups",
            json!(["x"]),
            "fitbit_plus.clients[0].groups",
        ),
        (
            "/fitbit_plus/tokens/1/access_token",
            json!("at-live"),
            "fitbit_plus.tokens[1]",
        ),
        (
            "/fitbit_plus/tokens/0/client_id",
            json!("x"),
            "fitbit_plus.tokens[0].client_id",
        ),
        (
            "/token_service/tokens/0/kind",
            json!("medium"),
            "unknown variant `medium`",
        ),
        (
            "/token_service/tokens/0/client_id",
            json!("x"),
            "token_service.tokens[0].client_id",
        ),
        (
            "/token_service/tokens/1/parent",
            json!("x"),
            "token_service.tokens[1].parent",
        ),
        (
            "/token_service/tokens/0",
            json!({"parent": "tok_lt_1"}),
            "token_service.tokens[0].parent",
        ),
        (
            "/token_service/tokens/1/token",
            json!("lt_mine"),
            "token_service.tokens[1]",
        ),
        (
            "/token_service/clients/0/max_ttl_seconds",
            json!(0),
            "clients[0].max_ttl_seconds",
        ),
        (
            "/token_service/short_token_lifetime_seconds",
            json!(0),
            "short_token_lifetime_seconds",
        ),
        ("/tyk/apis/0", json!({"color": 1}), "unknown field `color`"),
        (
            "/tyk/apis/0/listen_path",
            json!("x"),
            "tyk.apis[0].listen_path",
        ),
    ] {
        let found = problem(place, value);
        assert!(found.contains(part), "{place}: {found}");
    }
    assert!(Seed::from_json("[]").is_err());
    let twice = r#"{"konnect": {"instances": [
        {"id": "a", "name": "a", "display_name": "a"}, {"id": "a", "name": "b", "display_name": "b"}]}}"#;
    let problem = Seed::from_json(twice)
        .expect_err("two of one id")
        .to_string();
    assert_eq!(
        problem,
        "konnect.instances[1].id: there are two instances a"
    );
}

#[test]
fn parts_left_out_have_their_default_and_lists_are_empty() {
    let seed = Seed::from_json(r#"{"fitbit_plus": {}}"#).expect("a seed");
    assert!(seed.fitbit_plus.clients.is_empty());
    assert_eq!(seed.konnect.tokens[0].token, "kpat_example");
    assert_eq!(seed.token_service.clients[0].client_id, "c2m_acme");
    assert_eq!(seed.tyk.secret, "key-1");
}

#[test]
fn the_furthest_times_can_be_named() {
    for seconds in [i64::MIN, i64::MAX] {
        let text = json!({"token_service": {
            "short_token_lifetime_seconds": i64::MAX,
            "clients": [{"client_id": "c", "scopes": [], "max_ttl_seconds": i64::MAX}],
            "tokens": [{"id": "i", "token": "t", "kind": "long", "client_id": "c", "expires_in": seconds}],
        }});
        let seed = Seed::from_json(&text.to_string()).expect("a seed");
        let now = SystemTime::now() + authloom_sandbox::FURTHEST;
        let mut service =
            authloom_sandbox::token_service::TokenService::new(&seed.token_service, now);
        let request = request(
            "POST",
            "/v2/auth/tokens/short",
            &[("Authorization", "Bearer t")],
            "",
        );
        let expected = if seconds > 0 { 201 } else { 401 };
        assert_eq!(response(service.respond(&request, now)).status, expected);
    }
}
