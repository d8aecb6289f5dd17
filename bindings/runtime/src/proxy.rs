//! What the setting `proxy` says.

use authloom::{Proxy, Secret};

/// What is wrong with a string that names no proxy, as the rest of a sentence.
pub const NO_PROXY: &str = "must be 'environment', 'direct', or a URL with its scheme";

/// The proxy that a string names: `environment`, `direct`, or the URL of one; none if it is neither.
///
/// Core would take a word without a scheme, such as `Direct`, for the name of a host.
pub fn named(string: Secret) -> Option<Proxy> {
    match string.reveal() {
        "environment" => Some(Proxy::Environment),
        "direct" => Some(Proxy::Direct),
        url if url.contains("://") => Some(Proxy::Url(string)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_a_url_names_a_proxy() {
        let named = |string: &str| named(Secret::new(string));
        assert!(matches!(named("environment"), Some(Proxy::Environment)));
        assert!(matches!(named("direct"), Some(Proxy::Direct)));
        let url = "socks5://user:password@p.test";
        match named(url) {
            Some(Proxy::Url(of)) => assert_eq!(of.reveal(), url),
            other => panic!("{other:?}"),
        }
        for string in ["", "Direct", "p.test:3128"] {
            assert!(named(string).is_none(), "{string}");
        }
    }
}
