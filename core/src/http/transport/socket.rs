//! A TCP stream that gives a bounded number of bytes per poll.

use std::future::Future;
use std::io::{self, Read};
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, ready};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::yield_now;

/// How many bytes a poll may read before it yields, so that a server that sends without end delays
/// no other call, and the deadlines are looked at.
pub(super) const MOST_PER_POLL: usize = 64 << 10;
/// How many bytes a server may send on an HTTP/2 connection while no stream makes progress.
const MOST_WITHOUT_PROGRESS: usize = 1 << 20;

/// Counts what a server sends on a connection that is shared, since any of its streams last made
/// progress.
#[derive(Debug, Default)]
pub(super) struct WithoutProgress(AtomicUsize);

impl WithoutProgress {
    /// A stream made progress.
    pub(super) fn reset(&self) {
        self.0.store(0, Relaxed);
    }

    fn add(&self, bytes: usize) -> io::Result<()> {
        if self.0.fetch_add(bytes, Relaxed) + bytes > MOST_WITHOUT_PROGRESS {
            return Err(io::Error::other(
                "the server sent more than 1 MiB of frames without progress of any request",
            ));
        }
        Ok(())
    }
}

/// A TCP stream that gives a bounded number of bytes per poll.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    /// How much was given since it last had nothing to give.
    given: usize,
    /// Whether it is read without regard to what the runtime knows, by a thread that looks whether
    /// there is anything at all.
    looking: bool,
    without_progress: Option<Arc<WithoutProgress>>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            given: 0,
            looking: false,
            without_progress: None,
        }
    }

    /// Fails once the server has sent too much without progress.
    pub(super) fn limit(&mut self, without_progress: &Arc<WithoutProgress>) {
        self.without_progress = Some(Arc::clone(without_progress));
    }

    /// Until `end_look`, reads what the system has, also where nobody has driven the runtime.
    pub(super) fn begin_look(&mut self) {
        self.looking = true;
        self.given = 0;
    }

    pub(super) fn end_look(&mut self) {
        self.looking = false;
        self.given = 0;
    }

    /// Ready where there is something to read, an end included; otherwise the task is woken then.
    pub(super) fn poll_readable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        for _ in 0..2 {
            ready!(self.stream.poll_read_ready(cx)).ok();
            // What the runtime knows of may have been read since; the system is asked.
            let peek = || SockRef::from(&self.stream).peek(&mut [MaybeUninit::uninit()]);
            match self.stream.try_io(Interest::READABLE, peek) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                _ => break,
            }
        }
        Poll::Ready(())
    }

    fn read_now(&self, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match (&*SockRef::from(&self.stream)).read(buf.initialize_unfilled()) {
            Ok(count) => {
                buf.advance(count);
                Poll::Ready(Ok(()))
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn read(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.looking {
            self.read_now(buf)
        } else {
            Pin::new(&mut self.stream).poll_read(cx, buf)
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let left = MOST_PER_POLL - self.given;
        if left == 0 {
            if self.looking {
                return Poll::Ready(Err(io::Error::other("more was sent than is looked at")));
            }
            self.given = 0;
            // Not at once: the runtime looks first what else there is to do. Woken as it is, a task
            // is polled some sixty times before other sockets and timers are looked at.
            return pin!(yield_now()).poll(cx).map(Ok);
        }
        let before = buf.filled().len();
        let polled = if buf.remaining() <= left {
            self.read(cx, buf)
        } else {
            let mut part = ReadBuf::new(buf.initialize_unfilled_to(left));
            let polled = self.read(cx, &mut part);
            let read = part.filled().len();
            buf.advance(read);
            polled
        };
        let read = buf.filled().len() - before;
        self.given = if polled.is_pending() {
            0
        } else {
            self.given + read
        };
        if let Some(limit) = &self.without_progress {
            limit.add(read)?;
        }
        polled
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::AtomicBool;
    use std::task::{Wake, Waker};

    use super::*;

    /// Notes whether it was woken.
    #[derive(Default)]
    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Relaxed);
        }
    }

    /// A socket to which a server has sent more than the system takes at once.
    async fn flooded() -> Socket {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        std::thread::spawn(move || {
            let (mut flood, _) = listener.accept().expect("the test connects");
            while flood.write_all(&[0; 4096]).is_ok() {}
        });
        let stream = TcpStream::connect(address).await.expect("it listens");
        Socket::new(stream)
    }

    #[tokio::test]
    async fn a_poll_reads_no_more_than_its_bound_and_then_yields() {
        for piece in [1000, 8 << 10, 100 << 10] {
            let mut socket = flooded().await;
            let mut buffer = vec![0; piece];
            let woken = Arc::new(Woken::default());
            let waker = Waker::from(Arc::clone(&woken));
            let mut cx = Context::from_waker(&waker);
            for _ in 0..20 {
                // What has arrived by now, and more while it is read.
                socket.stream.readable().await.expect("it is open");
                let mut read = 0;
                loop {
                    let mut buffer = ReadBuf::new(&mut buffer);
                    let mut socket = Pin::new(&mut socket);
                    if socket.as_mut().poll_read(&mut cx, &mut buffer).is_pending() {
                        break;
                    }
                    read += buffer.filled().len();
                    assert!(read <= MOST_PER_POLL, "{read} bytes by one poll");
                }
                // The runtime looks at other events first, and then wakes it.
                tokio::task::yield_now().await;
                let is_full = read == MOST_PER_POLL;
                assert!(!is_full || woken.0.swap(false, Relaxed), "it yields");
            }
        }
    }

    #[tokio::test]
    async fn a_shared_connection_ends_once_too_much_came_without_progress() {
        for makes_progress in [true, false] {
            let mut socket = flooded().await;
            let limit = Arc::new(WithoutProgress::default());
            socket.limit(&limit);
            let mut total = 0;
            let ended = std::future::poll_fn(|cx| {
                let mut buffer = [0; 4096];
                loop {
                    let mut buffer = ReadBuf::new(&mut buffer);
                    let polled = Pin::new(&mut socket).poll_read(cx, &mut buffer);
                    match std::task::ready!(polled) {
                        Ok(()) if total > 4 * MOST_WITHOUT_PROGRESS => return Poll::Ready(None),
                        Ok(()) => total += buffer.filled().len(),
                        Err(error) => return Poll::Ready(Some(error)),
                    }
                    if makes_progress {
                        limit.reset();
                    }
                }
            });
            let ended = ended.await;
            assert_eq!(ended.is_none(), makes_progress, "{total} bytes: {ended:?}");
            assert!(makes_progress || total <= MOST_WITHOUT_PROGRESS);
        }
    }
}
