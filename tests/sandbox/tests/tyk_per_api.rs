//! The OAuth routes under an API's own path: authorize, token, revoke.

mod tyk_support;

use serde_json::json;
use tyk_support::{Call, Gateway, SHOP_URI, TOKEN, get, post};

const ASK: &str = "/oauth-api/oauth/authorize/";
/// `shop:s1`.
const SHOP: &str = "c2hvcDpzMQ==";

fn code_grant(code: &str, rest: &str) -> String {
    format!("grant_type=authorization_code&code={code}{rest}")
}

fn refresh_grant(token: &str, rest: &str) -> String {
    format!("grant_type=refresh_token&refresh_token={token}{rest}")
}

#[test]
fn a_browser_is_sent_to_the_login_page() {
    let mut gateway = Gateway::new();
    let query = "response_type=code&client_id=shop&x=1;\"<>";
    for path in [ASK, "/oauth-api/oauth/authorize"] {
        let reply = gateway.send(get(&format!("{path}?{query}")).without_key());
        assert_eq!((reply.status, reply.body.as_str()), (307, ""));
        let location = format!("https://login.test/?{query}");
        assert_eq!(reply.header("Location"), Some(location.as_str()));
        assert_eq!(reply.header("Content-Type"), None);
        let form = post(path)
            .without_key()
            .form("response_type=token&client_id=shop");
        let reply = gateway.send(form);
        assert_eq!(
            (reply.status, reply.header("Location")),
            (307, Some("https://login.test/"))
        );
    }
}

#[test]
fn a_browser_that_asks_wrongly_gets_the_description_as_a_message() {
    let mut gateway = Gateway::new();
    for (query, start) in [
        ("", "The authorization server does not support obtaining"),
        (
            "response_type=code&client_id=nope",
            "The authorization server encountered",
        ),
        (
            "response_type=code&client_id=bare",
            "The client is not authorized",
        ),
        (
            "response_type=code&client_id=shop&redirect_uri=https://evil.test",
            "The request is missing",
        ),
    ] {
        let reply = gateway.send(get(&format!("{ASK}?{query}")).without_key());
        assert_eq!(
            (reply.status, reply.header("Content-Type")),
            (403, Some("application/json"))
        );
        assert_eq!(reply.text("status"), "error");
        assert!(
            reply.text("message").starts_with(start),
            "{query}: {reply:?}"
        );
    }
    let none = Gateway::seeded(json!({"oauth_error_status_code": 200})).send(get(ASK));
    none.is_error(200, "");
}

#[test]
fn client_credentials_give_a_token_with_headers_that_forbid_caching() {
    let mut gateway = Gateway::new();
    let reply = gateway.grant("grant_type=client_credentials");
    let token = reply.text("access_token");
    reply.is_json(
        200,
        &format!(
            "{{\"access_token\":\"{token}\",\"expires_in\":3600,\"token_type\":\"bearer\"}}\n"
        ),
    );
    for (name, value) in [
        ("Cache-Control", "no-cache, no-store, must-revalidate"),
        ("Pragma", "no-cache"),
        ("Expires", "0"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-XSS-Protection", "1; mode=block"),
        ("X-Frame-Options", "DENY"),
        (
            "Strict-Transport-Security",
            "max-age=63072000; includeSubDomains",
        ),
    ] {
        assert_eq!(reply.header(name), Some(value));
    }
    assert_eq!(
        (gateway.used(&token), gateway.listed("shop")),
        (200, vec![token])
    );
    let scoped = gateway.grant("grant_type=client_credentials&scope=a+%3Cb%3E");
    assert!(
        scoped
            .body
            .ends_with(",\"scope\":\"a <b>\",\"token_type\":\"bearer\"}\n")
    );
}

#[test]
fn the_token_route_takes_post_alone_and_refuses_get_in_its_own_way() {
    let mut gateway = Gateway::new();
    let reply = gateway.send(get(&format!("{TOKEN}?grant_type=client_credentials")).basic(SHOP));
    assert_eq!(
        (reply.status, reply.text("error").as_str()),
        (403, "invalid_request")
    );
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH"] {
        let reply = gateway.send(Call::new(method, TOKEN).basic(SHOP));
        reply.is_error(405, "Method not supported");
        assert_eq!(
            reply.header("Cache-Control"),
            Some("no-cache, no-store, must-revalidate")
        );
    }
}

#[test]
fn the_token_route_takes_credentials_from_basic_alone_and_raw() {
    let mut gateway = Gateway::new();
    let form = "grant_type=client_credentials";
    let in_body = format!("{form}&client_id=shop&client_secret=s1");
    let reply = gateway.send(post(TOKEN).without_key().form(in_body));
    assert_eq!(reply.text("error"), "invalid_request");
    for malformed in ["c2hvcDpzMQ", "!!", "", "c2hvcA==", " c2hvcDpzMQ=="] {
        let reply = gateway.send(post(TOKEN).basic(malformed).form(form));
        assert_eq!(reply.text("error"), "invalid_request", "{malformed}");
    }
    for scheme in ["basic", "BASIC", "Bearer"] {
        let call = post(TOKEN)
            .without_key()
            .header("Authorization", &format!("{scheme} {SHOP}"));
        assert_eq!(
            gateway.send(call.form(form)).text("error"),
            "invalid_request"
        );
    }
    for (id, secret, encoded, works) in [
        ("a%20b", "p+%2F", "YSUyMGI6cCslMkY=", true),
        ("colon", "s:s", "Y29sb246czpz", true),
        ("co:lon", "s", "Y286bG9uOnM=", false),
    ] {
        gateway.create(
            &json!({"client_id": id, "secret": secret, "api_id": "oauth-api",
            "policy_id": "gold", "redirect_uri": SHOP_URI}),
        );
        let reply = gateway.send(post(TOKEN).basic(encoded).form(form));
        assert_eq!(reply.status == 200, works, "{id}: {reply:?}");
    }
}

#[test]
fn the_token_route_reads_form_query_or_exactly_json() {
    let mut gateway = Gateway::new();
    let query = format!("{TOKEN}?grant_type=client_credentials");
    assert_eq!(gateway.send(post(&query).basic(SHOP)).status, 200);
    let body = "{\"grant_type\":\"client_credentials\",\"scope\":\"j\"} x";
    for (content_type, body, error) in [
        ("application/json", body, None),
        (
            "application/json; charset=utf-8",
            body,
            Some("unsupported_grant_type"),
        ),
        ("Application/json", body, Some("unsupported_grant_type")),
        (
            "application/json",
            "{\"Grant_Type\":\"client_credentials\"}",
            Some("unsupported_grant_type"),
        ),
        (
            "application/json",
            "{\"grant_type\":\"client_credentials\",\"x\":1}",
            Some("unsupported_grant_type"),
        ),
        ("application/json", "[]", Some("unsupported_grant_type")),
        (
            "text/plain",
            "grant_type=client_credentials",
            Some("unsupported_grant_type"),
        ),
    ] {
        let call = post(TOKEN)
            .basic(SHOP)
            .header("Content-Type", content_type)
            .body(body);
        let reply = gateway.send(call);
        assert_eq!(
            reply.json()["error"].as_str(),
            error,
            "{content_type} {body}"
        );
    }
    // Malformed pairs are passed over here.
    assert_eq!(
        gateway
            .grant("a;b&c=%zz&grant_type=client_credentials")
            .status,
        200
    );
}

#[test]
fn token_errors_come_in_their_order() {
    let mut gateway = Gateway::new();
    gateway.create(&json!({"client_id": "free", "secret": "s", "api_id": "oauth-api", "redirect_uri": SHOP_URI}));
    let ask = |gateway: &mut Gateway, credentials: Option<&str>, form: &str| {
        let call = match credentials {
            Some(credentials) => post(TOKEN).basic(credentials),
            None => post(TOKEN).without_key(),
        };
        gateway.send(call.form(form)).text("error")
    };
    let (wrong, unknown, bare, free) = ("c2hvcDp4", "bm9wZTp4", "YmFyZTpzMg==", "ZnJlZTpz");
    for (credentials, form, error) in [
        (None, "", "unsupported_grant_type"),
        (None, "grant_type=password", "unsupported_grant_type"),
        (None, "grant_type=refresh_token", "invalid_request"),
        (Some(unknown), "grant_type=refresh_token", "invalid_grant"),
        (
            Some(unknown),
            "grant_type=authorization_code&code=",
            "invalid_grant",
        ),
        (
            Some(unknown),
            "grant_type=authorization_code&code=x",
            "server_error",
        ),
        (
            Some(unknown),
            "grant_type=client_credentials",
            "server_error",
        ),
        (
            Some(wrong),
            "grant_type=refresh_token&refresh_token=x",
            "unauthorized_client",
        ),
        (
            Some(bare),
            "grant_type=client_credentials",
            "unauthorized_client",
        ),
        (
            Some(SHOP),
            "grant_type=authorization_code&code=x",
            "invalid_grant",
        ),
        (
            Some(SHOP),
            "grant_type=refresh_token&refresh_token=x",
            "invalid_grant",
        ),
        (Some(free), "grant_type=client_credentials", "server_error"),
    ] {
        assert_eq!(
            ask(&mut gateway, credentials, form),
            error,
            "{credentials:?} {form}"
        );
    }
}

#[test]
fn a_code_gives_a_pair_once_and_a_failed_exchange_keeps_it() {
    let mut gateway = Gateway::new();
    gateway.add("other");
    let form = "response_type=code&client_id=shop&scope=r+w&redirect_uri=https%3A%2F%2Fshop.test%2Fcb%2Fdeep";
    let code = gateway.authorize(form).text("code");
    let foreign = post(TOKEN)
        .basic("b3RoZXI6cw==")
        .form(code_grant(&code, ""));
    assert_eq!(gateway.send(foreign).text("error"), "invalid_grant");
    let elsewhere = post("/code-api/oauth/token")
        .basic(SHOP)
        .form(code_grant(&code, ""));
    assert_eq!(gateway.send(elsewhere).text("error"), "server_error");
    for uri in [
        "",
        "&redirect_uri=https://shop.test/cb",
        "&redirect_uri=https://evil.test/",
        "&redirect_uri=%25zz",
    ] {
        assert_eq!(
            gateway.grant(&code_grant(&code, uri)).text("error"),
            "invalid_request",
            "{uri}"
        );
    }
    let reply = gateway.grant(&code_grant(
        &code,
        "&redirect_uri=https://shop.test/cb/deep",
    ));
    let (access, refresh) = (reply.text("access_token"), reply.text("refresh_token"));
    reply.is_json(200, &format!("{{\"access_token\":\"{access}\",\"expires_in\":3600,\"refresh_token\":\"{refresh}\",\"scope\":\"r w\",\"token_type\":\"bearer\"}}\n"));
    assert_eq!((refresh.len(), gateway.used(&access)), (48, 200));
    let again = gateway.grant(&code_grant(
        &code,
        "&redirect_uri=https://shop.test/cb/deep",
    ));
    assert_eq!(again.text("error"), "invalid_grant");
    let code = gateway.code("shop");
    assert_eq!(
        gateway.grant(&code_grant(&code, "")).status,
        200,
        "the registered one may be left out"
    );
}

#[test]
fn a_code_lives_250_seconds() {
    for (age, works) in [(249, true), (250, false)] {
        let mut gateway = Gateway::new();
        let code = gateway.code("shop");
        gateway.pass(age);
        assert_eq!(
            gateway.grant(&code_grant(&code, "")).status == 200,
            works,
            "{age}"
        );
    }
}

#[test]
fn refreshing_retires_the_old_pair() {
    let mut gateway = Gateway::new();
    let (access, refresh) = gateway.pair();
    gateway.add("other");
    gateway.pass(1);
    let foreign = post(TOKEN)
        .basic("b3RoZXI6cw==")
        .form(refresh_grant(&refresh, ""));
    assert_eq!(gateway.send(foreign).text("error"), "invalid_client");
    let reply = gateway.grant(&refresh_grant(&refresh, ""));
    let (new_access, new_refresh) = (reply.text("access_token"), reply.text("refresh_token"));
    assert_eq!(
        (gateway.used(&access), gateway.used(&new_access)),
        (403, 200)
    );
    assert_eq!(gateway.listed("shop"), [new_access]);
    assert_eq!(
        gateway.grant(&refresh_grant(&refresh, "")).text("error"),
        "invalid_grant"
    );
    let narrowed = gateway.grant(&refresh_grant(&new_refresh, "&scope=narrow"));
    assert_eq!(narrowed.text("scope"), "narrow");
}

#[test]
fn refreshing_in_the_second_of_issue_delists_the_new_token_too() {
    let mut gateway = Gateway::new();
    let (_, refresh) = gateway.pair();
    let access = gateway
        .grant(&refresh_grant(&refresh, ""))
        .text("access_token");
    assert_eq!(
        (gateway.used(&access), gateway.listed("shop").len()),
        (200, 0)
    );
}

#[test]
fn a_refresh_token_lives_fourteen_days() {
    for (age, works) in [(1_209_599, true), (1_209_600, false)] {
        let mut gateway = Gateway::new();
        let (_, refresh) = gateway.pair();
        gateway.pass(age);
        assert_eq!(
            gateway.grant(&refresh_grant(&refresh, "")).status == 200,
            works,
            "{age}"
        );
    }
}

#[test]
fn key_rules_and_scope_follow_a_code_through_its_refreshes() {
    let mut gateway = Gateway::new();
    let form = "response_type=code&client_id=shop&scope=s&key_rules=%7B%22org_id%22%3A%22zz%22%7D";
    let code = gateway.authorize(form).text("code");
    let first = gateway.grant(&code_grant(&code, ""));
    let second = gateway.grant(&refresh_grant(&first.text("refresh_token"), ""));
    for reply in [&first, &second] {
        assert!(reply.text("access_token").starts_with("zz"));
        assert_eq!(reply.text("scope"), "s");
    }
}

#[test]
fn the_password_grant_knows_nobody() {
    let mut gateway = Gateway::seeded(json!({"policies": [], "apis": [{"id": "oauth-api",
        "org": "acme", "oauth": true, "allowed_access_types": ["password"],
        "clients": [{"id": "shop", "secret": "s1", "redirect_uri": SHOP_URI}]}]}));
    let form = "grant_type=password&username=u&password=";
    assert_eq!(gateway.grant(form).text("error"), "invalid_grant");
    assert_eq!(
        gateway.grant(&format!("{form}p")).text("error"),
        "access_denied"
    );
}

#[test]
fn the_apis_own_revoke_takes_any_method_and_no_client() {
    let mut gateway = Gateway::new();
    let path = "/oauth-api/oauth/revoke";
    let malformed = "error parsing form. Form malformed";
    for form in ["token=%zz", "token=x;y=z"] {
        gateway
            .send(post(path).without_key().form(form))
            .is_error(400, malformed);
    }
    for method in ["GET", "DELETE", "OPTIONS"] {
        // These methods have no form in their body.
        let call = Call::new(method, &format!("{path}?token=x"))
            .without_key()
            .form("token=x");
        gateway.send(call).is_error(400, "token is required");
    }
    for method in ["POST", "PUT", "PATCH"] {
        let token = gateway.token("shop");
        let call = Call::new(method, path)
            .without_key()
            .form(format!("token={token}"));
        gateway.send(call).is_done("token revoked successfully");
        assert_eq!(gateway.used(&token), 403);
    }
    let (access, refresh) = gateway.pair();
    let form = format!("token={refresh}&token_type_hint=refresh_token");
    gateway.send(post(path).without_key().form(form));
    assert_eq!(gateway.used(&access), 200);
    assert_eq!(
        gateway.grant(&refresh_grant(&refresh, "")).text("error"),
        "invalid_grant"
    );
}

#[test]
fn the_apis_own_revoke_all_says_when_the_secret_is_wrong() {
    let mut gateway = Gateway::new();
    let token = gateway.token("shop");
    for (form, status, message) in [
        ("client_id=%zz", 400, "error parsing form. Form malformed"),
        ("", 401, "client_id is required"),
        ("client_id=nope", 401, "client_secret is required"),
        (
            "client_id=nope&client_secret=x",
            404,
            "error getting oauth client",
        ),
        (
            "client_id=shop&client_secret=x",
            401,
            "client secret is wrong",
        ),
    ] {
        let call = post("/oauth-api/oauth/revoke_all").without_key().form(form);
        gateway.send(call).is_error(status, message);
    }
    assert_eq!(gateway.used(&token), 200);
    let call = post("/oauth-api/oauth/revoke_all").form("client_id=shop&client_secret=s1");
    gateway
        .send(call.without_key())
        .is_done("tokens revoked successfully");
    assert_eq!(gateway.used(&token), 403);
}
