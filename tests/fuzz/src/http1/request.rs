//! The target of requests: what the core writes is read as the same request, and as one.
//!
//! Input: method, form of the target, a counted path, then fields: a counted name and a counted
//! value, to an empty name; then the body.

use authloom::fuzzing;
use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderName, HeaderValue, Method, Request, Uri};

use crate::input::Input;

const METHODS: [Method; 6] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::DELETE,
    Method::PATCH,
    Method::HEAD,
];
const AUTHORITIES: [&str; 5] = [
    "a.test",
    "a.test:80",
    "a.test:8080",
    "[::1]:443",
    "127.0.0.1",
];
const MOST_FIELDS: usize = 32;

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let method = match input.byte() {
        known if usize::from(known) < METHODS.len() => METHODS[usize::from(known)].clone(),
        _ => Method::from_bytes(input.counted()).unwrap_or_default(),
    };
    let is_absolute = input.byte() & 1 == 1;
    let authority = *input.pick(&AUTHORITIES);
    let path = PathAndQuery::from_maybe_shared(Bytes::copy_from_slice(input.counted()));
    let path = path.unwrap_or_else(|_| PathAndQuery::from_static("/"));
    let uri = Uri::builder()
        .scheme("http")
        .authority(authority)
        .path_and_query(path)
        .build();
    let Ok(uri) = uri else { return };
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    while request.headers().len() < MOST_FIELDS {
        let (name, value) = (input.counted(), input.counted());
        if name.is_empty() {
            break;
        }
        let field = HeaderName::from_bytes(name)
            .ok()
            .zip(HeaderValue::from_bytes(value).ok());
        if let Some((name, value)) = field
            && !["host", "content-length", "transfer-encoding"].contains(&name.as_str())
        {
            request.headers_mut().append(name, value);
        }
    }
    *request.body_mut() = Bytes::copy_from_slice(input.rest());
    check(
        &request,
        &fuzzing::write_request(&request, is_absolute),
        is_absolute,
    );
}

fn check(request: &Request<Bytes>, written: &[u8], is_absolute: bool) {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS + 8];
    let mut read = httparse::Request::new(&mut fields);
    let length = match read.parse(written) {
        Ok(httparse::Status::Complete(length)) => length,
        other => panic!("it is not read as a request: {other:?}"),
    };
    assert_eq!(read.method, Some(request.method().as_str()));
    assert_eq!(read.version, Some(1));
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", PathAndQuery::as_str);
    let slash = if path.starts_with('/') { "" } else { "/" };
    let authority = request.uri().authority().expect("it has one").as_str();
    let origin = if is_absolute {
        format!("http://{authority}")
    } else {
        String::new()
    };
    assert_eq!(read.path, Some(format!("{origin}{slash}{path}").as_str()));
    let body = request.body();
    let states_length = !body.is_empty() || ["POST", "PUT"].contains(&request.method().as_str());
    let given = request.headers().iter();
    let mut expected: Vec<(String, Vec<u8>)> = given
        .map(|(name, value)| (name.as_str().to_owned(), trimmed(value.as_bytes())))
        .collect();
    let host = authority.strip_suffix(":80").unwrap_or(authority);
    expected.push(("host".to_owned(), host.into()));
    if states_length {
        expected.push(("content-length".to_owned(), body.len().to_string().into()));
    }
    let found: Vec<(String, Vec<u8>)> = (read.headers.iter())
        .map(|field| (field.name.to_owned(), trimmed(field.value)))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(&written[length..], &body[..]);
}

/// A value without the white space around it, which is no part of it.
fn trimmed(value: &[u8]) -> Vec<u8> {
    value.trim_ascii().to_vec()
}
