//! Values that hold secrets: what is sent, what comes back, and what is configured.

use authloom::fitbit_plus::Grant;
use authloom::konnect::{HeaderKey, NewCredential, UpsertAuthConfig};
use authloom::token_service::{IssueShortTermTokenOptions, Proof};
use authloom::tyk::{AuthorizeClientOptions, NewOAuthClient};
use authloom::{
    ClientCertificate, FitbitPlusConfig, HttpConfig, KonnectConfig, Lease, Proxy, RawRequest,
    RawResponse, StaticCredential, TokenServiceConfig, TykConfig,
};
use serde_json::json;

use super::canaries::Canaries;
use super::seen::Seen;
use super::watched;
use crate::operations::{self, Arguments, Clients, Credentials};
use crate::support::{on_each, within};

#[test]
fn what_is_given_is_not_shown() {
    on_each(async |carrier, sandbox| {
        let canaries = Canaries::new();
        let seen = Seen::default();
        let _listening = seen.listen();
        let mut count = 0;
        for operation in operations::all() {
            sandbox.reset();
            let url = |api| sandbox.base_url(api);
            let http = watched(carrier.http(), &seen);
            let clients = Clients::at(url, &Credentials::default(), &http);
            let arguments = Arguments::default();
            let given = within(operation.call(&clients, &arguments)).await;
            let given = given.unwrap_or_else(|error| panic!("{operation:?}: {error:?}"));
            for secret in given.value.secrets() {
                let text = secret.reveal();
                // Those of the default data are too short to be distinguished from other text.
                if text.len() < 10 {
                    continue;
                }
                count += 1;
                let shown =
                    seen.holds(text) || given.shown.iter().any(|shown| shown.contains(text));
                assert!(!shown, "{operation:?}: {:?}", given.shown);
                seen.text(text);
                assert!(seen.holds(text), "the control");
            }
            seen.forget();
        }
        assert!(count > 10, "only {count} secrets were given");
        seen.control(&canaries);
    });
}

#[test]
fn what_is_configured_is_not_shown() {
    let canaries = Canaries::new();
    let seen = Seen::default();
    let _listening = seen.listen();
    let get = |name| canaries.get(name);
    let text = |name| canaries.get(name).reveal().to_owned();
    let Credentials {
        konnect,
        fitbit_plus,
        token_service,
        tyk,
    } = canaries.credentials();
    let http = HttpConfig {
        proxy: Proxy::Url(format!("http://user:{}@proxy.test", text("code")).into()),
        client_certificate: Some(ClientCertificate {
            chain: "none".into(),
            key: get("key"),
        }),
        ..HttpConfig::default()
    };
    seen.value(&http.proxy);
    seen.value(&http.client_certificate);
    seen.value(&http);
    seen.value(&KonnectConfig {
        token: Some(konnect.clone()),
        http: http.clone(),
        ..KonnectConfig::default()
    });
    seen.value(&FitbitPlusConfig {
        client_secret: Some(get("client_secret")),
        token: Some(fitbit_plus),
        ..FitbitPlusConfig::default()
    });
    seen.value(&TokenServiceConfig {
        client_secret: Some(get("client_secret")),
        token: Some(token_service),
        ..TokenServiceConfig::default()
    });
    seen.value(&TykConfig {
        secret: Some(tyk),
        ..TykConfig::default()
    });
    let plain = HttpConfig::default();
    let nowhere = |_| "http://127.0.0.1:9".to_owned();
    seen.value(&Clients::at(nowhere, &canaries.credentials(), &plain));
    seen.value(&StaticCredential::new(konnect.clone()));
    seen.value(&Lease {
        secret: konnect,
        generation: 1,
        expires_at: None,
    });
    seen.check(&canaries, "a configuration");
    seen.control(&canaries);
}

#[test]
fn what_is_sent_is_not_shown() {
    let canaries = Canaries::new();
    let seen = Seen::default();
    let _listening = seen.listen();
    let get = |name| canaries.get(name);
    let text = |name| canaries.get(name).reveal().to_owned();
    let arguments = canaries.arguments(true);
    seen.value(&arguments.call);
    seen.value(&UpsertAuthConfig {
        client_id: "c".into(),
        client_secret: get("client_secret"),
        authorization_endpoint: "https://i.test/a".into(),
        token_endpoint: "https://i.test/t".into(),
    });
    seen.value(&NewCredential::OAuth {
        code: get("code"),
        redirect_uri: "https://i.test/cb".into(),
    });
    seen.value(&NewCredential::GithubAppInstallation {
        installation_id: "1".into(),
        code: get("code"),
        app_installed_by: None,
    });
    seen.value(&NewCredential::MultiKeyAuth {
        headers: vec![HeaderKey {
            name: "X-Api-Key".into(),
            key: get("key"),
        }],
    });
    seen.value(&Grant::ClientCredentials {
        client_secret: Some(get("client_secret")),
        refresh_token: Some(get("refresh_token")),
    });
    seen.value(&Grant::RefreshToken {
        refresh_token: get("refresh_token"),
        client_secret: Some(get("client_secret")),
    });
    for proof in [
        Proof::ClientSecret(Some(get("client_secret"))),
        Proof::OtpCode(get("otp_code")),
        Proof::Assertion {
            assertion: get("assertion"),
            assertion_type: "urn:test".into(),
        },
        Proof::ShortTermToken(get("short_term_token")),
    ] {
        seen.value(&proof);
    }
    seen.value(&IssueShortTermTokenOptions {
        long_token: Some(get("long_token")),
        ..IssueShortTermTokenOptions::default()
    });
    seen.value(&AuthorizeClientOptions {
        key_rules: Some(get("key_rules")),
        ..AuthorizeClientOptions::default()
    });
    seen.value(&NewOAuthClient {
        secret: Some(get("client_secret")),
        meta_data: Some(json!({"anything": text("code")})),
        ..NewOAuthClient::default()
    });
    seen.value(&RawRequest {
        method: "POST".into(),
        path: format!("/{}", text("refresh_token")),
        query: [("token".to_owned(), text("token"))].into(),
        headers: [("X-Key".to_owned(), text("custom header"))].into(),
        json: Some(json!({"token": text("long_token")})),
        form: Some([("token".to_owned(), text("long_token"))].into()),
    });
    seen.value(&RawResponse {
        status: 200,
        headers: [("set-cookie".to_owned(), text("custom header"))].into(),
        body: text("code"),
        json: Some(json!({"token": text("long_token")})),
    });
    seen.check(&canaries, "a value");
    seen.control(&canaries);
}
