//! The log of what the APIs were sent, without its secrets.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde::Serialize;
use serde_json::Value;

use crate::api_name::ApiName;
use crate::clock::rfc3339_millis;
use crate::exchange::{Action, Request};
use crate::redact;

/// One request that an API received. Each secret in it is `redacted:` and 8 hex digits of its
/// SHA-256, so that equal secrets can be distinguished from different ones.
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
    /// The status of the response; none if the connection ended before the response's head did.
    pub status: Option<u16>,
    /// Whether the request's body was read; false only if a fault responded before.
    pub body_read: bool,
    /// When the server responded, by the sandbox's clock: RFC 3339.
    pub at: String,
}

/// What a server did about a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CameOfIt {
    pub(crate) status: Option<u16>,
    pub(crate) body_read: bool,
}

impl From<&Action> for CameOfIt {
    fn from(action: &Action) -> Self {
        Self {
            status: match action {
                Action::Respond(response) => Some(response.status),
                Action::Close => None,
            },
            body_read: true,
        }
    }
}

/// More than any test looks at; a program that runs for days must not fill the memory.
const CAPACITY: usize = 100_000;

/// What the APIs were sent, in the order of their responses: the last [`CAPACITY`] requests.
#[derive(Debug, Default)]
pub(crate) struct Log {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Entry>,
    /// How many there were.
    count: u64,
}

impl Log {
    pub(crate) fn record(
        &self,
        api: ApiName,
        connection: u64,
        request: &Request,
        came_of_it: CameOfIt,
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
            status: came_of_it.status,
            body_read: came_of_it.body_read,
            at: rfc3339_millis(at),
        };
        let mut kept = self.lock();
        kept.count += 1;
        entry.seq = kept.count;
        if kept.entries.len() == CAPACITY {
            kept.entries.pop_front();
        }
        kept.entries.push_back(entry);
    }

    /// The entries after the one of that number.
    pub(crate) fn since(&self, seq: u64) -> Vec<Entry> {
        let kept = self.lock();
        let start = kept.entries.partition_point(|entry| entry.seq <= seq);
        kept.entries.range(start..).cloned().collect()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Kept::default();
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Response;

    #[test]
    fn the_oldest_make_room() {
        let log = Log::default();
        let action = Action::Respond(Response::empty(204));
        for _ in 0..CAPACITY + 2 {
            let request = Request::default();
            let came_of_it = CameOfIt::from(&action);
            log.record(
                ApiName::Tyk,
                1,
                &request,
                came_of_it,
                SystemTime::UNIX_EPOCH,
            );
        }
        let seqs = |since| {
            let entries = log.since(since);
            let seq = |entry: Option<&Entry>| entry.map(|entry| entry.seq);
            (entries.len(), seq(entries.first()), seq(entries.last()))
        };
        let last = CAPACITY as u64 + 2;
        assert_eq!(seqs(0), (CAPACITY, Some(3), Some(last)));
        assert_eq!(seqs(last - 1), (1, Some(last), Some(last)));
        assert_eq!(seqs(u64::MAX), (0, None, None));
        log.clear();
        assert_eq!(seqs(0), (0, None, None));
    }
}
