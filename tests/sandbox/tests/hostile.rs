//! Requests of pieces that mean something and noise that does not: each gets a response.

mod support;

use std::time::{Duration, SystemTime};

use authloom_sandbox::exchange::{Action, Api};
use authloom_sandbox::fitbit_plus::FitbitPlus;
use authloom_sandbox::konnect::Konnect;
use authloom_sandbox::token_service::TokenService;
use authloom_sandbox::{FURTHEST, Seed};
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::{collection, sample};
use support::request;

fn method() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => sample::select(vec!["GET", "PUT", "POST", "DELETE"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn target() -> impl Strategy<Value = String> {
    let segments = vec![
        "v1",
        "integration-instances",
        "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11",
        "auth-config",
        "auth-credential",
        "pub",
        "oauth",
        "token",
        "64b0c1d2e3f4a5b6c7d8e9f0",
        "groups",
        "organization",
        "v2",
        "auth",
        "tokens",
        "long",
        "short",
        "revoke",
        "tok_lt_77aa01",
        "%",
        "%ff",
        "%00",
        "",
        "é",
    ];
    let whole = vec![
        "/v1/integration-instances/7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11/auth-config",
        "/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506/auth-credential",
        "/pub/oauth/token",
        "/pub/oauth/token?include=groups",
        "/pub/oauth/token?include=%",
        "/pub/oauth/token/64b0c1d2e3f4a5b6c7d8e9f0/groups",
        "/v2/auth/tokens/long",
        "/v2/auth/tokens/short",
        "/v2/auth/tokens/tok_st_31c0de/revoke",
    ];
    prop_oneof![
        4 => sample::select(whole).prop_map(str::to_owned),
        1 => collection::vec(sample::select(segments), 0..7).prop_map(|parts| format!("/{}", parts.join("/"))),
        1 => any::<String>(),
    ]
}

fn header() -> impl Strategy<Value = (String, String)> {
    let fields = vec![
        ("Authorization", "Bearer kpat_example"),
        ("Authorization", "Bearer at-1"),
        ("Authorization", "Bearer lt_5f2a"),
        ("Authorization", "Bearer st_31c0"),
        ("Authorization", "Bearer "),
        ("Content-Type", "application/json"),
        ("Content-Type", "application/vnd.api+json"),
        ("Content-Type", ";"),
        ("X-Client-Id", "c2m_acme"),
    ];
    prop_oneof![
        6 => sample::select(fields).prop_map(|(name, value)| (name.to_owned(), value.to_owned())),
        1 => any::<(String, String)>(),
    ]
}

/// JSON of the members that the APIs know, with values of any type, possibly broken off.
fn body() -> impl Strategy<Value = String> {
    let names = vec![
        "type",
        "config",
        "client_id",
        "client_secret",
        "authorization_endpoint",
        "token_endpoint",
        "headers",
        "role_arn",
        "data",
        "attributes",
        "grant_type",
        "refresh_token",
        "otp_code",
        "assertion",
        "assertion_type",
        "scopes",
        "ttl_seconds",
        "long_token",
        "\u{0}",
    ];
    let leaves = vec![
        "null",
        "true",
        "-1",
        "1e308",
        "3600",
        "99999999999999999999",
        "\"\"",
        "\"oauth\"",
        "\"https://a.test\"",
        "\"https://%\"",
        "\"client_credentials\"",
        "\"refresh_token\"",
        "\"c2m_acme\"",
        "\"pa55\"",
        "\"acme-reporting\"",
        "\"s-9f1\"",
        "\"é\"",
        "[]",
        "{}",
        "[\"jobs:*\"]",
        "\"aws_role_delegation\"",
        "\"multi_key_auth\"",
    ];
    let leaf = sample::select(leaves).prop_map(str::to_owned).boxed();
    let value = leaf.prop_recursive(4, 24, 6, move |inner| {
        let member = (sample::select(names.clone()), inner.clone());
        prop_oneof![
            4 => collection::vec(member, 0..6).prop_map(|members| {
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, value)| format!("{}:{value}", serde_json::Value::from(*name)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
            1 => collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
        ]
    });
    prop_oneof![
        4 => value.clone(),
        1 => (value, 0..200_usize).prop_map(|(text, end)| text.chars().take(end).collect()),
        1 => any::<String>(),
    ]
}

proptest::proptest! {
    #[test]
    fn every_request_gets_a_response(
        requests in collection::vec((method(), target(), collection::vec(header(), 0..4), body()), 1..12),
        ahead in prop_oneof![sample::select(vec![0, 900, 3600, FURTHEST.as_secs()]), 0..4000_u64],
    ) {
        let seed = Seed::default();
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let mut apis: [Box<dyn Api>; 3] = [
            Box::new(Konnect::new(&seed.konnect)),
            Box::new(FitbitPlus::new(&seed.fitbit_plus, start)),
            Box::new(TokenService::new(&seed.token_service, start)),
        ];
        for (method, target, headers, body) in &requests {
            let headers: Vec<_> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let request = request(method, target, &headers, body);
            for api in &mut apis {
                let action = api.respond(&request, start + Duration::from_secs(ahead));
                let Action::Respond(response) = action else {
                    panic!("{target} got no response");
                };
                proptest::prop_assert!((200..500).contains(&response.status));
                let is_json = serde_json::from_slice::<serde_json::Value>(&response.body).is_ok();
                proptest::prop_assert!(is_json || response.status == 204);
            }
        }
    }
}
