//! What a call gave, as far as these tests look at it.

use std::fmt::Debug;

use authloom::Secret;
use authloom::fitbit_plus::{Group, Organization, Token};
use authloom::konnect::{AuthConfig, Credential};
use authloom::token_service::IssuedToken;
use authloom::tyk::{Authorization, KeyStatus, ListedToken, OAuthClient, TokenPage};

/// What a call gave: as it is shown, and the secrets in it.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) shown: Vec<String>,
    pub(crate) secrets: Vec<Secret>,
}

impl Given {
    fn of(value: &impl Debug, secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self {
            shown: vec![format!("{value:?}"), format!("{value:#?}")],
            secrets: secrets.into_iter().collect(),
        }
    }
}

/// Says which secrets a value holds.
macro_rules! given {
    ($($value:ty: |$given:ident| $secrets:expr;)+) => {
        $(impl From<$value> for Given {
            fn from($given: $value) -> Self {
                Self::of(&$given, $secrets)
            }
        })+
    };
}

given! {
    (): |_nothing| [];
    AuthConfig: |_config| [];
    Credential: |_credential| [];
    Vec<Group>: |_groups| [];
    Organization: |_organization| [];
    Vec<String>: |_ids| [];
    Token: |token| [Some(token.access_token.clone()), token.refresh_token.clone()].into_iter().flatten();
    IssuedToken: |token| [token.access_token.clone()];
    OAuthClient: |client| [client.secret.clone()];
    Vec<OAuthClient>: |clients| clients.iter().map(|client| client.secret.clone());
    KeyStatus: |status| [status.key.clone()];
    Vec<ListedToken>: |tokens| tokens.iter().map(|token| token.code.clone());
    TokenPage: |page| page.tokens.iter().map(|token| token.code.clone());
}

impl From<Authorization> for Given {
    fn from(authorization: Authorization) -> Self {
        let secrets = match &authorization {
            Authorization::Code {
                code: one,
                redirect_to: other,
                ..
            }
            | Authorization::Token {
                access_token: one,
                redirect_to: other,
                ..
            } => [one.clone(), other.clone()],
        };
        Self::of(&authorization, secrets)
    }
}
