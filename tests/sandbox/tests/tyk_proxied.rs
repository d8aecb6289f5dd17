//! Calls that go through the gateway to the service behind it.

mod tyk_support;

use serde_json::json;
use tyk_support::{AUTHORIZE, CLIENTS, Call, Gateway, Reply, SHOP_URI, delete, get};

fn is_refused(reply: &Reply, status: u16, message: &str) {
    reply.is_json(status, &format!("{{\n    \"error\": \"{message}\"\n}}"));
    assert_eq!(reply.header("X-Generator"), Some("tyk.io"));
}

#[test]
fn proxied_calls_are_refused_in_their_order() {
    let mut gateway = Gateway::new();
    let token = gateway.token("shop");
    let call = |value: &str| {
        get("/oauth-api/x")
            .without_key()
            .header("Authorization", value)
    };
    for value in ["", "Bearer", &token] {
        is_refused(
            &gateway.send(call(value)),
            400,
            "Authorization field missing",
        );
    }
    is_refused(
        &gateway.send(get("/oauth-api/x")),
        400,
        "Authorization field missing",
    );
    is_refused(
        &gateway.send(call(&format!("Token {token}"))),
        400,
        "Bearer token malformed",
    );
    for value in ["Bearer x".to_owned(), format!("Bearer  {token}")] {
        is_refused(&gateway.send(call(&value)), 403, "Key not authorised");
    }
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let reply = gateway.send(call(&format!("{scheme} {token} more")));
        reply.is_json(200, "{\"method\":\"GET\",\"path\":\"/x\"}");
    }
    gateway.pass(3600);
    assert_eq!(
        gateway.used(&token),
        401,
        "it ends at the beginning of its last second"
    );
    let expired = gateway.proxied("/oauth-api/x", &token);
    is_refused(&expired, 401, "Key has expired, please renew");
    gateway.send(delete(&format!("{CLIENTS}/oauth-api/shop")));
    let revoked = gateway.proxied("/oauth-api/x", &token);
    is_refused(
        &revoked,
        403,
        "Key not authorised. OAuth client access was revoked",
    );
}

#[test]
fn a_refusal_is_xml_for_those_who_send_it() {
    let mut gateway = Gateway::new();
    for kind in ["text/xml", "application/xml", "application/soap+xml"] {
        let content_type = format!("{kind}; charset=utf-8");
        let reply = gateway.send(get("/oauth-api/x").header("Content-Type", &content_type));
        assert_eq!(
            (reply.status, reply.header("Content-Type")),
            (400, Some(kind))
        );
        assert_eq!(
            reply.body,
            "<?xml version = \"1.0\" encoding = \"UTF-8\"?>\n<error>Authorization field missing</error>\n"
        );
    }
}

#[test]
fn the_other_kinds_of_api_guard_themselves_in_their_own_ways() {
    let mut gateway = Gateway::new();
    let client = json!({"client_id": "p", "api_id": "oauth-api", "policy_id": "plain", "redirect_uri": SHOP_URI});
    gateway.create(&client);
    let token = gateway.token("p");
    is_refused(
        &gateway.send(get("/plain-api/x")),
        401,
        "Authorization field missing",
    );
    let other = gateway.proxied("/plain-api/x", "x");
    is_refused(&other, 403, "Access to this API has been disallowed");
    assert_eq!(
        gateway.proxied("/plain-api/x", &token).status,
        200,
        "a key like any other"
    );
    is_refused(
        &gateway.proxied("/oauth-api/x", &token),
        403,
        "Access to this API has been disallowed",
    );
    is_refused(
        &gateway.send(get("/jwt-api/x")),
        400,
        "Authorization field missing",
    );
    is_refused(
        &gateway.proxied("/jwt-api/x", &token),
        403,
        "Key not authorized",
    );
    let elsewhere = gateway.token("shop");
    let refused = gateway.proxied("/second-api/x", &elsewhere);
    is_refused(
        &refused,
        403,
        "Key not authorised. OAuth client access was revoked",
    );
}

#[test]
fn the_service_behind_says_what_reached_it() {
    let mut gateway = Gateway::new();
    for (path, reached) in [
        ("/open-api/", "/"),
        ("/open-api/a%20b/c?q=1", "/a%20b/c"),
        ("/open-api/a%2fb", "/a%2fb"),
        ("/open-api/oauth/token/", "/oauth/token/"),
        (&format!("/open-api{AUTHORIZE}"), AUTHORIZE),
    ] {
        for method in ["GET", "POST", "DELETE"] {
            let body = format!("{{\"method\":\"{method}\",\"path\":\"{reached}\"}}");
            gateway.send(Call::new(method, path)).is_json(200, &body);
        }
    }
    let head = gateway.send(Call::new("HEAD", "/open-api/"));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}
