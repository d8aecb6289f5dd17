//! Which calls go through a proxy.

use ::http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use percent_encoding::percent_decode_str;

use crate::Secret;
use crate::config::base_url::is_loopback;
use crate::config::{HttpConfig, Proxy};
use crate::error::Error;

/// The proxies of a client.
pub(super) struct Proxies {
    matcher: Option<Matcher>,
    from_environment: bool,
}

/// Where the environment names proxies.
const VARIABLES: [&str; 6] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];

impl Proxies {
    pub(super) fn new(config: &HttpConfig) -> Self {
        let matcher = match &config.proxy {
            // Mostly there is none to match, and it is asked at every call.
            Proxy::Environment => VARIABLES
                .iter()
                .any(|name| std::env::var_os(name).is_some())
                .then(Matcher::from_env),
            Proxy::Direct => None,
            Proxy::Url(url) => Some(Matcher::builder().all(url.reveal()).build()),
        };
        Self {
            matcher,
            from_environment: matches!(config.proxy, Proxy::Environment),
        }
    }

    /// The proxy for a server, if one is to be used.
    pub(super) fn intercept(&self, server: &Uri) -> Option<Intercept> {
        let matcher = self.matcher.as_ref()?;
        // A call to this machine carries credentials that no proxy of the environment was meant
        // to see.
        if self.from_environment && is_loopback(server.host()?) {
            return None;
        }
        matcher.intercept(server)
    }

    /// Whether a proxy forwards the requests to a server, which then name their target in full.
    pub(super) fn forwards(&self, server: &Uri) -> bool {
        server.scheme_str() == Some("http")
            && self
                .intercept(server)
                .is_some_and(|proxy| !is_socks(&proxy))
    }

    /// The `Proxy-Authorization` of a request that an http proxy forwards; a tunnel is given its
    /// own when it is dug.
    pub(super) fn authorization(&self, server: &Uri) -> Option<HeaderValue> {
        if server.scheme_str() != Some("http") {
            return None;
        }
        let proxy = self.intercept(server)?;
        let mut value = proxy.basic_auth()?.clone();
        value.set_sensitive(true);
        Some(value)
    }
}

pub(super) fn is_socks(proxy: &Intercept) -> bool {
    let scheme = proxy.uri().scheme_str();
    scheme.is_some_and(|scheme| scheme.starts_with("socks"))
}

/// The passwords in the URLs of proxies, as they are written and as they are sent.
pub(crate) fn passwords(proxy: &Proxy) -> Vec<Secret> {
    match proxy {
        Proxy::Direct => Vec::new(),
        Proxy::Url(url) => password(url.reveal()),
        Proxy::Environment => VARIABLES
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .flat_map(|url| password(&url))
            .collect(),
    }
}

fn password(url: &str) -> Vec<Secret> {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map(|(user, _)| user);
    let Some((_, password)) = user.and_then(|user| user.split_once(':')) else {
        return Vec::new();
    };
    let decoded = percent_decode_str(password).decode_utf8_lossy();
    vec![Secret::from(password), Secret::from(&*decoded)]
}

/// Refuses a proxy URL that the matcher would silently ignore.
pub(crate) fn check(proxy: &Proxy) -> Result<(), Error> {
    match proxy {
        Proxy::Direct => Ok(()),
        Proxy::Url(url) if is_proxy(url.reveal()) => Ok(()),
        Proxy::Url(_) => Err(refused("")),
        Proxy::Environment => {
            let is_wrong = |name: &&&str| {
                let value = std::env::var_os(name).filter(|value| !value.is_empty());
                value.is_some_and(|value| !value.to_str().is_some_and(is_proxy))
            };
            match VARIABLES.iter().find(is_wrong) {
                Some(name) => Err(refused(&format!(" in {name}"))),
                None => Ok(()),
            }
        }
    }
}

fn refused(place: &str) -> Error {
    Error::config(
        "proxy",
        format!("must be a URL that begins with http://, https://, socks5:// or socks5h://{place}"),
    )
}

fn is_proxy(url: &str) -> bool {
    let scheme = Matcher::builder()
        .all(url)
        .build()
        .intercept(&Uri::from_static("https://server.invalid"))
        .and_then(|found| found.uri().scheme_str().map(str::to_owned));
    matches!(
        scheme.as_deref(),
        Some("http" | "https" | "socks5" | "socks5h")
    )
}
