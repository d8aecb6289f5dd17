//! A client's surroundings: a transport that answers from the input, and a manual clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use authloom::{
    BoxFuture, CallOptions, Cause, HttpConfig, Phase, Progress, ResponseBody, Transport,
    TransportError,
};
use bytes::Bytes;
use http::HeaderValue;

use crate::answer::Answer;
use crate::canary;
use crate::clock::Clock;

/// What becomes of every request of a call.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    Answer(Answer),
    /// The exchange fails, and the layer below says why.
    Fail(Phase, Cause, String),
}

/// The credentials that a client can send.
const CREDENTIALS: [&str; 2] = [canary::CREDENTIAL, canary::CALL_TOKEN];

#[derive(Debug, Clone)]
struct Replies {
    reply: Reply,
    /// Which of the credentials came with a request.
    sent: Arc<[AtomicBool; CREDENTIALS.len()]>,
}

impl Transport for Replies {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>> {
        progress.connected();
        for (credential, sent) in CREDENTIALS.iter().zip(&*self.sent) {
            let fields = request.headers().values();
            let ends = |value: &HeaderValue| value.as_bytes().ends_with(credential.as_bytes());
            sent.fetch_or(fields.into_iter().any(ends), Relaxed);
        }
        Box::pin(std::future::ready(match &self.reply {
            Reply::Answer(answer) => Ok(answer.to_response()),
            Reply::Fail(phase, cause, why) => Err(TransportError {
                phase: *phase,
                may_have_left: true,
                cause: *cause,
                source: why.as_str().into(),
            }),
        }))
    }

    fn reopen(&self) -> Arc<dyn Transport> {
        Arc::new(self.clone())
    }

    fn close(&self) {}
}

/// What a client needs to be called.
#[derive(Debug)]
pub(crate) struct Stage {
    clock: Arc<Clock>,
    replies: Replies,
    max_attempts: i32,
    /// Chooses between the forms of a call.
    pub(crate) form: u8,
}

impl Stage {
    pub(crate) fn new(reply: Reply, max_attempts: i32, form: u8) -> Self {
        // The jitter of a wait is the only chance in a call. With a seed, each run of an input is
        // the same.
        fastrand::seed(form.into());
        Self {
            clock: Arc::default(),
            replies: Replies {
                reply,
                sent: Arc::default(),
            },
            max_attempts,
            form,
        }
    }

    pub(crate) fn http(&self) -> HttpConfig {
        HttpConfig {
            max_attempts: self.max_attempts,
            runtime: Some(self.clock.clone()),
            transport: Some(Arc::new(self.replies.clone())),
            ..HttpConfig::default()
        }
    }

    /// One of these, as the input chose.
    pub(crate) fn form_of<T: Clone>(&self, table: &[T]) -> T {
        table[usize::from(self.form & 0x0f) % table.len()].clone()
    }

    /// The options of a call, which carry secrets of their own where the input chose so.
    pub(crate) fn options(&self) -> CallOptions {
        let mut options = CallOptions::default();
        if self.form & 0x40 != 0 {
            options.token = Some(canary::CALL_TOKEN.into());
        }
        if self.form & 0x80 != 0 {
            let (name, value) = ("x-api-key".to_owned(), canary::HEADER.to_owned());
            options.headers.insert(name, value);
        }
        options
    }

    /// The credentials that the calls sent: an operation may authorize itself by its arguments.
    pub(crate) fn credentials_sent(&self) -> impl Iterator<Item = &'static str> {
        let sent = CREDENTIALS.iter().zip(&*self.replies.sent);
        sent.filter_map(|(credential, sent)| sent.load(Relaxed).then_some(*credential))
    }

    /// Runs a call to its end, turning the clock whenever nothing else can happen.
    pub(crate) fn run<T>(&self, call: impl IntoFuture<Output = T>) -> T {
        self.clock.run(call.into_future())
    }

    /// How long everything took so far.
    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    pub(crate) fn max_attempts(&self) -> i32 {
        self.max_attempts
    }

    pub(crate) fn reply(&self) -> &Reply {
        &self.replies.reply
    }
}
