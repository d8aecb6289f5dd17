//! From a fault and a response to what is done on the connection, step by step.

use std::time::Duration;

use super::flood::{InterimFlood, Pace, interim};
use super::kind::{BodyFraming, Ending, Kind, Malformation, Part, Place};
use super::raw::with_some_body;
use super::script::Plan;
use super::stray::{StrayForm, When};
use super::template;
use crate::exchange::{Action, Request, Response};
use crate::wire::{Framing, Terms, encode, head, is_bodiless};

/// How many bytes of a large body are sent at once.
const PIECE: usize = 64 * 1024;

/// What is done on a connection in response to one request.
#[derive(Debug, PartialEq)]
pub(crate) struct Performance {
    pub(crate) steps: Vec<Step>,
    pub(crate) end: End,
    /// The status that the client receives, if the head is sent whole.
    pub(crate) status: Option<u16>,
}

/// One step of it.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    Pause(Duration),
    Send(Vec<u8>),
    /// The piece is sent so often.
    Repeat {
        piece: Vec<u8>,
        times: u64,
    },
    /// Pieces of a size, with a pause between two.
    Drip {
        bytes: Vec<u8>,
        size: usize,
        interval: Duration,
    },
    /// The piece is sent so often, or until the client leaves or the script ends.
    Flood {
        piece: Vec<u8>,
        times: Option<u64>,
        pace: Option<Pace>,
    },
}

/// What becomes of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It waits for another request; if a limit is given, only so long.
    Keep(Option<Duration>),
    /// It waits for another request, or for the command to send this.
    Stray(StrayForm),
    /// It is closed.
    Close,
    /// It is closed, by TLS without a word of it.
    Unannounced,
    /// It is closed once the client has had time to read: it may still be sending.
    Drain,
    /// It is reset.
    Reset,
    /// It stays until the client leaves.
    Hang,
}

/// What is to be done about a request that a plan befalls. The response is that of the API if it
/// carried the request out.
pub(crate) fn compose(
    plan: &Plan,
    request: &Request,
    action: Option<Action>,
    terms: Terms,
) -> Performance {
    let mut steps = Vec::new();
    if !plan.latency.is_zero() {
        steps.push(Step::Pause(plan.latency));
    }
    if !plan.interim.is_empty() {
        let heads = plan.interim.iter().map(|status| interim(*status, None));
        steps.push(Step::Send(heads.collect::<String>().into_bytes()));
    }
    let mut performance = match action {
        Some(Action::Close) => Performance::of(Vec::new(), End::Close, None),
        Some(Action::Respond(response)) => befall(plan.kind.as_ref(), response, request, terms),
        None => befall(plan.kind.as_ref(), Response::empty(500), request, terms),
    };
    steps.append(&mut performance.steps);
    Performance {
        steps,
        ..performance
    }
}

/// What becomes of a connection after a response.
pub(super) fn after(terms: Terms) -> End {
    if terms.keep_alive {
        End::Keep(None)
    } else {
        End::Close
    }
}

impl Performance {
    pub(super) fn of(bytes: Vec<u8>, end: End, status: Option<u16>) -> Self {
        Self {
            steps: vec![Step::Send(bytes)],
            end,
            status,
        }
    }

    fn whole(response: &Response, phrase: Option<&str>, framing: Framing, terms: Terms) -> Self {
        let mut bytes = head(response, phrase, framing, terms);
        bytes.extend_from_slice(sent_body(response, terms));
        Self::of(bytes, after(terms), Some(response.status))
    }

    fn plain(response: &Response, terms: Terms) -> Self {
        Self::whole(response, None, Framing::of(response), terms)
    }
}

pub(super) fn sent_body(response: &Response, terms: Terms) -> &[u8] {
    if terms.head || is_bodiless(response.status) {
        &[]
    } else {
        &response.body
    }
}

fn befall(
    kind: Option<&Kind>,
    mut response: Response,
    request: &Request,
    terms: Terms,
) -> Performance {
    let Some(kind) = kind else {
        return Performance::plain(&response, terms);
    };
    if needs_body(kind) {
        with_some_body(&mut response);
    }
    match kind {
        // These do not change the bytes of a response.
        Kind::Latency { .. } | Kind::Interim { .. } | Kind::Tls { .. } => {
            Performance::plain(&response, terms)
        }
        Kind::Status(reply) => reply_with(reply, terms),
        Kind::Echo(reply) => reply_with(&reply.echo(request), terms),
        Kind::EarlyResponse(reply) => {
            let terms = Terms {
                keep_alive: false,
                ..terms
            };
            Performance {
                end: End::Drain,
                ..reply_with(reply, terms)
            }
        }
        Kind::Reset { at } => cut(&response, *at, End::Reset, terms),
        Kind::Close { at } => cut(&response, *at, End::Close, terms),
        Kind::Hang { at } => cut(&response, *at, End::Hang, terms),
        Kind::Drip {
            bytes,
            interval_ms,
            part,
        } => drip(&response, *bytes, *interval_ms, *part, terms),
        Kind::WrongContentType { content_type } => {
            set(&mut response, "Content-Type", content_type);
            Performance::plain(&response, terms)
        }
        Kind::WrongContentLength { by } => wrong_length(&response, *by, terms),
        Kind::Malformed { part } => malformed(&response, *part, terms),
        Kind::Oversized {
            bytes,
            framing,
            status,
        } => {
            with_body(&mut response, *status);
            oversized(&response, *bytes, *framing, terms)
        }
        Kind::Nested { levels, status } => {
            with_body(&mut response, *status);
            response.body = nested(&response.body, *levels);
            Performance::plain(&response, terms)
        }
        Kind::Coded {
            coding,
            body,
            status,
        } => {
            with_body(&mut response, *status);
            set(&mut response, "Content-Encoding", coding);
            if let Some(body) = body {
                response.body.clone_from(body);
            }
            Performance::plain(&response, terms)
        }
        Kind::Redirect { status, origin } => {
            let origin = origin.as_deref().unwrap_or_default().trim_end_matches('/');
            let location = format!("{origin}{}", template::target(request));
            let response = Response::empty(*status).with_header("Location", location);
            Performance::plain(&response, terms)
        }
        Kind::CloseAfter { idle_ms } => {
            let terms = Terms {
                keep_alive: true,
                ..terms
            };
            let idle = Duration::from_millis(*idle_ms);
            Performance {
                end: if idle.is_zero() {
                    End::Close
                } else {
                    End::Keep(Some(idle))
                },
                ..Performance::plain(&response, terms)
            }
        }
        Kind::InterimFlood(flood) => after_interim(flood, &response, terms),
        Kind::EndlessHead(endless) => endless.perform(&response, terms),
        Kind::LargeHead(large) => large.perform(&response, terms),
        Kind::EndlessChunks(endless) => endless.perform(&response, terms),
        Kind::MalformedHead { form } => form.perform(&response, terms),
        Kind::MalformedChunk { form } => form.perform(&response, terms),
        Kind::MalformedTrailer { form } => form.perform(&response, terms),
        Kind::Unusual { form } => form.perform(&response, terms),
        Kind::ForbiddenBody { status } => forbidden_body(response, *status, terms),
        Kind::UntilClose { ending } => until_close(&response, *ending, terms),
        Kind::Stray { form, when } => stray(&response, *form, *when, terms),
    }
}

/// Whether the response must have a body for a fault to strike it.
fn needs_body(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::EndlessChunks(_)
            | Kind::MalformedHead { .. }
            | Kind::MalformedChunk { .. }
            | Kind::MalformedTrailer { .. }
            | Kind::Unusual { .. }
            | Kind::ForbiddenBody { .. }
            | Kind::UntilClose { .. }
    )
}

fn reply_with(reply: &super::Reply, terms: Terms) -> Performance {
    let response = reply.response(terms.now);
    let framing = Framing::of(&response);
    Performance::whole(&response, reply.reason.as_deref(), framing, terms)
}

/// Gives a response another status; one that could not have a body becomes 200.
pub(super) fn with_body(response: &mut Response, status: Option<u16>) {
    if let Some(status) = status {
        response.status = status;
    } else if is_bodiless(response.status) {
        response.status = 200;
    }
    if !response
        .headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
    {
        set(response, "Content-Type", "application/json");
    }
}

/// Gives a header field one value.
fn set(response: &mut Response, name: &str, value: &str) {
    response
        .headers
        .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    response.headers.push((name.to_owned(), value.to_owned()));
}

fn cut(response: &Response, at: Place, end: End, terms: Terms) -> Performance {
    let mut bytes = head(response, None, Framing::of(response), terms);
    let body = sent_body(response, terms);
    match at {
        Place::Before => bytes.clear(),
        Place::Head => bytes.truncate(bytes.len() / 2),
        Place::Between => {}
        Place::Body => bytes.extend_from_slice(&body[..body.len() / 2]),
    }
    let is_sent = matches!(at, Place::Between | Place::Body);
    Performance::of(bytes, end, is_sent.then_some(response.status))
}

fn drip(
    response: &Response,
    size: usize,
    interval_ms: u64,
    part: Part,
    terms: Terms,
) -> Performance {
    let mut steps = Vec::new();
    let bytes = match part {
        Part::Response => encode(response, terms),
        Part::Body => {
            let head = head(response, None, Framing::of(response), terms);
            steps.push(Step::Send(head));
            sent_body(response, terms).to_vec()
        }
    };
    steps.push(Step::Drip {
        bytes,
        size,
        interval: Duration::from_millis(interval_ms),
    });
    Performance {
        steps,
        end: after(terms),
        status: Some(response.status),
    }
}

fn wrong_length(response: &Response, by: i64, terms: Terms) -> Performance {
    let length = (response.body.len() as u64).saturating_add_signed(by);
    let whole = Performance::whole(response, None, Framing::Length(length), terms);
    Performance {
        end: if by > 0 { End::Close } else { whole.end },
        ..whole
    }
}

fn malformed(response: &Response, part: Malformation, terms: Terms) -> Performance {
    let framing = match part {
        Malformation::Chunk => Framing::Chunked,
        _ => Framing::of(response),
    };
    let mut bytes = head(response, None, framing, terms);
    let first_line = bytes.iter().position(|byte| *byte == b'\r').unwrap_or(0);
    let status = match part {
        Malformation::StatusLine => {
            bytes.splice(..first_line, *b"HTTP/1.1 two hundred");
            None
        }
        Malformation::Header => {
            bytes.splice(first_line..first_line, *b"\r\nno field at all");
            None
        }
        Malformation::Chunk => {
            bytes.extend_from_slice(b"zz\r\n");
            Some(response.status)
        }
    };
    bytes.extend_from_slice(sent_body(response, terms));
    Performance::of(bytes, End::Close, status)
}

/// A JSON string of that many bytes, made as it is sent.
fn oversized(response: &Response, bytes: u64, framing: BodyFraming, terms: Terms) -> Performance {
    let (framing, keep_alive) = match framing {
        BodyFraming::Length => (Framing::Length(bytes), terms.keep_alive),
        BodyFraming::Chunked => (Framing::Chunked, terms.keep_alive),
        BodyFraming::Close => (Framing::Unsaid, false),
    };
    let terms = Terms {
        keep_alive,
        ..terms
    };
    let mut steps = vec![Step::Send(head(response, None, framing, terms))];
    if !terms.head {
        let frame = |piece: Vec<u8>| match framing {
            Framing::Chunked => chunk(piece),
            _ => piece,
        };
        let inner = bytes.saturating_sub(2);
        let piece = PIECE as u64;
        let rest = usize::try_from(inner % piece).expect("less than a piece");
        steps.push(Step::Send(frame(b"\"".to_vec())));
        steps.push(Step::Repeat {
            piece: frame(vec![b'a'; PIECE]),
            times: inner / piece,
        });
        let mut last = vec![b'a'; rest];
        last.push(b'"');
        let mut last = frame(last);
        if framing == Framing::Chunked {
            last.extend_from_slice(b"0\r\n\r\n");
        }
        steps.push(Step::Send(last));
    }
    Performance {
        steps,
        end: after(terms),
        status: Some(response.status),
    }
}

fn after_interim(flood: &InterimFlood, response: &Response, terms: Terms) -> Performance {
    let head = head(response, None, Framing::of(response), terms);
    let mut steps = flood.steps(head.len());
    if flood.count.is_none() {
        return Performance {
            steps,
            end: End::Close,
            status: None,
        };
    }
    let mut performance = Performance::plain(response, terms);
    steps.append(&mut performance.steps);
    Performance {
        steps,
        ..performance
    }
}

fn forbidden_body(mut response: Response, status: Option<u16>, terms: Terms) -> Performance {
    response.status = status.unwrap_or(response.status);
    let framing = Framing::Length(response.body.len() as u64);
    let mut bytes = head(&response, None, framing, terms);
    bytes.extend_from_slice(&response.body);
    Performance::of(bytes, after(terms), Some(response.status))
}

fn until_close(response: &Response, ending: Ending, terms: Terms) -> Performance {
    let mut bytes = head(response, None, Framing::Unsaid, terms);
    bytes.extend_from_slice(sent_body(response, terms));
    let end = match ending {
        Ending::Close => End::Close,
        Ending::Unannounced => End::Unannounced,
        Ending::Reset => End::Reset,
    };
    Performance::of(bytes, end, Some(response.status))
}

fn stray(response: &Response, form: StrayForm, when: When, terms: Terms) -> Performance {
    let terms = Terms {
        keep_alive: true,
        ..terms
    };
    let mut bytes = encode(response, terms);
    let end = match when {
        When::OnCommand => End::Stray(form),
        When::WithResponse => {
            bytes.extend_from_slice(form.bytes());
            if form.closes() {
                End::Close
            } else {
                End::Keep(None)
            }
        }
    };
    Performance::of(bytes, end, Some(response.status))
}

fn chunk(piece: Vec<u8>) -> Vec<u8> {
    let mut framed = format!("{:x}\r\n", piece.len()).into_bytes();
    framed.extend(piece);
    framed.extend_from_slice(b"\r\n");
    framed
}

/// A JSON object with so many arrays, one in another, as its first member: who skips members that
/// it does not know must go through them. What is no object becomes the arrays.
fn nested(body: &[u8], levels: usize) -> Vec<u8> {
    let mut arrays = vec![b'['; levels];
    arrays.resize(levels.saturating_mul(2), b']');
    let Some(members) = body.trim_ascii_start().strip_prefix(b"{") else {
        return arrays;
    };
    let mut out = b"{\"nested\":".to_vec();
    out.append(&mut arrays);
    if members.trim_ascii_start().first() != Some(&b'}') {
        out.push(b',');
    }
    out.extend_from_slice(members);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_nest_within_what_was_there() {
        for (body, wanted) in [
            (r#"{"a":1}"#, r#"{"nested":[[]],"a":1}"#),
            (" { }", r#"{"nested":[[]] }"#),
            ("[1]", "[[]]"),
            ("", "[[]]"),
        ] {
            let made = nested(body.as_bytes(), 2);
            assert_eq!(String::from_utf8_lossy(&made), wanted);
        }
    }

    #[test]
    fn an_oversized_body_has_its_size_and_is_not_held() {
        let terms = Terms {
            head: false,
            keep_alive: true,
            now: std::time::SystemTime::UNIX_EPOCH,
        };
        for bytes in [2, 3, 65_537, 65_538, 65_539, 300 << 20, u64::MAX] {
            let response = Response::empty(200);
            let made = oversized(&response, bytes, BodyFraming::Length, terms);
            let sizes = made.steps[1..].iter().map(|step| match step {
                Step::Send(bytes) => bytes.len() as u64,
                Step::Repeat { piece, times } => piece.len() as u64 * times,
                other => panic!("{other:?}"),
            });
            assert_eq!(sizes.sum::<u64>(), bytes);
        }
    }
}
