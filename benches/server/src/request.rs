//! A request, read as far as its response needs it.

/// What a buffer holds at its front.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Front {
    /// Less than a whole request.
    Part,
    /// A whole request of so many bytes, and whether it is one that is served.
    Whole { length: usize, served: bool },
    /// Something else.
    NoRequest,
}

/// Looks for a request. One without a credential, or for another path, is whole but not served: a
/// peer that left them out would save what the others pay for.
pub(crate) fn front(buffer: &[u8]) -> Front {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut request = httparse::Request::new(&mut headers);
    let head = match request.parse(buffer) {
        Ok(httparse::Status::Complete(head)) => head,
        Ok(httparse::Status::Partial) => return Front::Part,
        Err(_) => return Front::NoRequest,
    };
    let header = |name: &str| {
        request
            .headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value)
    };
    let body: usize = match header("content-length").map(str::from_utf8) {
        None => 0,
        Some(Ok(text)) => match text.parse() {
            Ok(length) => length,
            Err(_) => return Front::NoRequest,
        },
        Some(Err(_)) => return Front::NoRequest,
    };
    let length = head + body;
    if buffer.len() < length {
        return Front::Part;
    }
    let carries_what_it_should = match request.method {
        Some("GET") => body == 0,
        Some("PUT") => body > 0,
        _ => false,
    };
    let served = carries_what_it_should
        && request
            .path
            .is_some_and(|path| path.ends_with("/auth-config"))
        && header("authorization").is_some_and(|value| value.starts_with(b"Bearer "));
    Front::Whole { length, served }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, served: bool) {
        assert_eq!(
            front(text.as_bytes()),
            Front::Whole {
                length: text.len(),
                served
            },
            "{text}"
        );
        for end in 0..text.len() {
            assert_eq!(front(&text.as_bytes()[..end]), Front::Part, "{end}");
        }
    }

    #[test]
    fn both_operations_are_served_when_they_carry_what_they_should() {
        let get = "GET /x/auth-config HTTP/1.1\r\nhost: a\r\nAuthorization: Bearer b\r\n\r\n";
        whole(get, true);
        whole(&get.replace("Bearer b", "b"), false);
        whole(&get.replace("/auth-config", "/other"), false);
        whole(&get.replace("GET", "PUT"), false);
        let put = get
            .replace("GET", "PUT")
            .replace("host: a", "content-length: 3")
            + "{ }";
        whole(&put, true);
        whole(&put.replace("PUT", "GET"), false);
    }

    #[test]
    fn what_follows_a_request_is_left_for_the_next() {
        let two = b"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n";
        let length = two.len() / 2;
        let served = false;
        assert_eq!(front(two), Front::Whole { length, served });
    }

    #[test]
    fn other_bytes_are_no_request() {
        for bytes in [
            &b"\x16\x03\x01"[..],
            b"PUT / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
            b"PUT / HTTP/1.1\r\ncontent-length: \xff\r\n\r\n",
        ] {
            assert_eq!(front(bytes), Front::NoRequest);
        }
    }
}
