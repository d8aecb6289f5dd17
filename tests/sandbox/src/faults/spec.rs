//! Which requests a fault strikes.

use serde::Deserialize;
use serde_json::Value;

use super::error::FaultError;
use super::kind::Kind;
use crate::api_name::ApiName;
use crate::exchange::Request;
use crate::tls::TlsMode;

/// A fault and the requests that it strikes: those that match in API, method and path, where
/// given, and of these the `nth`, each `every`th, or all.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    api: Option<ApiName>,
    method: Option<String>,
    path: Option<String>,
    nth: Option<u64>,
    every: Option<u64>,
    #[serde(rename = "fault")]
    kind: Kind,
}

impl From<Kind> for Fault {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

impl Fault {
    /// A fault that strikes every request.
    pub fn new(kind: Kind) -> Self {
        Self {
            api: None,
            method: None,
            path: None,
            nth: None,
            every: None,
            kind,
        }
    }

    /// The same for requests to one API.
    #[must_use]
    pub fn api(mut self, api: ApiName) -> Self {
        self.api = Some(api);
        self
    }

    /// The same for requests of one method.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// The same for requests to one path, still percent-encoded and with the base URL's own path;
    /// with `*` as its last character, to all that begin so.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same for one of the requests that match, counted from 1.
    #[must_use]
    pub fn nth(mut self, nth: u64) -> Self {
        self.nth = Some(nth);
        self
    }

    /// The same for each so many-th of the requests that match.
    #[must_use]
    pub fn every(mut self, every: u64) -> Self {
        self.every = Some(every);
        self
    }

    /// Reads a script: a list in JSON, as the control port takes it.
    pub fn read(text: &[u8]) -> Result<Vec<Self>, FaultError> {
        let list: Vec<Value> = serde_json::from_slice(text).map_err(|error| {
            FaultError::new(format!("the body must be a list of faults: {error}"))
        })?;
        list.into_iter()
            .enumerate()
            .map(|(place, item)| {
                if !item.is_object() || !item["fault"].is_object() {
                    let form = "it must be an object with a member fault, an object";
                    return Err(FaultError::at(place, form));
                }
                serde_json::from_value(item).map_err(|error| FaultError::at(place, error))
            })
            .collect()
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Whether it counts a request.
    pub(crate) fn matches(&self, api: ApiName, request: &Request) -> bool {
        !matches!(self.kind, Kind::Tls { .. })
            && self.api.is_none_or(|wanted| wanted == api)
            && self
                .method
                .as_ref()
                .is_none_or(|wanted| *wanted == request.method)
            && self.path.as_deref().is_none_or(|wanted| {
                wanted.strip_suffix('*').map_or_else(
                    || request.path == wanted,
                    |start| request.path.starts_with(start),
                )
            })
    }

    /// Whether it strikes the match of that number.
    pub(crate) fn strikes(&self, number: u64) -> bool {
        match (self.nth, self.every) {
            (Some(nth), _) => nth == number,
            (None, Some(every)) => number.is_multiple_of(every),
            (None, None) => true,
        }
    }

    /// How it has TLS fail, if it counts connections to an API.
    pub(crate) fn tls(&self, api: ApiName) -> Option<TlsMode> {
        match self.kind {
            Kind::Tls { mode } if self.api.is_none_or(|wanted| wanted == api) => Some(mode),
            _ => None,
        }
    }

    /// What is wrong with it, in a sentence.
    fn check(&self) -> Result<(), String> {
        match (self.nth, self.every) {
            (Some(_), Some(_)) => return Err("nth and every exclude each other".to_owned()),
            (Some(0), _) | (_, Some(0)) => return Err("requests count from 1".to_owned()),
            _ => {}
        }
        if matches!(self.kind, Kind::Tls { .. }) && (self.method.is_some() || self.path.is_some()) {
            return Err("tls strikes connections, which have no method and no path".to_owned());
        }
        self.kind.check()
    }
}

/// Whether the faults of a script make sense.
pub(crate) fn check(faults: &[Fault]) -> Result<(), FaultError> {
    faults.iter().enumerate().try_for_each(|(place, fault)| {
        fault
            .check()
            .map_err(|problem| FaultError::at(place, problem))
    })
}
