//! Percent-encoding and form encoding, read and written.

/// Decodes percent-encoding; `None` for a bad escape.
pub(crate) fn percent_decode(text: &str) -> Option<Vec<u8>> {
    decode(text, false)
}

/// Decodes percent-encoding into text; `None` for a bad escape or bytes that are not UTF-8.
pub(crate) fn percent_decode_text(text: &str) -> Option<String> {
    percent_decode(text).and_then(|bytes| String::from_utf8(bytes).ok())
}

/// Decodes the pairs of a form or a query, in order; `None` for a bad escape.
///
/// Bytes that are not UTF-8 become replacement characters.
pub(crate) fn form_decode(text: &str) -> Option<Vec<(String, String)>> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((form_text(name)?, form_text(value)?))
        })
        .collect()
}

/// Encodes pairs as a form.
pub(crate) fn form_encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        form_append(&mut out, name);
        out.push('=');
        form_append(&mut out, value);
    }
    out
}

fn form_text(text: &str) -> Option<String> {
    decode(text, true).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn form_append(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

fn decode(text: &str, plus_is_space: bool) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => hex(bytes.next()?)? << 4 | hex(bytes.next()?)?,
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    Some(out)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_decode_and_bad_ones_are_seen() {
        assert_eq!(percent_decode_text("a%2Fb+c").as_deref(), Some("a/b+c"));
        assert_eq!(percent_decode("%ff"), Some(vec![0xff]));
        for bad in ["%", "%4", "%zz", "%+1", "a%é"] {
            assert_eq!(percent_decode(bad), None, "{bad}");
        }
        assert_eq!(percent_decode_text("%ff"), None);
    }

    #[test]
    fn forms_survive_the_round_trip() {
        let pairs = [("a b", "1&2=3"), ("é", "+%"), ("empty", "")];
        let encoded = form_encode(pairs);
        assert_eq!(encoded, "a+b=1%262%3D3&%C3%A9=%2B%25&empty=");
        let decoded = form_decode(&encoded).expect("what was just encoded");
        assert!(
            decoded
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .eq(pairs)
        );
        assert_eq!(form_decode("a=%"), None);
        assert_eq!(form_decode("").as_deref(), Some(&[][..]));
    }
}
