//! What each fault must come to, for every operation: kind, outcome, attempts, whether to call
//! again. The tables are the public surface's promise, written down here once more.

use authloom::{Error, ErrorKind, Outcome};
use authloom_sandbox::faults::{BodyFraming, Kind, Malformation, Part, Place, Reply};
use authloom_sandbox::{ApiName, Entry, Fault, Sandbox};

use crate::operations::{self, Class, Clients, Operation, Success};
use crate::support::{Carrier, on_each, strike};

/// A row of the table of retries: how many requests a safe, an idempotent and another operation
/// come to when the fault strikes each of them, and which of them may be called again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    attempts: [i32; 3],
    retryable: [bool; 3],
}

/// 429, or 503 with `Retry-After`: every class.
const THROTTLED: Row = Row {
    attempts: [3, 3, 3],
    retryable: [true, true, true],
};
/// 408, 500, 502, 503, 504, reset: safe and idempotent operations.
pub(crate) const PASSING: Row = Row {
    attempts: [3, 3, 1],
    retryable: [true, true, false],
};
/// Closed without a response: the same, but once.
const CLOSED: Row = Row {
    attempts: [2, 2, 1],
    retryable: [true, true, false],
};
/// Anything else: none.
pub(crate) const FINAL: Row = Row {
    attempts: [1, 1, 1],
    retryable: [false, false, false],
};

/// What a call comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Success,
    /// A success at the second attempt.
    Repeated,
    Error(ErrorKind, Option<i32>, Outcome, Row),
}

pub(crate) fn responded(status: i32, kind: ErrorKind, outcome: Outcome, row: Row) -> End {
    End::Error(kind, Some(status), outcome, row)
}

/// No response, or half of one.
pub(crate) fn broken(row: Row) -> End {
    End::Error(ErrorKind::Transport, None, Outcome::Unknown, row)
}

/// A success that cannot be used: whatever was asked for is done.
pub(crate) const UNUSABLE: End = End::Error(ErrorKind::Decode, None, Outcome::Unknown, FINAL);

/// Some of the operations.
type Which = fn(&Operation) -> bool;

/// A fault, and what a call comes to that it strikes.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    usual: End,
    exceptions: Vec<(Which, End)>,
}

impl Case {
    pub(crate) fn new(name: impl Into<String>, kind: Kind, usual: End) -> Self {
        Self {
            name: name.into(),
            kind,
            usual,
            exceptions: Vec::new(),
        }
    }

    pub(crate) fn but(mut self, for_which: Which, end: End) -> Self {
        self.exceptions.push((for_which, end));
        self
    }

    pub(crate) fn end(&self, operation: &Operation) -> End {
        let exception = self.exceptions.iter().find(|(which, _)| which(operation));
        exception.map_or(self.usual, |(_, end)| *end)
    }
}

fn is_tyk(operation: &Operation) -> bool {
    operation.api == ApiName::Tyk
}

/// Whether a success is not looked at beyond its status.
pub(crate) fn says_nothing(operation: &Operation) -> bool {
    operation.success != Success::Json
}

fn has_no_content(operation: &Operation) -> bool {
    operation.success == Success::NoContent
}

fn statuses() -> Vec<Case> {
    use ErrorKind as Kinds;
    use Outcome::{Rejected, Unknown};
    let table = [
        (400, Kinds::BadRequest, Rejected, FINAL),
        (401, Kinds::Unauthorized, Rejected, FINAL),
        (403, Kinds::Forbidden, Rejected, FINAL),
        (404, Kinds::NotFound, Rejected, FINAL),
        (405, Kinds::MethodNotAllowed, Rejected, FINAL),
        (408, Kinds::BadRequest, Unknown, PASSING),
        (409, Kinds::Conflict, Rejected, FINAL),
        (410, Kinds::BadRequest, Rejected, FINAL),
        (422, Kinds::Unprocessable, Rejected, FINAL),
        (429, Kinds::RateLimited, Rejected, THROTTLED),
        (500, Kinds::ServerError, Unknown, PASSING),
        (501, Kinds::ServerError, Unknown, FINAL),
        (502, Kinds::ServerError, Unknown, PASSING),
        (503, Kinds::ServerError, Unknown, PASSING),
        (504, Kinds::ServerError, Unknown, PASSING),
        (505, Kinds::ServerError, Unknown, FINAL),
    ];
    let cases = table.into_iter().map(|(status, kind, outcome, row)| {
        let code = i32::from(status);
        let case = Case::new(
            status.to_string(),
            Kind::Status(Reply::new(status)),
            responded(code, kind, outcome, row),
        );
        match status {
            // Of Tyk it means bad input or an unknown outcome.
            500 => case.but(is_tyk, responded(code, kind, outcome, FINAL)),
            // Fitbit Plus responds so to what is malformed.
            409 => case.but(
                |operation| operation.api == ApiName::FitbitPlus,
                responded(code, Kinds::BadRequest, outcome, row),
            ),
            _ => case,
        }
    });
    cases.collect()
}

fn waits() -> Vec<Case> {
    // By the clock of these tests, DAWN, the date is 3 s away.
    const DATE: &str = "Sun, 06 Nov 1994 08:49:40 GMT";
    const PAST: &str = "Sun, 06 Nov 1994 08:49:30 GMT";
    let limited = responded(429, ErrorKind::RateLimited, Outcome::Rejected, THROTTLED);
    let asked = responded(503, ErrorKind::ServerError, Outcome::Rejected, THROTTLED);
    let not_asked = responded(503, ErrorKind::ServerError, Outcome::Unknown, PASSING);
    let gateway = responded(504, ErrorKind::ServerError, Outcome::Unknown, PASSING);
    let table = [
        (429, "Retry-After", "0", limited),
        (429, "Retry-After", DATE, limited),
        (429, "Retry-After", "soon", limited),
        (503, "Retry-After", "0", asked),
        (503, "Retry-After", "0.5", asked),
        (503, "Retry-After-Ms", "1500", asked),
        (503, "Retry-After", DATE, asked),
        (503, "Retry-After", PAST, not_asked),
        (503, "Retry-After", "-1", not_asked),
        (503, "Retry-After", "", not_asked),
        (504, "Retry-After", "0", gateway),
    ];
    let cases = table.into_iter().map(|(status, header, value, end)| {
        let reply = Reply::new(status).header(header, value);
        Case::new(
            format!("{status}, {header}: {value}"),
            Kind::Status(reply),
            end,
        )
    });
    cases.collect()
}

fn breaks() -> Vec<Case> {
    let reset = |at| Kind::Reset { at };
    let close = |at| Kind::Close { at };
    vec![
        Case::new("reset before", reset(Place::Before), broken(PASSING)),
        Case::new("reset in the head", reset(Place::Head), broken(PASSING)),
        Case::new("reset between", reset(Place::Between), broken(PASSING))
            .but(has_no_content, End::Success),
        Case::new("reset in the body", reset(Place::Body), broken(PASSING))
            .but(has_no_content, End::Success),
        Case::new("closed before", close(Place::Before), broken(CLOSED)),
        Case::new("closed in the head", close(Place::Head), broken(CLOSED)),
        // It began to respond, so this is a connection that broke.
        Case::new("closed between", close(Place::Between), broken(PASSING))
            .but(has_no_content, End::Success),
        Case::new("closed in the body", close(Place::Body), broken(PASSING))
            .but(has_no_content, End::Success),
        Case::new(
            "shorter than announced",
            Kind::WrongContentLength { by: 5 },
            broken(PASSING),
        )
        .but(has_no_content, End::Success),
    ]
}

fn malformed() -> Vec<Case> {
    let malformed = |part| Kind::Malformed { part };
    vec![
        Case::new(
            "no status line",
            malformed(Malformation::StatusLine),
            broken(FINAL),
        ),
        Case::new("no header", malformed(Malformation::Header), broken(FINAL)),
        Case::new("no chunk", malformed(Malformation::Chunk), broken(FINAL))
            .but(has_no_content, End::Success),
        Case::new(
            "longer than announced",
            // A gateway ends its JSON with a line feed, which may go.
            Kind::WrongContentLength { by: -2 },
            UNUSABLE,
        )
        .but(says_nothing, End::Success),
        Case::new(
            "another media type",
            Kind::WrongContentType {
                content_type: "text/html".into(),
            },
            UNUSABLE,
        )
        // A gateway sends JSON as text/plain too.
        .but(is_tyk, End::Success)
        .but(says_nothing, End::Success),
    ]
}

fn bodies() -> Vec<Case> {
    let mut cases = Vec::new();
    let server_error = responded(500, ErrorKind::ServerError, Outcome::Unknown, PASSING);
    let tyks = responded(500, ErrorKind::ServerError, Outcome::Unknown, FINAL);
    for (name, framing) in [
        ("oversized", BodyFraming::Length),
        ("oversized, in chunks", BodyFraming::Chunked),
        ("oversized, to the end", BodyFraming::Close),
    ] {
        let kind = |status| Kind::Oversized {
            bytes: CAP + 1,
            framing,
            status,
        };
        cases.push(Case::new(name, kind(None), UNUSABLE));
        let failed = Case::new(format!("{name}, and 500"), kind(Some(500)), server_error);
        cases.push(failed.but(is_tyk, tyks));
    }
    let nested = |status| Kind::Nested {
        levels: 1000,
        status,
    };
    let coded = |status| Kind::Coded {
        coding: "gzip".into(),
        body: None,
        status,
    };
    for (name, kind) in [("nested", nested(None)), ("coded", coded(None))] {
        cases.push(Case::new(name, kind, UNUSABLE).but(says_nothing, End::Success));
    }
    for (name, kind) in [("nested", nested(Some(500))), ("coded", coded(Some(500)))] {
        let failed = Case::new(format!("{name}, and 500"), kind, server_error);
        cases.push(failed.but(is_tyk, tyks));
    }
    cases
}

fn manners() -> Vec<Case> {
    let mut cases = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        let kind = Kind::Redirect {
            status,
            origin: None,
        };
        let end = responded(
            i32::from(status),
            ErrorKind::Decode,
            Outcome::Unknown,
            FINAL,
        );
        cases.push(Case::new(format!("{status} to the same origin"), kind, end));
    }
    let early = |status| Kind::EarlyResponse(Reply::new(status));
    let early_refusal = responded(413, ErrorKind::BadRequest, Outcome::Rejected, FINAL);
    let early_failure = responded(503, ErrorKind::ServerError, Outcome::Unknown, PASSING);
    cases.extend([
        Case::new("413 before the body is read", early(413), early_refusal),
        Case::new("503 before the body is read", early(503), early_failure),
    ]);
    let harmless = [
        ("latency", Kind::Latency { ms: 1 }),
        (
            "interim responses",
            Kind::Interim {
                statuses: vec![100, 103],
            },
        ),
        (
            "closed behind the response",
            Kind::CloseAfter { idle_ms: 0 },
        ),
        (
            "in pieces",
            Kind::Drip {
                bytes: 7,
                interval_ms: 0,
                part: Part::Response,
            },
        ),
    ];
    cases.extend(harmless.map(|(name, kind)| Case::new(name, kind, End::Success)));
    cases
}

/// What a response may have at most, in bytes.
const CAP: u64 = 4096;

pub(crate) fn clients(carrier: Carrier, sandbox: &Sandbox) -> Clients {
    let mut http = carrier.hasty();
    http.max_token_body = CAP.try_into().expect("a small number");
    http.max_body = http.max_token_body;
    Clients::of(sandbox, &http)
}

/// Calls every operation, each time with clients and data of its own, with the fault striking
/// every request.
pub(crate) fn hold(cases: &[Case]) {
    on_each(async |carrier, sandbox| {
        for case in cases {
            for operation in operations::all() {
                sandbox.reset();
                strike(sandbox, [Fault::new(case.kind.clone())]);
                let called = operation.simply(&clients(carrier, sandbox)).await;
                let what = format!("{carrier:?}, {}, {operation:?}", case.name);
                let log = sandbox.log(0);
                judge(
                    case.end(operation),
                    operation,
                    called.map(drop),
                    &log,
                    &what,
                );
            }
        }
    });
}

pub(crate) fn judge(
    end: End,
    operation: &Operation,
    called: Result<(), Error>,
    log: &[Entry],
    what: &str,
) {
    let End::Error(kind, status, outcome, row) = end else {
        called.unwrap_or_else(|error| panic!("{what}: {error:?}"));
        assert_eq!(log.len(), 1 + usize::from(end == End::Repeated), "{what}");
        return;
    };
    let Err(error) = called else {
        panic!("{what}: a success");
    };
    let place = operation.class as usize;
    let attempts = row.attempts[place];
    assert_eq!(error.kind, kind, "{what}: {error:?}");
    if kind != ErrorKind::Decode || status.is_some() {
        assert_eq!(error.status, status, "{what}: {error:?}");
    }
    assert_eq!(error.outcome, outcome, "{what}: {error:?}");
    assert_eq!(error.attempts, attempts, "{what}: {error:?}");
    assert_eq!(error.retryable, row.retryable[place], "{what}: {error:?}");
    assert_eq!(
        (error.client.as_str(), error.operation.as_str()),
        (operation.client(), operation.name),
        "{what}"
    );
    let unknown = outcome == Outcome::Unknown;
    let tells = operation.resolve_with.filter(|_| unknown);
    assert_eq!(error.resolve_with.as_deref(), tells, "{what}: {error:?}");
    // What the client counts is what the server saw.
    assert_eq!(i32::try_from(log.len()), Ok(attempts), "{what}: {log:#?}");
    if operation.class == Class::NonIdempotent {
        assert!(log.len() == 1 || outcome == Outcome::Rejected, "{what}");
    }
}

#[test]
fn statuses_come_to_what_is_promised() {
    hold(&statuses());
}

#[test]
fn requested_waits_end_as_promised() {
    hold(&waits());
}

#[test]
fn broken_connections_end_as_promised() {
    hold(&breaks());
}

#[test]
fn malformed_responses_end_as_promised() {
    hold(&malformed());
}

#[test]
fn hostile_bodies_end_as_promised() {
    hold(&bodies());
}

#[test]
fn redirects_and_oddities_end_as_promised() {
    hold(&manners());
}
