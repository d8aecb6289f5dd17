//! The built-in transport: hyper's pooled client, a pool for each runtime that calls.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use ::http::header::{HOST, HeaderValue, PROXY_AUTHORIZATION};
use ::http::uri::Scheme;
use ::http::{Request, Response, Uri};
use bytes::Bytes;
use http_body_util::Full;
use hyper::rt::Executor;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::TokioTimer;

use super::breakage::{Answered, find, of_connecting, of_exchange};
use super::connecting::{Watched, answer_to};
use super::connector::{ConnectError, Connector};
use super::pools::Pools;
use super::proxy::Proxies;
use super::{AnswerBody, Phase, Progress, Transport, TransportError, say_that_nothing_follows};
use crate::config::HttpConfig;
use crate::config::tls::LazyTls;
use crate::http::runtime::BoxFuture;

type Pool = Client<Watched<Connector>, Full<Bytes>>;

/// The built-in transport.
pub(crate) struct HyperTransport {
    config: Arc<HttpConfig>,
    tls: Arc<LazyTls>,
    proxies: Arc<Proxies>,
    pools: Pools<Pool>,
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
            pools: Pools::default(),
        }
    }

    fn build_pool(&self) -> Pool {
        let connector = Connector::new(
            Arc::clone(&self.config),
            Arc::clone(&self.tls),
            Arc::clone(&self.proxies),
        );
        Client::builder(Driver(Arc::clone(&self.config)))
            // One buffer for head and body: the system takes it more cheaply than a list of them.
            .http1_writev(false)
            // Only the pipeline retries, so that it can count.
            .retry_canceled_requests(false)
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.config.idle_timeout)
            .pool_max_idle_per_host(usize::try_from(self.config.max_idle_connections).unwrap_or(0))
            .build(Watched(connector))
    }

    /// No `async fn`: that would have room for the request twice, as it came and as it is changed.
    fn exchange<'a>(
        &'a self,
        mut request: Request<Bytes>,
        progress: &'a Progress<'_>,
    ) -> impl Future<Output = Result<Response<AnswerBody>, TransportError>> + Send + use<'a> {
        say_that_nothing_follows(&mut request);
        if let Some(authorization) = self.proxies.authorization(request.uri()) {
            request
                .headers_mut()
                .insert(PROXY_AUTHORIZATION, authorization);
        }
        if self.speaks_http1(request.uri())
            && let Some(host) = host(request.uri())
        {
            request.headers_mut().insert(HOST, host);
        }
        async move {
            let pool = self.pools.of_caller(|| Ok(self.build_pool()))?;
            pool.catch_up(self.config.max_idle_connections).await;
            let has_body = !request.body().is_empty();
            let request = pin!(pool.request(request.map(Full::new)));
            let answer = answer_to(request, progress).await;
            pool.used();
            match answer {
                Ok(answer) => Ok(answer.map(|body| Box::pin(Answered(body)) as AnswerBody)),
                Err(error) => Err(of_client(error, has_body)),
            }
        }
    }

    /// Whether a request is sure to go by HTTP/1.1, since HTTP/2 is only offered by TLS.
    fn speaks_http1(&self, server: &Uri) -> bool {
        !self.config.http2 || server.scheme() == Some(&Scheme::HTTP)
    }
}

/// The `Host` field, which hyper would put together from parsed pieces at every call. It leaves a
/// default port out; such a rare URL is left to it.
fn host(server: &Uri) -> Option<HeaderValue> {
    let authority = server.authority()?.as_str();
    let default_port = authority.ends_with(":80") || authority.ends_with(":443");
    HeaderValue::from_str(authority)
        .ok()
        .filter(|_| !default_port)
}

/// Has connections driven by what the configuration says.
#[derive(Clone)]
struct Driver(Arc<HttpConfig>);

impl Executor<BoxFuture<'static, ()>> for Driver {
    fn execute(&self, connection: BoxFuture<'static, ()>) {
        match &self.0.runtime {
            Some(runtime) => runtime.drive(connection),
            None => drop(tokio::spawn(connection)),
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
        self.pools.clear();
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HyperTransport")
    }
}

fn of_client(error: ClientError, has_body: bool) -> TransportError {
    match find::<ConnectError>(&error) {
        Some(connect) => of_connecting(connect.phase, error.into()),
        None if error.is_connect() => of_connecting(Phase::Connect, error.into()),
        None => of_exchange(error.into(), has_body),
    }
}
