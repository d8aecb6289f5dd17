//! What the OAuth routes say: errors with their descriptions, and redirects.

use std::collections::BTreeMap;

use super::go::encode::{Html, Object};
use super::go::url::Url;

/// An error of the OAuth standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OauthError {
    InvalidRequest,
    UnauthorizedClient,
    AccessDenied,
    UnsupportedResponseType,
    ServerError,
    UnsupportedGrantType,
    InvalidGrant,
    InvalidClient,
}

impl OauthError {
    fn code(self) -> &'static str {
        self.texts().0
    }

    /// The sentence that goes with it.
    pub(crate) fn description(self) -> &'static str {
        self.texts().1
    }

    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidRequest => (
                "invalid_request",
                "The request is missing a required parameter, includes an invalid parameter \
                 value, includes a parameter more than once, or is otherwise malformed.",
            ),
            Self::UnauthorizedClient => (
                "unauthorized_client",
                "The client is not authorized to request a token using this method.",
            ),
            Self::AccessDenied => (
                "access_denied",
                "The resource owner or authorization server denied the request.",
            ),
            Self::UnsupportedResponseType => (
                "unsupported_response_type",
                "The authorization server does not support obtaining a token using this method.",
            ),
            Self::ServerError => (
                "server_error",
                "The authorization server encountered an unexpected condition that prevented it \
                 from fulfilling the request.",
            ),
            Self::UnsupportedGrantType => (
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server.",
            ),
            Self::InvalidGrant => (
                "invalid_grant",
                "The provided authorization grant (e.g., authorization code, resource owner \
                 credentials) or refresh token is invalid, expired, revoked, does not match the \
                 redirection URI used in the authorization request, or was issued to another \
                 client.",
            ),
            Self::InvalidClient => (
                "invalid_client",
                "Client authentication failed (e.g., unknown client, no client authentication \
                 included, or unsupported authentication method).",
            ),
        }
    }
}

/// A value of a response.
enum Value {
    Text(Vec<u8>),
    Number(i64),
}

/// Where a response sends the browser, and where its values go.
#[derive(Debug, Clone)]
pub(crate) struct Redirect {
    pub(crate) uri: Vec<u8>,
    /// The values go into the fragment, in the place of the query.
    pub(crate) in_fragment: bool,
}

/// A response under construction; its members come out sorted, empty ones left out.
#[derive(Default)]
pub(crate) struct Output(BTreeMap<&'static str, Value>);

impl Output {
    /// An error, as it stands in a body.
    pub(crate) fn error(error: OauthError) -> Self {
        Self::default()
            .text("error", error.code())
            .text("error_description", error.description())
    }

    pub(crate) fn text(mut self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        if !value.as_ref().is_empty() {
            self.0.insert(name, Value::Text(value.as_ref().to_vec()));
        }
        self
    }

    pub(crate) fn number(mut self, name: &'static str, value: i64) -> Self {
        self.0.insert(name, Value::Number(value));
        self
    }

    /// Adds `redirect_to`, unless the URI is none.
    pub(crate) fn redirect(self, redirect: &Redirect) -> Self {
        let Ok(mut url) = Url::parse(&redirect.uri) else {
            return self;
        };
        let mut values = url.values();
        for (name, value) in &self.0 {
            let value = match value {
                Value::Text(text) => text.clone(),
                Value::Number(number) => number.to_string().into_bytes(),
            };
            values.insert(name.as_bytes().to_vec(), vec![value]);
        }
        url.set_values(&values);
        if redirect.in_fragment {
            url.move_query_to_fragment();
        }
        self.text("redirect_to", url.write())
    }

    /// The body, with a final newline. Nothing is escaped for HTML.
    pub(crate) fn body(&self) -> String {
        let object =
            self.0.iter().fold(
                Object::new(Html::Plain),
                |object, (name, value)| match value {
                    Value::Text(text) => object.string(name, text),
                    Value::Number(number) => object.raw(name, number),
                },
            );
        format!("{}\n", object.finish())
    }
}

/// Whether a redirect URI may stand for the registered one: equal scheme, host and port, no
/// fragment, and a path that starts with the registered one as text.
pub(crate) fn redirect_matches(registered: &[u8], asked: &[u8]) -> bool {
    if registered.is_empty() || asked.is_empty() {
        return false;
    }
    let (Ok(registered), Ok(asked)) = (Url::parse(registered), Url::parse(asked)) else {
        return false;
    };
    registered.fragment.is_empty()
        && asked.fragment.is_empty()
        && registered.scheme == asked.scheme
        && registered.host == asked.host
        && asked.path.starts_with(&registered.path)
}
