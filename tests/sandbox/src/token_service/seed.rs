//! What the token service begins with, as a seed file writes it.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

/// The token service's part of a seed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// How often tokens may be issued.
    #[serde(default)]
    pub rate_limit: RateLimit,
    /// How long a short-term token lives, in seconds.
    #[serde(default = "short_lifetime")]
    pub short_token_lifetime_seconds: i64,
    /// The clients.
    #[serde(default)]
    pub clients: Vec<Client>,
    /// The tokens that exist already.
    #[serde(default)]
    pub tokens: Vec<Token>,
}

fn short_lifetime() -> i64 {
    900
}

/// How often tokens may be issued, both kinds together.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RateLimit {
    /// Whether there is a limit.
    pub enabled: bool,
    /// The requests taken in any 60 seconds.
    pub per_minute: usize,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            enabled: false,
            per_minute: 10,
        }
    }
}

/// A client.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Its id.
    pub client_id: String,
    /// Its secret; none if it proves itself in other ways only.
    #[serde(default)]
    pub client_secret: Option<String>,
    /// One-time codes, each good for one token.
    #[serde(default)]
    pub otp_codes: Vec<String>,
    /// The assertions that are taken for its own, as text.
    #[serde(default)]
    pub assertions: Vec<String>,
    /// The scopes that its tokens may have.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The longest life of its long-term tokens, in seconds.
    #[serde(default = "longest_lifetime")]
    pub max_ttl_seconds: i64,
    /// Whether it is shut out: it proves itself and gets a 403 `access_denied`.
    #[serde(default)]
    pub access_denied: bool,
}

fn longest_lifetime() -> i64 {
    super::LONGEST_TTL
}

/// Which of the two kinds a token is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A long-term token.
    Long,
    /// A short-term token.
    Short,
}

/// A token that exists already.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// The bearer token.
    pub token: String,
    /// Its kind.
    pub kind: Kind,
    /// The client that it was issued to.
    pub client_id: String,
    /// Its scopes.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The seconds that it has left at the start; 0 or less if it has expired.
    pub expires_in: i64,
    /// Of a short-term token, the id of the long-term one that it comes from.
    #[serde(default)]
    pub parent: Option<String>,
    /// Whether it was revoked.
    #[serde(default)]
    pub revoked: bool,
}

/// A client that can prove itself in every way, its live long-term token and a short-term one, a
/// client of few rights, and one that is shut out.
impl Default for Seed {
    fn default() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let client = |id: &str, secret: &str, scopes: &[&str]| Client {
            client_id: id.to_owned(),
            client_secret: Some(secret.to_owned()),
            otp_codes: Vec::new(),
            assertions: Vec::new(),
            scopes: texts(scopes),
            max_ttl_seconds: longest_lifetime(),
            access_denied: false,
        };
        let token = |id: &str, value: &str, kind, expires_in, parent: Option<&str>| Token {
            id: id.to_owned(),
            token: value.to_owned(),
            kind,
            client_id: "c2m_acme".to_owned(),
            scopes: texts(&["jobs:*", "tokens:*"]),
            expires_in,
            parent: parent.map(str::to_owned),
            revoked: false,
        };
        Self {
            rate_limit: RateLimit::default(),
            short_token_lifetime_seconds: short_lifetime(),
            clients: vec![
                Client {
                    otp_codes: texts(&["012345", "678901"]),
                    assertions: texts(&["eyJh.eyJz.c2ln"]),
                    ..client(
                        "c2m_acme",
                        "pa55",
                        &["jobs:*", "templates:*", "account:read", "tokens:*"],
                    )
                },
                Client {
                    max_ttl_seconds: 86_400,
                    ..client("c2m_reader", "pa56", &["jobs:read"])
                },
                Client {
                    access_denied: true,
                    ..client("c2m_closed", "pa57", &["jobs:*"])
                },
            ],
            tokens: vec![
                token("tok_lt_77aa01", "lt_5f2a", Kind::Long, 2_592_000, None),
                token(
                    "tok_st_31c0de",
                    "st_31c0",
                    Kind::Short,
                    900,
                    Some("tok_lt_77aa01"),
                ),
            ],
        }
    }
}

impl Seed {
    /// Checks what the form alone does not say.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.short_token_lifetime_seconds < 1 {
            return Err("token_service.short_token_lifetime_seconds: must be above 0".to_owned());
        }
        let mut clients = HashSet::new();
        for (place, client) in self.clients.iter().enumerate() {
            let at = format!("token_service.clients[{place}]");
            if !clients.insert(&client.client_id) {
                return Err(format!(
                    "{at}.client_id: there are two clients {}",
                    client.client_id
                ));
            }
            if client.max_ttl_seconds < 1 {
                return Err(format!("{at}.max_ttl_seconds: must be above 0"));
            }
        }
        let kinds: HashMap<_, _> = self
            .tokens
            .iter()
            .map(|token| (&token.id, token.kind))
            .collect();
        let mut known = HashSet::new();
        for (place, token) in self.tokens.iter().enumerate() {
            let at = format!("token_service.tokens[{place}]");
            if !clients.contains(&token.client_id) {
                return Err(format!(
                    "{at}.client_id: there is no client {}",
                    token.client_id
                ));
            }
            if !known.insert(&token.id) || !known.insert(&token.token) {
                return Err(format!("{at}: its id and its token must be its own"));
            }
            match &token.parent {
                Some(_) if token.kind == Kind::Long => {
                    return Err(format!("{at}.parent: a long-term token has none"));
                }
                Some(parent) if kinds.get(parent) != Some(&Kind::Long) => {
                    return Err(format!("{at}.parent: there is no long-term token {parent}"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
