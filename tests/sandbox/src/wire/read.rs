//! Reading a request: first its head, then its body, so that a server may act between the two.

use std::io::{self, Read};

use crate::exchange::Request;

/// Long enough for a path of 100 000 characters with each byte escaped.
const HEAD_LIMIT: usize = 512 * 1024;
const HEADER_LIMIT: usize = 128;
const BODY_LIMIT: usize = 32 * 1024 * 1024;
const CHUNK: usize = 16 * 1024;

/// Why no request could be read.
#[derive(Debug)]
pub(crate) enum Unreadable {
    /// The client went away.
    Gone,
    /// What came is not a request that this server takes.
    Refused(Refusal),
}

/// What a server says to bytes that are no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) reason: &'static str,
}

impl From<io::Error> for Unreadable {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

fn refuse<T>(status: u16, reason: &'static str) -> Result<T, Unreadable> {
    Err(Unreadable::Refused(Refusal { status, reason }))
}

/// What a client did while a server looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Watched {
    /// It sent something, or has done so before.
    More,
    /// It sent nothing.
    Quiet,
    /// It went away.
    Gone,
}

/// The head of a request.
#[derive(Debug)]
pub(crate) struct Head {
    /// The request; its body is still to be read.
    pub(crate) request: Request,
    /// Whether the client keeps the connection open for another request.
    pub(crate) keep_alive: bool,
    /// Whether the client waits for `100 Continue` before it sends the body.
    pub(crate) waits: bool,
    framing: Framing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Framing {
    Length(usize),
    Chunked,
}

/// Reads requests from a stream, keeping what came too early for the next one.
#[derive(Debug)]
pub(crate) struct Reader<R> {
    stream: R,
    buffer: Vec<u8>,
}

impl<R: Read> Reader<R> {
    pub(crate) fn new(stream: R) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    /// Waits for the first byte of a request.
    pub(crate) fn wait(&mut self) -> Result<(), Unreadable> {
        if self.buffer.is_empty() {
            self.fill()?;
        }
        Ok(())
    }

    /// Reads the head of a request.
    pub(crate) fn head(&mut self) -> Result<Head, Unreadable> {
        loop {
            if let Some((head, length)) = parse(&self.buffer)? {
                self.buffer.drain(..length);
                return Ok(head);
            }
            if self.buffer.len() > HEAD_LIMIT {
                return refuse(431, "the request's head is too long");
            }
            self.fill()?;
        }
    }

    /// Reads the body that belongs to a head.
    pub(crate) fn body(&mut self, head: &Head) -> Result<Vec<u8>, Unreadable> {
        match head.framing {
            Framing::Length(length) => self.take(length),
            Framing::Chunked => self.chunks(),
        }
    }

    /// Looks once for more from the client, for as long as the stream's own limit on a read. What
    /// comes belongs to a later request and is kept for it.
    pub(crate) fn watch(&mut self) -> Watched {
        if self.buffer.len() > HEAD_LIMIT {
            return Watched::More;
        }
        let mut chunk = [0; CHUNK];
        match self.stream.read(&mut chunk) {
            Ok(0) => Watched::Gone,
            Ok(count) => {
                self.buffer.extend_from_slice(&chunk[..count]);
                Watched::More
            }
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => Watched::More,
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Watched::Quiet,
                _ => Watched::Gone,
            },
        }
    }

    /// Whether something of a request has come that was not read yet.
    pub(crate) fn has_more(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// Takes what has come out of the way if it begins with that byte.
    pub(crate) fn take_if_first(&mut self, byte: u8) -> Option<Vec<u8>> {
        (self.buffer.first() == Some(&byte)).then(|| std::mem::take(&mut self.buffer))
    }

    fn chunks(&mut self) -> Result<Vec<u8>, Unreadable> {
        let mut body = Vec::new();
        loop {
            let size = self.chunk_size()?;
            if size == 0 {
                break;
            }
            if size > BODY_LIMIT - body.len() {
                return refuse(413, "the request's body is too long");
            }
            body.append(&mut self.take(size)?);
            if self.take(2)? != b"\r\n" {
                return refuse(400, "a chunk does not end where it says");
            }
        }
        while !self.line()?.is_empty() {}
        Ok(body)
    }

    fn chunk_size(&mut self) -> Result<usize, Unreadable> {
        loop {
            match httparse::parse_chunk_size(&self.buffer) {
                Ok(httparse::Status::Complete((used, size))) => {
                    self.buffer.drain(..used);
                    return Ok(usize::try_from(size).unwrap_or(usize::MAX));
                }
                Ok(httparse::Status::Partial) if self.buffer.len() < CHUNK => self.fill()?,
                _ => return refuse(400, "a chunk's size is not readable"),
            }
        }
    }

    /// A line without its end: a trailer field, or nothing after the last one.
    fn line(&mut self) -> Result<Vec<u8>, Unreadable> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.buffer.drain(..=end).collect();
                line.truncate(end);
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(line);
            }
            if self.buffer.len() > HEAD_LIMIT {
                return refuse(431, "the request's trailer is too long");
            }
            self.fill()?;
        }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, Unreadable> {
        if length > BODY_LIMIT {
            return refuse(413, "the request's body is too long");
        }
        while self.buffer.len() < length {
            self.fill()?;
        }
        let rest = self.buffer.split_off(length);
        Ok(std::mem::replace(&mut self.buffer, rest))
    }

    fn fill(&mut self) -> Result<(), Unreadable> {
        let mut chunk = [0; CHUNK];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(Unreadable::Gone),
                Ok(count) => {
                    self.buffer.extend_from_slice(&chunk[..count]);
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Parses a head and tells how many bytes it took; `None` while it is incomplete.
fn parse(bytes: &[u8]) -> Result<Option<(Head, usize)>, Unreadable> {
    let mut fields = [httparse::EMPTY_HEADER; HEADER_LIMIT];
    let mut parsed = httparse::Request::new(&mut fields);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => {
            return refuse(431, "the request has too many header fields");
        }
        Err(_) => return refuse(400, "this is not an HTTP request"),
    };
    let (path, query) = target(parsed.path.unwrap_or_default());
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path,
        query,
        headers: parsed
            .headers
            .iter()
            .map(|field| (field.name.to_owned(), text(field.value)))
            .collect(),
        body: Vec::new(),
    };
    let new = parsed.version == Some(1);
    if request.count("host") != 1 && new {
        return refuse(400, "the request needs one Host header field");
    }
    let framing = framing(&request)?;
    let head = Head {
        keep_alive: keeps_alive(&request, new),
        waits: new
            && framing != Framing::Length(0)
            && request
                .header("expect")
                .is_some_and(|value| value.eq_ignore_ascii_case("100-continue")),
        framing,
        request,
    };
    Ok(Some((head, length)))
}

/// Splits a request's target into path and query; of an absolute one the origin is dropped.
fn target(target: &str) -> (String, Option<String>) {
    let local = match target.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => {
            rest.find(['/', '?']).map_or("/", |start| &rest[start..])
        }
        _ => target,
    };
    match local.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (local.to_owned(), None),
    }
}

/// A header field's value: UTF-8 where it is, else each byte a character.
fn text(value: &[u8]) -> String {
    String::from_utf8(value.to_vec())
        .unwrap_or_else(|_| value.iter().copied().map(char::from).collect())
}

fn framing(request: &Request) -> Result<Framing, Unreadable> {
    let lengths = request.count("content-length");
    match request.header("transfer-encoding") {
        Some(_) if lengths > 0 => refuse(400, "the request has two lengths"),
        Some(coding) if coding.trim().eq_ignore_ascii_case("chunked") => Ok(Framing::Chunked),
        Some(_) => refuse(501, "this transfer coding is not supported"),
        None if lengths == 0 => Ok(Framing::Length(0)),
        None if lengths > 1 => refuse(400, "the request has two lengths"),
        None => {
            let length = request.header("content-length").unwrap_or_default();
            if length.is_empty() || !length.bytes().all(|digit| digit.is_ascii_digit()) {
                return refuse(400, "the request's length is not a number");
            }
            match length.parse() {
                Ok(length) if length <= BODY_LIMIT => Ok(Framing::Length(length)),
                _ => refuse(413, "the request's body is too long"),
            }
        }
    }
}

fn keeps_alive(request: &Request, new: bool) -> bool {
    let says = |wanted: &str| {
        request.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("connection")
                && value
                    .split(',')
                    .any(|option| option.trim().eq_ignore_ascii_case(wanted))
        })
    };
    !says("close") && (new || says("keep-alive"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes one at a time, as the slowest network would.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else {
                return Ok(0);
            };
            into[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn read_all(bytes: &str) -> Result<(Head, Vec<u8>), Unreadable> {
        let mut reader = Reader::new(Drip(bytes.as_bytes()));
        reader.wait()?;
        let head = reader.head()?;
        let body = reader.body(&head)?;
        Ok((head, body))
    }

    fn refusal(bytes: &str) -> Option<u16> {
        match read_all(bytes) {
            Err(Unreadable::Refused(refusal)) => Some(refusal.status),
            _ => None,
        }
    }

    #[test]
    fn a_request_is_read_as_it_stands() {
        let (head, body) = read_all(
            "PUT /a%2Fb?c=%20&d HTTP/1.1\r\nHost: x\r\nX-Two: 1\r\nx-two: 2\r\n\
             Content-Length: 5\r\n\r\nhello",
        )
        .expect("a request");
        assert_eq!(head.request.method, "PUT");
        assert_eq!(head.request.path, "/a%2Fb");
        assert_eq!(head.request.query.as_deref(), Some("c=%20&d"));
        assert_eq!(head.request.count("X-TWO"), 2);
        assert!(head.keep_alive && !head.waits);
        assert_eq!(body, b"hello");
    }

    #[test]
    fn chunks_are_joined_and_trailers_dropped() {
        let (_, body) = read_all(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\
             3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n",
        )
        .expect("a request");
        assert_eq!(body, b"abcde");
    }

    #[test]
    fn an_absolute_target_loses_its_origin() {
        assert_eq!(
            target("http://u:p@h:1/a?b=1"),
            ("/a".to_owned(), Some("b=1".to_owned()))
        );
        assert_eq!(target("http://h"), ("/".to_owned(), None));
        assert_eq!(
            target("/a?u=http://h"),
            ("/a".to_owned(), Some("u=http://h".to_owned()))
        );
    }

    #[test]
    fn connections_live_as_the_client_says() {
        for (head, lives) in [
            ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", true),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: te, Close\r\n\r\n",
                false,
            ),
            ("GET / HTTP/1.0\r\n\r\n", false),
            ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true),
        ] {
            assert_eq!(
                read_all(head).expect("a request").0.keep_alive,
                lives,
                "{head}"
            );
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for (bytes, status) in [
            ("hello\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                400,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                400,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                413,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                400,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                501,
            ),
            (
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                400,
            ),
            (
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
                400,
            ),
            (
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                413,
            ),
        ] {
            assert_eq!(refusal(bytes), Some(status), "{bytes}");
        }
    }

    #[test]
    fn a_client_that_leaves_is_no_refusal() {
        for bytes in [
            "",
            "GET / HT",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhi",
        ] {
            assert!(matches!(read_all(bytes), Err(Unreadable::Gone)), "{bytes}");
        }
    }

    /// Pieces of requests, so that random ones get further than the first byte.
    const PIECES: [&str; 20] = [
        "GET ",
        "POST ",
        "/",
        "/a?b",
        "%",
        " HTTP/1.1\r\n",
        " HTTP/1.0\r\n",
        "Host: x\r\n",
        "Content-Length: 3\r\n",
        "Content-Length: ",
        "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n",
        "Connection: close\r\n",
        "\r\n",
        "\n",
        "3\r\nabc\r\n",
        "0\r\n",
        "ffffffffffffffff\r\n",
        "abc",
        ": ",
    ];

    proptest::proptest! {
        #[test]
        fn no_bytes_break_the_reader(
            pieces in proptest::collection::vec(0..PIECES.len(), 0..24),
            noise in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..24),
            at in 0..24_usize,
        ) {
            let mut bytes: Vec<u8> = pieces.iter().flat_map(|piece| PIECES[*piece].bytes()).collect();
            let at = at.min(bytes.len());
            bytes.splice(at..at, noise);
            let mut reader = Reader::new(Drip(&bytes));
            let mut taken = 0;
            while let Ok(head) = reader.wait().and_then(|()| reader.head()) {
                let Ok(body) = reader.body(&head) else { break };
                taken += head.request.path.len() + body.len();
            }
            proptest::prop_assert!(taken <= bytes.len());
        }
    }
}
