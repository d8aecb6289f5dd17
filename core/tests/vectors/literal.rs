//! A few calls, requests and values written by hand. The vectors are called by generated code, and
//! the generator also writes what says which operations there are: here nothing is generated but
//! the calls that are compared with those by hand.

use authloom::fitbit_plus::{BodyForm, CreateTokenOptions, Grant, Include};
use authloom::konnect::{AuthConfig, NewCredential};
use authloom::token_service::{IssueLongTermTokenOptions, Proof};
use authloom::tyk::{ListApisForOAuthClientOptions, OAuthClientUpdate, UpdateOAuthClientOptions};
use authloom::{
    CallOptions, FitbitPlus, FitbitPlusConfig, HttpConfig, Konnect, KonnectConfig, TokenService,
    TokenServiceConfig, Tyk, TykConfig,
};
use authloom_operations::{Client, Members, Type, arguments, manifest};
use authloom_sandbox::{ApiName, Sandbox};
use serde_json::{Value, json};

use crate::compare::compare;
use crate::shape::shape;

const GITHUB_MAIN: &str = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
const AWS_PROD: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";

fn sandbox() -> Sandbox {
    Sandbox::builder().start().expect("loopback has free ports")
}

/// The last request: its method, its path, and its body, whose secrets are hidden.
fn sent(sandbox: &Sandbox) -> (String, String, Value) {
    let last = sandbox.log(0).pop().expect("something was sent");
    (last.method, last.path, last.body)
}

fn expected(method: &str, path: &str, body: Value) -> (String, String, Value) {
    (method.to_owned(), path.to_owned(), body)
}

/// Whether a call by its name sends the same as the last call, and returns this.
#[track_caller]
fn by_name(
    sandbox: &Sandbox,
    client: &Client,
    (module, name): (&str, &str),
    call: &Value,
    value: &Value,
) {
    let before = sent(sandbox);
    let count = sandbox.log(0).len();
    let operation = manifest().operation(module, name).expect("it is there");
    let given = arguments(operation, call).expect("it is understood");
    let pending = client.call(name, given, CallOptions::default());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of one thread");
    let pending = pending.expect("it is an operation");
    let given = runtime.block_on(pending).expect("it succeeds");
    let found = shape(given.value, operation.result.is_some());
    assert_eq!(compare(value, &found), [""; 0], "{name}");
    assert_eq!(sandbox.log(0).len(), count + 1);
    assert_eq!(sent(sandbox), before, "{name}");
}

#[test]
fn konnect_sends_and_returns_what_is_written_here() {
    let sandbox = sandbox();
    let konnect = Konnect::new(KonnectConfig {
        base_url: Some(sandbox.base_url(ApiName::Konnect)),
        token: Some("kpat_example".into()),
        ..KonnectConfig::default()
    })
    .expect("a client");
    let config = konnect.get_auth_config(GITHUB_MAIN).wait();
    let path = "/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506/auth-config";
    assert_eq!(sent(&sandbox), expected("GET", path, json!(null)));
    let AuthConfig::OAuth {
        client_id,
        token_endpoint,
        ..
    } = config.expect("it is there")
    else {
        panic!("it is one for OAuth");
    };
    assert_eq!(token_endpoint, "https://id.acme.test/token");
    let client = Client::Konnect(konnect.clone());
    let call = json!({"integration_instance_id": GITHUB_MAIN});
    let value = json!({
        "type": "oauth",
        "client_id": client_id,
        "authorization_endpoint": "https://id.acme.test/authorize",
        "token_endpoint": "https://id.acme.test/token",
    });
    by_name(
        &sandbox,
        &client,
        ("konnect", "get_auth_config"),
        &call,
        &value,
    );

    let role = NewCredential::AwsRoleDelegation {
        role_arn: "arn:aws:iam::123456789012:role/catalog".into(),
    };
    let created = konnect.create_auth_credential(AWS_PROD, role).wait();
    let path = "/v1/integration-instances/7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11/auth-credential";
    let body = json!({
        "type": "aws_role_delegation",
        "config": {"role_arn": "arn:aws:iam::123456789012:role/catalog"},
    });
    assert_eq!(sent(&sandbox), expected("POST", path, body.clone()));
    assert_eq!(
        created.expect("it is new").integration_instance.name,
        "aws-prod"
    );
}

#[test]
fn fitbit_plus_sends_and_returns_what_is_written_here() {
    let sandbox = sandbox();
    let fitbit_plus = FitbitPlus::new(FitbitPlusConfig {
        base_url: Some(sandbox.base_url(ApiName::FitbitPlus)),
        ..FitbitPlusConfig::default()
    })
    .expect("a client");
    let grant = Grant::ClientCredentials {
        client_secret: Some("s-9f1".into()),
        refresh_token: None,
    };
    let options = CreateTokenOptions {
        client_id: Some("acme-reporting".into()),
        include: Some(Include::Organization),
        body_form: BodyForm::Flat,
    };
    let token = fitbit_plus.create_token(grant, options).wait();
    let token = token.expect("the secret is right");
    let (method, path, body) = sent(&sandbox);
    assert_eq!(
        (method.as_str(), path.as_str()),
        ("POST", "/pub/oauth/token")
    );
    assert_eq!(body["grant_type"], "client_credentials");
    assert_eq!(body["client_id"], "acme-reporting");
    assert_eq!(
        body.as_object().map(serde_json::Map::len),
        Some(3),
        "{body}"
    );
    let organization = token.organization.expect("it is included");
    assert_eq!(organization.name.as_deref(), Some("Acme Health"));
    assert_eq!(token.expires_in, Some(3600));
}

#[test]
fn the_token_service_sends_and_returns_what_is_written_here() {
    let sandbox = sandbox();
    let service = TokenService::new(TokenServiceConfig {
        base_url: Some(sandbox.base_url(ApiName::TokenService)),
        token: Some("lt_5f2a".into()),
        ..TokenServiceConfig::default()
    })
    .expect("a client");
    let options = IssueLongTermTokenOptions {
        client_id: Some("c2m_acme".into()),
        scopes: Some(vec!["jobs:read".into()]),
        ttl_seconds: Some(7200),
    };
    let proof = Proof::ClientSecret(Some("pa55".into()));
    let issued = service.issue_long_term_token(proof, options).wait();
    let issued = issued.expect("the secret is right");
    let (method, path, body) = sent(&sandbox);
    assert_eq!(
        (method.as_str(), path.as_str()),
        ("POST", "/v2/auth/tokens/long")
    );
    assert_eq!(body["scopes"], json!(["jobs:read"]));
    assert_eq!(body["ttl_seconds"], 7200);
    assert_eq!(issued.scopes, ["jobs:read"]);
    assert_eq!(issued.expires_in, Some(7200));

    service
        .revoke_token("tok_st_31c0de")
        .wait()
        .expect("it is there");
    let path = "/v2/auth/tokens/tok_st_31c0de/revoke";
    assert_eq!(sent(&sandbox), expected("POST", path, json!(null)));
    sandbox.reset();
    service
        .revoke_token("tok_st_31c0de")
        .wait()
        .expect("it is there");
    let client = Client::TokenService(service);
    let call = json!({"token_id": "tok_st_31c0de"});
    by_name(
        &sandbox,
        &client,
        ("token_service", "revoke_token"),
        &call,
        &json!(null),
    );
}

#[test]
fn tyk_sends_and_returns_what_is_written_here() {
    let sandbox = sandbox();
    let tyk = Tyk::new(TykConfig {
        base_url: Some(sandbox.base_url(ApiName::Tyk)),
        secret: Some("key-1".into()),
        ..TykConfig::default()
    })
    .expect("a client");
    let update = OAuthClientUpdate {
        redirect_uri: Some("https://shop.test/new".into()),
        meta_data: Some(json!({"team": "web"})),
        ..OAuthClientUpdate::default()
    };
    let options = UpdateOAuthClientOptions {
        client_id: Some("shop".into()),
    };
    let updated = tyk.update_oauth_client("oauth-api", update, options).wait();
    let body = json!({"redirect_uri": "https://shop.test/new", "meta_data": {"team": "web"}});
    let path = "/tyk/oauth/clients/oauth-api/shop";
    assert_eq!(sent(&sandbox), expected("PUT", path, body));
    let updated = updated.expect("there is a shop");
    assert_eq!(updated.client_id, "shop");
    assert_eq!(updated.secret.reveal(), "s1");
    assert_eq!(updated.redirect_uri, "https://shop.test/new");
    assert_eq!(updated.meta_data, Some(json!({"team": "web"})));
    let call = json!({"api_id": "oauth-api", "client_id": "shop",
        "redirect_uri": "https://shop.test/new", "meta_data": {"team": "web"}});
    let value = json!({"client_id": "shop", "secret": "s1", "description": "",
        "redirect_uri": "https://shop.test/new", "meta_data": {"team": "web"}});
    let client = Client::Tyk(tyk.clone());
    by_name(
        &sandbox,
        &client,
        ("tyk", "update_oauth_client"),
        &call,
        &value,
    );

    let apis = tyk
        .list_apis_for_oauth_client("shop", ListApisForOAuthClientOptions::default())
        .wait();
    assert_eq!(sent(&sandbox).1, "/tyk/oauth/clients/apis/shop");
    assert_eq!(apis.expect("there is a shop"), ["oauth-api"]);
}

#[test]
fn the_manifest_says_what_is_written_here() {
    let operation =
        |module: &str, name: &str| manifest().operation(module, name).expect("it is there");
    let plain = |word: &str| Type::Plain(word.to_owned());
    let named = |name: &str| Type::Named(name.to_owned());
    let create = operation("fitbit_plus", "create_token");
    assert_eq!(create.parameters[0].r#type, named("Grant"));
    let options = create.options.iter().map(|option| &*option.name);
    assert_eq!(
        options.collect::<Vec<_>>(),
        ["client_id", "include", "body_form"]
    );
    assert_eq!(create.result, Some(named("Token")));
    let page = operation("tyk", "list_oauth_client_tokens_page");
    let parameters = page
        .parameters
        .iter()
        .map(|of| (&*of.name, of.r#type.clone()));
    assert_eq!(
        parameters.collect::<Vec<_>>(),
        [
            ("api_id", plain("string")),
            ("client_id", plain("string")),
            ("page", plain("i32"))
        ]
    );
    assert_eq!(operation("konnect", "delete_auth_config").result, None);
    let groups = Type::List(Box::new(named("Group")));
    assert_eq!(
        operation("fitbit_plus", "fetch_token_groups").result,
        Some(groups)
    );
}

#[test]
fn what_no_client_has_is_refused() {
    let tyk = Client::new(
        "tyk",
        Members::default(),
        "https://x.test".into(),
        HttpConfig::default(),
    );
    let tyk = tyk.expect("a client");
    let call = |name: &str| tyk.call(name, Members::default(), CallOptions::default());
    assert!(call("get_auth_config").is_err());
    assert!(call("get_oauth_client").is_err());
    assert!(call("purge_lapsed_tokens").is_ok());
    let no_such = manifest().operation("tyk", "get_auth_config");
    assert_eq!(
        no_such.err().as_deref(),
        Some("tyk has no operation `get_auth_config`")
    );
}
