//! The built-in transport: hyper's pooled client, a pool for each runtime that calls.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use ::http::header::CONTENT_LENGTH;
use ::http::{HeaderValue, Method, Request, Response};
use bytes::Bytes;
use http_body::Frame;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::runtime::{Handle, Id};

use super::connector::{ConnectError, Connector, find};
use super::proxy::Proxies;
use super::{AnswerBody, Cause, Phase, Progress, Transport, TransportError};
use crate::config::HttpConfig;
use crate::config::tls::LazyTls;
use crate::http::runtime::BoxFuture;

type Pool = Client<Connector, Full<Bytes>>;

/// How many runtimes keep a pool. A connection is driven by the runtime that made it, so a pool
/// is of no use to another; of more runtimes than this the oldest pool is let go.
const POOLS: usize = 8;

/// How long a client may have been idle before we ask its runtime for news of its connections.
const IDLE: Duration = Duration::from_millis(1);

/// The built-in transport.
pub(crate) struct HyperTransport {
    config: Arc<HttpConfig>,
    tls: Arc<LazyTls>,
    proxies: Arc<Proxies>,
    pools: Mutex<Vec<(Id, Pool)>>,
    made: Instant,
    /// Nanoseconds from `made` to the last use.
    last_use: AtomicU64,
}

impl HyperTransport {
    pub(crate) fn new(config: Arc<HttpConfig>) -> Self {
        let proxies = Arc::new(Proxies::new(&config));
        Self::with(config, Arc::default(), proxies)
    }

    fn with(config: Arc<HttpConfig>, tls: Arc<LazyTls>, proxies: Arc<Proxies>) -> Self {
        Self {
            config,
            tls,
            proxies,
            pools: Mutex::default(),
            made: Instant::now(),
            last_use: AtomicU64::new(0),
        }
    }

    fn build_pool(&self) -> Pool {
        let connector = Connector::new(
            Arc::clone(&self.config),
            Arc::clone(&self.tls),
            Arc::clone(&self.proxies),
        );
        Client::builder(TokioExecutor::new())
            // Only the pipeline retries, so that it can count.
            .retry_canceled_requests(false)
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.config.idle_timeout)
            .pool_max_idle_per_host(usize::try_from(self.config.max_idle_connections).unwrap_or(0))
            .build(connector)
    }

    /// The pool of the runtime that is calling.
    fn pool(&self) -> Result<Pool, TransportError> {
        let caller = Handle::try_current().map_err(|error| TransportError {
            phase: Phase::Connect,
            may_have_left: false,
            cause: Cause::Other,
            source: error.into(),
        })?;
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pool)) = pools.iter().find(|(id, _)| *id == caller.id()) {
            return Ok(pool.clone());
        }
        if pools.len() == POOLS {
            pools.remove(0);
        }
        let pool = self.build_pool();
        pools.push((caller.id(), pool.clone()));
        Ok(pool)
    }

    /// Lets the runtime notice what servers closed while nobody drove it. One turn reads the
    /// sockets, the next lets the connections act on what was read; a turn runs some sixty tasks,
    /// so many connections need more. Calls that begin together all wait: the last use is noted
    /// only when there is news.
    async fn catch_up(&self) {
        let last_use = Duration::from_nanos(self.last_use.load(Relaxed));
        if self.made.elapsed().saturating_sub(last_use) > IDLE {
            for _ in 0..2 + self.config.max_idle_connections / 32 {
                tokio::task::yield_now().await;
            }
            self.used();
        }
    }

    fn used(&self) {
        let since = u64::try_from(self.made.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.last_use.store(since, Relaxed);
    }

    async fn exchange(
        &self,
        mut request: Request<Bytes>,
        progress: &Progress<'_>,
    ) -> Result<Response<AnswerBody>, TransportError> {
        let pool = self.pool()?;
        self.catch_up().await;
        if request.body().is_empty() && matches!(*request.method(), Method::POST | Method::PUT) {
            // RFC 9110, section 8.6; some servers refuse such a request without a length.
            let nothing = HeaderValue::from_static("0");
            request.headers_mut().insert(CONTENT_LENGTH, nothing);
        }
        if let Some(authorization) = self.proxies.authorization(request.uri()) {
            request
                .headers_mut()
                .insert(::http::header::PROXY_AUTHORIZATION, authorization);
        }
        let mut request = request.map(Full::new);
        let mut captured = capture_connection(&mut request);
        let mut answered = pin!(pool.request(request));
        let mut connecting = Some(pin!(async move {
            captured.wait_for_connection_metadata().await;
        }));
        let answer = poll_fn(|cx| {
            let polled = answered.as_mut().poll(cx);
            if polled.is_pending()
                && let Some(connection) = &mut connecting
                && connection.as_mut().poll(cx).is_ready()
            {
                progress.connected();
                connecting = None;
            }
            polled
        })
        .await;
        self.used();
        match answer {
            Ok(answer) => {
                progress.connected();
                Ok(answer.map(|body| Box::pin(Body(body)) as AnswerBody))
            }
            Err(error) => Err(of_client(error)),
        }
    }
}

impl Transport for HyperTransport {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<Response<AnswerBody>, TransportError>> {
        Box::pin(self.exchange(request, progress))
    }

    fn reopen(&self) -> Arc<dyn Transport> {
        Arc::new(Self::with(
            Arc::clone(&self.config),
            Arc::new(self.tls.reopen()),
            Arc::clone(&self.proxies),
        ))
    }

    fn close(&self) {
        self.pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HyperTransport")
    }
}

/// Classifies what hyper's client says. Its own `is_canceled` is private, so its cause is asked:
/// a canceled request was handed back before a byte of it was written.
fn of_client(error: ClientError) -> TransportError {
    if let Some(connect) = find::<ConnectError>(&error) {
        return TransportError {
            phase: connect.phase,
            may_have_left: false,
            cause: Cause::Other,
            source: error.into(),
        };
    }
    let canceled = find::<hyper::Error>(&error).is_some_and(hyper::Error::is_canceled);
    let sent = !(canceled || error.is_connect());
    // With TLS 1.3 a server refuses a client's certificate after the client took it for accepted.
    let refused = matches!(find(&error), Some(rustls::Error::AlertReceived(_)));
    TransportError {
        phase: match (refused, sent) {
            (true, _) => Phase::Tls,
            (false, true) => Phase::Wait,
            (false, false) => Phase::Connect,
        },
        may_have_left: sent,
        cause: cause(&error),
        source: error.into(),
    }
}

fn cause(error: &(dyn std::error::Error + 'static)) -> Cause {
    let hyper = find::<hyper::Error>(error);
    if hyper.is_some_and(hyper::Error::is_incomplete_message) {
        return Cause::Closed;
    }
    let broken = find::<io::Error>(error).is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof
        )
    });
    // A user error is ours never: it is how a connection's task ends with its runtime.
    if broken
        || hyper.is_some_and(|error| error.is_closed() || error.is_canceled() || error.is_user())
    {
        Cause::Reset
    } else {
        Cause::Other
    }
}

/// The body of an answer, its errors in our words.
struct Body(Incoming);

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Pin::new(&mut self.0)
            .poll_frame(cx)
            .map_err(|error| TransportError {
                phase: Phase::Read,
                may_have_left: true,
                // Half an answer is a connection that broke, however it ended.
                cause: match cause(&error) {
                    Cause::Closed => Cause::Reset,
                    other => other,
                },
                source: error.into(),
            })
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.0.size_hint()
    }
}
