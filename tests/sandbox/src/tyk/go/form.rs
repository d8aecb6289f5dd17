//! Forms as `net/http` parses them.

use super::media::Media;
use super::multipart;
use super::query::{self, Malformed, Values};
use crate::exchange::Request;

/// More than this is not read.
const MAX_BODY: usize = 10 << 20;

/// The values of a request.
#[derive(Debug, Default)]
pub(crate) struct Form {
    /// Of the body alone.
    pub(crate) body: Values,
    /// Of the body, then of the query.
    pub(crate) all: Values,
    /// Whether all of it could be read; what could be is there either way.
    pub(crate) outcome: Option<Malformed>,
}

impl Form {
    /// `ParseForm`: an urlencoded body and the query.
    pub(crate) fn parse(request: &Request) -> Self {
        let (body, body_outcome) = body(request);
        let (query, query_outcome) = query::parse(query_of(request));
        let mut all = body.clone();
        append(&mut all, query);
        Self {
            body,
            all,
            outcome: body_outcome.and(query_outcome).err(),
        }
    }

    /// `FormValue`: multipart values too, after the query's.
    pub(crate) fn parse_multipart(request: &Request) -> Self {
        let mut form = Self::parse(request);
        let media = Media::parse(request.header("Content-Type").unwrap_or_default());
        let boundary = media.parameter("boundary");
        if let ("multipart/form-data", false, Some(boundary)) =
            (media.kind.as_str(), media.malformed, boundary)
            && let Some(values) = multipart::values(&request.body, boundary)
        {
            append(&mut form.all, values);
        }
        form
    }

    /// The first value of a name anywhere.
    pub(crate) fn get(&self, name: &str) -> &[u8] {
        query::get(&self.all, name)
    }

    /// The first value of a name in the body.
    pub(crate) fn posted(&self, name: &str) -> &[u8] {
        query::get(&self.body, name)
    }
}

/// A query, empty when there is none.
pub(crate) fn query_of(request: &Request) -> &[u8] {
    request.query.as_deref().unwrap_or_default().as_bytes()
}

fn body(request: &Request) -> (Values, Result<(), Malformed>) {
    let reads_body = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    let content_type = request.header("Content-Type").unwrap_or_default();
    if !reads_body || content_type.is_empty() {
        return (Values::new(), Ok(()));
    }
    let media = Media::parse(content_type);
    let understood = if media.malformed {
        Err(Malformed)
    } else {
        Ok(())
    };
    if media.kind != "application/x-www-form-urlencoded" {
        return (Values::new(), understood);
    }
    if request.body.len() > MAX_BODY {
        return (Values::new(), Err(Malformed));
    }
    let (values, outcome) = query::parse(&request.body);
    (values, understood.and(outcome))
}

fn append(values: &mut Values, more: Values) {
    for (name, added) in more {
        values.entry(name).or_default().extend(added);
    }
}
