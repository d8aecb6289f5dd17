//! A request in bytes.

use ::http::uri::{Authority, PathAndQuery, Uri};
use ::http::{HeaderValue, Method, Request};
use bytes::Bytes;

/// How a request names its target (RFC 9112, section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Target {
    /// Path and query: the usual form.
    Origin,
    /// The whole URI, for a proxy that forwards the request.
    Absolute,
}

/// Writes the head of a request. The types of `http` hold no byte that
/// could end a line, so no part can become another.
///
/// `Host` and `Content-Length` are written here; the fields of the request must have neither.
pub(in super::super) fn write_head(out: &mut Vec<u8>, request: &Request<Bytes>, target: Target) {
    let (method, uri, length) = (request.method(), request.uri(), request.body().len());
    let authority = uri.authority().map_or("", Authority::as_str);
    out.extend_from_slice(method.as_str().as_bytes());
    out.push(b' ');
    if target == Target::Absolute {
        out.extend_from_slice(uri.scheme_str().unwrap_or("http").as_bytes());
        out.extend_from_slice(b"://");
        out.extend_from_slice(authority.as_bytes());
    }
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    if !path.starts_with('/') {
        out.push(b'/');
    }
    out.extend_from_slice(path.as_bytes());
    out.extend_from_slice(b" HTTP/1.1\r\n");
    for (name, value) in request.headers() {
        write_field(out, name.as_str(), value);
    }
    write_pieces(out, &[b"host: ", host(authority, uri).as_bytes(), b"\r\n"]);
    // RFC 9110, section 8.6: where a method gives a body a meaning, its absence is stated.
    if length > 0 || matches!(*method, Method::POST | Method::PUT) {
        out.extend_from_slice(b"content-length: ");
        write_number(out, length);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"\r\n");
}

fn write_field(out: &mut Vec<u8>, name: &str, value: &HeaderValue) {
    write_pieces(out, &[name.as_bytes(), b": ", value.as_bytes(), b"\r\n"]);
}

fn write_pieces(out: &mut Vec<u8>, pieces: &[&[u8]]) {
    for piece in pieces {
        out.extend_from_slice(piece);
    }
}

/// The authority without the scheme's own port (RFC 9110, section 4.2.3).
fn host<'a>(authority: &'a str, uri: &Uri) -> &'a str {
    let default_port = match uri.scheme_str() {
        Some("https") => ":443",
        _ => ":80",
    };
    authority.strip_suffix(default_port).unwrap_or(authority)
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b"0123456789"[number % 10];
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(method: &Method, uri: &str, length: usize, target: Target) -> String {
        let mut out = Vec::new();
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("accept", "application/json")
            .body(Bytes::from(vec![0; length]))
            .expect("a request");
        write_head(&mut out, &request, target);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_target_is_a_path_or_for_a_proxy_the_whole_uri() {
        for (uri, target, line) in [
            ("http://a.test/x?q=1", Target::Origin, "GET /x?q=1 HTTP/1.1"),
            ("http://a.test", Target::Origin, "GET / HTTP/1.1"),
            ("http://a.test?q", Target::Origin, "GET /?q HTTP/1.1"),
            (
                "http://a.test:80/x",
                Target::Absolute,
                "GET http://a.test:80/x HTTP/1.1",
            ),
        ] {
            let head = written(&Method::GET, uri, 0, target);
            assert_eq!(head.lines().next(), Some(line), "{uri}");
        }
    }

    #[test]
    fn the_host_has_no_port_that_its_scheme_implies() {
        for (uri, host) in [
            ("http://a.test:80/", "a.test"),
            ("http://a.test:443/", "a.test:443"),
            ("https://a.test:443/", "a.test"),
            ("https://a.test:80/", "a.test:80"),
            ("http://[::1]:8080/", "[::1]:8080"),
        ] {
            let head = written(&Method::GET, uri, 0, Target::Origin);
            assert!(head.contains(&format!("\r\nhost: {host}\r\n")), "{head}");
        }
    }

    #[test]
    fn a_length_is_stated_where_it_means_something() {
        for (method, length, stated) in [
            (Method::GET, 0, None),
            (Method::DELETE, 0, None),
            (Method::POST, 0, Some("0")),
            (Method::PUT, 0, Some("0")),
            (Method::POST, 1_234_567, Some("1234567")),
            (Method::DELETE, 7, Some("7")),
        ] {
            let head = written(&method, "http://a.test/", length, Target::Origin);
            let found = head.split("content-length: ").nth(1);
            let found = found.and_then(|rest| rest.split("\r\n").next());
            assert_eq!(found, stated, "{method}");
            assert!(head.ends_with("\r\n\r\n"));
        }
    }
}
