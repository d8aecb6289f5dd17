//! Tokens in the control API: listed, invalidated, revoked, purged.

mod tyk_support;

use serde_json::json;
use tyk_support::{CLIENTS, Call, Gateway, SHOP_URI, delete, get, post, put};

const ACCESS: u64 = 3600;
const MALFORMED: &str = "cannot parse form. Form malformed";
const NO_CLIENT: &str = "oauth client doesn't exist";
const REVOKED: &str = "token revoked successfully";
const ALL_REVOKED: &str = "tokens revoked successfully";

fn tokens(rest: &str) -> Call {
    get(&format!("{CLIENTS}/oauth-api/shop/tokens{rest}"))
}

#[test]
fn tokens_are_listed_by_their_end_and_then_by_their_text() {
    let mut gateway = Gateway::new();
    let (end, later) = (gateway.ends(ACCESS), gateway.ends(ACCESS) + 1);
    let mut first = [
        gateway.token("shop"),
        gateway.token("shop"),
        gateway.token("shop"),
    ];
    first.sort();
    gateway.pass(1);
    let last = gateway.token("shop");
    let [a, b, c] = &first;
    let expected = format!(
        "[{{\"code\":\"{a}\",\"expires\":{end}}},{{\"code\":\"{b}\",\"expires\":{end}}},{{\"code\":\"{c}\",\"expires\":{end}}},{{\"code\":\"{last}\",\"expires\":{later}}}]\n"
    );
    gateway.send(tokens("")).is_json(200, &expected);
    gateway.send(tokens("?page=")).is_json(200, &expected);
}

#[test]
fn tokens_leave_the_list_after_the_second_they_end_in() {
    let mut gateway = Gateway::new();
    gateway.token("shop");
    gateway.pass(ACCESS);
    assert_eq!(gateway.listed("shop").len(), 1);
    gateway.pass(1);
    gateway.send(tokens("")).is_json(200, "[]\n");
}

#[test]
fn pages_hold_a_hundred_and_strange_numbers_mean_the_first() {
    let mut gateway = Gateway::new();
    let empty =
        "{\"Pagination\":{\"page_num\":1,\"page_total\":0,\"page_size\":100},\"Tokens\":[]}\n";
    gateway.send(tokens("?page=1")).is_json(200, empty);
    for _ in 0..101 {
        gateway.token("shop");
    }
    for (page, number, count) in [
        ("1", 1, 100),
        ("2", 2, 1),
        ("3", 3, 0),
        ("9", 9, 0),
        ("0", 1, 100),
        ("-1", 1, 100),
        ("x", 1, 100),
        ("1.5", 1, 100),
        ("%201", 1, 100),
        ("%2B2", 2, 1),
        ("02", 2, 1),
        ("99999999999999999999", 1, 100),
        ("2&page=1", 2, 1),
    ] {
        let response = gateway.send(tokens(&format!("?page={page}"))).json();
        let pagination = json!({"page_num": number, "page_total": 2, "page_size": 100});
        assert_eq!(response["Pagination"], pagination, "{page}");
        assert_eq!(
            response["Tokens"].as_array().map(Vec::len),
            Some(count),
            "{page}"
        );
    }
    for overflowing in ["9223372036854775807", "92233720368547759"] {
        assert_eq!(
            gateway.respond(tokens(&format!("?page={overflowing}"))),
            None
        );
    }
}

#[test]
fn tokens_of_unknown_clients_are_none_and_of_unknown_apis_an_error() {
    let mut gateway = Gateway::new();
    gateway
        .send(get(&format!("{CLIENTS}/oauth-api/nope/tokens")))
        .is_json(200, "[]\n");
    let nope = get(&format!("{CLIENTS}/nope/shop/tokens?page=1"));
    gateway
        .send(nope)
        .is_error(404, "OAuth Client ID not found");
}

#[test]
fn invalidating_a_refresh_token_checks_the_api_and_nothing_else() {
    let mut gateway = Gateway::new();
    let (access, refresh) = gateway.pair();
    let path = format!("/tyk/oauth/refresh/{refresh}");
    for query in ["", "?api_id", "?api_id=", "?api_id=%zz"] {
        let call = delete(&format!("{path}{query}"));
        gateway.send(call).is_error(400, "Missing parameter api_id");
    }
    let nope = delete(&format!("{path}?api_id=nope"));
    gateway
        .send(nope)
        .is_error(404, "API for this refresh token not found");
    let plain = delete(&format!("{path}?api_id=plain-api"));
    gateway
        .send(plain)
        .is_error(400, "OAuth is not enabled on this API");
    let body = format!("{{\"key\":\"{refresh}\",\"status\":\"ok\",\"action\":\"deleted\"}}\n");
    let other = delete(&format!("{path}?api_id=second-api"));
    gateway.send(other).is_json(200, &body);
    gateway.pass(1);
    let grant = format!("grant_type=refresh_token&refresh_token={refresh}");
    let again = gateway.grant(&grant).text("refresh_token");
    assert_eq!(gateway.used(&access), 403, "the old pair is retired");
    let path = format!("/tyk/oauth/refresh/{again}?api_id=oauth-api");
    for _ in 0..2 {
        assert_eq!(gateway.send(delete(&path)).status, 200, "known or not");
    }
    let grant = format!("grant_type=refresh_token&refresh_token={again}");
    assert_eq!(gateway.grant(&grant).text("error"), "invalid_grant");
}

#[test]
fn revoke_checks_form_token_client_and_whether_it_exists_in_that_order() {
    let mut gateway = Gateway::new();
    for (form, message) in [
        ("token=%zz", MALFORMED),
        ("token=x;client_id=shop", MALFORMED),
        ("token=x&client_id=shop&%", MALFORMED),
        ("", "token is required"),
        ("client_id=nope", "token is required"),
        ("token=x", "client_id is required"),
        ("token=x&client_id=", "client_id is required"),
        ("token=x&client_id=nope", NO_CLIENT),
        ("token=x&client_id=shop&org_id=globex", NO_CLIENT),
    ] {
        gateway.revoke(form).is_error(400, message);
    }
    gateway.revoke("token=x&client_id=shop").is_done(REVOKED);
    gateway
        .revoke("token=x&client_id=shop&org_id=acme")
        .is_done(REVOKED);
}

#[test]
fn revoke_all_checks_form_client_secret_and_whether_it_exists_in_that_order() {
    let mut gateway = Gateway::new();
    for (form, status, message) in [
        ("client_id=%zz", 400, MALFORMED),
        ("a;b", 400, MALFORMED),
        ("", 401, "client_id is required"),
        ("client_secret=s1", 401, "client_id is required"),
        ("client_id=nope", 401, "client_secret is required"),
        ("client_id=nope&client_secret=s1", 404, NO_CLIENT),
        (
            "client_id=shop&client_secret=s1&org_id=globex",
            404,
            NO_CLIENT,
        ),
    ] {
        gateway.revoke_all(form).is_error(status, message);
    }
    gateway
        .revoke_all("client_id=shop&client_secret=s1")
        .is_done(ALL_REVOKED);
}

#[test]
fn only_urlencoded_bodies_count_when_revoking() {
    let mut gateway = Gateway::new();
    let form = "token=x&client_id=shop";
    let revoke = |query: &str| post(&format!("/tyk/oauth/revoke{query}"));
    gateway
        .send(revoke("?token=x&client_id=shop"))
        .is_error(400, "token is required");
    gateway
        .send(revoke("").body(form))
        .is_error(400, "token is required");
    let json = revoke("").header("Content-Type", "application/json");
    let json = json.body("{\"token\":\"x\",\"client_id\":\"shop\"}");
    gateway.send(json).is_error(400, "token is required");
    let parts = "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n--b--\r\n";
    let multipart = revoke("").header("Content-Type", "multipart/form-data; boundary=b");
    gateway
        .send(multipart.body(parts))
        .is_error(400, "token is required");
    // A query must be readable all the same.
    for query in ["?a=%zz", "?a;b"] {
        gateway
            .send(revoke(query).form(form))
            .is_error(400, MALFORMED);
    }
    for (content_type, readable) in [
        ("Application/X-WWW-Form-Urlencoded; charset=utf-8", true),
        ("application/x-www-form-urlencoded;", true),
        ("application/x-www-form-urlencoded; charset", false),
        ("application/x-www-form-urlencoded; a=1; a=2", false),
        ("nonsense type", false),
    ] {
        let reply = gateway.send(revoke("").header("Content-Type", content_type).body(form));
        if readable {
            reply.is_done(REVOKED);
        } else {
            reply.is_error(400, MALFORMED);
        }
    }
}

#[test]
fn a_form_ends_at_ten_megabytes() {
    let mut gateway = Gateway::new();
    let form = "token=x&client_id=shop&pad=";
    let padded = |size: usize| form.to_owned() + &"x".repeat(size - form.len());
    gateway.revoke(&padded(10 << 20)).is_done(REVOKED);
    gateway
        .revoke(&padded((10 << 20) + 1))
        .is_error(400, MALFORMED);
    gateway
        .revoke_all(&padded((10 << 20) + 1))
        .is_error(400, MALFORMED);
}

#[test]
fn the_hint_limits_the_kind_and_any_other_tries_both() {
    for (hint, access_works, refresh_works) in [
        ("&token_type_hint=access_token", true, true),
        ("&token_type_hint=refresh_token", true, false),
        ("&token_type_hint=other", true, false),
        ("", true, false),
    ] {
        let mut gateway = Gateway::new();
        let (access, refresh) = gateway.pair();
        gateway
            .revoke(&format!("client_id=shop&token={refresh}{hint}").replace('+', "%2B"))
            .is_done(REVOKED);
        assert_eq!(gateway.used(&access) == 200, access_works, "{hint}");
        gateway.pass(1);
        let grant = format!("grant_type=refresh_token&refresh_token={refresh}");
        assert_eq!(gateway.grant(&grant).status == 200, refresh_works, "{hint}");
    }
    let mut gateway = Gateway::new();
    let token = gateway.token("shop");
    gateway.revoke(&format!(
        "client_id=shop&token={token}&token_type_hint=refresh_token"
    ));
    assert_eq!(gateway.used(&token), 200);
    gateway.revoke(&format!(
        "client_id=shop&token={token}&token_type_hint=access_token"
    ));
    let refused = gateway.proxied("/oauth-api/x", &token);
    assert_eq!(
        (refused.status, refused.text("error").as_str()),
        (403, "Key not authorised")
    );
}

#[test]
fn ownership_is_not_checked_when_revoking() {
    let mut gateway = Gateway::new();
    let token = gateway.token("shop");
    gateway
        .revoke(&format!("client_id=bare&token={token}"))
        .is_done(REVOKED);
    assert_eq!(
        (gateway.used(&token), gateway.listed("shop").len()),
        (403, 0)
    );
}

#[test]
fn a_token_is_revoked_by_its_bare_id_too() {
    let mut gateway = Gateway::new();
    let token = gateway.token("shop");
    let bare = token.strip_prefix("acme").expect("the organization");
    assert_eq!((bare.len(), gateway.used(bare)), (32, 200));
    gateway.revoke(&format!("client_id=shop&token={bare}"));
    assert_eq!(
        (gateway.used(&token), gateway.listed("shop").len()),
        (403, 1)
    );
}

#[test]
fn revoking_delists_every_token_of_the_same_second_and_they_survive_revoke_all() {
    let mut gateway = Gateway::new();
    let [first, second] = [gateway.token("shop"), gateway.token("shop")];
    gateway.pass(1);
    let later = gateway.token("shop");
    gateway.revoke(&format!("client_id=shop&token={first}"));
    assert_eq!(gateway.listed("shop"), std::slice::from_ref(&later));
    assert_eq!((gateway.used(&first), gateway.used(&second)), (403, 200));
    gateway
        .revoke_all("client_id=shop&client_secret=s1")
        .is_done(ALL_REVOKED);
    assert_eq!((gateway.used(&second), gateway.used(&later)), (200, 403));
    assert!(gateway.listed("shop").is_empty());
}

#[test]
fn revoke_all_removes_refresh_tokens_and_a_wrong_secret_nothing() {
    let mut gateway = Gateway::new();
    let (access, refresh) = gateway.pair();
    gateway
        .revoke_all("client_id=shop&client_secret=wrong")
        .is_done(ALL_REVOKED);
    assert_eq!(
        (gateway.used(&access), gateway.listed("shop").len()),
        (200, 1)
    );
    gateway
        .revoke_all("client_id=shop&client_secret=s1")
        .is_done(ALL_REVOKED);
    assert_eq!(
        (gateway.used(&access), gateway.listed("shop").len()),
        (403, 0)
    );
    let grant = format!("grant_type=refresh_token&refresh_token={refresh}");
    assert_eq!(gateway.grant(&grant).text("error"), "invalid_grant");
}

#[test]
fn revoking_works_in_every_api_of_the_client_and_organization() {
    let mut gateway = Gateway::new();
    for (api, policy) in [("second-api", "silver"), ("code-api", "globex")] {
        gateway.create(&json!({"client_id": "shop", "secret": "s1", "api_id": api,
            "policy_id": policy, "redirect_uri": SHOP_URI}));
    }
    let issue = |gateway: &mut Gateway| {
        let call = post("/second-api/tyk/oauth/authorize-client/");
        gateway
            .send(call.form("response_type=token&client_id=shop"))
            .text("access_token")
    };
    let token = issue(&mut gateway);
    gateway
        .revoke(&format!("client_id=shop&org_id=globex&token={token}"))
        .is_done(REVOKED);
    assert_eq!(
        gateway.proxied("/second-api/x", &token).status,
        403,
        "whoever issued it"
    );
    let listed = get(&format!("{CLIENTS}/second-api/shop/tokens"));
    assert_ne!(
        gateway.send(listed).body,
        "[]\n",
        "but only its own API delists it"
    );
    gateway.revoke(&format!("client_id=shop&org_id=acme&token={token}"));
    let listed = get(&format!("{CLIENTS}/second-api/shop/tokens"));
    assert_eq!(gateway.send(listed).body, "[]\n");
    let token = issue(&mut gateway);
    gateway.revoke_all("client_id=shop&client_secret=s1");
    assert_eq!(gateway.proxied("/second-api/x", &token).status, 403);
}

#[test]
fn purge_wants_its_scope() {
    let mut gateway = Gateway::new();
    let purge = |query: &str| delete(&format!("/tyk/oauth/tokens{query}"));
    gateway
        .send(purge(""))
        .is_error(422, "scope parameter is required");
    for unknown in [
        "?scope",
        "?scope=",
        "?scope=LAPSED",
        "?scope=x&scope=lapsed",
    ] {
        gateway.send(purge(unknown)).is_error(400, "unknown scope");
    }
    gateway
        .send(purge("?scope=lapsed"))
        .is_done("lapsed tokens purged");
}

#[test]
fn a_purge_spares_tokens_that_have_not_lapsed() {
    let mut gateway = Gateway::seeded(json!({"oauth_token_expired_retain_period": 1}));
    let token = gateway.token("shop");
    gateway.pass(ACCESS);
    gateway.send(delete("/tyk/oauth/tokens?scope=lapsed"));
    assert_eq!(gateway.listed("shop"), [token]);
}

#[test]
fn hashed_tokens_are_listed_by_hash_and_a_hash_only_delists() {
    for (function, digits, prefix) in [
        (None, 8, "acme"),
        (Some("murmur32"), 8, "ey"),
        (Some("murmur64"), 16, "ey"),
        (Some("murmur128"), 32, "ey"),
        (Some("sha256"), 64, "ey"),
    ] {
        let seed = json!({"hash_keys": true, "hash_key_function": function});
        let mut gateway = Gateway::seeded(seed);
        let token = gateway.token("shop");
        assert!(token.starts_with(prefix), "{token}");
        let hash = gateway.listed("shop").remove(0);
        assert_eq!(hash.len(), digits);
        assert_eq!((gateway.used(&token), gateway.used(&hash)), (200, 403));
        let encoded = token.replace('=', "%3D").replace('+', "%2B");
        gateway
            .revoke(&format!("client_id=shop&token={hash}"))
            .is_done(REVOKED);
        assert_eq!(
            (gateway.used(&token), gateway.listed("shop").len()),
            (200, 0)
        );
        gateway.revoke(&format!("client_id=shop&token={encoded}"));
        assert_eq!(gateway.used(&token), 403);
        let token = gateway.token("shop");
        gateway.revoke_all("client_id=shop&client_secret=s1");
        assert_eq!(
            gateway.used(&token),
            403,
            "the list leads to the token itself"
        );
        let token = gateway.token("shop");
        gateway.send(put(&format!("{CLIENTS}/oauth-api/shop"), "{}"));
        assert_eq!(
            (gateway.used(&token), gateway.listed("shop").len()),
            (200, 0),
            "only delisted"
        );
    }
}

#[test]
fn hashes_are_those_of_a_gateway() {
    // Tokens and their hashes as a gateway with these settings listed them.
    for (function, token, hash) in HASHES {
        let seed = json!({"hash_keys": true, "hash_key_function": function, "policies": [],
            "apis": [{"id": "oauth-api", "org": "acme", "oauth": true, "access_tokens":
                [{"token": token, "client_id": "shop", "expires": 1_900_000_000}]}]});
        assert_eq!(Gateway::seeded(seed).listed("shop"), [*hash]);
    }
}

const HASHES: &[(Option<&str>, &str, &str)] = &[
    (None, "acme2ccda7338a9641e0ab9a87ed9a5609d2", "1f92bdb9"),
    (
        Some("murmur64"),
        "eyJvcmciOiJhY21lIiwiaWQiOiIwNDBiZDg2NjU0MzA0ODdjYjkyNzBjMTU0OGNiMWM4OSIsImgiOiJtdXJtdXI2NCJ9",
        "fbea0e662e8aabb1",
    ),
    (
        Some("murmur128"),
        "eyJvcmciOiJhY21lIiwiaWQiOiIyNWFlMzIxODBhYzg0MDZjOGI5M2MzNWFlNzhiZjUyMCIsImgiOiJtdXJtdXIxMjgifQ==",
        "987b05dec50acdb697fdd854da072c98",
    ),
    (
        Some("sha256"),
        "eyJvcmciOiJhY21lIiwiaWQiOiI1ZjIxZDg5YTc4OTA0ZjdhYWI5YTRkZTBhODAwMjM2NSIsImgiOiJzaGEyNTYifQ==",
        "5270423f070c1c0c4b92088fc65df9494496460363c64e0c5a724dc8d85aa19d",
    ),
];
