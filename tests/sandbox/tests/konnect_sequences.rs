//! What Konnect's calls do to one another.

mod support;

use std::time::{Duration, SystemTime};

use authloom_sandbox::exchange::{Api, Response};
use authloom_sandbox::konnect::{Konnect, Seed};
use serde_json::{Value, json};
use support::{header, json, request, response};

/// The instance of the default seed that has nothing, and the one that has both.
const BARE: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
const AUTHORIZED: &str = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";

struct Caller(Konnect);

impl Caller {
    fn new() -> Self {
        Self(Konnect::new(&Seed::default()))
    }

    fn call(&mut self, method: &str, instance: &str, item: &str, body: &Value) -> Response {
        let path = format!("/v1/integration-instances/{instance}/{item}");
        let headers = [
            ("Authorization", "Bearer kpat_example"),
            ("Content-Type", "application/json"),
        ];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        // 2026-03-01T09:30:00.5Z
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(1_772_357_400_500);
        response(
            self.0
                .respond(&request(method, &path, &headers, &body), now),
        )
    }

    fn status(&mut self, method: &str, instance: &str, item: &str, body: &Value) -> u16 {
        self.call(method, instance, item, body).status
    }
}

fn config() -> Value {
    json!({
        "type": "oauth",
        "client_id": "catalog-app",
        "client_secret": "hush-1",
        "authorization_endpoint": "https://id.acme.test/authorize",
        "token_endpoint": "https://id.acme.test/token",
    })
}

fn shown_config() -> Value {
    let mut config = config();
    config
        .as_object_mut()
        .expect("an object")
        .remove("client_secret");
    config
}

fn credential() -> Value {
    json!({"type": "aws_role_delegation", "config": {"role_arn": "arn:aws:iam::111122223333:role/Catalog"}})
}

#[test]
fn a_config_lives_from_put_to_delete() {
    let mut konnect = Caller::new();
    assert_eq!(
        konnect.status("GET", BARE, "auth-config", &Value::Null),
        404
    );
    for _ in 0..2 {
        let put = konnect.call("PUT", BARE, "auth-config", &config());
        assert_eq!(put.status, 200);
        assert_eq!(header(&put, "content-type"), Some("application/json"));
        assert_eq!(json(&put), shown_config());
    }
    let get = konnect.call("GET", BARE, "auth-config", &Value::Null);
    assert_eq!((get.status, json(&get)), (200, shown_config()));
    let delete = konnect.call("DELETE", BARE, "auth-config", &Value::Null);
    assert_eq!(delete, Response::empty(204));
    assert_eq!(
        konnect.status("DELETE", BARE, "auth-config", &Value::Null),
        404
    );
    assert_eq!(
        konnect.status("GET", BARE, "auth-config", &Value::Null),
        404
    );
}

#[test]
fn a_put_replaces_every_part() {
    let mut konnect = Caller::new();
    let mut new = config();
    new["client_id"] = json!("other");
    new["token_endpoint"] = json!("https://other.test/token");
    konnect.call("PUT", AUTHORIZED, "auth-config", &new);
    let shown = json(&konnect.call("GET", AUTHORIZED, "auth-config", &Value::Null));
    assert_eq!(shown["client_id"], "other");
    assert_eq!(shown["token_endpoint"], "https://other.test/token");
}

#[test]
fn a_put_drops_the_credential_even_of_equal_values() {
    let mut konnect = Caller::new();
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-credential", &Value::Null),
        200
    );
    assert_eq!(
        konnect.status("PUT", AUTHORIZED, "auth-config", &config()),
        200
    );
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-credential", &Value::Null),
        404
    );
    assert_eq!(
        konnect.status("POST", AUTHORIZED, "auth-credential", &credential()),
        201
    );
}

#[test]
fn a_refused_put_changes_nothing() {
    let mut konnect = Caller::new();
    assert_eq!(
        konnect.status("PUT", AUTHORIZED, "auth-config", &json!({})),
        400
    );
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-credential", &Value::Null),
        200
    );
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-config", &Value::Null),
        200
    );
}

#[test]
fn deleting_the_config_leaves_the_credential() {
    let mut konnect = Caller::new();
    assert_eq!(
        konnect.status("DELETE", AUTHORIZED, "auth-config", &Value::Null),
        204
    );
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-credential", &Value::Null),
        200
    );
}

#[test]
fn deleting_the_credential_leaves_the_config() {
    let mut konnect = Caller::new();
    let delete = konnect.call("DELETE", AUTHORIZED, "auth-credential", &Value::Null);
    assert_eq!(delete, Response::empty(204));
    assert_eq!(
        konnect.status("DELETE", AUTHORIZED, "auth-credential", &Value::Null),
        404
    );
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-credential", &Value::Null),
        404
    );
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-config", &Value::Null),
        200
    );
}

#[test]
fn a_credential_needs_no_config_and_is_the_only_one() {
    let mut konnect = Caller::new();
    let created = konnect.call("POST", BARE, "auth-credential", &credential());
    assert_eq!(created.status, 201);
    let shown = json(&created);
    assert_eq!(
        konnect.status("POST", BARE, "auth-credential", &credential()),
        409
    );
    let get = konnect.call("GET", BARE, "auth-credential", &Value::Null);
    assert_eq!((get.status, json(&get)), (200, shown.clone()));
    assert_eq!(
        konnect.status("GET", AUTHORIZED, "auth-credential", &Value::Null),
        200
    );

    let mut shown = shown;
    let id = shown["id"].take();
    assert_eq!(id.as_str().map(str::len), Some(36));
    assert_eq!(
        shown,
        json!({
            "id": null,
            "integration_instance": {"id": BARE, "name": "aws-prod", "display_name": "AWS prod"},
            "missing_permissions": [],
            "tainted": false,
            "expires_at": null,
            "created_at": "2026-03-01T09:30:00.5Z",
            "type": "aws_role_delegation",
            "config": {"role_arn": "arn:aws:iam::111122223333:role/Catalog"},
        })
    );

    konnect.call("DELETE", BARE, "auth-credential", &Value::Null);
    let again = konnect.call("POST", BARE, "auth-credential", &credential());
    assert_eq!(again.status, 201);
    assert_ne!(json(&again)["id"], id);
}

#[test]
fn each_kind_shows_its_config_and_no_secret() {
    let github = json!({"installation_id": "0042", "code": "hush"});
    let github_by = json!({"installation_id": "1", "code": "hush", "app_installed_by": "octo"});
    let keys = json!({"headers": [{"name": "X-Key", "key": "hush", "extra": 1}]});
    let oauth = json!({"grant_type": "authorization_code", "code": "hush", "redirect_uri": "https://c.test/cb"});
    for (kind, config, shown) in [
        ("oauth", oauth, Value::Null),
        (
            "github_app_installation",
            github,
            json!({"installation_id": "0042", "app_installed_by": null}),
        ),
        (
            "github_app_installation",
            github_by,
            json!({"installation_id": "1", "app_installed_by": "octo"}),
        ),
        ("multi_key_auth", keys, Value::Null),
        ("multi_key_auth", json!({"headers": []}), Value::Null),
    ] {
        let mut konnect = Caller::new();
        let body = json!({"type": kind, "config": config});
        let created = konnect.call("POST", BARE, "auth-credential", &body);
        assert_eq!(created.status, 201, "{config}");
        let got = konnect.call("GET", BARE, "auth-credential", &Value::Null);
        for response in [&created, &got] {
            let response = json(response);
            assert_eq!(response["type"], kind);
            assert_eq!(response.get("config").unwrap_or(&Value::Null), &shown);
            assert!(!response.to_string().contains("hush"), "{response}");
        }
        // The member is absent, not null, where there is no config to show.
        assert_eq!(json(&got).get("config").is_some(), !shown.is_null());
    }
}

#[test]
fn a_seed_describes_every_piece_of_state() {
    let seed: Seed = serde_json::from_value(json!({
        "tokens": [{"token": "t", "access": ["i 1"]}],
        "instances": [{
            "id": "i 1",
            "name": "n",
            "display_name": "N",
            "credential": {
                "id": "c",
                "type": "of_tomorrow",
                "config": {"a": [1]},
                "tainted": true,
                "missing_permissions": [{"scopes": ["s", null], "message": "m"}],
                "expires_at": "2030-01-01T00:00:00Z",
                "created_at": "2020-01-01T00:00:00Z",
            },
        }],
    }))
    .expect("a seed");
    let mut konnect = Konnect::new(&seed);
    let path = "/v1/integration-instances/i%201/auth-credential";
    let request = request("GET", path, &[("authorization", "bearer t")], "");
    let shown = json(&response(konnect.respond(&request, SystemTime::UNIX_EPOCH)));
    assert_eq!(shown["config"], json!({"a": [1]}));
    assert_eq!(shown["tainted"], true);
    assert_eq!(
        shown["missing_permissions"][0]["scopes"],
        json!(["s", null])
    );
    assert_eq!(shown["expires_at"], "2030-01-01T00:00:00Z");
    assert_eq!(shown["created_at"], "2020-01-01T00:00:00Z");
}
