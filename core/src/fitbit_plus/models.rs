//! Fitbit Plus's models.

use std::time::SystemTime;

use crate::Secret;

/// What a token is granted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// `client_credentials`: the application itself.
    ClientCredentials {
        /// The application's secret. If none is given, the configured secret is used. A call with
        /// its own `base_url` must give the secret, else it fails with kind `validation`.
        client_secret: Option<Secret>,
        /// A refresh token, which the server may use or name in the token's `ignored`.
        refresh_token: Option<Secret>,
    },
    /// `refresh_token`: an earlier token. Its refresh token is used up.
    RefreshToken {
        /// The earlier token's refresh token.
        refresh_token: Secret,
        /// The application's secret, which the server may use or name in the token's `ignored`.
        client_secret: Option<Secret>,
    },
}

/// What else the response should include. The API says that it takes one, and speaks of several.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Include {
    /// `groups`: the groups that the token reaches.
    Groups,
    /// `organization`: the organization that the token belongs to.
    Organization,
    /// Anything else, sent as it is.
    Other(String),
}

impl Include {
    /// The text that is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Groups => "groups",
            Self::Organization => "organization",
            Self::Other(text) => text,
        }
    }
}

/// How the request for a token is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BodyForm {
    /// `json_api`: a JSON:API document.
    #[default]
    JsonApi,
    /// `flat`: a plain JSON object.
    Flat,
}

/// A token, and what it reaches.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// The token's id, by which its groups and organization are fetched. It is not a secret, and
    /// not the access token; a response in OAuth's own form has none.
    pub id: Option<String>,
    /// The access token.
    pub access_token: Secret,
    /// What the next token is obtained with, once.
    pub refresh_token: Option<Secret>,
    /// How the access token is sent: `bearer`.
    pub token_type: Option<String>,
    /// How long the access token lives, in seconds from the response. Absent if the server does not
    /// say, or says 1,000,000,000 days or more.
    pub expires_in: Option<i64>,
    /// When the access token ends, by this machine's clock: the time of the response and
    /// `expires_in`. Absent without that, and if it is after the year 9999.
    pub expires_at: Option<SystemTime>,
    /// The groups that the token reaches; by their ids alone unless they were included.
    pub groups: Vec<Group>,
    /// The organization that the token belongs to; by its id alone unless it was included.
    pub organization: Option<Organization>,
    /// The names of inputs that the server did not use.
    pub ignored: Vec<String>,
    /// The server's id of the exchange.
    pub request_id: Option<String>,
}

/// A group of patients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name; absent if only its id is known.
    pub name: Option<String>,
    /// What it says of itself.
    pub bio: Option<String>,
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub id: String,
    /// Its name; absent if only its id is known.
    pub name: Option<String>,
}
