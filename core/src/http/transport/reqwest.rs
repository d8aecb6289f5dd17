//! The transport for programs whose HTTP goes through reqwest.

use std::error::Error as StdError;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::{Request, Response};
use ::reqwest::{Body, Client, ClientBuilder, redirect, retry};
use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::classify::{find, is_refused_stream, of_body, of_connecting, of_exchange};
use super::connecting::{Watch, answer_to};
use super::error::{Cause, Phase, TransportError};
use super::idle::IdleTime;
use super::pools::Pools;
use super::progress::Progress;
use super::response_body::ResponseBody;
use super::{Transport, state_that_nothing_follows};
use crate::config::base_url::is_loopback;
use crate::error::Error;
use crate::http::runtime::BoxFuture;

type BoxError = Box<dyn StdError + Send + Sync>;

/// As long as the built-in transport keeps an unused connection, and as many of them.
const IDLE_TIMEOUT: Duration = Duration::from_secs(25);
const MAX_IDLE_CONNECTIONS: u8 = 64;

/// Carries requests by reqwest, for programs that have set up TLS, proxies or name
/// look-up there already. Give it to a client as [`HttpConfig::transport`].
///
/// ```no_run
/// use std::sync::Arc;
/// use authloom::{HttpConfig, Konnect, KonnectConfig, ReqwestTransport};
///
/// # fn example() -> Result<(), authloom::Error> {
/// let transport = ReqwestTransport::from_builder(|| {
///     reqwest::Client::builder().https_only(true)
/// })?;
/// let konnect = Konnect::new(KonnectConfig {
///     token: Some("kpat_…".into()),
///     http: HttpConfig {
///         transport: Some(Arc::new(transport)),
///         ..HttpConfig::default()
///     },
///     ..KonnectConfig::default()
/// })?;
/// # Ok(())
/// # }
/// ```
///
/// What a connection is made of is reqwest's: of [`HttpConfig`], `proxy`, `ca_certificates`,
/// `client_certificate`, `http2`, `idle_timeout`, `max_connections` and `resolver` have no
/// effect. The rest has: deadlines, attempts, limits, `allow_http`, `user_agent_suffix`, hooks.
///
/// This crate turns none of reqwest's TLS on. Which one there is, the features of the program's
/// own dependency on reqwest say; without any, a call to an `https` server fails as not sent. With
/// `rustls-no-provider` the program installs a provider first: reqwest panics otherwise.
///
/// Each runtime that calls has a reqwest client of its own, since a connection is driven by the
/// runtime that made it.
///
/// [`HttpConfig`]: crate::HttpConfig
/// [`HttpConfig::transport`]: crate::HttpConfig::transport
pub struct ReqwestTransport {
    source: Source,
    /// Built to see whether it can be, and kept for the first runtime that calls.
    first: Mutex<Option<Client>>,
    pools: Pools<Pooled>,
    /// Those for this machine, which no proxy may see.
    direct_pools: Pools<Pooled>,
}

/// The client of a runtime.
struct Pooled {
    client: Client,
    idle: IdleTime,
}

/// Where clients come from.
#[derive(Clone)]
enum Source {
    Builder(Arc<dyn Fn() -> ClientBuilder + Send + Sync>),
    Client(Client),
}

impl Source {
    fn client(&self, direct: bool) -> Result<Client, ::reqwest::Error> {
        let builder = match self {
            Self::Client(client) => return Ok(client.clone()),
            Self::Builder(builder) => ours(builder()),
        };
        let builder = if direct { builder.no_proxy() } else { builder };
        builder.build()
    }
}

/// A builder with what this library promises of every call.
fn ours(builder: ClientBuilder) -> ClientBuilder {
    builder
        .redirect(redirect::Policy::none())
        .referer(false)
        // Only the pipeline retries, so that it can count.
        .retry(retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        // It would write what is sent, credentials and all, into the log.
        .connection_verbose(false)
        .tcp_nodelay(true)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS.into())
        .connector_layer(Watch)
}

impl ReqwestTransport {
    /// Carries requests by clients that this function's builders make, changed so that what this
    /// library promises of a call holds. Fails with kind `config` if the first cannot be built.
    ///
    /// It is a function since a builder makes one client and cannot be copied, and more than one
    /// is needed: one for each runtime that calls, each with a second one for loopback servers,
    /// and fresh ones after [`reopen`](Transport::reopen). It must return the same each time.
    ///
    /// Whatever the builder says: no redirect is followed, nothing is retried, no `Referer` is
    /// sent, no content coding is asked for or decoded, nothing of a connection is logged, small
    /// packets are not held back, an unused connection is kept for 25 s, and 64 of them for each
    /// host. A loopback server is called without any proxy, those that the builder names included.
    ///
    /// Whatever else the builder says goes for every call. So its default headers are sent where
    /// the call has none of that name, and of a time-out of its own, the shorter one counts; it
    /// is then an error of kind `transport`.
    ///
    /// Two things are not as with the built-in transport:
    ///
    /// - An error's phase may be coarser. Where it is open whether the request left, the outcome is
    ///   `unknown`; a connection that never stood is `not_sent`, a deadline's end included, except
    ///   over HTTP/2 without TLS for a call that waits for another call's connection.
    /// - A request that hyper took back from a connection which had just closed, before a byte of
    ///   it was written, goes out on the next one within the same attempt.
    pub fn from_builder(
        builder: impl Fn() -> ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let source = Source::Builder(Arc::new(builder));
        let first = source.client(false).map_err(|error| {
            let why = error
                .source()
                .map_or_else(String::new, |why| format!(": {why}"));
            Error::config(
                "transport",
                format!("has a reqwest builder that fails{why}"),
            )
            .caused_by(error.into())
        })?;
        Ok(Self::new(source, Some(first)))
    }

    /// Carries requests by this very client, shared with the rest of the program. Its own settings
    /// go for every call, and these promises hold only as far as they keep them:
    ///
    /// - A redirect is followed if the client follows redirects, as reqwest does by default. The
    ///   request's credential goes along within one host, one in a header of the API's own (Tyk's)
    ///   to every host, and a `Referer` with the path.
    /// - What the client retries, it sends more often than `attempts` counts, and without regard
    ///   to what may be repeated. By default these are requests that an HTTP/2 server refused.
    /// - A content coding is asked for and decoded if the client does that, so that
    ///   [`max_body`](crate::HttpConfig::max_body) bounds what was decoded, not what was read.
    /// - Cookies are kept and sent if the client does that.
    /// - A loopback server is called by a proxy, also one of the environment, unless the client
    ///   was built with `no_proxy` or `NO_PROXY` says so.
    /// - [`connect_timeout`](crate::HttpConfig::connect_timeout) has no effect: it is not seen when
    ///   a connection stands, so that the wait for the response begins with the attempt.
    /// - The outcome of a failure is `unknown`, also where no connection could be made: that may
    ///   have been for a redirect or a retry of the client. So what must not be repeated is not.
    /// - Unused connections are kept as long as the client keeps them, by default 90 s; one that
    ///   the server closed meanwhile is noticed unless there are more than a hundred.
    /// - `connection_verbose` writes credentials into the log.
    /// - One client serves all runtimes. A call on one of them may be given a connection that
    ///   another drives, and waits or fails with it; use such a client on one runtime only.
    /// - Closing a client of this library closes no connection, nor does it before a retry.
    /// - [`reopen`](Transport::reopen) shares the connections: a process that was forked must not
    ///   use it, but build another.
    pub fn from_client(client: Client) -> Self {
        Self::new(Source::Client(client), None)
    }

    fn new(source: Source, first: Option<Client>) -> Self {
        Self {
            source,
            first: Mutex::new(first),
            pools: Pools::default(),
            direct_pools: Pools::default(),
        }
    }

    async fn exchange(
        &self,
        mut request: Request<Bytes>,
        progress: &Progress<'_>,
    ) -> Result<Response<ResponseBody>, TransportError> {
        state_that_nothing_follows(&mut request);
        let has_body = !request.body().is_empty();
        let request = translated(request).map_err(|why| of_connecting(Phase::Send, why))?;
        let keeps_promises = matches!(self.source, Source::Builder(_));
        let direct = keeps_promises && request.url().host_str().is_some_and(is_loopback);
        let pool = if direct {
            self.direct_pools.of_caller(|| self.client(true))
        } else {
            self.pools.of_caller(|| self.client(false))
        }?;
        pool.idle.catch_up(MAX_IDLE_CONNECTIONS.into()).await;
        // A client of the program's own is not watched, and never known to be connecting.
        let answer = answer_to(pin!(pool.client.execute(request)), progress).await;
        pool.idle.used();
        match answer {
            Ok(answer) => Ok(Response::from(answer).map(|body| ResponseBody::new(Streamed(body)))),
            Err(error) if keeps_promises => Err(of_reqwest(error, has_body)),
            Err(error) => Err(of_foreign(error, has_body)),
        }
    }

    fn client(&self, direct: bool) -> Result<Arc<Pooled>, BoxError> {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let client = match first.take_if(|_| !direct) {
            Some(first) => first,
            None => self.source.client(direct)?,
        };
        Ok(Arc::new(Pooled {
            client,
            idle: IdleTime::default(),
        }))
    }
}

/// The request in reqwest's type, which reads the URL anew and by other rules: one that it would
/// change is refused, since it may then lead elsewhere.
fn translated(request: Request<Bytes>) -> Result<::reqwest::Request, BoxError> {
    let target = request.uri().path_and_query().cloned();
    let request = ::reqwest::Request::try_from(request).map_err(::reqwest::Error::without_url)?;
    let url = request.url();
    let written = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    match target {
        Some(target) if target.as_str() != written => {
            Err("reqwest would write path or query otherwise; encode them".into())
        }
        _ => Ok(request),
    }
}

/// Classifies what reqwest says. Its errors show the URL, whose query may hold secrets.
fn of_reqwest(error: ::reqwest::Error, has_body: bool) -> TransportError {
    let error = error.without_url();
    if error.is_builder() {
        return of_connecting(Phase::Send, error.into());
    }
    if error.is_connect() {
        let (phase, cause) = if error.is_dns() {
            (Phase::Resolve, Cause::Other)
        } else if find::<rustls::Error>(&error).is_some() {
            (Phase::Tls, Cause::Refused)
        } else {
            (Phase::Connect, Cause::Other)
        };
        return TransportError {
            cause,
            ..of_connecting(phase, error.into())
        };
    }
    let timed_out = error.is_timeout();
    let mut failed = of_hyper(error.into(), has_body);
    if timed_out && failed.may_have_left {
        // A time-out of the client's own is repeated as one of ours is.
        failed.cause = Cause::Reset;
    }
    failed
}

/// Classifies what hyper, which reqwest is built on, says of a request that may have been sent;
/// `has_body` is said of the request.
fn of_hyper(source: BoxError, has_body: bool) -> TransportError {
    let hyper = find::<hyper::Error>(&*source);
    // The `is_canceled` of hyper's pooled client is private, so its cause is asked: a canceled
    // request was handed back before a byte of it was written.
    let handed_back = hyper.is_some_and(hyper::Error::is_canceled);
    let unprocessed = find(&*source).is_some_and(|error| is_unprocessed(error, has_body));
    let closed = hyper.is_some_and(hyper::Error::is_incomplete_message);
    // A user error is ours never: it is how a connection's task ends with its runtime.
    let reset =
        hyper.is_some_and(|error| error.is_closed() || error.is_canceled() || error.is_user());
    let mut failed = match (handed_back, unprocessed) {
        (true, _) => of_connecting(Phase::Connect, source),
        (_, true) => of_connecting(Phase::Send, source),
        _ => of_exchange(Phase::Wait, source),
    };
    if closed {
        failed.cause = Cause::Closed;
    } else if reset && failed.cause == Cause::Other {
        failed.cause = Cause::Reset;
    }
    failed
}

/// Whether an HTTP/2 server said that it did not process the request, which is as good as not sent
/// (RFC 9113, section 8.7): it refused the stream, or named an earlier one as its last in a GOAWAY.
/// hyper tells the same of a request that it took in at the very moment of the GOAWAY, whichever
/// stream that names. Then the body was not sent yet, so that only a request without one can be
/// whole.
fn is_unprocessed(error: &h2::Error, has_body: bool) -> bool {
    is_refused_stream(error) || error.is_remote() && error.is_go_away() && has_body
}

/// A body, its errors in our words.
struct Streamed(Body);

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let polled = Pin::new(&mut self.0).poll_frame(cx);
        polled.map_err(|error| of_body(error.into()))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// As [`of_reqwest`], where it may be the error of a request that was sent anew, by a redirect or a
/// retry, so that it proves nothing of the first.
fn of_foreign(error: ::reqwest::Error, has_body: bool) -> TransportError {
    let mut failed = of_reqwest(error, has_body);
    if !failed.may_have_left {
        failed.may_have_left = true;
        failed.cause = Cause::Reset;
    }
    failed
}

impl Transport for ReqwestTransport {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(self.exchange(request, progress))
    }

    fn reopen(&self) -> Arc<dyn Transport> {
        Arc::new(Self::new(self.source.clone(), None))
    }

    fn close(&self) {
        self.pools.clear();
        self.direct_pools.clear();
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReqwestTransport")
    }
}
