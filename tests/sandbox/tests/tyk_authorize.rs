//! The admin's authorize call.

mod tyk_support;

use serde_json::{Value, json};
use tyk_support::{AUTHORIZE, CLIENTS, Call, Gateway, Reply, SHOP_URI, get, post, put};

const NO_KEY: &str = "Attempted administrative access with invalid or missing key!";

/// Status, type and members of an OAuth error, the last ones in the order given.
fn is_oauth_error(reply: &Reply, code: &str, members: &[&str]) {
    assert_eq!(
        (reply.status, reply.text("error").as_str()),
        (403, code),
        "{reply:?}"
    );
    assert_eq!(
        reply.header("Content-Type"),
        Some("text/plain; charset=utf-8")
    );
    let body = reply.json();
    let found: Vec<&String> = body.as_object().expect("an object").keys().collect();
    let mut expected = vec!["error", "error_description"];
    expected.extend(members);
    assert_eq!(found, expected);
}

fn with_uri(gateway: &mut Gateway, kind: &str, encoded: &str) -> Reply {
    let form = format!("response_type={kind}&client_id=shop&state=s7&redirect_uri={encoded}");
    gateway.authorize(&form)
}

#[test]
fn a_code_is_plain_text_json_that_is_not_escaped_for_html() {
    let mut gateway = Gateway::new();
    let reply = gateway.authorize("response_type=code&client_id=shop&state=%3Ca%26b%3E");
    let code = reply.text("code");
    assert_eq!(code.len(), 22);
    assert!(
        code.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    );
    let body = format!(
        "{{\"code\":\"{code}\",\"redirect_to\":\"{SHOP_URI}?code={code}&state=%3Ca%26b%3E\",\"state\":\"<a&b>\"}}\n"
    );
    reply.is_text(200, &body);
    let reply = gateway.authorize("response_type=code&client_id=shop");
    let code = reply.text("code");
    let body = format!("{{\"code\":\"{code}\",\"redirect_to\":\"{SHOP_URI}?code={code}\"}}\n");
    reply.is_text(200, &body);
}

#[test]
fn a_token_goes_into_the_fragment_in_the_place_of_the_query() {
    let mut gateway = Gateway::new();
    let uri = "https%3A%2F%2Fshop.test%2Fcb%3Fx%3D1%26y";
    let form = format!("response_type=token&client_id=shop&state=s%207&redirect_uri={uri}");
    let reply = gateway.authorize(&form);
    let token = reply.text("access_token");
    assert_eq!((token.len(), &token[..4]), (36, "acme"));
    let body = format!(
        "{{\"access_token\":\"{token}\",\"expires_in\":3600,\"redirect_to\":\"{SHOP_URI}#access_token={token}&expires_in=3600&state=s%207&token_type=bearer&x=1&y=\",\"state\":\"s 7\",\"token_type\":\"bearer\"}}\n"
    );
    reply.is_text(200, &body);
    assert_eq!(gateway.used(&token), 200);
}

#[test]
fn errors_come_in_their_order() {
    let mut gateway = Gateway::new();
    gateway.add("no-policy");
    gateway.send(put(
        &format!("{CLIENTS}/oauth-api/no-policy"),
        &json!({"redirect_uri": SHOP_URI}).to_string(),
    ));
    let bad = "redirect_uri=https%3A%2F%2Fevil.test%2F&state=s7";
    let call = || post(AUTHORIZE).form("response_type=nope&client_id=nope");
    gateway.send(call().without_key()).is_error(403, NO_KEY);
    gateway
        .send(get(AUTHORIZE))
        .is_error(405, "Method not supported");
    for kind in ["nope", "", "Code", "id_token"] {
        let reply = gateway.authorize(&format!("response_type={kind}&client_id=nope&{bad}"));
        is_oauth_error(&reply, "unsupported_response_type", &[]);
    }
    for kind in ["code", "token"] {
        let reply = gateway.authorize(&format!("response_type={kind}&client_id=nope&{bad}"));
        is_oauth_error(&reply, "server_error", &["state"]);
        let reply = gateway.authorize(&format!("response_type={kind}&client_id=bare&{bad}"));
        is_oauth_error(&reply, "unauthorized_client", &["state"]);
        let reply = gateway.authorize(&format!("response_type={kind}&client_id=no-policy&{bad}"));
        is_oauth_error(&reply, "invalid_request", &["redirect_to", "state"]);
        let description = "The+request+is+missing+a+required+parameter%2C+includes+an+invalid+parameter+value%2C+includes+a+parameter+more+than+once%2C+or+is+otherwise+malformed.";
        let expected =
            format!("{SHOP_URI}?error=invalid_request&error_description={description}&state=s7");
        assert_eq!(reply.text("redirect_to"), expected);
    }
    let reply = gateway.authorize("response_type=token&client_id=no-policy&state=s7");
    is_oauth_error(&reply, "server_error", &["redirect_to"]);
    let description = "The%20authorization%20server%20encountered%20an%20unexpected%20condition%20that%20prevented%20it%20from%20fulfilling%20the%20request.";
    let expected = format!("{SHOP_URI}#error=server_error&error_description={description}");
    assert_eq!(reply.text("redirect_to"), expected);
    assert!(gateway.listed("no-policy").is_empty());

    // With a code the missing policy goes unnoticed until it is exchanged.
    let code = gateway.code("no-policy");
    let exchange = post("/oauth-api/oauth/token").basic("bm8tcG9saWN5OnM=");
    let exchange =
        gateway.send(exchange.form(format!("grant_type=authorization_code&code={code}")));
    assert_eq!(exchange.text("error"), "server_error");
}

#[test]
fn errors_say_what_they_mean() {
    let mut gateway = Gateway::new();
    for (form, description) in [
        (
            "response_type=x",
            "The authorization server does not support obtaining a token using this method.",
        ),
        (
            "response_type=code",
            "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.",
        ),
        (
            "response_type=code&client_id=bare",
            "The client is not authorized to request a token using this method.",
        ),
    ] {
        assert_eq!(
            gateway.authorize(form).text("error_description"),
            description
        );
    }
}

#[test]
fn the_error_status_can_be_configured() {
    let mut gateway = Gateway::seeded(json!({"oauth_error_status_code": 400}));
    assert_eq!(gateway.authorize("response_type=x").status, 400);
    assert_eq!(gateway.grant("grant_type=x").status, 400);
    let browser = get("/oauth-api/oauth/authorize/").without_key();
    assert_eq!(gateway.send(browser).status, 400);
}

#[test]
fn the_route_exists_per_oauth_api_under_both_its_paths() {
    let seed = json!({"apis": [
        {"id": "a", "org": "acme", "oauth": true, "listen_path": "/deep/down/",
         "allowed_authorize_types": ["code"],
         "clients": [{"id": "c", "secret": "s", "redirect_uri": SHOP_URI}]},
        {"id": "b", "org": "acme", "keyless": true, "listen_path": "/deep/"},
        {"id": "plain", "org": "acme"},
    ], "policies": []});
    let mut gateway = Gateway::seeded(seed);
    let authorize = |prefix: &str| {
        post(&format!("{prefix}/tyk/oauth/authorize-client")).form("response_type=code&client_id=c")
    };
    for prefix in ["/a", "/deep/down"] {
        assert_eq!(gateway.send(authorize(prefix)).text("code").len(), 22);
    }
    let slashed = post("/a/tyk/oauth/authorize-client/").form("response_type=token&client_id=c");
    assert_eq!(
        gateway.send(slashed).text("error"),
        "unsupported_response_type"
    );
    for prefix in ["/b", "/deep"] {
        let echo = "{\"method\":\"POST\",\"path\":\"/tyk/oauth/authorize-client\"}";
        gateway.send(authorize(prefix)).is_json(200, echo);
    }
    let refused = "{\n    \"error\": \"Authorization field missing\"\n}";
    gateway.send(authorize("/plain")).is_json(401, refused);
    gateway
        .send(authorize(""))
        .is_text(404, "404 page not found\n");
    gateway
        .send(post("/a/tyk/oauth/authorize-client/x"))
        .is_json(400, refused);
}

#[test]
fn redirects_match_by_scheme_host_and_the_start_of_the_path() {
    let mut gateway = Gateway::new();
    for (asked, to) in [
        ("", SHOP_URI),
        ("https://shop.test/cb", SHOP_URI),
        ("https://shop.test/cbother", "https://shop.test/cbother"),
        ("https://shop.test/cb/../x", "https://shop.test/cb/../x"),
        ("https://shop.test/%63b%252Fx", "https://shop.test/cb/x"),
        ("HTTPS://shop.test/cb", "https://shop.test/cb"),
        ("https://u:p@shop.test/cb", "https://u:p@shop.test/cb"),
        ("https://shop.test/cb%23", "https://shop.test/cb"),
        ("%68ttps%3A%2F%2Fshop.test%2Fcb", SHOP_URI),
        ("https%253A%252F%252Fshop.test%252Fcb", SHOP_URI),
        // What cannot be decoded twice counts as not given.
        ("%25zz", SHOP_URI),
        ("https://evil.test/%2525zz%25zz", SHOP_URI),
    ] {
        let reply = with_uri(&mut gateway, "code", asked);
        let code = reply.text("code");
        assert_eq!(
            reply.text("redirect_to"),
            format!("{to}?code={code}&state=s7"),
            "{asked}"
        );
    }
    for asked in [
        "https://shop.test/c",
        "https://shop.test/CB",
        "http://shop.test/cb",
        "https://SHOP.test/cb",
        "https://shop.test:443/cb",
        "https://shop.test/cb%23f",
        "//shop.test/cb",
        "/cb",
        "https:shop.test/cb",
        "https://shop.test.evil.test/cb",
        "https://shop.test:x/cb",
        "https://shop.test/cb%2525",
        "https://shop.test/cb%01",
        "%3A",
    ] {
        let reply = with_uri(&mut gateway, "code", asked);
        assert_eq!(reply.text("error"), "invalid_request", "{asked}");
    }
}

#[test]
fn a_redirects_own_query_is_kept_and_sorted_in() {
    let mut gateway = Gateway::new();
    let client = json!({"client_id": "q", "api_id": "oauth-api",
        "redirect_uri": "https://q.test:8443/a%20b/cb?x=1&code=old&a=%zz&x=2"});
    gateway.create(&client);
    let reply = gateway.authorize("response_type=code&client_id=q");
    let expected = format!(
        "https://q.test:8443/a%20b/cb?code={}&x=1&x=2",
        reply.text("code")
    );
    assert_eq!(reply.text("redirect_to"), expected);
}

#[test]
fn values_of_query_and_multipart_count_and_json_does_not() {
    let mut gateway = Gateway::new();
    let form = "response_type=code&client_id=shop&state=body";
    let state = |gateway: &mut Gateway, call: Call| -> Value {
        let body = gateway.send(call).json();
        if body["code"].is_string() {
            body["state"].clone()
        } else {
            body["error"].clone()
        }
    };
    let query = post(&format!(
        "{AUTHORIZE}?response_type=code&client_id=shop&state=query"
    ));
    assert_eq!(state(&mut gateway, query), "query");
    let both = post(&format!("{AUTHORIZE}?client_id=nope&state=query")).form(form);
    assert_eq!(
        state(&mut gateway, both),
        "body",
        "the body's values come first"
    );
    let json = post(AUTHORIZE).header("Content-Type", "application/json");
    let json = json.body(json!({"response_type": "code", "client_id": "shop"}).to_string());
    assert_eq!(state(&mut gateway, json), "unsupported_response_type");
    assert_eq!(
        state(&mut gateway, post(AUTHORIZE).body(form)),
        "unsupported_response_type"
    );

    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts = part("response_type", "code") + &part("client_id", "shop") + &part("state", "part");
    let multipart = |target: &str, body: String| {
        post(target)
            .header("Content-Type", "multipart/form-data; boundary=\"b\"")
            .body(body)
    };
    let whole = format!("{parts}--b--\r\n");
    assert_eq!(
        state(&mut gateway, multipart(AUTHORIZE, whole.clone())),
        "part"
    );
    let queried = multipart(&format!("{AUTHORIZE}?state=query"), whole.clone());
    assert_eq!(
        state(&mut gateway, queried),
        "query",
        "the query's values come first"
    );
    let bare_lines = whole.replace("\r\n", "\n");
    assert_eq!(
        state(&mut gateway, multipart(AUTHORIZE, bare_lines)),
        "part"
    );
    assert_eq!(
        state(&mut gateway, multipart(AUTHORIZE, parts)),
        "unsupported_response_type"
    );
    let file = whole.replace("name=\"state\"", "name=\"state\"; filename=\"f\"");
    assert_eq!(state(&mut gateway, multipart(AUTHORIZE, file)), Value::Null);
}

#[test]
fn a_form_is_read_as_far_as_it_can_be() {
    let mut gateway = Gateway::new();
    let reply = gateway.authorize("&response_type=code&state=%zz&a;b&client_id=shop&state=second");
    assert_eq!(reply.text("state"), "second");
    let joined = gateway.authorize("response_type=code;client_id=shop");
    assert_eq!(joined.text("error"), "unsupported_response_type");
    let huge = format!("state=body&pad={}", "x".repeat(10 << 20));
    let call = post(&format!("{AUTHORIZE}?response_type=code&client_id=shop")).form(huge);
    assert_eq!(
        gateway.send(call).json()["state"],
        Value::Null,
        "too much is not read at all"
    );
    let bytes = gateway.authorize("response_type=code&client_id=shop&state=%ff");
    assert!(
        bytes
            .body
            .ends_with("&state=%FF\",\"state\":\"\\ufffd\"}\n"),
        "{}",
        bytes.body
    );
}

#[test]
fn key_rules_shape_the_token_and_unreadable_ones_leave_it_to_the_policy() {
    let mut gateway = Gateway::new();
    gateway.create(&json!({"client_id": "none", "api_id": "oauth-api", "redirect_uri": SHOP_URI}));
    let issue = |gateway: &mut Gateway, client: &str, rules: &str| {
        let encoded = rules
            .bytes()
            .fold(String::new(), |text, byte| format!("{text}%{byte:02x}"));
        gateway.authorize(&format!(
            "response_type=token&client_id={client}&key_rules={encoded}"
        ))
    };
    for (rules, prefix, status) in [
        ("{}", "", 200),
        ("null", "", 200),
        ("{\"ORG_ID\":\"zzz\",\"unknown\":[1]}", "zzz", 200),
        ("{\"access_rights\":{\"oauth-api\":{}}}", "", 200),
        ("{\"access_rights\":{\"second-api\":{}}}", "", 403),
        ("{\"is_inactive\":true}", "", 403),
        (
            "{\"apply_policies\":[\"gold\"],\"is_inactive\":true}",
            "",
            200,
        ),
        ("{\"apply_policies\":[\"nope\",\"gold\"]}", "", 200),
        ("{\"apply_policies\":[\"nope\"]}", "", 403),
        ("{\"apply_policies\":[\"foreign\"]}", "", 403),
        (
            "{\"apply_policies\":[\"foreign\"],\"org_id\":\"globex\"}",
            "globex",
            403,
        ),
        ("{\"apply_policy_id\":\"second\"}", "", 403),
    ] {
        let token = issue(&mut gateway, "none", rules).text("access_token");
        assert_eq!(token.len(), prefix.len() + 32, "{rules}");
        assert!(token.starts_with(prefix));
        assert_eq!(gateway.used(&token), status, "{rules}");
    }
    for rules in [
        "",
        "x",
        "[]",
        "{} x",
        "{\"org_id\":1}",
        "{\"tags\":[1]}",
        "{\"expires\":1.5}",
        "{\"access_rights\":[]}",
        "{\"access_rights\":{\"oauth-api\":1}}",
        "{\"rate\":1e999}",
        "{\"date_created\":\"yesterday\"}",
        "{\"meta_data\":[]}",
    ] {
        let token = issue(&mut gateway, "shop", rules).text("access_token");
        assert!(
            token.starts_with("acme"),
            "{rules}: the policy's organization"
        );
        assert_eq!(
            issue(&mut gateway, "none", rules).text("error"),
            "server_error",
            "{rules}"
        );
    }
}

#[test]
fn policies_decide_at_each_call_and_must_be_of_the_apis_organization() {
    let mut gateway = Gateway::new();
    for (policy, status, message) in [
        ("foreign", 403, "Key not authorised"),
        ("empty", 403, "Key not authorised"),
        ("plain", 403, "Access to this API has been disallowed"),
        ("mixed", 200, ""),
    ] {
        let client = json!({"client_id": policy, "api_id": "oauth-api", "policy_id": policy, "redirect_uri": SHOP_URI});
        gateway.create(&client);
        let token = gateway.token(policy);
        let reply = gateway.proxied("/oauth-api/x", &token);
        assert_eq!(reply.status, status, "{policy}");
        if status != 200 {
            assert_eq!(reply.text("error"), message);
        }
    }
}

#[test]
fn metadata_that_is_no_object_closes_the_connection_after_listing_the_token() {
    let mut gateway = Gateway::new();
    for meta_data in [json!("text"), json!([]), json!(1), json!(false)] {
        let client = json!({"client_id": "m", "secret": "s", "api_id": "oauth-api",
            "policy_id": "gold", "redirect_uri": SHOP_URI, "meta_data": meta_data});
        gateway.create(&client);
        let listed = gateway.listed("m").len();
        let form = "response_type=token&client_id=m";
        assert_eq!(gateway.respond(post(AUTHORIZE).form(form)), None);
        let tokens = gateway.listed("m");
        assert_eq!(tokens.len(), listed + 1);
        assert_eq!(
            gateway.used(&tokens[0]),
            403,
            "there is no session behind it"
        );
        let code = gateway.code("m");
        let exchange = format!("grant_type=authorization_code&code={code}");
        for _ in 0..2 {
            let call = post("/oauth-api/oauth/token")
                .basic("bTpz")
                .form(exchange.clone());
            assert_eq!(gateway.respond(call), None, "and the code stays good");
        }
    }
    for meta_data in [json!({}), json!(null)] {
        gateway.create(
            &json!({"client_id": "m", "api_id": "oauth-api", "policy_id": "gold",
            "redirect_uri": SHOP_URI, "meta_data": meta_data}),
        );
        assert_eq!(gateway.token("m").len(), 36);
    }
}
