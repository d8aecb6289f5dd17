//! The built-in transport: HTTP/1.1 by this crate, HTTP/2 where a server chooses it, and a pool of
//! connections for each runtime that calls.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use ::http::header::{CONTENT_LENGTH, PROXY_AUTHORIZATION};
use ::http::uri::Scheme;
use ::http::{Request, Response, Uri};
use bytes::Bytes;

use super::classify::{of_connecting, of_exchange};
use super::connector::Connector;
use super::error::{Phase, TransportError};
use super::http1::{Connection, Exchange, Target};
use super::http2::{Http2, Unanswered};
use super::pool::{Acquired, Grant, Pool};
use super::pools::Pools;
use super::progress::Progress;
use super::proxy::Proxies;
use super::response_body::ResponseBody;
use super::slot::Slot;
use super::{Transport, state_that_nothing_follows};
use crate::config::HttpConfig;
use crate::config::tls::LazyTls;
use crate::http::runtime::{BoxFuture, Runtime};

/// The built-in transport.
pub(crate) struct BuiltInTransport {
    config: Arc<HttpConfig>,
    runtime: Arc<dyn Runtime>,
    tls: Arc<LazyTls>,
    proxies: Arc<Proxies>,
    connector: Connector,
    pools: Pools<Pool>,
}

/// A connection that a request may be sent by.
enum Ready {
    Connection(Box<Connection>),
    /// One that calls share; whether it was made for this one.
    Shared(Http2, bool),
}

impl BuiltInTransport {
    pub(crate) fn new(config: Arc<HttpConfig>, runtime: Arc<dyn Runtime>) -> Self {
        let proxies = Arc::new(Proxies::new(&config));
        Self::with(config, runtime, Arc::default(), proxies)
    }

    fn with(
        config: Arc<HttpConfig>,
        runtime: Arc<dyn Runtime>,
        tls: Arc<LazyTls>,
        proxies: Arc<Proxies>,
    ) -> Self {
        Self {
            connector: Connector::new(Arc::clone(&config), Arc::clone(&tls), Arc::clone(&proxies)),
            config,
            runtime,
            tls,
            proxies,
            pools: Pools::default(),
        }
    }

    fn pool(&self) -> Result<Arc<Pool>, TransportError> {
        self.pools.of_caller(|| {
            let most = usize::try_from(self.config.max_connections).unwrap_or(1);
            let runtime = Arc::clone(&self.runtime);
            Ok(Pool::new(most, self.config.idle_timeout, runtime))
        })
    }

    /// Sends a request for which no connection is ready.
    async fn send_slowly(
        &self,
        pool: Arc<Pool>,
        request: Request<Bytes>,
        progress: &Progress<'_>,
    ) -> Result<Response<ResponseBody>, TransportError> {
        loop {
            let (http2, is_fresh) = match self.ready(&pool, request.uri(), progress).await? {
                Ready::Connection(mut connection) => {
                    progress.connected();
                    let method = request.method().clone();
                    connection.take(request);
                    return Exchange::new(connection, method, pool).await;
                }
                Ready::Shared(http2, is_fresh) => (http2, is_fresh),
            };
            progress.connected();
            let failed = match http2.clone().exchange(copied(&request)).await {
                Ok(response) => return Ok(response),
                Err(Unanswered::Failed(error)) => return Err(error),
                Err(failed) => failed,
            };
            pool.forget(request.uri(), &http2);
            progress.not_sent();
            // It was not sent, so it may be sent by another connection, whatever it is; but a
            // server that never serves any must not be called without end. Also a connection that
            // was made for this request may have been used up by others before it.
            match failed {
                Unanswered::NotTaken(_) if !is_fresh => {}
                Unanswered::NotTaken(_) | Unanswered::LeftOut(_)
                    if http2.has_completed_another(&*self.runtime).await => {}
                Unanswered::NotTaken(error)
                | Unanswered::LeftOut(error)
                | Unanswered::Failed(error) => return Err(error),
            }
        }
    }

    /// A connection that can be used, made if there is none.
    async fn ready(
        &self,
        pool: &Arc<Pool>,
        server: &Uri,
        progress: &Progress<'_>,
    ) -> Result<Ready, TransportError> {
        let grant = match pool.acquire(server) {
            None => {
                return Err(of_connecting(
                    Phase::Connect,
                    "the URL names no host".into(),
                ));
            }
            Some(Acquired::Now(grant)) => grant,
            Some(Acquired::Later(turn)) => {
                progress.queued();
                let grant = turn.await;
                progress.dequeued();
                grant
            }
        };
        let slot = match grant {
            Grant::Shared(http2) => return Ok(Ready::Shared(http2, false)),
            Grant::Connection(mut connection) => {
                if connection.is_quiet() {
                    return Ok(Ready::Connection(connection));
                }
                connection.into_slot()
            }
            Grant::Slot(slot) => slot,
        };
        self.connect(pool, slot, server).await
    }

    async fn connect(
        &self,
        pool: &Arc<Pool>,
        slot: Slot,
        server: &Uri,
    ) -> Result<Ready, TransportError> {
        // Only over TLS can a server choose HTTP/2.
        let may_share = self.config.http2 && server.scheme() == Some(&Scheme::HTTPS);
        let mut shared = may_share.then(|| pool.watch(&slot));
        let mut connecting = pin!(self.connector.connect(server));
        let stream = poll_fn(|cx| {
            if let Some(turn) = &mut shared
                && let Poll::Ready(Grant::Shared(http2)) = pin!(turn).poll(cx)
            {
                return Poll::Ready(Err(http2));
            }
            connecting.as_mut().poll(cx).map(Ok)
        });
        let stream = match stream.await {
            Ok(stream) => stream?,
            Err(http2) => return Ok(Ready::Shared(http2, false)),
        };
        if !stream.speaks_http2() {
            let target = if self.proxies.forwards(server) {
                Target::Absolute
            } else {
                Target::Origin
            };
            return Ok(Ready::Connection(Connection::new(stream, target, slot)));
        }
        let origin = slot.origin().clone();
        let is_current = slot.generation == pool.generation();
        let own = Http2::start(stream, slot).await;
        let own = own.map_err(|error| of_exchange(Phase::Connect, error.into()))?;
        let http2 = if is_current {
            pool.share(&origin, own.clone())
        } else {
            own.clone()
        };
        let is_fresh = http2.is_same(&own);
        Ok(Ready::Shared(http2, is_fresh))
    }
}

/// A request for HTTP/2, which may have to be sent again.
fn copied(request: &Request<Bytes>) -> Request<Bytes> {
    let mut copy = request.clone();
    state_that_nothing_follows(&mut copy);
    let length = copy.body().len();
    if length > 0 {
        copy.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    copy
}

impl Transport for BuiltInTransport {
    fn send<'a>(
        &'a self,
        mut request: Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
        if let Some(authorization) = self.proxies.authorization(request.uri()) {
            let fields = request.headers_mut();
            fields.insert(PROXY_AUTHORIZATION, authorization);
        }
        let pool = match self.pool() {
            Ok(pool) => pool,
            Err(error) => return Box::pin(std::future::ready(Err(error))),
        };
        if let Some(mut connection) = pool.take_idle(request.uri(), progress.began()) {
            progress.connected_at_once();
            let method = request.method().clone();
            connection.take(request);
            return Box::pin(Exchange::new(connection, method, pool));
        }
        Box::pin(self.send_slowly(pool, request, progress))
    }

    fn reopen(&self) -> Arc<dyn Transport> {
        Arc::new(Self::with(
            Arc::clone(&self.config),
            Arc::clone(&self.runtime),
            Arc::new(self.tls.reopen()),
            Arc::clone(&self.proxies),
        ))
    }

    fn close(&self) {
        self.pools.for_each(Pool::close_idle);
    }
}

impl fmt::Debug for BuiltInTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BuiltInTransport")
    }
}
