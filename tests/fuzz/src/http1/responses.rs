//! Responses to begin with, beside those of the vectors: of every framing, and of every kind that
//! is refused.

/// A response by its name, as it goes over the wire.
pub(super) const RESPONSES: &[(&str, &str)] = &[
    ("length", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    (
        "length-short",
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}",
    ),
    (
        "length-more",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n",
    ),
    ("until-close", "HTTP/1.1 200 OK\r\n\r\n{}"),
    (
        "chunked",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-many",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    ),
    (
        "chunked-extension",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a=\"b\"\r\n{}\r\n0;z\r\n\r\n",
    ),
    (
        "chunked-trailers",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: b\r\nC:\td \r\n\r\n",
    ),
    (
        "chunked-zeros",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0002\r\n{}\r\n000\r\n\r\n",
    ),
    (
        "chunked-space",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2 \t\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-upper",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
    ),
    (
        "chunked-bare-lf-size",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-bare-lf-data",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\n0\r\n\r\n",
    ),
    (
        "chunked-bare-lf-end",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\n",
    ),
    (
        "chunked-bare-lf-trailer",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nA: b\n\r\n",
    ),
    (
        "chunked-bare-cr",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-no-size",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-sign",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-0x",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-overflow",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-longer",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunked-control",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a\u{1}\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "trailer-folded",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nA: b\r\n c\r\n\r\n",
    ),
    (
        "trailer-control",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nA: \u{0}\r\n\r\n",
    ),
    (
        "trailer-no-colon",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nA\r\n\r\n",
    ),
    (
        "trailer-space",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nA : b\r\n\r\n",
    ),
    (
        "both-framings",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "lengths-same",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "lengths-list",
        "HTTP/1.1 200 OK\r\ncontent-length: 2, 2\r\n\r\n{}",
    ),
    (
        "lengths-differ",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
    ),
    (
        "length-sign",
        "HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\n{}",
    ),
    (
        "length-empty",
        "HTTP/1.1 200 OK\r\ncontent-length:\r\n\r\n{}",
    ),
    (
        "length-huge",
        "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551616\r\n\r\n{}",
    ),
    (
        "coding-gzip",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n{}",
    ),
    (
        "coding-gzip-chunked",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "coding-twice",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "coding-identity",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: identity\r\n\r\n{}",
    ),
    (
        "coding-on-1.0",
        "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    ("1.0", "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    (
        "1.0-keep-alive",
        "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "close",
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "close-in-list",
        "HTTP/1.1 200 OK\r\nconnection: keep-alive, Close\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("204", "HTTP/1.1 204 No Content\r\n\r\n"),
    (
        "204-length",
        "HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "304",
        "HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n",
    ),
    (
        "100",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "103",
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    ),
    (
        "101",
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n",
    ),
    ("bare-lf", "HTTP/1.1 200 OK\ncontent-length: 2\n\n{}"),
    (
        "empty-line",
        "\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("no-reason", "HTTP/1.1 200\r\ncontent-length: 2\r\n\r\n{}"),
    (
        "folded",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "control",
        "HTTP/1.1 200 OK\r\nA: \u{1}\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "tab",
        "HTTP/1.1 200 OK\r\nA: b\tc\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "space-before-colon",
        "HTTP/1.1 200 OK\r\nA : b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "no-colon",
        "HTTP/1.1 200 OK\r\nA\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("http2", "HTTP/2.0 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    (
        "status-two-digits",
        "HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "status-099",
        "HTTP/1.1 099 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("no-http", "SSH-2.0-OpenSSH_9.2\r\n"),
];
