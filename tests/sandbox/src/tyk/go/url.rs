//! URLs as `net/url` parses and writes them.

use super::path;
use super::query::{self, Malformed, Values, cut, percent_decode, percent_encode};

/// A parsed URL, as far as redirects need it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Url {
    /// In lower case.
    pub(crate) scheme: String,
    /// What follows the scheme of a URL without slashes.
    opaque: Vec<u8>,
    /// Before the `@`, as it will be written again.
    user: Option<String>,
    /// Host and port, decoded.
    pub(crate) host: Vec<u8>,
    /// Decoded.
    pub(crate) path: Vec<u8>,
    /// As sent, where Go would write the path otherwise.
    unusual_path: Option<Vec<u8>>,
    /// There was no `//` at all.
    without_host: bool,
    /// There is a `?` though nothing follows it.
    bare_query: bool,
    pub(crate) query: Vec<u8>,
    /// Decoded.
    pub(crate) fragment: Vec<u8>,
}

impl Url {
    pub(crate) fn parse(text: &[u8]) -> Result<Self, Malformed> {
        let (text, fragment) = cut(text, b'#');
        if text.iter().any(u8::is_ascii_control) {
            return Err(Malformed);
        }
        let mut url = Self {
            fragment: percent_decode(fragment)?,
            ..Self::default()
        };
        let (scheme, mut rest) = scheme(text)?;
        url.scheme = String::from_utf8_lossy(scheme).to_ascii_lowercase();
        let query;
        let asks_last = rest.last() == Some(&b'?');
        (rest, query) = cut(rest, b'?');
        url.bare_query = asks_last && query.is_empty();
        url.query = query.to_vec();
        if !rest.starts_with(b"/") {
            if !url.scheme.is_empty() {
                url.opaque = rest.to_vec();
                return Ok(url);
            }
            if cut(rest, b'/').0.contains(&b':') {
                return Err(Malformed);
            }
        }
        let rooted = !url.scheme.is_empty();
        if rest.starts_with(b"//") && (rooted || !rest.starts_with(b"///")) {
            let authority = &rest[2..];
            let end = authority
                .iter()
                .position(|byte| *byte == b'/')
                .unwrap_or(authority.len());
            (url.user, url.host) = self::authority(&authority[..end])?;
            rest = &authority[end..];
        } else {
            url.without_host = rooted && rest.starts_with(b"/");
        }
        url.path = percent_decode(rest)?;
        url.unusual_path = (path::escape(&url.path).as_bytes() != rest).then(|| rest.to_vec());
        Ok(url)
    }

    /// The query's pairs, as far as they can be read.
    pub(crate) fn values(&self) -> Values {
        query::parse(&self.query).0
    }

    /// Puts other pairs in the place of the query.
    pub(crate) fn set_values(&mut self, values: &Values) {
        self.query = query::encode(values).into_bytes();
    }

    /// Moves the query into the fragment, decoded once.
    pub(crate) fn move_query_to_fragment(&mut self) {
        self.fragment = query::unescape(&std::mem::take(&mut self.query)).unwrap_or_default();
    }

    fn written_path(&self) -> String {
        // Kept as sent only where nothing stands in it that must be escaped.
        let plain =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:@[]/%".contains(&byte);
        match &self.unusual_path {
            Some(sent) if sent.iter().all(|byte| plain(*byte)) => {
                String::from_utf8_lossy(sent).into_owned()
            }
            _ if self.path == b"*" => String::from("*"),
            _ => path::escape(&self.path),
        }
    }

    /// The URL as text; bytes that are no UTF-8 may stand in its query.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut text = Vec::new();
        if !self.scheme.is_empty() {
            text.extend(self.scheme.bytes());
            text.push(b':');
        }
        if self.opaque.is_empty() {
            let has_authority = !self.host.is_empty() || self.user.is_some();
            let shows_slashes = !self.without_host && (has_authority || !self.path.is_empty());
            if has_authority || (!self.scheme.is_empty() && shows_slashes) {
                text.extend(b"//");
            }
            if let Some(user) = &self.user {
                text.extend(user.bytes());
                text.push(b'@');
            }
            text.extend(percent_encode(&self.host, in_host).bytes());
            let path = self.written_path();
            if !path.is_empty() && !path.starts_with('/') && !self.host.is_empty() {
                text.push(b'/');
            }
            if text.is_empty() && cut(path.as_bytes(), b'/').0.contains(&b':') {
                text.extend(b"./");
            }
            text.extend(path.bytes());
        } else {
            text.extend(&self.opaque);
        }
        if self.bare_query || !self.query.is_empty() {
            text.push(b'?');
            text.extend(&self.query);
        }
        if !self.fragment.is_empty() {
            text.push(b'#');
            let plain = |byte| b"$&+,/:;=?@!()*".contains(&byte);
            text.extend(percent_encode(&self.fragment, plain).bytes());
        }
        text
    }
}

fn scheme(text: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at > 0 => return Ok((&text[..at], &text[at + 1..])),
            b':' => return Err(Malformed),
            _ => break,
        }
    }
    Ok((&[], text))
}

fn authority(text: &[u8]) -> Result<(Option<String>, Vec<u8>), Malformed> {
    let Some(at) = text.iter().rposition(|byte| *byte == b'@') else {
        return Ok((None, host(text)?));
    };
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(byte);
    if !text[..at].iter().all(allowed) {
        return Err(Malformed);
    }
    let plain = |byte| b"$&+,;=".contains(&byte);
    let (name, password) = cut(&text[..at], b':');
    let mut user = percent_encode(&percent_decode(name)?, plain);
    if name.len() < at {
        user = format!(
            "{user}:{}",
            percent_encode(&percent_decode(password)?, plain)
        );
    }
    Ok((Some(user), host(&text[at + 1..])?))
}

fn host(text: &[u8]) -> Result<Vec<u8>, Malformed> {
    let port = if text.starts_with(b"[") {
        let close = text
            .iter()
            .rposition(|byte| *byte == b']')
            .ok_or(Malformed)?;
        &text[close + 1..]
    } else {
        let colon = text.iter().rposition(|byte| *byte == b':');
        &text[colon.unwrap_or(text.len())..]
    };
    if !port.is_empty() && (port[0] != b':' || !port[1..].iter().all(u8::is_ascii_digit)) {
        return Err(Malformed);
    }
    // Only what is not ASCII may be escaped in a host.
    for (at, byte) in text.iter().enumerate() {
        let escapes_ascii = *byte == b'%' && text.get(at + 1).is_some_and(|digit| *digit < b'8');
        let plain = byte.is_ascii_alphanumeric() || b"-_.~%".contains(byte) || in_host(*byte);
        if escapes_ascii || (byte.is_ascii() && !plain) {
            return Err(Malformed);
        }
    }
    percent_decode(text)
}

fn in_host(byte: u8) -> bool {
    b"!$&'()*+,;=:[]<>\"".contains(&byte)
}
