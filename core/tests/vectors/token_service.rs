//! The token service's calls and values.

use authloom::token_service::{
    IssueLongTermTokenOptions, IssueShortTermTokenOptions, IssuedToken, Proof,
};
use authloom::{Secret, TokenService, TokenServiceConfig};
use authloom_sandbox::Vector;
use serde::Deserialize;

use crate::run::{Outcome, Way, arguments, settings, unknown_operation};
use crate::value::{Found, object};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    token: Option<Secret>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            token: Some("lt_5f2a".into()),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LongTerm {
    grant_type: GrantType,
    client_id: Option<String>,
    client_secret: Option<Secret>,
    otp_code: Option<Secret>,
    assertion_type: Option<String>,
    assertion: Option<Secret>,
    short_term_token: Option<Secret>,
    scopes: Option<Vec<String>>,
    ttl_seconds: Option<i64>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GrantType {
    ClientCredentials,
    Assertion,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortTerm {
    long_token: Option<Secret>,
    scopes: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revoke {
    token_id: String,
}

/// Makes a vector's call.
pub(crate) async fn call(vector: &Vector, way: Way) -> Outcome {
    let Settings { token } = settings(vector)?;
    let config = TokenServiceConfig {
        base_url: Some(way.base_url),
        token,
        http: way.http,
        ..TokenServiceConfig::default()
    };
    let service = TokenService::new(config).map_err(|error| error.to_string())?;
    Ok(match vector.operation.as_str() {
        "issue_long_term_token" => {
            let long_term: LongTerm = arguments(vector)?;
            let proof = long_term.proof()?;
            let options = IssueLongTermTokenOptions {
                client_id: long_term.client_id,
                scopes: long_term.scopes,
                ttl_seconds: long_term.ttl_seconds,
            };
            let issued = service.issue_long_term_token(proof, options).await;
            issued.map(issued_token)
        }
        "issue_short_term_token" => {
            let ShortTerm { long_token, scopes } = arguments(vector)?;
            let options = IssueShortTermTokenOptions { long_token, scopes };
            let issued = service.issue_short_term_token(options).await;
            issued.map(issued_token)
        }
        "revoke_token" => {
            let Revoke { token_id } = arguments(vector)?;
            let revoked = service.revoke_token(&token_id).await;
            revoked.map(Found::from)
        }
        _ => return unknown_operation(vector),
    })
}

impl LongTerm {
    /// The one proof that is given, which must be of the grant's type.
    fn proof(&self) -> Result<Proof, String> {
        let assertion = match (self.assertion.clone(), self.assertion_type.clone()) {
            (None, None) => None,
            (assertion, assertion_type) => Some(Proof::Assertion {
                assertion: assertion.unwrap_or_default(),
                assertion_type: assertion_type.unwrap_or_default(),
            }),
        };
        let proofs = [
            self.client_secret
                .clone()
                .map(|secret| Proof::ClientSecret(Some(secret))),
            self.otp_code.clone().map(Proof::OtpCode),
            assertion,
            self.short_term_token.clone().map(Proof::ShortTermToken),
        ];
        let mut given = proofs.into_iter().flatten();
        match (self.grant_type, given.next(), given.next()) {
            (GrantType::Assertion, Some(proof @ Proof::Assertion { .. }), None) => Ok(proof),
            (GrantType::ClientCredentials, Some(proof), None)
                if !matches!(proof, Proof::Assertion { .. }) =>
            {
                Ok(proof)
            }
            // Without a proof the client's own secret is meant, and these clients have none.
            (GrantType::ClientCredentials, None, None) => Ok(Proof::ClientSecret(None)),
            (grant_type, ..) => Err(format!("call: no one proof for {grant_type:?}")),
        }
    }
}

fn issued_token(token: IssuedToken) -> Found {
    object! {
        token_type: token.token_type,
        access_token: token.access_token,
        expires_in: token.expires_in,
        expires_at: Found::IfListed(Box::new(token.expires_at.into())),
        scopes: Found::Set(token.scopes),
        token_id: token.token_id,
    }
}
