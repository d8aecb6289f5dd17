//! A call that is described and not made yet, and the two ways to make it.

use std::collections::HashMap;
use std::fmt;
use std::future::IntoFuture;
use std::pin::pin;
use std::sync::LazyLock;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::call::Call;
use super::options::CallOptions;
use super::pipeline::Pipeline;
use super::runtime::BoxFuture;
use super::success::Success;
use crate::Secret;
use crate::error::Error;

/// A call that has not been made yet; every operation returns one.
///
/// `.await` makes the call within a tokio runtime. [`wait`](Self::wait) makes it without one and
/// blocks the thread. Nothing is sent until then. A request owns all that it needs, so it can be
/// moved to another task or thread.
///
/// These methods set options for this call only; each overrides the client's configuration.
///
/// ```no_run
/// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
/// use std::time::Duration;
///
/// let id = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
/// let config = konnect
///     .get_auth_config(id)
///     .timeout(Duration::from_secs(5))
///     .header("X-Trace-Id", "4bf92f35")
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// Dropping the future cancels the call: its connection is closed, or its HTTP/2 stream is reset.
/// The server may still have carried it out.
#[must_use = "a request is sent when it is awaited, or when `wait` is called"]
pub struct Request<T> {
    pipeline: Pipeline,
    call: Call,
    /// None where nothing was set, as for most calls: so a request is small to move.
    options: Option<Box<CallOptions>>,
    read: Read<T>,
}

/// The options of a call for which none were set.
static NONE: LazyLock<CallOptions> = LazyLock::new(CallOptions::default);

/// Makes an operation's result of a successful response.
pub(crate) type Read<T> = fn(&Success<'_>) -> Result<T, Error>;

impl<T> Request<T> {
    pub(crate) fn new(pipeline: Pipeline, call: Call, read: Read<T>) -> Self {
        Self {
            pipeline,
            call,
            options: None,
            read,
        }
    }

    /// Sets how long the whole call may take, retries included: from 1 ms to 24 h, in place of the
    /// client's `total_timeout`. Anything else fails with kind `validation` before anything is
    /// sent.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.changed().timeout = Some(timeout);
        self
    }

    /// Sets how many requests the call may make, at least 1, in place of the client's
    /// `max_attempts`. Less than 1 fails with kind `validation` before anything is sent.
    pub fn max_attempts(mut self, attempts: i32) -> Self {
        self.changed().max_attempts = Some(attempts);
        self
    }

    /// Adds a header field, or replaces the one that this request has under the same name. At most
    /// 1,000 can be added. A field that carries the credential, the host or the framing of the
    /// body fails with kind `validation` before anything is sent.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        set(&mut self.changed().headers, name.into(), value.into());
        self
    }

    /// Sets the credential of this call, in place of the client's. It has no effect on an operation
    /// that authorizes itself with its own arguments, such as `issue_long_term_token`.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.changed().token = Some(token.into());
        self
    }

    /// Sets the base URL of this call, in place of the client's. One of another origin needs a
    /// [`token`](Self::token) too, else the call fails with kind `validation`: a client's
    /// credential is sent to its own server alone.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.changed().base_url = Some(url.into());
        self
    }

    /// Sets everything that [`CallOptions`] holds, in place of what was set before. Header fields
    /// are added to those that the request has.
    pub fn options(mut self, options: CallOptions) -> Self {
        let now = self.changed();
        let earlier = std::mem::replace(now, options);
        for (name, value) in earlier.headers {
            let mut names = now.headers.keys();
            if !names.any(|other| other.eq_ignore_ascii_case(&name)) {
                now.headers.insert(name, value);
            }
        }
        self
    }

    fn changed(&mut self) -> &mut CallOptions {
        self.options.get_or_insert_default()
    }
}

/// Sets a header field in place of one whose name differs at most in case.
fn set(headers: &mut HashMap<String, String>, name: String, value: String) {
    headers.retain(|other, _| !other.eq_ignore_ascii_case(&name));
    headers.insert(name, value);
}

impl<T: Send + 'static> Request<T> {
    /// Makes the call and blocks this thread until it has ended; no async runtime is needed.
    ///
    /// Connections are kept for later waits of the client and its clones. Any number of threads may
    /// wait at once. Inside a tokio runtime the call runs on the client's own thread, so `wait`
    /// does not panic or deadlock; it still blocks the current worker, so prefer `.await` there.
    ///
    /// It fails as the awaited call does, and with kind `transport` if the operating system cannot
    /// start a thread or an event loop.
    pub fn wait(self) -> Result<T, Error> {
        let (pipeline, operation) = (self.pipeline.clone(), self.call.operation.name);
        let ended = pipeline.shared.blocking.run(self.into_future());
        ended.unwrap_or_else(|error| Err(error.of(pipeline.client(), operation)))
    }
}

impl<T: Send + 'static> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Result<T, Error>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self {
            pipeline,
            call,
            options,
            read,
        } = self;
        Box::pin(async move {
            let operation = (&call.operation).into();
            let work = pin!(Some(async {
                let options = options.as_deref().unwrap_or(&NONE);
                let success = pipeline.execute(call, options).await?;
                read(&success)
            }));
            pipeline.guard(operation, work).await
        })
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The call's target and body may hold secrets.
        f.debug_struct("Request")
            .field("client", &self.pipeline.client())
            .field("operation", &self.call.operation.name)
            .field("options", self.options.as_deref().unwrap_or(&NONE))
            .finish_non_exhaustive()
    }
}

impl Pipeline {
    /// A request whose response is JSON of the result's own form.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method is of one lifetime of `Success`, and this must be of all"
    )]
    pub(crate) fn json<T: DeserializeOwned>(&self, call: Call) -> Request<T> {
        self.read(call, |success| success.decode())
    }

    /// A request whose response says nothing but that the call succeeded.
    pub(crate) fn empty(&self, call: Call) -> Request<()> {
        self.read(call, |_| Ok(()))
    }

    /// A request whose result is made of its response by `read`.
    pub(crate) fn read<T>(&self, call: Call, read: Read<T>) -> Request<T> {
        Request::new(self.clone(), call, read)
    }
}
