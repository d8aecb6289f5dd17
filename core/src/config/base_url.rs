//! The base URL of an API: parsed once, joined with paths by concatenation.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ::http::Uri;
use ::http::uri::{Authority, PathAndQuery, Scheme};
use bytes::Bytes;

use crate::error::Error;

/// Where an API is served.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    /// Without a slash at its end; empty for the root.
    prefix: String,
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}

impl BaseUrl {
    /// Reads a base URL; one slash at its end does not count.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, Error> {
        let refused = |why: &str| Err(Error::config("base_url", why));
        if text.contains(['?', '#']) {
            return refused("must have neither query nor fragment");
        }
        let Ok(uri) = Uri::from_str(text) else {
            return refused("is not a URL such as https://api.example.com/v1");
        };
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return refused("is not absolute: it must begin with https://");
        };
        if authority.as_str().contains('@') {
            return refused("must not hold a user or password");
        }
        if authority.host().is_empty() {
            return refused("names no host");
        }
        let has_port = authority.as_str().len() > authority.host().len();
        if has_port && authority.port_u16().unwrap_or(0) == 0 {
            return refused("has a port that is not between 1 and 65535");
        }
        if scheme == Scheme::HTTP {
            if !allow_http && !is_loopback(authority.host()) {
                return refused(
                    "is plain http beyond loopback, where credentials would travel in the clear; \
                     use https, or set `allow_http` (AUTHLOOM_ALLOW_HTTP=1) if you mean it",
                );
            }
        } else if scheme != Scheme::HTTPS {
            return refused("must begin with https:// or http://");
        }
        let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path);
        let prefix = path.strip_suffix('/').unwrap_or(path);
        if prefix
            .split('/')
            .skip(1)
            .any(|segment| segment.is_empty() || is_dots(segment))
        {
            return refused("must not hold empty, `.` or `..` segments");
        }
        Ok(Self {
            prefix: prefix.to_owned(),
            scheme,
            authority,
        })
    }

    /// The URI of a path below this base; `path` begins with a slash and is encoded already.
    pub(crate) fn join(&self, path: &str) -> Result<Uri, ::http::Error> {
        let joined = if self.prefix.is_empty() {
            Bytes::copy_from_slice(path.as_bytes())
        } else {
            Bytes::from([self.prefix.as_str(), path].concat())
        };
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(PathAndQuery::from_maybe_shared(joined)?)
            .build()
    }

    /// Whether a credential for one of the two may be sent to the other: same scheme, host, port.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        let port = |url: &Self| {
            url.authority
                .port_u16()
                .unwrap_or(if url.scheme == Scheme::HTTPS { 443 } else { 80 })
        };
        self.scheme == other.scheme
            && self
                .authority
                .host()
                .eq_ignore_ascii_case(other.authority.host())
            && port(self) == port(other)
    }
}

/// Whether a path segment is `.` or `..`, written in any way.
pub(crate) fn is_dots(segment: &str) -> bool {
    matches!(
        segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
        "." | ".."
    )
}

/// Whether a host of a URL is this machine, by its name or address.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches([']', '.']);
    bare.eq_ignore_ascii_case("localhost")
        || bare
            .parse()
            .is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, path: &str) -> String {
        let base = BaseUrl::parse(base, false).expect("a base URL");
        base.join(path).expect("a path").to_string()
    }

    #[test]
    fn one_slash_at_the_end_does_not_count() {
        assert_eq!(joined("https://a.test", "/v1/x"), "https://a.test/v1/x");
        assert_eq!(joined("https://a.test/", "/v1/x"), "https://a.test/v1/x");
        assert_eq!(joined("https://a.test/pub/", "/x"), "https://a.test/pub/x");
        assert_eq!(
            joined("https://a.test:8443/pub", "/x?q=1"),
            "https://a.test:8443/pub/x?q=1"
        );
    }

    #[test]
    fn what_cannot_be_a_base_is_refused() {
        for text in [
            "",
            "api.test",
            "/v1",
            "ftp://a.test",
            "https://",
            "https://u:p@a.test",
            "https://a.test/?q=1",
            "https://a.test/#f",
            "https://a.test//",
            "https://a.test/a/../b",
            "https://a.test/%2E%2e/b",
            "https://a b.test",
            "http://a.test",
        ] {
            assert!(BaseUrl::parse(text, false).is_err(), "{text}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_unless_asked_for() {
        for text in [
            "http://127.0.0.1:1",
            "http://localhost",
            "http://[::1]:8080/x",
            "http://127.9.9.9",
            "http://LOCALHOST.:80",
            "http://[::ffff:127.0.0.1]",
        ] {
            assert!(BaseUrl::parse(text, false).is_ok(), "{text}");
        }
        for text in [
            "http://127.0.0.1.evil.test",
            "http://localhost.evil.test",
            "http://10.0.0.1",
        ] {
            assert!(BaseUrl::parse(text, false).is_err(), "{text}");
            assert!(BaseUrl::parse(text, true).is_ok(), "{text}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let base = |text| BaseUrl::parse(text, true).expect("a base URL");
        let ours = base("https://a.test/v1");
        assert!(ours.same_origin(&base("https://A.test:443/v2")));
        for other in [
            "http://a.test/v1",
            "https://b.test/v1",
            "https://a.test:8443/v1",
        ] {
            assert!(!ours.same_origin(&base(other)), "{other}");
        }
    }
}
