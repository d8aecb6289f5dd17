//! Tyk's models.

use std::fmt;
use std::time::SystemTime;

use serde_json::Value;

use crate::Secret;

/// An OAuth client as the gateway keeps it. The gateway returns secrets in lists too.
#[derive(Clone, PartialEq)]
pub struct OAuthClient {
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub secret: Secret,
    /// Where its users are sent back to; empty if none is registered, and then no token can be
    /// issued.
    pub redirect_uri: String,
    /// The API that it belongs to; gateways leave it out.
    pub api_id: Option<String>,
    /// The policy that its tokens get.
    pub policy_id: Option<String>,
    /// Whatever was stored with it. The gateway keeps numbers as doubles, and returns keys sorted.
    /// What takes more than 2 MiB of memory to keep is an error of kind `decode`.
    pub meta_data: Option<Value>,
    /// What it is for.
    pub description: String,
}

/// An OAuth client to be created. At least an API or a policy must be named.
#[derive(Clone, Default, PartialEq)]
pub struct NewOAuthClient {
    /// Its id; by default the gateway makes one. An existing client of that id is overwritten.
    pub client_id: Option<String>,
    /// The API that it is for; by default those that the policy names.
    pub api_id: Option<String>,
    /// The policy that its tokens get. With an `api_id` the gateway does not check it.
    pub policy_id: Option<String>,
    /// Where its users are sent back to; with a scheme, such as `https://shop.example.com/cb`.
    pub redirect_uri: Option<String>,
    /// Its secret; by default the gateway makes one.
    pub secret: Option<Secret>,
    /// Whatever is to be stored with it: an object or nothing, since the gateway fails to issue
    /// tokens otherwise. No string in it may take more than 128 KiB as JSON. The gateway keeps
    /// numbers as doubles, so integers beyond 2^53 lose digits.
    pub meta_data: Option<Value>,
    /// What it is for.
    pub description: Option<String>,
}

/// The new settings of an OAuth client. Any field left out is cleared; id and secret stay.
#[derive(Clone, Default, PartialEq)]
pub struct OAuthClientUpdate {
    /// The id in the body, which only servers of the published description read; a gateway takes
    /// it from the path.
    pub client_id: Option<String>,
    /// Where its users are sent back to; with a scheme, such as `https://shop.example.com/cb`.
    pub redirect_uri: Option<String>,
    /// The policy that its tokens get; it must name the API.
    pub policy_id: Option<String>,
    /// Whatever is to be stored with it: an object or nothing, since the gateway fails to issue
    /// tokens otherwise. No string in it may take more than 128 KiB as JSON. The gateway keeps
    /// numbers as doubles, so integers beyond 2^53 lose digits.
    pub meta_data: Option<Value>,
    /// What it is for.
    pub description: Option<String>,
}

/// What a client is to be authorized with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ResponseType {
    /// `code`: an authorization code.
    Code,
    /// `token`: an access token at once.
    Token,
    /// Anything else, sent as it is.
    Other(String),
}

/// What was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// An authorization code, valid for 250 s, to be used once.
    Code {
        /// The code.
        code: Secret,
        /// Where to send the user, with the code in the query.
        redirect_to: Secret,
        /// The `state` that was sent.
        state: Option<String>,
    },
    /// An access token.
    Token {
        /// The token.
        access_token: Secret,
        /// How it is sent: `bearer`.
        token_type: String,
        /// How long it lives, in seconds. Absent if the gateway does not say, or says
        /// 1,000,000,000 days or more.
        expires_in: Option<i64>,
        /// Where to send the user, with the token in the fragment.
        redirect_to: Secret,
        /// The `state` that was sent.
        state: Option<String>,
    },
}

/// What became of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStatus {
    /// The key: a client's id, or a refresh token.
    pub key: Secret,
    /// `ok`.
    pub status: String,
    /// What was done, such as `deleted`.
    pub action: String,
}

/// A token as the gateway lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedToken {
    /// The access token, or its hash where the gateway hashes keys: then revoking it only takes
    /// it off the list.
    pub code: Secret,
    /// When it expires; some servers do not say.
    pub expires: Option<SystemTime>,
}

/// One page of a client's tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPage {
    /// The tokens, soonest to expire first.
    pub tokens: Vec<ListedToken>,
    /// The page that was asked for, from 1.
    pub page_num: i64,
    /// How many pages there are; 0 if there are no tokens.
    pub page_total: i64,
    /// How many tokens a full page holds.
    pub page_size: i64,
}

/// Which kind of token a string is (RFC 7009).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TokenTypeHint {
    /// `access_token`.
    AccessToken,
    /// `refresh_token`.
    RefreshToken,
    /// Anything else, sent as it is; the gateway then tries both.
    Other(String),
}

impl ResponseType {
    /// The text that is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Code => "code",
            Self::Token => "token",
            Self::Other(text) => text,
        }
    }
}

impl TokenTypeHint {
    /// The text that is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::AccessToken => "access_token",
            Self::RefreshToken => "refresh_token",
            Self::Other(text) => text,
        }
    }
}

/// Shows a struct without its `meta_data`, in which anything may be stored.
macro_rules! debug_without_meta_data {
    ($model:ident: $($field:ident),+) => {
        impl fmt::Debug for $model {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($model))
                    $(.field(stringify!($field), &self.$field))+
                    .finish_non_exhaustive()
            }
        }
    };
}

debug_without_meta_data!(OAuthClient: client_id, secret, redirect_uri, api_id, policy_id, description);
debug_without_meta_data!(NewOAuthClient: client_id, api_id, policy_id, redirect_uri, secret, description);
debug_without_meta_data!(OAuthClientUpdate: client_id, redirect_uri, policy_id, description);
