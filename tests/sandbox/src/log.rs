//! The log of what the APIs were sent, without its secrets.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde::Serialize;
use serde_json::Value;

use crate::api_name::ApiName;
use crate::clock::rfc3339_millis;
use crate::exchange::{Answer, Request};
use crate::redact;

/// One request that an API received. Each secret in it is `redacted:` and 8 hex digits of its
/// SHA-256, so that equal secrets can be told from different ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its place in the log, from 1.
    pub seq: u64,
    /// The API that received it.
    pub api: ApiName,
    /// The connection it came on; no two of a sandbox have the same number.
    pub connection: u64,
    /// The method, as sent.
    pub method: String,
    /// The path, as sent.
    pub path: String,
    /// The query, as sent; none without a `?`.
    pub query: Option<String>,
    /// Header fields, names in lower case; several of one name are joined by `, `.
    pub headers: BTreeMap<String, String>,
    /// The body: a value if it is a JSON object or array, else its text; null if empty.
    pub body: Value,
    /// The status of the answer; none if the connection was closed without one.
    pub status: Option<u16>,
    /// When it was answered, by the sandbox's clock: RFC 3339.
    pub at: String,
}

/// What the APIs were sent, in the order of their answers.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: Mutex<Vec<Entry>>,
}

impl Log {
    pub(crate) fn record(
        &self,
        api: ApiName,
        connection: u64,
        request: &Request,
        answer: &Answer,
        at: SystemTime,
    ) {
        let mut entry = Entry {
            seq: 0,
            api,
            connection,
            method: request.method.clone(),
            path: redact::path(&request.path),
            query: request.query.as_deref().map(redact::form),
            headers: redact::headers(&request.headers),
            body: redact::body(request),
            status: match answer {
                Answer::Respond(response) => Some(response.status),
                Answer::Close => None,
            },
            at: rfc3339_millis(at),
        };
        let mut entries = self.lock();
        entry.seq = entries.len() as u64 + 1;
        entries.push(entry);
    }

    /// The entries after the one of that number.
    pub(crate) fn since(&self, seq: u64) -> Vec<Entry> {
        let entries = self.lock();
        let start = usize::try_from(seq).unwrap_or(usize::MAX);
        entries.get(start..).unwrap_or_default().to_vec()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
