//! Clients: made, listed, found, replaced, rotated, deleted.

mod tyk_support;

use serde_json::{Value, json};
use tyk_support::{CLIENTS, Gateway, Reply, SHOP_URI, delete, get, post, put};

const NO_API: &str = "API doesn't exist";
const NO_CLIENT: &str = "OAuth Client ID not found";
const NO_POLICY: &str = "Policy doesn't exist";
const NOT_OAUTH: &str = "API is not OAuth2";
const UNREADABLE: &str = "Unmarshalling failed";

fn create(gateway: &mut Gateway, body: impl Into<Vec<u8>>) -> Reply {
    gateway.send(post(&format!("{CLIENTS}/create")).body(body))
}

fn path(rest: &str) -> String {
    format!("{CLIENTS}/{rest}")
}

#[test]
fn create_returns_what_it_stored_and_never_the_api() {
    let mut gateway = Gateway::new();
    let body = r#"{"client_id":"new","api_id":"oauth-api","policy_id":"gold","redirect_uri":"https://shop.test/cb?a=1&b","secret":"<s>","meta_data":{"team":"web","a":1.0},"description":"New","unknown":1e999}"#;
    let stored = "{\"client_id\":\"new\",\"redirect_uri\":\"https://shop.test/cb?a=1\\u0026b\",\"policy_id\":\"gold\",\"secret\":\"\\u003cs\\u003e\",\"meta_data\":{\"a\":1,\"team\":\"web\"},\"description\":\"New\"}\n";
    create(&mut gateway, body).is_json(200, stored);
    gateway
        .send(get(&path("oauth-api/new")))
        .is_json(200, stored);

    let bare = create(
        &mut gateway,
        r#"{"api_id":"oauth-api","client_id":"b","secret":""}"#,
    );
    let secret = bare.text("secret");
    let body = format!(
        "{{\"client_id\":\"b\",\"redirect_uri\":\"\",\"secret\":\"{secret}\",\"meta_data\":null,\"description\":\"\"}}\n"
    );
    bare.is_json(200, &body);
    assert_eq!(secret.len(), 48);
}

#[test]
fn a_client_gets_an_id_and_a_secret_of_its_own() {
    let mut gateway = Gateway::new();
    let first = create(&mut gateway, r#"{"api_id":"oauth-api"}"#);
    let second = create(&mut gateway, r#"{"api_id":"oauth-api","client_id":""}"#);
    for reply in [&first, &second] {
        let id = reply.text("client_id");
        assert_eq!(id.len(), 32);
        assert!(
            id.chars()
                .all(|digit| digit.is_ascii_hexdigit() && !digit.is_uppercase())
        );
        assert_eq!(&id[12..13], "4", "a random UUID");
    }
    assert_ne!(first.text("client_id"), second.text("client_id"));
    assert_ne!(first.text("secret"), second.text("secret"));
}

#[test]
fn create_reads_its_body_as_go_does() {
    let mut gateway = Gateway::new();
    for unreadable in [
        "",
        " ",
        "{",
        "[]",
        "1",
        "\"x\"",
        "true",
        "{'a':1}",
        "{\"client_id\":1}",
        "{\"secret\":true}",
        "{\"api_id\":[]}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{\"client_id\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":[1,]}",
        "\u{feff}{}",
        "{\"meta_data\":1e999}",
        "{\"meta_data\":{\"a\":[1e999]}}",
    ] {
        create(&mut gateway, unreadable).is_error(500, UNREADABLE);
    }
    for empty in ["{}", "null", "{} trailing", "nullx", "{\"client_id\":null}"] {
        create(&mut gateway, empty).is_error(400, NO_POLICY);
    }
    let reply = create(
        &mut gateway,
        "{\"API_ID\":\"oauth-api\",\"Client_Id\":\"a\",\"CLIENT_ID\":\"b\",\"\u{17f}ecret\":\"long s\",\"Description\":\"d\"} x",
    );
    assert_eq!(
        reply.text("client_id"),
        "b",
        "names in any case, the last one wins"
    );
    assert_eq!(reply.text("secret"), "long s", "folded as Unicode does");
    let reply = create(
        &mut gateway,
        r#"{"api_id":"oauth-api","client_id":"c","client_id":null}"#,
    );
    assert_eq!(reply.text("client_id"), "c", "null changes nothing");
    let reply = create(
        &mut gateway,
        b"{\"api_id\":\"oauth-api\",\"client_id\":\"\xff\xfex\"}".to_vec(),
    );
    assert_eq!(reply.text("client_id"), "\u{fffd}\u{fffd}x");
}

#[test]
fn meta_data_passes_through_doubles_and_comes_back_sorted() {
    let mut gateway = Gateway::new();
    for (sent, stored) in [
        ("null", "null"),
        ("\"text\"", "\"text\""),
        (
            "[1.0,1e21,1e20,1e-7,-0,123456789012345678901234567890]",
            "[1,1e+21,100000000000000000000,1e-7,-0,1.2345678901234568e+29]",
        ),
        (
            r#"{"z":1,"a":{"y":[],"x":{}},"z":2}"#,
            r#"{"a":{"x":{},"y":[]},"z":2}"#,
        ),
        (
            r#""<>&\u2028\u2029\"\\\/\b\f\n\r\t\u0001\u007f\ud83d\ude00\ud800x""#,
            "\"\\u003c\\u003e\\u0026\\u2028\\u2029\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u{7f}\u{1f600}\u{fffd}x\"",
        ),
    ] {
        let body = format!(
            "{{\"api_id\":\"oauth-api\",\"client_id\":\"m\",\"secret\":\"s\",\"meta_data\":{sent}}}"
        );
        let stored = format!(
            "{{\"client_id\":\"m\",\"redirect_uri\":\"\",\"secret\":\"s\",\"meta_data\":{stored},\"description\":\"\"}}\n"
        );
        create(&mut gateway, body).is_json(200, &stored);
        gateway
            .send(get(&path("oauth-api/m")))
            .is_json(200, &stored);
    }
    let deep = |levels: usize| {
        let nested = "[".repeat(levels) + &"]".repeat(levels);
        format!("{{\"api_id\":\"oauth-api\",\"client_id\":\"deep\",\"meta_data\":{nested}}}")
    };
    assert_eq!(create(&mut gateway, deep(9_999)).status, 200);
    create(&mut gateway, deep(10_000)).is_error(500, UNREADABLE);
}

#[test]
fn create_with_an_api_checks_the_api_and_never_the_policy() {
    let mut gateway = Gateway::new();
    create(&mut gateway, r#"{"api_id":"nope","policy_id":"nope"}"#).is_error(400, NO_API);
    for api in ["plain-api", "open-api", "jwt-api"] {
        let body = json!({"api_id": api, "policy_id": "gold"});
        create(&mut gateway, body.to_string()).is_error(400, NOT_OAUTH);
    }
    let body = r#"{"api_id":"oauth-api","client_id":"p","policy_id":"nope"}"#;
    assert_eq!(create(&mut gateway, body).text("policy_id"), "nope");
}

#[test]
fn create_with_a_policy_checks_it_and_then_its_apis() {
    let mut gateway = Gateway::new();
    create(&mut gateway, r#"{"policy_id":"nope"}"#).is_error(400, NO_POLICY);
    create(&mut gateway, r#"{"policy_id":"broken"}"#).is_error(400, NO_API);
    create(&mut gateway, r#"{"policy_id":"plain"}"#).is_error(400, NOT_OAUTH);
    create(&mut gateway, r#"{"policy_id":"empty"}"#).is_error(400, NOT_OAUTH);
    let by_policy = |policy: &str| json!({"policy_id": policy, "client_id": policy}).to_string();
    for policy in ["silver", "mixed", "foreign"] {
        assert_eq!(create(&mut gateway, by_policy(policy)).status, 200);
    }
    let found = gateway.client_ids("oauth-api");
    assert_eq!(found, ["bare", "foreign", "mixed", "shop", "silver"]);
    assert_eq!(gateway.client_ids("second-api"), ["silver"]);
}

#[test]
fn create_with_a_policy_that_fails_midway_may_have_stored_the_client() {
    // The order of a policy's APIs is random: in one of them the client is stored before the end.
    let outcomes: Vec<bool> = (0..200)
        .map(|_| {
            let mut gateway = Gateway::new();
            let body = r#"{"policy_id":"half-broken","client_id":"h"}"#;
            create(&mut gateway, body).is_error(400, NO_API);
            gateway.client_ids("oauth-api").contains(&"h".to_owned())
        })
        .collect();
    assert!(outcomes.contains(&true) && outcomes.contains(&false));
}

#[test]
fn create_overwrites_and_the_earlier_clients_tokens_work_again() {
    let mut gateway = Gateway::new();
    let token = gateway.token("shop");
    gateway.send(delete(&path("oauth-api/shop")));
    assert_eq!(gateway.used(&token), 403);
    gateway.add("shop");
    assert_eq!(gateway.used(&token), 200);
    let again = json!({"client_id": "shop", "api_id": "oauth-api", "description": "again"});
    assert_eq!(gateway.create(&again).status, 200);
    assert_eq!(gateway.client_ids("oauth-api"), ["bare", "shop"]);
    assert_eq!(
        gateway
            .send(get(&path("oauth-api/shop")))
            .text("description"),
        "again"
    );
}

#[test]
fn list_shows_secrets_in_no_order() {
    let mut gateway = Gateway::new();
    let firsts: Vec<Value> = (0..200)
        .map(|_| gateway.send(get(&path("oauth-api"))).json()[0]["client_id"].clone())
        .collect();
    assert!(firsts.contains(&json!("shop")) && firsts.contains(&json!("bare")));
    gateway.send(delete(&path("oauth-api/bare")));
    gateway.send(get(&path("oauth-api"))).is_json(200, "[{\"client_id\":\"shop\",\"redirect_uri\":\"https://shop.test/cb\",\"policy_id\":\"gold\",\"secret\":\"s1\",\"meta_data\":{\"team\":\"web\"},\"description\":\"Shop\"}]\n");
    gateway.send(delete(&path("oauth-api/shop")));
    for api in ["oauth-api", "plain-api", "open-api", "jwt-api"] {
        gateway.send(get(&path(api))).is_json(200, "[]\n");
    }
    gateway.send(get(&path("nope"))).is_json(404, "null\n");
}

#[test]
fn get_finds_by_the_exact_id() {
    let mut gateway = Gateway::new();
    for missing in [
        "oauth-api/SHOP",
        "oauth-api/nope",
        "nope/shop",
        "plain-api/shop",
        "second-api/shop",
    ] {
        gateway.send(get(&path(missing))).is_error(404, NO_CLIENT);
    }
    assert_eq!(
        gateway.send(get(&path("oauth-api/shop"))).text("secret"),
        "s1"
    );
}

#[test]
fn a_jwt_apis_clients_are_found_but_never_listed() {
    let mut gateway = Gateway::new();
    assert_eq!(
        create(
            &mut gateway,
            r#"{"policy_id":"jwt","client_id":"j","secret":"s"}"#
        )
        .status,
        200
    );
    assert_eq!(gateway.send(get(&path("jwt-api/j"))).text("secret"), "s");
    gateway.send(get(&path("jwt-api"))).is_json(200, "[]\n");
    gateway
        .send(get(&path("apis/j?orgID=")))
        .is_json(200, "[]\n");
    gateway
        .revoke("token=x&client_id=j")
        .is_error(400, "oauth client doesn't exist");
    let update = put(
        &path("jwt-api/j"),
        r#"{"policy_id":"jwt","description":"d"}"#,
    );
    assert_eq!(gateway.send(update).text("description"), "d");
}

#[test]
fn update_replaces_and_clears_what_is_left_out() {
    let mut gateway = Gateway::new();
    let body = r#"{"client_id":"x","secret":"x","redirect_uri":"https://shop.test/cb2","policy_id":"gold","description":"Shop v2"} x"#;
    gateway.send(put(&path("oauth-api/shop"), body)).is_json(200, "{\"client_id\":\"shop\",\"redirect_uri\":\"https://shop.test/cb2\",\"policy_id\":\"gold\",\"secret\":\"s1\",\"meta_data\":null,\"description\":\"Shop v2\"}\n");
    gateway.send(put(&path("oauth-api/shop"), "null")).is_json(200, "{\"client_id\":\"shop\",\"redirect_uri\":\"\",\"secret\":\"s1\",\"meta_data\":null,\"description\":\"\"}\n");
    assert_eq!(gateway.client_ids("oauth-api"), ["bare", "shop"]);
}

#[test]
fn update_checks_body_api_policy_rights_and_client_in_that_order() {
    let mut gateway = Gateway::new();
    let order = [
        ("nope/nope", "", 500, UNREADABLE),
        ("nope/nope", r#"{"policy_id":"nope"}"#, 404, NO_API),
        ("oauth-api/nope", r#"{"policy_id":"nope"}"#, 404, NO_POLICY),
        (
            "oauth-api/nope",
            r#"{"policy_id":"foreign"}"#,
            404,
            NO_POLICY,
        ),
        (
            "oauth-api/nope",
            r#"{"policy_id":"second"}"#,
            400,
            "Policy access rights doesn't contain API this OAuth client belongs to",
        ),
        ("oauth-api/nope", r#"{"policy_id":"gold"}"#, 404, NO_CLIENT),
        ("oauth-api/nope", "{}", 404, NO_CLIENT),
    ];
    for (target, body, status, message) in order {
        gateway
            .send(put(&path(target), body))
            .is_error(status, message);
    }
}

#[test]
fn changing_the_policy_removes_listed_access_tokens_but_no_refresh_tokens() {
    let mut gateway = Gateway::new();
    let (access, refresh) = gateway.pair();
    let update = |policy: &str| {
        let body = json!({"policy_id": policy, "redirect_uri": SHOP_URI}).to_string();
        put(&path("oauth-api/shop"), &body)
    };
    gateway.send(update("gold"));
    assert_eq!(
        (gateway.used(&access), gateway.listed("shop").len()),
        (200, 1),
        "nothing changed"
    );
    gateway.send(update("silver"));
    assert_eq!(
        (gateway.used(&access), gateway.listed("shop").len()),
        (403, 0)
    );
    gateway.pass(1);
    let reply = gateway.grant(&format!("grant_type=refresh_token&refresh_token={refresh}"));
    let access = reply.text("access_token");
    gateway.send(update(""));
    assert_eq!(
        gateway.used(&access),
        403,
        "taking the policy away changes it"
    );
    let token = gateway
        .authorize("response_type=token&client_id=shop&key_rules={}")
        .text("access_token");
    gateway.send(update("gold"));
    assert_eq!(gateway.used(&token), 200, "there was no policy before");
}

#[test]
fn rotate_makes_a_new_secret_and_keeps_the_rest() {
    let mut gateway = Gateway::new();
    let token = gateway.token("shop");
    let reply = gateway.send(put(&path("oauth-api/shop/rotate"), "ignored"));
    let secret = reply.text("secret");
    assert_eq!(
        (reply.status, secret.len(), reply.text("description")),
        (200, 48, "Shop".to_owned())
    );
    assert_eq!(gateway.send(get(&path("oauth-api/shop"))), reply);
    assert_eq!(gateway.used(&token), 200);
    assert_eq!(
        gateway.grant("grant_type=client_credentials").text("error"),
        "unauthorized_client"
    );
    assert_ne!(
        gateway
            .send(put(&path("oauth-api/shop/rotate"), ""))
            .text("secret"),
        secret
    );
    gateway
        .send(put(&path("nope/shop/rotate"), ""))
        .is_error(404, NO_API);
    gateway
        .send(put(&path("oauth-api/nope/rotate"), ""))
        .is_error(404, NO_CLIENT);
}

#[test]
fn delete_responds_the_same_for_clients_that_never_were() {
    let mut gateway = Gateway::new();
    for id in ["shop", "shop", "ghost"] {
        let body = format!("{{\"key\":\"{id}\",\"status\":\"ok\",\"action\":\"deleted\"}}\n");
        gateway
            .send(delete(&path(&format!("oauth-api/{id}"))))
            .is_json(200, &body);
    }
    assert_eq!(gateway.client_ids("oauth-api"), ["bare"]);
    gateway
        .send(delete(&path("nope/shop")))
        .is_error(404, NO_CLIENT);
    gateway
        .send(delete(&path("plain-api/shop")))
        .is_error(404, NO_CLIENT);
    let nobody = "{\"key\":\"\",\"status\":\"ok\",\"action\":\"deleted\"}\n";
    gateway
        .send(delete(&path("oauth-api")))
        .is_json(200, nobody);
    assert_eq!(
        gateway.client_ids("oauth-api"),
        ["bare"],
        "nobody was deleted"
    );
}

#[test]
fn deletion_refuses_calls_codes_and_refresh_tokens_but_keeps_the_list() {
    let mut gateway = Gateway::new();
    let (access, refresh) = gateway.pair();
    let code = gateway.code("shop");
    gateway.send(delete(&path("oauth-api/shop")));
    let refused = gateway.proxied("/oauth-api/x", &access);
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.text("error"),
        "Key not authorised. OAuth client access was revoked"
    );
    let exchange = gateway.grant(&format!("grant_type=authorization_code&code={code}"));
    assert_eq!(exchange.text("error"), "server_error");
    let refresh = gateway.grant(&format!("grant_type=refresh_token&refresh_token={refresh}"));
    assert_eq!(refresh.text("error"), "server_error");
    assert_eq!(gateway.listed("shop"), [access]);
}

#[test]
fn the_connection_closes_where_an_api_has_no_store_until_it_was_looked_into() {
    for api in ["plain-api", "open-api", "jwt-api"] {
        let mut gateway = Gateway::new();
        let update = || put(&path(&format!("{api}/x")), "{}");
        let rotate = || put(&path(&format!("{api}/x/rotate")), "");
        let tokens = || get(&path(&format!("{api}/x/tokens")));
        let refresh = || delete(&format!("/tyk/oauth/refresh/r?api_id={api}"));
        for call in [update(), rotate(), tokens()] {
            assert_eq!(gateway.respond(call), None);
        }
        // What is checked before the store still gets a response.
        gateway
            .send(put(&path(&format!("{api}/x")), ""))
            .is_error(500, UNREADABLE);
        let update_with = put(&path(&format!("{api}/x")), r#"{"policy_id":"nope"}"#);
        gateway.send(update_with).is_error(404, NO_POLICY);
        gateway
            .send(delete(&path(&format!("{api}/x"))))
            .is_error(404, NO_CLIENT);
        gateway
            .send(refresh())
            .is_error(400, "OAuth is not enabled on this API");
        gateway.send(get(&path(api))).is_json(200, "[]\n");
        assert_eq!(gateway.respond(tokens()), None, "a list opens nothing");

        gateway
            .send(get(&path(&format!("{api}/x"))))
            .is_error(404, NO_CLIENT);
        gateway.send(update()).is_error(404, NO_CLIENT);
        gateway.send(rotate()).is_error(404, NO_CLIENT);
        gateway.send(tokens()).is_json(200, "[]\n");
        assert_eq!(gateway.send(delete(&path(&format!("{api}/x")))).status, 200);
        assert_eq!(gateway.send(refresh()).status, 200);
    }
}

#[test]
fn apis_of_a_client_are_those_that_list_it_in_the_organization() {
    let mut gateway = Gateway::new();
    assert_eq!(
        create(&mut gateway, r#"{"policy_id":"silver","client_id":"both"}"#).status,
        200
    );
    for (query, expected) in [
        ("both?orgID=", vec!["oauth-api", "second-api"]),
        ("both?orgID", vec!["oauth-api", "second-api"]),
        ("both?orgID=acme", vec!["oauth-api", "second-api"]),
        ("both?%6frgID=acme", vec!["oauth-api", "second-api"]),
        ("both?orgID=globex", vec![]),
        ("both?orgID=ACME", vec![]),
        ("nobody?orgID=", vec![]),
    ] {
        let reply = gateway.send(get(&path(&format!("apis/{query}")))).json();
        let mut ids: Vec<String> = serde_json::from_value(reply).expect("texts");
        ids.sort();
        assert_eq!(ids, expected, "{query}");
    }
    for query in ["both", "both?orgid=", "both?org=acme", "both?orgID=%0A"] {
        gateway
            .send(get(&path(&format!("apis/{query}"))))
            .is_error(404, NO_CLIENT);
    }
}

#[test]
fn clustered_storage_drops_from_the_list_whoever_mentions_the_new_id() {
    let mut gateway = Gateway::seeded(json!({"clustered_storage": true}));
    gateway.add("shopper");
    gateway.add("hop");
    assert_eq!(
        gateway.client_ids("oauth-api"),
        ["bare", "hop"],
        "shop and shopper contain it"
    );
    assert_eq!(gateway.send(get(&path("oauth-api/shopper"))).status, 200);
    let gone = gateway.revoke_all("client_id=shopper&client_secret=s");
    gone.is_error(404, "oauth client doesn't exist");
    gateway.add("description");
    assert_eq!(
        gateway.client_ids("oauth-api"),
        ["description"],
        "a record's own words count too"
    );
}
