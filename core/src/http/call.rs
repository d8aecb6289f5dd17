//! One call as an API module puts it together: an operation, its path, query, body and credential.

use std::ops::{Deref, DerefMut};

use ::http::{HeaderName, HeaderValue};
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::encode::{push_encoded, push_pair};
use super::named_secrets;
use super::operation::Operation;
use crate::Secret;
use crate::error::Error;

/// An argument that was refused.
#[derive(Debug, Clone)]
pub(crate) struct Invalid {
    field: String,
    message: String,
}

impl Invalid {
    pub(crate) fn new(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            message: message.into(),
        }
    }

    pub(crate) fn into_error(self) -> Error {
        Error::validation(self.field, self.message)
    }
}

/// What goes with a request.
#[derive(Debug, Clone, Default)]
pub(crate) enum Body {
    #[default]
    None,
    /// Bytes with the media type that they are.
    Some(&'static str, Bytes),
}

/// How a call is authorized.
#[derive(Debug, Clone, Default)]
pub(crate) enum Auth {
    /// The client's credential.
    #[default]
    Client,
    /// The client's credential if it has one.
    ClientIfAny,
    /// None.
    None,
    /// This secret, sent as the API takes its credential.
    Given(Secret),
}

/// One call, before it is sent. What is wrong with its arguments is kept until it is run, so that
/// an operation reads as one expression.
///
/// It is passed from future to future, and each of them has room for what it was given beside what
/// it makes of it: so it is no more than a pointer.
#[derive(Debug)]
pub(crate) struct Call(Box<Parts>);

/// What a call consists of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) operation: Operation,
    /// Path and query, encoded, without the base.
    target: String,
    has_query: bool,
    /// The argument that takes most of the target, and how much, in bytes.
    pub(crate) longest: (&'static str, usize),
    pub(crate) body: Body,
    pub(crate) auth: Auth,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// What must not be seen in an error of this call.
    pub(crate) secrets: Vec<Secret>,
    invalid: Option<Invalid>,
    /// The argument that the client's configuration has given, which is for its own server alone.
    pub(crate) own_server_only: Option<&'static str>,
}

/// What is said of an argument that is empty.
pub(crate) const EMPTY: &str = "must not be empty";

impl Deref for Call {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for Call {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl Call {
    /// A call of an operation below a path that is encoded already.
    pub(crate) fn new(operation: &Operation, path: &str) -> Self {
        // Room for what most calls append, so that it does not grow piece by piece.
        let mut target = String::with_capacity(128);
        target.push_str(path);
        Self(Box::new(Parts {
            operation: operation.clone(),
            target,
            has_query: false,
            longest: ("path", path.len()),
            body: Body::None,
            auth: Auth::default(),
            headers: Vec::new(),
            secrets: Vec::new(),
            invalid: None,
            own_server_only: None,
        }))
    }

    /// Appends to the path what is encoded already.
    pub(crate) fn path(mut self, path: &str) -> Self {
        self.target.push_str(path);
        self
    }

    /// Appends a value as one segment of the path; what cannot be one is refused.
    pub(crate) fn segment(mut self, field: &'static str, value: &str) -> Self {
        if value.is_empty() {
            self.refuse(field, EMPTY);
        }
        self = self.check_not_dots(field, value);
        let before = self.target.len();
        push_encoded(&mut self.target, value);
        self.note_length(field, before);
        self
    }

    fn note_length(&mut self, field: &'static str, before: usize) {
        let length = self.target.len() - before;
        if length > self.longest.1 {
            self.longest = (field, length);
        }
    }

    /// As [`segment`](Self::segment), for a server that cannot reach a value with a slash in it,
    /// however it is encoded.
    pub(crate) fn segment_without_slash(self, field: &'static str, value: &str) -> Self {
        self.check_no_slash(field, value).segment(field, value)
    }

    /// Refuses an id that can be stored, and could then never be named in a path.
    pub(crate) fn check_reachable(self, field: &str, id: &str) -> Self {
        self.check_not_dots(field, id).check_no_slash(field, id)
    }

    fn check_not_dots(self, field: &str, value: &str) -> Self {
        self.check(
            field,
            value == "." || value == "..",
            "must not be `.` or `..`: a server takes it for a step in the path",
        )
    }

    fn check_no_slash(self, field: &str, value: &str) -> Self {
        self.check(
            field,
            value.contains('/'),
            "must not hold a slash: the gateway cannot reach it",
        )
    }

    /// Adds a parameter to the query; `field` names the argument that it is from.
    pub(crate) fn query(mut self, field: &'static str, name: &str, value: &str) -> Self {
        let before = self.target.len();
        let separator = if self.has_query { '&' } else { '?' };
        self.target.push(separator);
        self.has_query = true;
        let mut pair = String::new();
        push_pair(&mut pair, name, value);
        self.target.push_str(&pair);
        self.note_length(field, before);
        self
    }

    /// Sends a value as JSON.
    pub(crate) fn json(self, value: &impl Serialize) -> Self {
        self.json_as("application/json", value)
    }

    /// Sends a value as JSON under a media type of its own.
    pub(crate) fn json_as(mut self, media_type: &'static str, value: &impl Serialize) -> Self {
        // Room for what most bodies need, so that it does not grow piece by piece.
        let mut bytes = Vec::with_capacity(512);
        match serde_json::to_writer(&mut bytes, value) {
            Ok(()) => self.body = Body::Some(media_type, bytes.into()),
            Err(_) => self.refuse("body", "cannot be written as JSON"),
        }
        self
    }

    /// Sends pairs as `application/x-www-form-urlencoded`; those without a value are left out.
    pub(crate) fn form<'a>(
        mut self,
        pairs: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
    ) -> Self {
        let mut form = String::new();
        for (name, value) in pairs {
            if let Some(value) = value {
                push_pair(&mut form, name, value);
            }
        }
        self.body = Body::Some("application/x-www-form-urlencoded", form.into());
        self
    }

    /// Says how the call is authorized.
    pub(crate) fn auth(mut self, auth: Auth) -> Self {
        if let Auth::Given(secret) = &auth {
            self.secrets.push(secret.clone());
        }
        self.auth = auth;
        self
    }

    /// Sets a header field; `field` names the argument that the value is from.
    pub(crate) fn header(mut self, name: HeaderName, field: &str, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => self.headers.push((name, value)),
            Err(_) => self.refuse(field, "holds characters that no header field can have"),
        }
        self
    }

    /// Marks arguments as secrets: no error will show them.
    pub(crate) fn secrets<'a>(mut self, secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        self.secrets.extend(secrets.into_iter().cloned());
        self
    }

    /// Marks what JSON holds under a secret's name as secrets.
    pub(crate) fn named_secrets(mut self, json: Option<&Value>) -> Self {
        self.secrets
            .extend(json.iter().flat_map(|json| named_secrets::of_json(json)));
        self
    }

    /// Refuses an argument that is not an absolute URI (RFC 3986, section 4.3).
    pub(crate) fn check_uri(mut self, field: &str, uri: &str) -> Self {
        if fluent_uri::Uri::parse(uri).is_err() {
            self.refuse(field, "is not a URI such as https://id.example.com/token");
        }
        self
    }

    /// Refuses an argument that names no scheme, where a server takes lists of URIs and more, so
    /// that no more can be asked for. Empty is no URI, and let through.
    pub(crate) fn check_scheme(mut self, field: &str, uri: Option<&str>) -> Self {
        let scheme = uri
            .and_then(|uri| uri.split_once(':'))
            .map(|(scheme, _)| scheme);
        let named = scheme.is_some_and(|scheme| {
            scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
        if uri.is_some_and(|uri| !uri.is_empty()) && !named {
            self.refuse(
                field,
                "must begin with a scheme, such as https://shop.example.com/cb",
            );
        }
        self
    }

    /// Refuses an argument if something is wrong with it.
    pub(crate) fn check(mut self, field: &str, wrong: bool, message: &str) -> Self {
        if wrong {
            self.refuse(field, message);
        }
        self
    }

    /// Refuses an argument that is empty; `is_configured` says that it was left out, for the
    /// client's configuration to have it.
    pub(crate) fn check_given(mut self, field: &str, value: &str, is_configured: bool) -> Self {
        if value.is_empty() {
            let message = if is_configured {
                "must be given, since the client's configuration does not have it either"
            } else {
                EMPTY
            };
            self.refuse(field, message);
        }
        self
    }

    /// Marks an argument as taken from the client's configuration, for the client's own server
    /// alone: a call with a base URL of its own must give it.
    pub(crate) fn own_server_only(mut self, field: &'static str) -> Self {
        self.own_server_only = Some(field);
        self
    }

    fn refuse(&mut self, field: &str, message: &str) {
        self.invalid
            .get_or_insert_with(|| Invalid::new(field, message));
    }

    /// Path and query, or the first argument that was refused.
    pub(crate) fn target(&self) -> Result<&str, Invalid> {
        match &self.invalid {
            Some(invalid) => Err(invalid.clone()),
            None => Ok(&self.target),
        }
    }
}
