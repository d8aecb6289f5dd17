//! States described by a seed.

mod tyk_support;

use serde_json::{Value, json};
use tyk_support::{CLIENTS, Gateway, SHOP_URI, get};

/// In the year 2033, after the gateway's time.
const LATER: u64 = 2_000_000_000;
/// Before it.
const BEFORE: u64 = 1_700_000_000;

fn with_tokens(api: &Value) -> Value {
    let mut seeded = json!({"id": "oauth-api", "org": "acme", "oauth": true,
        "allowed_access_types": ["authorization_code", "refresh_token"],
        "clients": [{"id": "shop", "secret": "s1", "redirect_uri": SHOP_URI, "policy_id": "gold"}]});
    for (name, value) in api.as_object().expect("an object") {
        seeded[name] = value.clone();
    }
    json!({"secret": "key-1", "apis": [seeded]})
}

#[test]
fn access_tokens_are_there_until_they_end() {
    let mut gateway = Gateway::seeded(with_tokens(&json!({"access_tokens": [
        {"token": "a1", "client_id": "shop", "expires": LATER, "policy_id": "gold"},
        {"token": "a2", "client_id": "shop", "expires": BEFORE},
        {"token": "a3", "client_id": "gone", "expires": LATER},
        {"token": "a4", "client_id": "shop", "expires": LATER, "policy_id": "second"},
    ]})));
    let reply = gateway.send(get(&format!("{CLIENTS}/oauth-api/shop/tokens")));
    let listed = format!(
        "[{{\"code\":\"a1\",\"expires\":{LATER}}},{{\"code\":\"a4\",\"expires\":{LATER}}}]\n"
    );
    reply.is_json(200, &listed);
    let used: Vec<u16> = ["a1", "a2", "a3", "a4"]
        .map(|token| gateway.used(token))
        .into();
    assert_eq!(used, [200, 401, 403, 403]);
    assert_eq!(gateway.listed("gone"), ["a3"]);
    gateway.revoke_all("client_id=shop&client_secret=s1");
    assert_eq!(gateway.used("a1"), 403);
}

#[test]
fn codes_and_refresh_tokens_can_be_used() {
    let mut gateway = Gateway::seeded(with_tokens(&json!({
        "codes": [
            {"code": "c1", "client_id": "shop", "expires": LATER, "scope": "s"},
            {"code": "c2", "client_id": "shop", "expires": BEFORE},
            {"code": "c3", "client_id": "shop", "expires": LATER, "redirect_uri": "https://shop.test/cb/x", "key_rules": "{}"},
        ],
        "access_tokens": [{"token": "a1", "client_id": "shop", "expires": LATER, "refresh_token": "r1"}],
        "refresh_tokens": [
            {"token": "r1", "client_id": "shop", "expires": LATER, "access_token": "a1", "scope": "s"},
            {"token": "r2", "client_id": "shop", "expires": BEFORE},
            {"token": "r3", "client_id": "other", "expires": LATER},
        ],
    })));
    let code = |code: &str, rest: &str| format!("grant_type=authorization_code&code={code}{rest}");
    assert_eq!(gateway.grant(&code("c1", "")).text("scope"), "s");
    assert_eq!(
        gateway.grant(&code("c2", "")).text("error"),
        "invalid_grant"
    );
    assert_eq!(
        gateway.grant(&code("c3", "")).text("error"),
        "invalid_request"
    );
    let token = gateway.grant(&code("c3", "&redirect_uri=https://shop.test/cb/x"));
    assert_eq!(token.text("access_token").len(), 32, "of no organization");

    let refresh = |token: &str| format!("grant_type=refresh_token&refresh_token={token}");
    assert_eq!(gateway.used("a1"), 200);
    assert_eq!(gateway.grant(&refresh("r1")).text("scope"), "s");
    assert_eq!(gateway.used("a1"), 403);
    assert_eq!(gateway.grant(&refresh("r2")).text("error"), "invalid_grant");
    assert_eq!(
        gateway.grant(&refresh("r3")).text("error"),
        "invalid_client"
    );
}

#[test]
fn a_seed_names_what_it_does_not_know() {
    for (seed, name) in [
        (json!({"color": 1}), "color"),
        (
            json!({"apis": [{"id": "a", "org": "o", "color": 1}]}),
            "color",
        ),
        (json!({"apis": [{"org": "o"}]}), "id"),
    ] {
        let seed: Result<authloom_sandbox::tyk::Seed, _> = serde_json::from_value(seed);
        let error = seed.expect_err("an error").to_string();
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn a_seed_must_not_say_the_same_twice() {
    let api = |id: &str| json!({"id": id, "org": "o"});
    let client = json!({"id": "c", "secret": "s"});
    for (tyk, place) in [
        (json!({"apis": [api("a"), api("a")]}), "tyk.apis[1]"),
        (json!({"apis": [api("")]}), "tyk.apis[0]"),
        (
            json!({"policies": [{"id": "p", "org": "o"}, {"id": "p", "org": "x"}]}),
            "tyk.policies[1]",
        ),
        (
            json!({"apis": [{"id": "a", "org": "o", "listen_path": "a/"}]}),
            "tyk.apis[0].listen_path",
        ),
        (
            json!({"apis": [{"id": "a", "org": "o", "clients": [client, client]}]}),
            "tyk.apis[0].clients[1]",
        ),
        (
            json!({"oauth_error_status_code": 42}),
            "tyk.oauth_error_status_code",
        ),
    ] {
        let text = json!({"tyk": tyk}).to_string();
        let error = authloom_sandbox::Seed::from_json(&text)
            .expect_err("an error")
            .to_string();
        assert!(error.starts_with(place), "{error}");
    }
}
