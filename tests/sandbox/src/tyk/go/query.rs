//! Query strings and urlencoded forms as `net/url` reads and writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Named values, each name with its values in order.
pub(crate) type Values = BTreeMap<Vec<u8>, Vec<Vec<u8>>>;

/// Text that cannot be read whole: a bad escape or a bare `;`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Reads pairs. What is malformed is left out, and the rest is there all the same.
pub(crate) fn parse(text: &[u8]) -> (Values, Result<(), Malformed>) {
    let mut values = Values::new();
    let mut outcome = Ok(());
    for pair in text
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        if pair.contains(&b';') {
            outcome = Err(Malformed);
            continue;
        }
        let (name, value) = cut(pair, b'=');
        match (unescape(name), unescape(value)) {
            (Ok(name), Ok(value)) => values.entry(name).or_default().push(value),
            _ => outcome = Err(Malformed),
        }
    }
    (values, outcome)
}

/// The first value of a name, or nothing, which is the same as an empty one.
pub(crate) fn get<'a>(values: &'a Values, name: &str) -> &'a [u8] {
    values
        .get(name.as_bytes())
        .and_then(|values| values.first())
        .map_or(&[], Vec::as_slice)
}

/// Writes pairs, sorted by name.
pub(crate) fn encode(values: &Values) -> String {
    let pairs = values.iter().flat_map(|(name, values)| {
        values
            .iter()
            .map(|value| format!("{}={}", escape(name), escape(value)))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// What stands before and after the first separator; without one, everything and nothing.
pub(crate) fn cut(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == separator) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &[]),
    }
}

/// Percent-decodes, `+` being a space.
pub(crate) fn unescape(text: &[u8]) -> Result<Vec<u8>, Malformed> {
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    percent_decode(&spaced)
}

/// Percent-decodes.
pub(crate) fn percent_decode(text: &[u8]) -> Result<Vec<u8>, Malformed> {
    let digit = |at: usize| {
        let digit = text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        digit
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or(Malformed)
    };
    let mut decoded = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if *byte == b'%' {
            decoded.push(digit(at + 1)? << 4 | digit(at + 2)?);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    Ok(decoded)
}

/// Percent-encodes all but the unreserved, a space as `+`.
fn escape(text: &[u8]) -> String {
    percent_encode(text, |_| false).replace("%20", "+")
}

/// Percent-encodes all but the unreserved and what else may stand.
pub(crate) fn percent_encode(text: &[u8], plain: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(byte) || plain(*byte) {
            encoded.push(char::from(*byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
