//! The target of responses: the core and hyper read the same bytes, in the same pieces. Either both
//! read the same, or the core refuses.
//!
//! Input: method, whether the connection ends, how many cuts and where (two bytes each), and then
//! the response.

use authloom::fuzzing::{self, Outcome};
use bytes::Bytes;
use http::Method;

use super::by_hyper;
use crate::input::Input;

/// What the core refuses although hyper reads it, by the words of the refusal, and why.
const STRICTER: [(&str, &str); 18] = [
    (
        "it does not begin with an HTTP/1.1 status line",
        "hyper skips empty lines before it",
    ),
    (
        "it switches to a protocol that was not asked for",
        "hyper gives a 101 to its caller",
    ),
    (
        "more than 16 interim responses came before the response",
        "hyper skips any number",
    ),
    (
        "the head of the response is longer than 64 KiB",
        "hyper reads up to 400 KiB, and interim responses do not count",
    ),
    (
        "it has two different Content-Length values",
        "hyper takes the length for unknown where another coding is given",
    ),
    (
        "its Content-Length is not a number",
        "hyper ignores it where there is a Transfer-Encoding",
    ),
    (
        "it has a transfer coding other than chunked",
        "hyper looks at the last coding only",
    ),
    (
        "it has a Transfer-Encoding that contradicts its Content-Length or its version",
        "hyper prefers the Transfer-Encoding",
    ),
    (
        "a chunk size is not valid",
        "hyper allows white space and any number of leading zeros",
    ),
    (
        "a chunk extension has a control character",
        "hyper looks for line feeds only",
    ),
    (
        "the chunk extensions are longer than 16 KiB",
        "hyper counts in another way",
    ),
    (
        "the trailer section is not valid",
        "hyper does not look at it before its end",
    ),
    (
        "the trailer section is longer than 16 KiB",
        "hyper counts in another way",
    ),
    (
        "it has more than 100 header fields",
        "hyper allows more trailers",
    ),
    (
        "the name of a header field is not valid",
        "hyper has no name for it, either; only an interim response gets through",
    ),
    ("the value of a header field is not valid", "as for names"),
    (
        "a header line does not end with a line feed",
        "as for names",
    ),
    ("a chunk is longer than its size", "hyper waits for more"),
];

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let method = input
        .pick(&[Method::GET, Method::POST, Method::HEAD])
        .clone();
    let ends = input.byte() & 1 == 1;
    let cuts = usize::from(input.byte() % 8);
    let cuts: Vec<usize> = (0..cuts)
        .map(|_| usize::from(u16::from_le_bytes([input.byte(), input.byte()])))
        .collect();
    let pieces = cut(Bytes::copy_from_slice(input.rest()), &cuts);
    let ours = fuzzing::read_response(&method, pieces.clone(), ends);
    let theirs = by_hyper::read_response(&method, pieces, ends);
    check(&ours, &theirs, ends);
}

/// The bytes in pieces; a cut counts from the one before.
fn cut(mut bytes: Bytes, cuts: &[usize]) -> Vec<Bytes> {
    let mut pieces: Vec<Bytes> = cuts
        .iter()
        .map(|cut| bytes.split_to(cut % (bytes.len() + 1)))
        .collect();
    pieces.push(bytes);
    pieces
}

fn check(ours: &Outcome, theirs: &Outcome, ends: bool) {
    match (ours, theirs) {
        (Outcome::Read(ours), Outcome::Read(theirs)) => {
            assert_eq!(ours.status, theirs.status);
            assert_eq!(ours.fields, theirs.fields);
            assert_eq!(ours.body, theirs.body);
            // hyper looks at what follows the response, and there it sees the end.
            assert!(
                ends || ours.is_reusable == theirs.is_reusable,
                "ours {ours:?}, theirs {theirs:?}"
            );
        }
        (Outcome::Refused(why), Outcome::Read(_) | Outcome::Incomplete) => {
            let is_cut_off = why.contains("unexpected end of file");
            let is_known = STRICTER.iter().any(|(refusal, _)| refusal == why);
            assert!(is_known && !is_cut_off, "{why}; hyper: {theirs:?}");
        }
        (Outcome::Refused(_), Outcome::Refused(_)) | (Outcome::Incomplete, Outcome::Incomplete) => {
        }
        _ => panic!("ours {ours:?}, theirs {theirs:?}"),
    }
}
