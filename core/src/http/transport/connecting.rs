//! Whether a request still waits for its connection.
//!
//! Reqwest does not tell when a request gets its connection, hyper's client only at the price of
//! four allocations a call, and a time-out must not be taken for proof that nothing left. What can
//! be seen is a layer around the making of connections. While a request has none, each poll of it
//! polls the connection that is being made for it, so a request is known to wait if such a poll was
//! pending within its own. In every other case it is taken to have left: also where it waits for a
//! connection that another request makes.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use tower_service::Service;

use super::Progress;

thread_local! {
    /// Whether a connection in the making was polled, and is not there yet. The layer is given
    /// nothing that leads to the request, but is polled on the same thread and within it.
    static PENDING: Cell<bool> = const { Cell::new(false) };
}

/// Waits for the response to a request, and tells when it is no longer known to wait for its
/// connection.
pub(super) fn answer_to<F: Future>(
    mut request: Pin<&mut F>,
    progress: &Progress<'_>,
) -> impl Future<Output = F::Output> {
    poll_fn(move |cx| {
        let (polled, connecting) = poll_watched(|| request.as_mut().poll(cx));
        if !connecting {
            progress.connected();
        }
        polled
    })
}

/// Polls a request, and tells whether it is known to wait for its connection.
fn poll_watched<T>(poll: impl FnOnce() -> Poll<T>) -> (Poll<T>, bool) {
    let around = PENDING.replace(false);
    let polled = poll();
    (polled, PENDING.replace(around))
}

fn noted<T>(polled: Poll<T>) -> Poll<T> {
    if polled.is_pending() {
        PENDING.set(true);
    }
    polled
}

/// Notes when the making of a connection is pending.
#[cfg(feature = "reqwest")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Watch;

#[cfg(feature = "reqwest")]
impl<S> tower_layer::Layer<S> for Watch {
    type Service = Watched<S>;

    fn layer(&self, connector: S) -> Watched<S> {
        Watched(connector)
    }
}

/// A connector whose connections are noted while they are made.
#[derive(Debug, Clone)]
pub(super) struct Watched<S>(pub(super) S);

impl<S, T> Service<T> for Watched<S>
where
    S: Service<T, Future: Send + 'static>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        noted(self.0.poll_ready(cx))
    }

    fn call(&mut self, server: T) -> Self::Future {
        let mut connecting = Box::pin(self.0.call(server));
        Box::pin(poll_fn(move |cx| noted(connecting.as_mut().poll(cx))))
    }
}
