//! The bytes of a connection: in the clear, over TLS, or over TLS within the TLS of a proxy.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::task::coop::unconstrained;
use tokio_rustls::client::TlsStream;

#[cfg(feature = "fuzzing")]
use super::script::Script;
use super::socket::Socket;
use super::tls_records::TlsRecords;

/// TLS over a stream.
pub(super) type Tls<S> = TlsStream<TlsRecords<S>>;

/// The bytes of a connection.
#[derive(Debug)]
pub(super) enum Stream {
    Plain(Socket),
    Tls(Box<Tls<Socket>>),
    /// Over the TLS of a proxy.
    Nested(Box<Tls<Tls<Socket>>>),
    #[cfg(feature = "fuzzing")]
    Script(Script),
}

impl Stream {
    /// Whether it is encrypted, so that nobody sees how much of what was given to it was sent.
    pub(super) fn is_secure(&self) -> bool {
        matches!(self, Self::Tls(_) | Self::Nested(_))
    }

    /// Whether the server chose HTTP/2 (RFC 7301).
    pub(super) fn speaks_http2(&self) -> bool {
        let protocol = match self {
            Self::Plain(_) => None,
            Self::Tls(stream) => stream.get_ref().1.alpn_protocol(),
            Self::Nested(stream) => stream.get_ref().1.alpn_protocol(),
            #[cfg(feature = "fuzzing")]
            Self::Script(_) => None,
        };
        protocol == Some(b"h2")
    }

    pub(super) fn socket(&mut self) -> &mut Socket {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(stream) => &mut stream.get_mut().0.stream,
            Self::Nested(stream) => &mut stream.get_mut().0.stream.get_mut().0.stream,
            #[cfg(feature = "fuzzing")]
            Self::Script(_) => unreachable!("a script has no socket, and is never idle"),
        }
    }

    /// Whether the server has neither closed the connection nor sent anything since it was last
    /// read. The system is asked, whether or not somebody drives the runtime; below TLS, what has
    /// arrived is read through it: a session ticket is neither, but half a record may become
    /// anything.
    pub(super) fn is_quiet(&mut self) -> bool {
        #[cfg(feature = "fuzzing")]
        if let Self::Script(_) = self {
            let mut cx = Context::from_waker(Waker::noop());
            return self.poll_one(&mut cx).is_pending();
        }
        self.socket().begin_look();
        let polled = self.poll_one(&mut Context::from_waker(Waker::noop()));
        self.socket().end_look();
        polled.is_pending() && self.is_between_records()
    }

    fn is_between_records(&self) -> bool {
        match self {
            Self::Plain(_) => true,
            #[cfg(feature = "fuzzing")]
            Self::Script(_) => true,
            Self::Tls(stream) => stream.get_ref().0.is_between_records(),
            Self::Nested(stream) => {
                let outer = stream.get_ref().0;
                outer.is_between_records() && outer.stream.get_ref().0.is_between_records()
            }
        }
    }

    /// The same, as far as the runtime knows, with the task woken when that may have changed.
    pub(super) fn is_quiet_until(&mut self, cx: &mut Context<'_>) -> bool {
        if self.socket().poll_readable(cx).is_pending() {
            return true;
        }
        // What there is may be a session ticket; then there is a second look.
        self.is_secure() && self.is_quiet() && self.socket().poll_readable(cx).is_pending()
    }

    fn poll_one(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut byte = [0];
        let mut byte = ReadBuf::new(&mut byte);
        // A task that has used up its budget would be told that nothing has arrived.
        let looked = unconstrained(poll_fn(|cx| Pin::new(&mut *self).poll_read(cx, &mut byte)));
        pin!(looked).poll(cx).map(|_| ())
    }

    /// Says goodbye, if that can be done at once: over TLS, the server is told that nothing was cut
    /// off (RFC 8446, section 6.1).
    pub(super) fn say_goodbye(&mut self) {
        if self.is_secure() {
            let _ = Pin::new(self).poll_shutdown(&mut Context::from_waker(Waker::noop()));
        }
    }
}

/// Does the same on whichever stream it is.
macro_rules! on_each {
    ($stream:expr, $method:ident($($argument:expr),*)) => {
        match &mut *$stream {
            Stream::Plain(stream) => Pin::new(stream).$method($($argument),*),
            Stream::Tls(stream) => Pin::new(stream).$method($($argument),*),
            Stream::Nested(stream) => Pin::new(stream).$method($($argument),*),
            #[cfg(feature = "fuzzing")]
            Stream::Script(stream) => Pin::new(stream).$method($($argument),*),
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        on_each!(self, poll_read(cx, buf))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        on_each!(self, poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        on_each!(self, poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
            Self::Nested(stream) => stream.is_write_vectored(),
            #[cfg(feature = "fuzzing")]
            Self::Script(_) => false,
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_each!(self, poll_flush(cx))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_each!(self, poll_shutdown(cx))
    }
}
