//! What counts as a URI: RFC 3986, with a scheme.

/// Whether the text is an absolute URI; one of http or https needs a host.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    named && !rest.is_empty() && is_spelt(rest) && (!web || has_host(rest))
}

/// Whether every character may stand in a URI and every escape is whole.
fn is_spelt(text: &str) -> bool {
    const ALLOWED: &str = "-._~:/?#[]@!$&'()*+,;=%";
    let mut escapes = text.split('%').skip(1);
    text.matches('#').count() < 2
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ALLOWED.contains(c))
        && escapes.all(|after| {
            after.len() >= 2 && after.bytes().take(2).all(|digit| digit.is_ascii_hexdigit())
        })
}

fn has_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    !host.is_empty() && !host.starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::is_uri;

    #[test]
    fn uris_are_told_from_other_text() {
        for uri in [
            "https://id.acme.test/authorize",
            "HTTP://h:1/a?b=%20&c#d",
            "https://[::1]/x",
            "https://user@h",
            "urn:ietf:params:oauth",
            "com.example.app:/callback",
        ] {
            assert!(is_uri(uri), "{uri}");
        }
        for text in [
            "",
            "/relative",
            "id.acme.test/authorize",
            ":x",
            "1http://h",
            "https:",
            "https://",
            "https:///path",
            "https://:80/",
            "https:/h",
            "https://h/a b",
            "https://h/é",
            "https://h/%2",
            "https://h/%zz",
            "https://h/<>",
            "https://h/#a#b",
            "x:\n",
        ] {
            assert!(!is_uri(text), "{text}");
        }
    }
}
