//! The token service's operations.

use authloom::token_service::{
    IssueLongTermTokenOptions, IssueShortTermTokenOptions, IssuedToken, Proof,
};
use authloom::{TokenService, TokenServiceConfig};

use super::api::{Api, Made, plain, raw, shown};
use crate::canary;
use crate::stage::Stage;

pub(crate) static API: Api = Api {
    name: "token_service",
    operations: &[
        "issue_long_term_token",
        "issue_short_term_token",
        "revoke_token",
        "request",
    ],
    call,
    oauth_operation: None,
    conflict_is_bad_request: false,
};

fn call(stage: &Stage, operation: &str) -> Made {
    let service = TokenService::new(TokenServiceConfig {
        token: Some(canary::CREDENTIAL.into()),
        http: stage.http(),
        ..TokenServiceConfig::default()
    })
    .expect("a client");
    let call = stage.options();
    // Where the call proves itself otherwise, the client's credential stays at home.
    let proves_itself = operation == "issue_long_term_token"
        || operation == "issue_short_term_token" && stage.form & 1 != 0;
    let mut secrets = if proves_itself {
        Vec::new()
    } else {
        vec![stage.credential()]
    };
    let issued = |token: &IssuedToken| vec![token.access_token.clone()];
    let result = match operation {
        "issue_long_term_token" => {
            let (proof, secret) = proof(stage);
            secrets.push(secret);
            let options = IssueLongTermTokenOptions {
                client_id: Some("c2m_acme".into()),
                scopes: Some(vec!["jobs:submit".into()]),
                ttl_seconds: Some(86_400),
            };
            stage
                .run(service.issue_long_term_token(proof, options).options(call))
                .map(shown(issued))
        }
        "issue_short_term_token" => {
            let long_token = (stage.form & 1 != 0).then_some(canary::LONG_TOKEN);
            secrets.extend(long_token);
            let options = IssueShortTermTokenOptions {
                long_token: long_token.map(Into::into),
                scopes: None,
            };
            stage
                .run(service.issue_short_term_token(options).options(call))
                .map(shown(issued))
        }
        "revoke_token" => stage
            .run(service.revoke_token("tok_lt_77aa01").options(call))
            .map(plain),
        _ => stage
            .run(service.request(raw(stage)).options(call))
            .map(plain),
    };
    (result, secrets)
}

fn proof(stage: &Stage) -> (Proof, &'static str) {
    match stage.form % 4 {
        0 => (
            Proof::ClientSecret(Some(canary::CLIENT_SECRET.into())),
            canary::CLIENT_SECRET,
        ),
        1 => (Proof::OtpCode(canary::OTP.into()), canary::OTP),
        2 => (
            Proof::Assertion {
                assertion: canary::ASSERTION.into(),
                assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".into(),
            },
            canary::ASSERTION,
        ),
        _ => (
            Proof::ShortTermToken(canary::SHORT_TOKEN.into()),
            canary::SHORT_TOKEN,
        ),
    }
}
