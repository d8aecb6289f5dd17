//! What a request changes for its call.

use std::time::Duration;

use authloom::fitbit_plus::{CreateTokenOptions, Grant};
use authloom::token_service::{IssueLongTermTokenOptions, Proof};
use authloom::{
    CallOptions, Error, ErrorKind, FitbitPlus, FitbitPlusConfig, RawRequest, Request, TokenService,
    TokenServiceConfig,
};

use crate::script::Step;
use crate::{CONFIG, ID, Stage};

fn is_sent_on<T: Send + 'static>(request: Request<T>) -> Request<T> {
    request
}

#[test]
fn nothing_is_sent_before_it_is_awaited() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let request = is_sent_on(stage.konnect().get_auth_config(ID));
    drop(request);
    assert_eq!(stage.sent(), 0);
}

#[test]
fn each_setting_holds_for_this_call_alone() {
    let stage = Stage::new([Step::response(200, CONFIG)]);
    let konnect = stage.konnect();
    let request = konnect
        .get_auth_config(ID)
        .header("x-trace", "one")
        .header("X-Trace", "two")
        .token("others-token")
        .base_url("https://other.test/below");
    stage.run(request).expect("a response");
    stage.run(konnect.get_auth_config(ID)).expect("a response");
    let requests = stage.script.requests();
    assert_eq!(requests[0].uri().host(), Some("other.test"));
    assert_eq!(
        requests[0].headers()["authorization"],
        "Bearer others-token"
    );
    assert_eq!(requests[0].headers()["x-trace"], "two");
    assert_eq!(requests[1].uri().host(), Some("global.api.konghq.com"));
    assert_eq!(
        requests[1].headers()["authorization"],
        "Bearer kpat_example"
    );
    assert!(!requests[1].headers().contains_key("x-trace"));
}

#[test]
fn options_replace_settings_and_add_header_fields() {
    let stage = Stage::new([Step::Hang { connected: true }]);
    let raw = RawRequest {
        method: "GET".into(),
        path: "/v1/thing".into(),
        headers: [("x-raw".to_owned(), "1".to_owned())].into(),
        ..RawRequest::default()
    };
    let options = CallOptions {
        timeout: Some(Duration::from_secs(2)),
        headers: [("x-call".to_owned(), "2".to_owned())].into(),
        ..CallOptions::default()
    };
    let request = stage
        .konnect()
        .request(raw)
        .max_attempts(1)
        .options(options);
    let error = stage.run(request).expect_err("nothing comes");
    assert_eq!(error.message, "the call took longer than 2 s");
    let sent = &stage.script.requests()[0];
    assert_eq!(sent.headers()["x-raw"], "1");
    assert_eq!(sent.headers()["x-call"], "2");
}

#[test]
fn what_it_holds_is_not_shown() {
    let stage = Stage::new([]);
    let request = stage
        .konnect()
        .get_auth_config("hush-id")
        .header("x-key", "hush-value")
        .token("hush-token");
    let shown = format!("{request:?}");
    assert!(shown.starts_with("Request { client: \"Konnect\", operation: \"get_auth_config\""));
    assert!(!shown.contains("hush"), "{shown}");
}

fn fitbit_plus(stage: &Stage) -> FitbitPlus {
    FitbitPlus::new(FitbitPlusConfig {
        client_id: Some("app".into()),
        client_secret: Some("own-secret".into()),
        http: stage.http(),
        ..FitbitPlusConfig::default()
    })
    .expect("a client")
}

fn token_service(stage: &Stage) -> TokenService {
    TokenService::new(TokenServiceConfig {
        http: stage.http(),
        ..TokenServiceConfig::default()
    })
    .expect("a client")
}

fn refused(error: &Error, field: &str, message: &str) {
    assert_eq!(error.kind, ErrorKind::Validation);
    assert_eq!(error.field.as_deref(), Some(field));
    assert_eq!(error.message, message);
}

#[test]
fn a_configured_secret_goes_to_the_clients_own_server_alone() {
    let stage = Stage::new([Step::response(
        200,
        r#"{"access_token":"at","token_type":"b"}"#,
    )]);
    let own = || Grant::ClientCredentials {
        client_secret: None,
        refresh_token: None,
    };
    let fitbit_plus = fitbit_plus(&stage);
    let create = || fitbit_plus.create_token(own(), CreateTokenOptions::default());
    let elsewhere = create().base_url("https://other.test").token("t");
    let error = stage.run(elsewhere).expect_err("it is refused");
    assert_eq!(error.field.as_deref(), Some("client_secret"));
    assert_eq!(stage.sent(), 0);
    stage.run(create()).expect("its own server gets it");
    let body = stage.script.requests()[0].body().clone();
    assert!(String::from_utf8_lossy(&body).contains("own-secret"));
}

#[test]
fn an_argument_that_no_configuration_has_is_not_said_to_be_missing_there() {
    let stage = Stage::new([]);
    let service = token_service(&stage);
    let of_app = || IssueLongTermTokenOptions {
        client_id: Some("app".into()),
        ..IssueLongTermTokenOptions::default()
    };
    let code = service.issue_long_term_token(Proof::OtpCode("".into()), of_app());
    let error = stage.run(code).expect_err("it is empty");
    refused(&error, "otp_code", "must not be empty");
    let secret = service.issue_long_term_token(Proof::ClientSecret(None), of_app());
    let error = stage.run(secret).expect_err("there is none");
    let missing = "must be given, since the client's configuration does not have it either";
    refused(&error, "client_secret", missing);
    let secret = Proof::ClientSecret(Some("s".into()));
    let nobody = IssueLongTermTokenOptions::default();
    let error = stage.run(service.issue_long_term_token(secret.clone(), nobody));
    refused(&error.expect_err("there is none"), "client_id", missing);
    let empty = IssueLongTermTokenOptions {
        client_id: Some(String::new()),
        ..IssueLongTermTokenOptions::default()
    };
    let error = stage.run(service.issue_long_term_token(secret, empty));
    refused(
        &error.expect_err("it is empty"),
        "client_id",
        "must not be empty",
    );
}
