//! A connection that speaks HTTP/2 (RFC 9113), and the requests that share it.
//!
//! The protocol is `h2`'s, the implementation that is within hyper. hyper's own client stands
//! between a request and its stream, and says of a request that a GOAWAY met what it says of one
//! that the GOAWAY left out; here each request has its stream, and is told which.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{
    AtomicBool, AtomicUsize,
    Ordering::{Relaxed, SeqCst},
};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use ::http::{Request, Response};
use bytes::Bytes;
use h2::client::{Builder, Connection, ResponseFuture, SendRequest};
use h2::{RecvStream, SendStream};
use http_body::{Body, Frame, SizeHint};
use tokio::sync::Notify;

use super::classify::{of_body, of_exchange, of_http2, of_io_or_http2, of_malformed, of_unsent};
use super::error::{MOST_INTERIM, Phase, TOO_MANY_INTERIM, TransportError};
use super::idle::IdleTime;
use super::response_body::ResponseBody;
use super::slot::Slot;
use super::socket::WithoutProgress;
use super::stream::Stream;
use crate::http::runtime::Runtime;
use crate::panics::{Panicked, caught};

/// How much a server may send of one response, and of all of a connection, before it was read.
/// Together they stay below what a server may send without progress.
const STREAM_WINDOW: u32 = 512 << 10;
const CONNECTION_WINDOW: u32 = 768 << 10;
/// How large the fields of a response may be, decoded.
const LARGEST_HEAD: u32 = 64 << 10;
/// How long a request that a GOAWAY left out waits for the connection to prove that it served
/// another.
const LONGEST_PROOF: Duration = Duration::from_secs(1);

/// A connection that speaks HTTP/2. Once nobody holds it, and no stream is open, it is closed.
#[derive(Clone)]
pub(super) struct Http2 {
    send: SendRequest<Bytes>,
    shared: Arc<Shared>,
    driven: Arc<Mutex<Driven>>,
}

impl fmt::Debug for Http2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http2")
    }
}

/// What those who use a connection know of it.
#[derive(Debug, Default)]
struct Shared {
    without_progress: Arc<WithoutProgress>,
    /// How many requests use it.
    in_use: AtomicUsize,
    /// How many responses were read to their end.
    completed: AtomicUsize,
    idle: IdleTime,
    is_closed: AtomicBool,
    /// The panic of the task that drove it.
    panicked: OnceLock<Panicked>,
    /// A response was read to its end, or the connection has closed, or no request uses it after
    /// that.
    changed: Notify,
}

impl Shared {
    /// Whether no request will be completed any more, on a connection that takes no new ones. What
    /// was completed by then is counted.
    fn is_over(&self) -> bool {
        self.in_use.load(SeqCst) == 0
    }
}

/// Why a request has no response.
pub(super) enum Unanswered {
    /// The connection took no more requests; this one was not sent.
    NotTaken(TransportError),
    /// A GOAWAY left it out, so that the server did nothing with it.
    LeftOut(TransportError),
    Failed(TransportError),
}

impl Http2 {
    /// Begins to speak HTTP/2 on a stream, which a task of this runtime drives from now on.
    pub(super) async fn start(mut stream: Stream, slot: Slot) -> Result<Self, h2::Error> {
        let shared = Arc::<Shared>::default();
        stream.socket().limit(&shared.without_progress);
        let (send, connection) = Builder::new()
            .enable_push(false)
            .initial_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_header_list_size(LARGEST_HEAD)
            .handshake(stream)
            .await?;
        let driven = Arc::new(Mutex::new(Driven {
            connection: Some(connection),
            task: None,
            slot: Some(slot),
        }));
        tokio::spawn(Driver {
            driven: Arc::clone(&driven),
            shared: Arc::clone(&shared),
        });
        Ok(Self {
            send,
            shared,
            driven,
        })
    }

    /// Closes it now if no request uses it, whether or not somebody drives the runtime; otherwise
    /// it closes after the last.
    pub(super) fn close_if_unused(self) {
        // Whoever polls it just now sees for itself that nobody holds it any more.
        if self.idle_since().is_some()
            && let Ok(mut driven) = self.driven.try_lock()
        {
            let remains = (driven.connection.take(), driven.slot.take());
            let task = driven.task.take();
            drop(driven);
            close(&self.shared, remains);
            if let Some(task) = task {
                task.wake();
            }
        }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.shared.is_closed.load(Relaxed)
    }

    /// Since when no request uses it, if none does.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        (self.shared.in_use.load(Relaxed) == 0).then(|| self.shared.idle.since())
    }

    /// Sends a request, and returns its response when the head has arrived.
    pub(super) async fn exchange(
        mut self,
        request: Request<Bytes>,
    ) -> Result<Response<ResponseBody>, Unanswered> {
        let in_use = InUse::new(Arc::clone(&self.shared));
        // What the server closed while nobody drove the runtime is not known yet.
        self.shared.idle.catch_up(0).await;
        let not_taken = |error| Unanswered::NotTaken(of_unsent(of_io_or_http2(error)));
        let ready = poll_fn(|cx| self.send.poll_ready(cx)).await;
        ready.map_err(not_taken)?;
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, ());
        let (response, stream) = self
            .send
            .send_request(request, body.is_empty())
            .map_err(not_taken)?;
        let upload = (!body.is_empty()).then_some(Upload { stream, rest: body });
        let mut exchange = Exchange {
            response,
            upload,
            interim: 0,
        };
        let response = poll_fn(|cx| exchange.poll(cx)).await;
        let response = response
            .map_err(Unanswered::Failed)?
            .map_err(|error| self.unanswered(error))?;
        self.shared.without_progress.reset();
        let Exchange { upload, .. } = exchange;
        Ok(response.map(|stream| {
            if stream.is_end_stream() && upload.is_none() {
                in_use.complete();
                return ResponseBody::whole(Bytes::new());
            }
            ResponseBody::new(Streamed {
                stream,
                upload,
                in_use,
            })
        }))
    }

    fn unanswered(&self, error: h2::Error) -> Unanswered {
        if let Some(panicked) = self.shared.panicked.get() {
            return Unanswered::Failed(of_exchange(Phase::Wait, panicked.clone().into()));
        }
        // h2 gives this error to the streams that come after the last one that the GOAWAY names,
        // and to no other.
        if error.is_remote() && error.is_go_away() {
            return Unanswered::LeftOut(of_unsent(error.into()));
        }
        Unanswered::Failed(of_http2(error))
    }

    /// Whether the connection has completed another request, which shows that a server which leaves
    /// requests out does serve some. Waits for it a moment: also once the connection has closed,
    /// the other requests may be still to read what had arrived by then.
    pub(super) async fn has_completed_another(&self, runtime: &dyn Runtime) -> bool {
        let mut moment = runtime.sleep(LONGEST_PROOF);
        loop {
            let mut changed = pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            let is_over = self.shared.is_over();
            if self.shared.completed.load(Relaxed) > 0 {
                return true;
            }
            if is_over {
                return false;
            }
            let is_over = poll_fn(|cx| match changed.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(false),
                Poll::Pending => moment.as_mut().poll(cx).map(|()| true),
            });
            if is_over.await {
                return false;
            }
        }
    }
}

/// Counts a request as one that uses the connection.
struct InUse(Arc<Shared>);

impl InUse {
    fn new(shared: Arc<Shared>) -> Self {
        shared.in_use.fetch_add(1, Relaxed);
        Self(shared)
    }

    /// Notes that the response was read to its end.
    fn complete(&self) {
        self.0.completed.fetch_add(1, Relaxed);
        self.0.changed.notify_waiters();
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        self.0.idle.used();
        // Those that wait for another to be completed wait no more.
        self.0.in_use.fetch_sub(1, SeqCst);
        if self.0.is_over() {
            self.0.changed.notify_waiters();
        }
    }
}

/// The task that drives a connection.
struct Driver {
    driven: Arc<Mutex<Driven>>,
    shared: Arc<Shared>,
}

/// What is driven.
struct Driven {
    /// None once it has closed.
    connection: Option<Connection<Stream, Bytes>>,
    /// Wakes the task that drives it.
    task: Option<Waker>,
    /// Its place, which is free once it is closed.
    slot: Option<Slot>,
}

impl Driven {
    fn poll(&mut self, shared: &Shared, cx: &mut Context<'_>) -> Poll<()> {
        let Some(connection) = &mut self.connection else {
            return Poll::Ready(());
        };
        if !(self.task.as_ref()).is_some_and(|task| task.will_wake(cx.waker())) {
            self.task = Some(cx.waker().clone());
        }
        // Why it ended, the streams know.
        let polled = caught(|| Pin::new(connection).poll(cx)).unwrap_or_else(|panicked| {
            let _ = shared.panicked.set(panicked);
            Poll::Ready(Ok(()))
        });
        polled.map(|_| ())
    }
}

/// What is left of a connection, to be dropped where no lock is held.
type Remains = (Option<Connection<Stream, Bytes>>, Option<Slot>);

fn close(shared: &Shared, (connection, slot): Remains) {
    shared.is_closed.store(true, SeqCst);
    let _ = caught(|| drop(connection));
    drop(slot);
    shared.changed.notify_waiters();
}

impl Future for Driver {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        lock(&self.driven).poll(&self.shared, cx)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let mut driven = lock(&self.driven);
        let remains = (driven.connection.take(), driven.slot.take());
        drop(driven);
        close(&self.shared, remains);
    }
}

/// What panics in it is not polled again.
fn lock(driven: &Mutex<Driven>) -> MutexGuard<'_, Driven> {
    driven.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request on its stream.
struct Exchange {
    response: ResponseFuture,
    upload: Option<Upload>,
    interim: u8,
}

impl Exchange {
    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Result<Response<RecvStream>, h2::Error>, TransportError>> {
        Upload::poll(&mut self.upload, cx);
        while let Poll::Ready(Some(Ok(_))) = self.response.poll_informational(cx) {
            self.interim += 1;
            if self.interim > MOST_INTERIM {
                // Dropped, the stream is reset.
                return Poll::Ready(Err(of_malformed(TOO_MANY_INTERIM, Phase::Wait)));
            }
        }
        Pin::new(&mut self.response).poll(cx).map(Ok)
    }
}

/// The rest of a request's body.
struct Upload {
    stream: SendStream<Bytes>,
    rest: Bytes,
}

impl Upload {
    /// Sends what the server takes. After an error nothing more is sent; the response says why, or
    /// has arrived nevertheless.
    fn poll(upload: &mut Option<Self>, cx: &mut Context<'_>) {
        if let Some(sending) = upload
            && sending.poll_send(cx).is_ready()
        {
            *upload = None;
        }
    }

    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), h2::Error>> {
        while !self.rest.is_empty() {
            self.stream.reserve_capacity(self.rest.len());
            let Some(capacity) = ready!(self.stream.poll_capacity(cx)).transpose()? else {
                return Poll::Ready(Ok(()));
            };
            let piece = self.rest.split_to(capacity.min(self.rest.len()));
            self.stream.send_data(piece, self.rest.is_empty())?;
        }
        Poll::Ready(Ok(()))
    }
}

/// A body that arrives in pieces. Dropped before its end, it resets the stream.
struct Streamed {
    stream: RecvStream,
    upload: Option<Upload>,
    in_use: InUse,
}

impl Body for Streamed {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = &mut *self;
        Upload::poll(&mut this.upload, cx);
        let Some(data) = ready!(this.stream.poll_data(cx)) else {
            this.in_use.complete();
            return Poll::Ready(None);
        };
        let data = data.map_err(|error| match this.in_use.0.panicked.get() {
            Some(panicked) => of_body(panicked.clone().into()),
            None => of_body(of_io_or_http2(error)),
        })?;
        if !data.is_empty() {
            this.in_use.0.without_progress.reset();
        }
        // It fails where the stream has ended, and then nobody waits for room.
        let _ = this.stream.flow_control().release_capacity(data.len());
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.stream.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
