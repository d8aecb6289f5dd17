//! The state a gateway starts with, as a person or a file describes it.
//!
//! Every field may be left out; the top-level ones then keep the value of the default seed, the
//! others the value that their description names.

use serde::Deserialize;

/// What a gateway knows at its start. The default is what the tours use.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seed {
    /// The admin key, expected in `X-Tyk-Authorization`. Default `key-1`.
    pub secret: String,
    /// The status of OAuth errors. Default 403.
    pub oauth_error_status_code: u16,
    /// Whether tokens are stored under their hash. Default false.
    pub hash_keys: bool,
    /// How tokens are hashed: `murmur32`, `murmur64`, `murmur128` or `sha256`. Given, it also
    /// turns access tokens into base64. Default none: `murmur32` and the legacy form of tokens.
    pub hash_key_function: Option<String>,
    /// Whether clients are listed as a gateway with clustered storage lists them. Default false.
    pub clustered_storage: bool,
    /// For how many seconds lapsed tokens stay in a client's list before a purge removes them;
    /// 0, the default, for ever.
    pub oauth_token_expired_retain_period: u32,
    /// The APIs.
    pub apis: Vec<Api>,
    /// The policies.
    pub policies: Vec<Policy>,
}

/// An API that the gateway serves.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Its id.
    pub id: String,
    /// The organization it belongs to.
    pub org: String,
    /// Where it listens, beside `/{id}/`; by default `/{id}/`. It should start and end with `/`.
    #[serde(default)]
    pub listen_path: Option<String>,
    /// It takes OAuth tokens, and has clients and the OAuth routes.
    #[serde(default)]
    pub oauth: bool,
    /// It takes JWTs. A policy can give it clients, which are never listed.
    #[serde(default)]
    pub jwt: bool,
    /// It takes everything.
    #[serde(default)]
    pub keyless: bool,
    /// The grants of the token route: `authorization_code`, `refresh_token`,
    /// `client_credentials`, `password`. Default none.
    #[serde(default)]
    pub allowed_access_types: Vec<String>,
    /// What authorization may ask for: `code`, `token`. Default none.
    #[serde(default)]
    pub allowed_authorize_types: Vec<String>,
    /// Where the authorize route sends people. Default empty.
    #[serde(default)]
    pub login_redirect: String,
    /// Its clients.
    #[serde(default)]
    pub clients: Vec<Client>,
    /// Authorization codes not yet exchanged.
    #[serde(default)]
    pub codes: Vec<Code>,
    /// Access tokens.
    #[serde(default)]
    pub access_tokens: Vec<AccessToken>,
    /// Refresh tokens.
    #[serde(default)]
    pub refresh_tokens: Vec<RefreshToken>,
}

/// A policy: what the tokens that it shapes may call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// The organization it belongs to.
    pub org: String,
    /// The APIs it grants; it may name one that does not exist. Default none.
    #[serde(default)]
    pub api_ids: Vec<String>,
}

/// An OAuth client.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// Its redirect URI. Default empty: no token can be issued for it.
    #[serde(default)]
    pub redirect_uri: String,
    /// Its policy. Default empty: none.
    #[serde(default)]
    pub policy_id: String,
    /// Anything; default null. Unless it is an object or null, issuing a token breaks.
    #[serde(default)]
    pub meta_data: serde_json::Value,
    /// A description. Default empty.
    #[serde(default)]
    pub description: String,
}

/// An authorization code.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The code.
    pub code: String,
    /// The client it was given to.
    pub client_id: String,
    /// The redirect URI it was asked for with; by default the client's.
    #[serde(default)]
    pub redirect_uri: Option<String>,
    /// When it ends, in Unix seconds.
    pub expires: i64,
    /// The scope asked for. Default empty.
    #[serde(default)]
    pub scope: String,
    /// The key rules, as JSON text. Default empty: the client's policy.
    #[serde(default)]
    pub key_rules: String,
}

/// An access token.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessToken {
    /// The token.
    pub token: String,
    /// The client it was issued to.
    pub client_id: String,
    /// When it ends, in Unix seconds.
    pub expires: i64,
    /// The refresh token issued with it. Default none.
    #[serde(default)]
    pub refresh_token: String,
    /// The policy that shapes it. Default none: it may call every API.
    #[serde(default)]
    pub policy_id: Option<String>,
}

/// A refresh token.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefreshToken {
    /// The token.
    pub token: String,
    /// The client it was issued to.
    pub client_id: String,
    /// When it ends, in Unix seconds.
    pub expires: i64,
    /// The access token issued with it, retired when this one is used. Default none.
    #[serde(default)]
    pub access_token: String,
    /// The scope of both. Default empty.
    #[serde(default)]
    pub scope: String,
    /// The key rules, as JSON text. Default empty: the client's policy.
    #[serde(default)]
    pub key_rules: String,
}

/// A name that no API has, for the policies that name it.
const NOWHERE: &str = "no-such-api";

/// The policies of the default seed: id, organization, APIs.
const POLICIES: &[(&str, &str, &[&str])] = &[
    ("gold", "acme", &["oauth-api"]),
    ("silver", "acme", &["oauth-api", "second-api"]),
    ("second", "acme", &["second-api"]),
    ("foreign", "globex", &["oauth-api"]),
    ("plain", "acme", &["plain-api"]),
    ("mixed", "acme", &["oauth-api", "plain-api"]),
    ("jwt", "acme", &["jwt-api"]),
    ("empty", "acme", &[]),
    ("broken", "acme", &[NOWHERE]),
    ("half-broken", "acme", &["oauth-api", NOWHERE]),
    ("globex", "globex", &["code-api"]),
];

impl Default for Seed {
    fn default() -> Self {
        let policies = POLICIES.iter().map(|(id, org, api_ids)| Policy {
            id: (*id).to_owned(),
            org: (*org).to_owned(),
            api_ids: api_ids.iter().map(|id| (*id).to_owned()).collect(),
        });
        Self {
            secret: "key-1".to_owned(),
            oauth_error_status_code: 403,
            hash_keys: false,
            hash_key_function: None,
            clustered_storage: false,
            oauth_token_expired_retain_period: 0,
            apis: default_apis(),
            policies: policies.collect(),
        }
    }
}

fn default_apis() -> Vec<Api> {
    let client = |id: &str, secret: &str| Client {
        id: id.to_owned(),
        secret: secret.to_owned(),
        ..Client::default()
    };
    let shop = Client {
        redirect_uri: "https://shop.test/cb".to_owned(),
        policy_id: "gold".to_owned(),
        meta_data: serde_json::json!({"team": "web"}),
        description: "Shop".to_owned(),
        ..client("shop", "s1")
    };
    vec![
        Api {
            clients: vec![shop, client("bare", "s2")],
            ..oauth_api("oauth-api", "acme")
        },
        oauth_api("second-api", "acme"),
        Api {
            allowed_access_types: texts(&["authorization_code"]),
            allowed_authorize_types: texts(&["code"]),
            ..oauth_api("code-api", "globex")
        },
        api("plain-api"),
        Api {
            keyless: true,
            ..api("open-api")
        },
        Api {
            jwt: true,
            ..api("jwt-api")
        },
    ]
}

fn api(id: &str) -> Api {
    Api {
        id: id.to_owned(),
        org: "acme".to_owned(),
        ..Api::default()
    }
}

fn oauth_api(id: &str, org: &str) -> Api {
    Api {
        org: org.to_owned(),
        oauth: true,
        allowed_access_types: texts(&["authorization_code", "refresh_token", "client_credentials"]),
        allowed_authorize_types: texts(&["code", "token"]),
        login_redirect: "https://login.test/".to_owned(),
        ..api(id)
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
