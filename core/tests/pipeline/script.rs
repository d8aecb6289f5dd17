//! A transport that does what a script says.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use authloom::{
    BoxFuture, Cause, Phase, Progress, ResponseBody, Runtime, Transport, TransportError,
};
use bytes::Bytes;
use http_body::Frame;

use crate::clock::Clock;

/// What becomes of one request.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// It gets a response.
    Response {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<Piece>,
    },
    /// It fails.
    Fail {
        phase: Phase,
        may_have_left: bool,
        cause: Cause,
    },
    /// Nothing happens any more, with a connection or without.
    Hang { connected: bool },
}

/// A piece of a body.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    Pause(Duration),
    Break,
    Hang,
}

impl Step {
    pub(crate) fn response(status: u16, body: &str) -> Self {
        Self::Response {
            status,
            headers: vec![("content-type", "application/json".to_owned())],
            body: vec![Piece::Bytes(Bytes::copy_from_slice(body.as_bytes()))],
        }
    }

    pub(crate) fn pieces(status: u16, body: Vec<Piece>) -> Self {
        let mut step = Self::response(status, "");
        if let Self::Response { body: pieces, .. } = &mut step {
            *pieces = body;
        }
        step
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::response(status, "")
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Response { headers, .. } = &mut self {
            headers.retain(|(other, _)| *other != name);
            headers.push((name, value.to_owned()));
        }
        self
    }

    /// The connection is closed without a response.
    pub(crate) fn closed() -> Self {
        Self::Fail {
            phase: Phase::Wait,
            may_have_left: true,
            cause: Cause::Closed,
        }
    }

    pub(crate) fn reset() -> Self {
        Self::Fail {
            phase: Phase::Wait,
            may_have_left: true,
            cause: Cause::Reset,
        }
    }

    /// No connection can be made.
    pub(crate) fn refused() -> Self {
        Self::Fail {
            phase: Phase::Connect,
            may_have_left: false,
            cause: Cause::Other,
        }
    }
}

/// The script: a step for each request; the last one goes on for ever.
#[derive(Debug)]
pub(crate) struct Script {
    clock: Arc<Clock>,
    steps: Mutex<VecDeque<Step>>,
    requests: Mutex<Vec<http::Request<Bytes>>>,
    in_flight: Arc<AtomicUsize>,
}

/// Counts a request as in flight until it is dropped.
struct InFlight(Arc<AtomicUsize>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

impl Script {
    pub(crate) fn new(clock: Arc<Clock>, steps: impl IntoIterator<Item = Step>) -> Self {
        Self {
            clock,
            steps: Mutex::new(steps.into_iter().collect()),
            requests: Mutex::default(),
            in_flight: Arc::default(),
        }
    }

    /// What was sent so far.
    pub(crate) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.requests
            .lock()
            .expect("nobody panics with the lock")
            .clone()
    }

    /// How many requests neither got a response nor were dropped.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Relaxed)
    }

    fn next(&self) -> Step {
        let mut steps = self.steps.lock().expect("nobody panics with the lock");
        let last = steps.len() == 1;
        let next = if last {
            steps.front().cloned()
        } else {
            steps.pop_front()
        };
        next.expect("a script has a step")
    }
}

impl Transport for Script {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            self.requests
                .lock()
                .expect("nobody panics with the lock")
                .push(request);
            self.in_flight.fetch_add(1, Relaxed);
            let guard = InFlight(Arc::clone(&self.in_flight));
            match self.next() {
                Step::Response {
                    status,
                    headers,
                    body,
                } => {
                    progress.connected();
                    let mut response = http::Response::builder().status(status);
                    for (name, value) in headers {
                        response = response.header(name, value);
                    }
                    let body = Body {
                        clock: Arc::clone(&self.clock),
                        pieces: body.into(),
                        pause: None,
                        _guard: guard,
                    };
                    Ok(response.body(ResponseBody::new(body)).expect("a response"))
                }
                Step::Fail {
                    phase,
                    may_have_left,
                    cause,
                } => {
                    if may_have_left {
                        progress.connected();
                    }
                    Err(failure(phase, may_have_left, cause))
                }
                Step::Hang { connected } => {
                    if connected {
                        progress.connected();
                    }
                    std::future::pending().await
                }
            }
        })
    }

    fn reopen(&self) -> Arc<dyn Transport> {
        Arc::new(Self::new(
            Arc::clone(&self.clock),
            self.steps
                .lock()
                .expect("nobody panics with the lock")
                .clone(),
        ))
    }

    fn close(&self) {}
}

fn failure(phase: Phase, may_have_left: bool, cause: Cause) -> TransportError {
    TransportError {
        phase,
        may_have_left,
        cause,
        source: "the script says so".into(),
    }
}

/// A body that arrives as the script says.
struct Body {
    clock: Arc<Clock>,
    pieces: VecDeque<Piece>,
    pause: Option<BoxFuture<'static, ()>>,
    _guard: InFlight,
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                if pause.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
                self.pause = None;
            }
            match self.pieces.pop_front() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Some(Piece::Pause(pause)) => self.pause = Some(self.clock.sleep(pause)),
                Some(Piece::Break) => {
                    return Poll::Ready(Some(Err(failure(Phase::Read, true, Cause::Reset))));
                }
                Some(Piece::Hang) => {
                    self.pieces.push_front(Piece::Hang);
                    return Poll::Pending;
                }
            }
        }
    }
}
