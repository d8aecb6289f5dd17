//! Keys, methods, paths: what a gateway decides before any operation.

mod tyk_support;

use authloom_sandbox::tyk::{Profile, Seed};
use tyk_support::{AUTHORIZE, CLIENTS, Call, Gateway, delete, get, post, put};

const NO_KEY: &str = "Attempted administrative access with invalid or missing key!";
const NO_CLIENT: &str = "OAuth Client ID not found";

#[test]
fn the_key_is_checked_before_route_method_and_body() {
    let mut gateway = Gateway::new();
    for (method, path) in [
        ("GET", "/tyk/oauth/nothing-here"),
        ("PATCH", "/tyk/oauth/tokens"),
        ("POST", "/tyk/oauth/clients/create"),
        ("GET", AUTHORIZE),
        ("GET", "/tyk/"),
    ] {
        gateway
            .send(Call::new(method, path).without_key())
            .is_error(403, NO_KEY);
        let wrong = Call::new(method, path)
            .without_key()
            .header("x-tyk-authorization", "KEY-1");
        gateway.send(wrong).is_error(403, NO_KEY);
    }
    let lower = get(&format!("{CLIENTS}/oauth-api/shop")).without_key();
    assert_eq!(
        gateway
            .send(lower.header("x-tyk-authorization", "key-1"))
            .status,
        200
    );
}

#[test]
fn a_known_path_refuses_other_methods_without_saying_which_it_takes() {
    let mut gateway = Gateway::new();
    for (path, taken) in [
        ("/tyk/oauth/clients/oauth-api", "GET DELETE"),
        ("/tyk/oauth/clients/oauth-api/shop", "GET PUT DELETE"),
        ("/tyk/oauth/clients/oauth-api/shop/tokens", "GET"),
        ("/tyk/oauth/clients/oauth-api/shop/rotate", "PUT"),
        ("/tyk/oauth/clients/create", "GET POST DELETE"),
        ("/tyk/oauth/clients/apis/shop", "GET PUT DELETE"),
        ("/tyk/oauth/refresh/x", "DELETE"),
        ("/tyk/oauth/revoke", "POST"),
        ("/tyk/oauth/revoke_all", "POST"),
        ("/tyk/oauth/tokens", "DELETE"),
        (AUTHORIZE, "POST"),
        ("/oauth-api/oauth/authorize/", "GET POST"),
        ("/oauth-api/oauth/token/", "GET POST"),
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let reply = gateway.send(Call::new(method, path));
            if taken.split(' ').any(|taken| taken == method) {
                assert_ne!(reply.status, 405, "{method} {path}");
            } else {
                reply.is_error(405, "Method not supported");
                assert_eq!(reply.header("Allow"), None);
            }
        }
        let head = gateway.send(Call::new("HEAD", path));
        assert_eq!((head.status, head.body.as_str()), (405, ""), "HEAD {path}");
    }
}

#[test]
fn unknown_paths_are_told_apart_by_their_text() {
    let mut gateway = Gateway::new();
    for path in [
        "/tyk/oauth",
        "/tyk/nope",
        "/tyk/oauth/clients/a/b/c",
        "/tyk/oauth/authorize-client/",
    ] {
        let reply = gateway.send(post(path));
        reply.is_text(404, "404 page not found\n");
        assert_eq!(reply.header("X-Content-Type-Options"), Some("nosniff"));
    }
    for path in ["/", "/nope", "/tyk", "/oauth-api", "/OAUTH-API/x"] {
        gateway.send(get(path)).is_text(404, "Not Found");
    }
}

#[test]
fn slashes_and_dots_redirect_even_when_encoded_and_without_a_key() {
    let mut gateway = Gateway::new();
    for (path, cleaned) in [
        ("/tyk//oauth", "/tyk/oauth"),
        ("//tyk/oauth", "/tyk/oauth"),
        ("/tyk/oauth//", "/tyk/oauth/"),
        ("/tyk/oauth/./x", "/tyk/oauth/x"),
        ("/tyk/oauth/clients/../x?a=b&c", "/tyk/oauth/x?a=b&c"),
        (
            "/tyk/oauth/clients/oauth-api/%2E",
            "/tyk/oauth/clients/oauth-api",
        ),
        ("/tyk/oauth/clients/oauth-api/%2e%2e", "/tyk/oauth/clients"),
        ("/tyk/oauth/clients/a%2F%2Fb", "/tyk/oauth/clients/a/b"),
        ("/tyk/../../x", "/x"),
        ("/oauth-api//x?", "/oauth-api/x?"),
        (
            "/a//!'()*[];:@&=+$,~%3F%23%25%C3%A9",
            "/a/%21%27%28%29%2A%5B%5D;:@&=+$,~%3F%23%25%C3%A9",
        ),
    ] {
        for call in [get(path), delete(path).without_key()] {
            let reply = gateway.send(call);
            assert_eq!((reply.status, reply.body.as_str()), (301, ""), "{path}");
            assert_eq!(reply.header("Location"), Some(cleaned));
            assert_eq!(reply.header("Content-Type"), None);
        }
    }
    let root = gateway.send(get("/tyk/"));
    assert_eq!((root.status, root.header("Location")), (301, Some("/")));
}

#[test]
fn a_bad_escape_is_refused_before_the_key() {
    let mut gateway = Gateway::new();
    for path in ["/tyk/%", "/tyk/%1", "/tyk/oauth/%zz", "/x/%G0"] {
        gateway
            .send(get(path).without_key())
            .is_text(400, "400 Bad Request");
    }
}

#[test]
fn one_trailing_slash_is_removed_under_tyk() {
    let mut gateway = Gateway::new();
    assert_eq!(
        gateway
            .send(get(&format!("{CLIENTS}/oauth-api/shop/")))
            .text("client_id"),
        "shop"
    );
    gateway
        .send(delete("/tyk/oauth/tokens/?scope=lapsed"))
        .is_done("lapsed tokens purged");
}

#[test]
fn routing_takes_the_decoded_path() {
    let mut gateway = Gateway::new();
    gateway.add("a b?ü\u{0}");
    let reply = gateway.send(get(&format!("{CLIENTS}/oauth-api/a%20b%3F%c3%bc%00")));
    assert_eq!(reply.text("client_id"), "a b?ü\u{0}");
    assert_eq!(
        gateway
            .send(get("/tyk/oauth/%63lients/oauth%2Dapi/shop"))
            .status,
        200
    );
    gateway
        .send(get("/%74yk/oauth/clients/oauth-api"))
        .is_text(404, "404 page not found\n");
    let long = "x".repeat(100_000);
    gateway.add(&long);
    assert_eq!(
        gateway
            .send(get(&format!("{CLIENTS}/oauth-api/{long}")))
            .text("client_id"),
        long
    );
}

#[test]
fn an_id_with_a_slash_cannot_be_reached() {
    let mut gateway = Gateway::new();
    gateway.add("a/b");
    gateway.add("a/tokens");
    let encoded = |id: &str| format!("{CLIENTS}/oauth-api/{id}");
    gateway
        .send(get(&encoded("a%2Fb")))
        .is_text(404, "404 page not found\n");
    gateway
        .send(get(&encoded("a/b")))
        .is_text(404, "404 page not found\n");
    gateway
        .send(get(&encoded("a%2Ftokens")))
        .is_json(200, "[]\n");
}

#[test]
fn bytes_that_are_no_text_come_back_as_replacements() {
    let mut gateway = Gateway::new();
    let reply = gateway.send(delete(&format!("{CLIENTS}/oauth-api/a%ffb%3C")));
    let body = "{\"key\":\"a\\ufffdb\\u003c\",\"status\":\"ok\",\"action\":\"deleted\"}\n";
    reply.is_json(200, body);
}

#[test]
fn names_of_routes_collide_as_api_ids_but_not_as_client_ids() {
    let mut gateway = Gateway::new();
    gateway
        .send(get(&format!("{CLIENTS}/create")))
        .is_json(404, "null\n");
    gateway
        .send(get(&format!("{CLIENTS}/apis/shop")))
        .is_error(404, NO_CLIENT);
    gateway
        .send(get(&format!("{CLIENTS}/apis/shop?orgID=")))
        .is_json(200, "[\"oauth-api\"]\n");
    for id in ["tokens", "rotate", "create", "apis"] {
        gateway.add(id);
        let path = format!("{CLIENTS}/oauth-api/{id}");
        assert_eq!(gateway.send(get(&path)).text("client_id"), id);
        assert_eq!(gateway.send(put(&path, "{}")).text("client_id"), id);
        assert_eq!(gateway.send(get(&format!("{path}/tokens"))).body, "[]\n");
        assert_ne!(
            gateway
                .send(put(&format!("{path}/rotate"), ""))
                .text("secret"),
            "s"
        );
        assert_eq!(gateway.send(delete(&path)).text("key"), id);
    }
}

#[test]
fn the_seed_profile_has_two_routes_more() {
    let mut gateway = Gateway::new();
    let update = "{\"client_id\":\"shop\",\"description\":\"new\"}";
    let update = || put(&format!("{CLIENTS}/oauth-api"), update);
    let authorize =
        || post("/tyk/oauth/authorize-client/").form("response_type=code&client_id=shop");
    gateway.send(update()).is_error(405, "Method not supported");
    gateway
        .send(authorize())
        .is_text(404, "404 page not found\n");

    let mut gateway = Gateway::of(Seed::default(), "seed".parse().expect("a profile"));
    let body = "[{\"client_id\":\"shop\",\"redirect_uri\":\"\",\"secret\":\"s1\",\"meta_data\":null,\"description\":\"new\"}]\n";
    gateway.send(update()).is_json(200, body);
    gateway
        .send(put(&format!("{CLIENTS}/oauth-api"), "{}"))
        .is_error(404, NO_CLIENT);
    gateway
        .send(put(&format!("{CLIENTS}/nope"), "{}"))
        .is_error(404, "API doesn't exist");
    gateway
        .send(put(&format!("{CLIENTS}/oauth-api"), ""))
        .is_error(500, "Unmarshalling failed");

    let mut gateway = Gateway::of(Seed::default(), Profile::Seed);
    assert_eq!(gateway.send(authorize()).text("code").len(), 22);
    gateway
        .send(authorize().without_key())
        .is_error(403, NO_KEY);
    gateway
        .send(get("/tyk/oauth/authorize-client/"))
        .is_error(405, "Method not supported");
    let unknown = post("/tyk/oauth/authorize-client").form("response_type=code&client_id=nope");
    assert_eq!(gateway.send(unknown).text("error"), "server_error");
}

#[test]
fn profiles_have_names() {
    assert_eq!("gateway".parse(), Ok(Profile::Gateway));
    assert_eq!(Profile::default(), Profile::Gateway);
    let error = "Seed"
        .parse::<Profile>()
        .expect_err("names are exact")
        .to_string();
    assert!(error.contains("\"Seed\""), "{error}");
}

#[test]
fn a_gateway_says_when_it_is_ready() {
    let mut gateway = Gateway::new();
    assert_eq!(
        gateway.send(get("/hello").without_key()).text("status"),
        "pass"
    );
    let apis = gateway.send(get("/tyk/apis")).json();
    assert_eq!(apis[0]["api_id"], "oauth-api");
    assert_eq!(apis[0]["proxy"]["listen_path"], "/oauth-api/");
    gateway.send(get("/tyk/reload?block=true")).is_done("");
}
