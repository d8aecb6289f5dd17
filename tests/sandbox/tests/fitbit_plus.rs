//! Fitbit Plus: what it refuses and in which order, and what its calls do to one another.

mod support;

use std::time::{Duration, SystemTime};

use authloom_sandbox::exchange::{Api, Response};
use authloom_sandbox::fitbit_plus::{FitbitPlus, Seed};
use serde_json::{Value, json};
use support::{header, json, request, response};

const JSON_API: &str = "application/vnd.api+json";
const TOKEN: &str = "/pub/oauth/token";
/// The default seed's token.
const ID: &str = "64b0c1d2e3f4a5b6c7d8e9f0";
const START: SystemTime = SystemTime::UNIX_EPOCH;

fn fitbit() -> FitbitPlus {
    FitbitPlus::new(&Seed::default(), START)
}

fn post(fitbit: &mut FitbitPlus, target: &str, kind: &str, body: &str) -> Response {
    let request = request("POST", target, &[("Content-Type", kind)], body);
    response(fitbit.respond(&request, START))
}

fn nested(attributes: &Value) -> String {
    json!({"data": {"type": "token", "attributes": attributes}}).to_string()
}

fn create(fitbit: &mut FitbitPlus, attributes: &Value) -> Response {
    post(fitbit, TOKEN, JSON_API, &nested(attributes))
}

fn get(fitbit: &mut FitbitPlus, token: &str, path: &str, at: u64) -> Response {
    let bearer = format!("Bearer {token}");
    let request = request(
        "GET",
        &format!("{TOKEN}/{path}"),
        &[("authorization", &bearer)],
        "",
    );
    response(fitbit.respond(&request, START + Duration::from_secs(at)))
}

fn by_secret() -> Value {
    json!({"grant_type": "client_credentials", "client_id": "acme-reporting", "client_secret": "s-9f1"})
}

fn by_refresh(token: &str) -> Value {
    json!({"grant_type": "refresh_token", "client_id": "acme-reporting", "refresh_token": token})
}

/// Status, then each error's code with what it points at.
fn refusal(response: &Response) -> (u16, Vec<String>) {
    assert_eq!(header(response, "content-type"), Some(JSON_API));
    let body = json(response);
    assert!(body["meta"]["req_id"].is_string());
    let errors = body["errors"].as_array().expect("errors");
    assert!(!errors.is_empty());
    let listed = errors.iter().map(|error| {
        assert_eq!(error["status"], response.status.to_string());
        assert!(error["detail"].is_string());
        let source = &error["source"];
        let place = source["pointer"].as_str().or(source["parameter"].as_str());
        let code = error["code"].as_str().expect("a code");
        place.map_or(code.to_owned(), |place| format!("{code} {place}"))
    });
    (response.status, listed.collect())
}

#[test]
fn a_token_is_issued_and_shows_what_it_reaches() {
    let mut fitbit = fitbit();
    let response = create(&mut fitbit, &by_secret());
    assert_eq!(response.status, 201);
    assert_eq!(header(&response, "content-type"), Some(JSON_API));
    let mut body = json(&response);
    let id = body["data"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(id.len(), 24);
    let attributes = body["data"]["attributes"].take();
    assert!(body["meta"]["req_id"].is_string());
    assert_eq!(body["meta"].get("ignored"), None);
    assert_eq!(
        body["data"],
        json!({
            "type": "token",
            "id": id,
            "attributes": null,
            "relationships": {
                "groups": {
                    "data": [{"type": "group", "id": "64b0c1d2e3f4a5b6c7d8e901"}],
                    "links": {"related": format!("/pub/oauth/token/{id}/groups")},
                },
                "organization": {
                    "data": {"type": "organization", "id": "64b0c1d2e3f4a5b6c7d8e9aa"},
                    "links": {"related": format!("/pub/oauth/token/{id}/organization")},
                },
            },
        })
    );
    assert_eq!(body.get("included"), None);
    assert_eq!(attributes["token_type"], "bearer");
    assert_eq!(attributes["expires_in"], 3600);
    assert!(attributes["refresh_token"].is_string());

    let access = attributes["access_token"].as_str().expect("a token");
    let groups = get(&mut fitbit, access, &format!("{id}/groups"), 0);
    assert_eq!(groups.status, 200);
    let groups = json(&groups);
    assert_eq!(groups["meta"]["count"], 1);
    assert_eq!(
        groups["links"]["self"],
        format!("/pub/oauth/token/{id}/groups")
    );
    assert_eq!(
        groups["data"],
        json!([{
            "type": "group",
            "id": "64b0c1d2e3f4a5b6c7d8e901",
            "attributes": {"name": "North clinic"},
            "links": {"self": "/pub/group/64b0c1d2e3f4a5b6c7d8e901"},
        }])
    );
    let organization = get(&mut fitbit, access, &format!("{id}/organization"), 0);
    assert_eq!(organization.status, 200);
    assert_eq!(
        json(&organization)["data"],
        json!({
            "type": "organization",
            "id": "64b0c1d2e3f4a5b6c7d8e9aa",
            "attributes": {"name": "Acme Health"},
            "links": {"self": "/pub/organization/64b0c1d2e3f4a5b6c7d8e9aa"},
        })
    );
}

#[test]
fn both_forms_are_taken_with_their_own_content_type() {
    let flat = by_secret().to_string();
    for (kind, body, status) in [
        (JSON_API, nested(&by_secret()), 201),
        (
            "Application/Vnd.API+JSON; charset=utf-8",
            nested(&by_secret()),
            201,
        ),
        ("application/json; charset=utf-8", flat.clone(), 201),
        (JSON_API, flat.clone(), 409),
        ("application/json", nested(&by_secret()), 409),
        ("text/plain", flat.clone(), 403),
        ("application/x-www-form-urlencoded", flat.clone(), 403),
        ("", flat, 403),
    ] {
        let response = post(&mut fitbit(), TOKEN, kind, &body);
        assert_eq!(response.status, status, "{kind} {body}");
    }
    for kind in ["token", "oauth/token"] {
        let body = json!({"data": {"type": kind, "attributes": by_secret()}}).to_string();
        assert_eq!(post(&mut fitbit(), TOKEN, JSON_API, &body).status, 201);
    }
    let untyped = json!({"data": {"attributes": by_secret()}}).to_string();
    assert_eq!(post(&mut fitbit(), TOKEN, JSON_API, &untyped).status, 201);
}

#[test]
fn creation_is_checked_in_order() {
    // Each step puts right what the step before was refused for, and keeps the other faults.
    let wrong = |attributes: &Value| nested(attributes);
    let magic = json!({"grant_type": "magic"});
    let none = json!({});
    let bare = json!({"grant_type": "client_credentials"});
    let stranger =
        json!({"grant_type": "client_credentials", "client_id": "nobody", "client_secret": "x"});
    let bad = "/pub/oauth/token?include=everything";
    let include = "InvalidParameter include";
    let grant = "/data/attributes/grant_type";
    let steps: [(&str, &str, String, u16, Vec<String>); 8] = [
        (
            bad,
            "text/plain",
            "{".to_owned(),
            403,
            vec!["Forbidden".to_owned()],
        ),
        (
            bad,
            JSON_API,
            "{".to_owned(),
            409,
            vec!["InvalidBodyParameter /data".to_owned()],
        ),
        (
            bad,
            JSON_API,
            by_secret().to_string(),
            409,
            vec!["InvalidBodyParameter /data".to_owned()],
        ),
        (bad, JSON_API, wrong(&none), 409, vec![include.to_owned()]),
        (
            TOKEN,
            JSON_API,
            wrong(&none),
            409,
            vec![format!("InvalidBodyParameter {grant}")],
        ),
        (
            TOKEN,
            JSON_API,
            wrong(&magic),
            409,
            vec![format!("InvalidGrantType {grant}")],
        ),
        (
            TOKEN,
            JSON_API,
            wrong(&bare),
            409,
            vec![
                "InvalidBodyParameter /data/attributes/client_id".to_owned(),
                "InvalidBodyParameter /data/attributes/client_secret".to_owned(),
            ],
        ),
        (
            TOKEN,
            JSON_API,
            wrong(&stranger),
            401,
            vec!["InvalidCredentials".to_owned()],
        ),
    ];
    for (target, kind, body, status, errors) in steps {
        let response = post(&mut fitbit(), target, kind, &body);
        assert_eq!(refusal(&response), (status, errors), "{body}");
    }
}

#[test]
fn a_body_has_the_shape_of_its_form() {
    for body in [
        "",
        "[]",
        "null",
        "{}",
        r#"{"data":[]}"#,
        r#"{"data":null}"#,
        r#"{"data":{}}"#,
        r#"{"data":{"attributes":[]}}"#,
    ] {
        let response = post(&mut fitbit(), TOKEN, JSON_API, body);
        let expected = (409, vec!["InvalidBodyParameter /data".to_owned()]);
        assert_eq!(refusal(&response), expected, "{body}");
    }
    for kind in [json!("group"), json!(null), json!(1)] {
        let body = json!({"data": {"type": kind, "attributes": by_secret()}}).to_string();
        let response = post(&mut fitbit(), TOKEN, JSON_API, &body);
        assert_eq!(
            refusal(&response),
            (409, vec!["InvalidBodyParameter /data/type".to_owned()])
        );
    }
    for body in ["", "[]", "null"] {
        let response = post(&mut fitbit(), TOKEN, "application/json", body);
        assert_eq!(refusal(&response).0, 409, "{body}");
    }
    let response = post(&mut fitbit(), TOKEN, "application/json", "{}");
    assert_eq!(
        refusal(&response),
        (409, vec!["InvalidBodyParameter /grant_type".to_owned()])
    );
}

#[test]
fn each_grant_needs_its_own_field_as_text() {
    let missing = |grant: &str, name: &str, value: &Value| {
        let mut body = json!({"grant_type": grant, "client_id": "acme-reporting"});
        body[name] = value.clone();
        refusal(&create(&mut fitbit(), &body))
    };
    for value in [json!(null), json!(1), json!([])] {
        for (grant, name) in [
            ("client_credentials", "client_secret"),
            ("refresh_token", "refresh_token"),
        ] {
            let expected = vec![format!("InvalidBodyParameter /data/attributes/{name}")];
            assert_eq!(
                missing(grant, name, &value),
                (409, expected),
                "{grant} {value}"
            );
        }
        let mut body = by_secret();
        body["client_id"] = value;
        let expected = vec!["InvalidBodyParameter /data/attributes/client_id".to_owned()];
        assert_eq!(refusal(&create(&mut fitbit(), &body)), (409, expected));
    }
    // The other grant's field does not do.
    let other = missing("refresh_token", "client_secret", &json!("s-9f1"));
    assert_eq!(
        other.1,
        ["InvalidBodyParameter /data/attributes/refresh_token"]
    );
}

#[test]
fn credentials_must_belong_together() {
    for (name, value) in [
        ("client_id", "nobody"),
        ("client_secret", "wrong"),
        ("client_id", "example-care"),
    ] {
        let mut body = by_secret();
        body[name] = json!(value);
        let response = create(&mut fitbit(), &body);
        assert_eq!(
            refusal(&response),
            (401, vec!["InvalidCredentials".to_owned()]),
            "{body}"
        );
    }
    assert_eq!(create(&mut fitbit(), &by_refresh("unknown")).status, 401);
    assert_eq!(create(&mut fitbit(), &by_refresh("at-1")).status, 401);
    let mut foreign = by_refresh("rt-1");
    foreign["client_id"] = json!("example-care");
    let mut fitbit = fitbit();
    assert_eq!(create(&mut fitbit, &foreign).status, 401);
    // The attempt did not use it up.
    assert_eq!(create(&mut fitbit, &by_refresh("rt-1")).status, 201);
}

#[test]
fn what_is_not_used_is_told() {
    let mut body = by_secret();
    body["refresh_token"] = json!("rt-1");
    body["scope"] = json!(1);
    let target = "/pub/oauth/token?page%5Bsize%5D=1";
    let mut fitbit = fitbit();
    let response = post(&mut fitbit, target, JSON_API, &nested(&body));
    assert_eq!(response.status, 201);
    let ignored = &json(&response)["meta"]["ignored"];
    assert_eq!(ignored, &json!(["page[size]", "refresh_token", "scope"]));
    // It was not used.
    let mut body = by_refresh("rt-1");
    body["client_secret"] = json!("wrong");
    let response = create(&mut fitbit, &body);
    assert_eq!(
        (response.status, &json(&response)["meta"]["ignored"]),
        (201, &json!(["client_secret"]))
    );
}

#[test]
fn a_refresh_retires_the_old_pair() {
    let mut fitbit = fitbit();
    let groups = format!("{ID}/groups");
    assert_eq!(get(&mut fitbit, "at-1", &groups, 0).status, 200);
    let response = create(&mut fitbit, &by_refresh("rt-1"));
    assert_eq!(response.status, 201);
    let new = json(&response)["data"].clone();
    assert_eq!(
        refusal(&get(&mut fitbit, "at-1", &groups, 0)),
        (401, vec!["Unauthorized".to_owned()])
    );
    assert_eq!(create(&mut fitbit, &by_refresh("rt-1")).status, 401);
    let (id, attributes) = (new["id"].as_str().expect("text"), &new["attributes"]);
    let access = attributes["access_token"].as_str().expect("text");
    assert_eq!(
        get(&mut fitbit, access, &format!("{id}/groups"), 0).status,
        200
    );
    let refresh = attributes["refresh_token"].as_str().expect("text");
    assert_eq!(create(&mut fitbit, &by_refresh(refresh)).status, 201);
}

#[test]
fn a_new_token_leaves_the_old_one() {
    let mut fitbit = fitbit();
    assert_eq!(create(&mut fitbit, &by_secret()).status, 201);
    assert_eq!(
        get(&mut fitbit, "at-1", &format!("{ID}/groups"), 0).status,
        200
    );
}

#[test]
fn a_token_expires_and_can_still_be_refreshed() {
    let mut fitbit = fitbit();
    for path in [format!("{ID}/groups"), format!("{ID}/organization")] {
        assert_eq!(get(&mut fitbit, "at-1", &path, 3599).status, 200);
        let expired = refusal(&get(&mut fitbit, "at-1", &path, 3600));
        assert_eq!(expired, (401, vec!["Unauthorized".to_owned()]));
    }
    let late = request(
        "POST",
        TOKEN,
        &[("Content-Type", JSON_API)],
        &nested(&by_refresh("rt-1")),
    );
    let response = response(fitbit.respond(&late, START + Duration::from_secs(9999)));
    assert_eq!(response.status, 201);
}

#[test]
fn the_bearer_is_looked_at_before_the_id() {
    for item in ["groups", "organization"] {
        let mut fitbit = fitbit();
        let mut get = |headers: &[(&str, &str)], id: &str| {
            let request = request("GET", &format!("{TOKEN}/{id}/{item}"), headers, "");
            refusal(&response(fitbit.respond(&request, START)))
        };
        for bad in [
            "",
            "Bearer",
            "Bearer unknown",
            "Bearer rt-1",
            "Basic at-1",
            "at-1",
        ] {
            assert_eq!(
                get(&[("Authorization", bad)], "0"),
                (401, vec!["Unauthorized".to_owned()])
            );
        }
        assert_eq!(get(&[], ID).0, 401);
        let good = [("Authorization", "Bearer at-1")];
        for id in ["0", "%ff", "at-1", "64B0C1D2E3F4A5B6C7D8E9F0"] {
            assert_eq!(get(&good, id), (403, vec!["Forbidden".to_owned()]), "{id}");
        }
    }
    // Another's token, which exists.
    let mut fitbit = fitbit();
    let mut care = by_secret();
    care["client_id"] = json!("example-care");
    care["client_secret"] = json!("s-2c7");
    let other = json(&create(&mut fitbit, &care))["data"].clone();
    let path = format!("{}/groups", other["id"].as_str().expect("text"));
    assert_eq!(get(&mut fitbit, "at-1", &path, 0).status, 403);
    let access = other["attributes"]["access_token"].as_str().expect("text");
    let groups = json(&get(&mut fitbit, access, &path, 0));
    assert_eq!(groups["meta"]["count"], 2);
    assert_eq!(groups["data"][1]["attributes"]["bio"], "Open on weekdays");
}

#[test]
fn include_describes_one_kind() {
    let ask = |query: &str| {
        post(
            &mut fitbit(),
            &format!("{TOKEN}?{query}"),
            JSON_API,
            &nested(&by_secret()),
        )
    };
    let groups = json(&ask("include=groups"));
    assert_eq!(groups["included"][0]["attributes"]["name"], "North clinic");
    assert_eq!(groups["included"][0]["type"], "group");
    let organization = json(&ask("include=organization"));
    assert_eq!(
        organization["included"][0]["attributes"]["name"],
        "Acme Health"
    );
    assert_eq!(organization["included"].as_array().map(Vec::len), Some(1));
    for bad in [
        "include=",
        "include",
        "include=Groups",
        "include=groups,organization",
        "include=groups&include=organization",
        "include=%",
    ] {
        let expected = (409, vec!["InvalidParameter include".to_owned()]);
        assert_eq!(refusal(&ask(bad)), expected, "{bad}");
    }
}

#[test]
fn a_bearer_changes_nothing_about_creation() {
    for bearer in ["Bearer at-1", "Bearer unknown", "nonsense"] {
        let headers = [("Content-Type", JSON_API), ("Authorization", bearer)];
        let request = request("POST", TOKEN, &headers, &nested(&by_secret()));
        assert_eq!(
            response(fitbit().respond(&request, START)).status,
            201,
            "{bearer}"
        );
    }
}

#[test]
fn paths_and_methods_are_exact() {
    let mut fitbit = fitbit();
    for path in [
        "/",
        "",
        "/oauth/token",
        "/pub/oauth/token/",
        "/pub/oauth/tokens",
        "/pub/oauth/token/x",
        "/pub/oauth/token//groups",
        "/pub/oauth/token/x/groups/",
        "/pub/oauth/token/x/y/groups",
    ] {
        let response = response(fitbit.respond(&request("GET", path, &[], ""), START));
        assert_eq!(
            refusal(&response),
            (404, vec!["ResourceNotFound".to_owned()]),
            "{path}"
        );
    }
    for (method, path, allowed) in [
        ("GET", TOKEN, "POST"),
        ("post", TOKEN, "POST"),
        ("DELETE", "/pub/oauth/token/x/groups", "GET"),
        ("HEAD", "/pub/oauth/token/x/organization", "GET"),
    ] {
        let response = response(fitbit.respond(&request(method, path, &[], ""), START));
        assert_eq!(refusal(&response).0, 405, "{method} {path}");
        assert_eq!(header(&response, "allow"), Some(allowed));
    }
}

#[test]
fn a_seed_describes_every_piece_of_state() {
    let seed: Seed = serde_json::from_value(json!({
        "token_lifetime_seconds": 60,
        "organizations": [{"id": "o", "name": "O"}],
        "clients": [{"client_id": "c", "client_secret": "s", "organization": "o"}],
        "tokens": [
            {"id": "1", "access_token": "a1", "refresh_token": "r1", "client_id": "c", "expires_in": 0},
            {"id": "2", "access_token": "a2", "refresh_token": "r2", "client_id": "c", "retired": true},
            {"id": "3", "access_token": "a3", "refresh_token": "r3", "client_id": "c"},
        ],
    }))
    .expect("a seed");
    let mut fitbit = FitbitPlus::new(&seed, START);
    for (token, status) in [("1", 401), ("2", 401), ("3", 200)] {
        let response = get(
            &mut fitbit,
            &format!("a{token}"),
            &format!("{token}/groups"),
            0,
        );
        assert_eq!(response.status, status, "{token}");
        if status == 200 {
            assert_eq!(json(&response)["data"], json!([]));
        }
    }
    for (token, status) in [("r1", 201), ("r2", 401)] {
        let mut body = by_refresh(token);
        body["client_id"] = json!("c");
        let response = create(&mut fitbit, &body);
        assert_eq!(response.status, status, "{token}");
        if status == 201 {
            assert_eq!(json(&response)["data"]["attributes"]["expires_in"], 60);
        }
    }
}
