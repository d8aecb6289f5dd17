//! The secrets of the calls, which no error may show, and how they are looked for.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

// What stands in a header field has no more characters than fit there; the others have what each
// encoding has to escape.
pub(crate) const CREDENTIAL: &str = "kpat_c4n4ry/0+A=";
pub(crate) const CALL_TOKEN: &str = "call-t0ken~c4n4ry%2F;,";
pub(crate) const HEADER: &str = "x-c4n4ry \"key\" & 'more'";
pub(crate) const CLIENT_SECRET: &str = "s3cret c4n4ry/+\"ü&=%<x>\\?#";
pub(crate) const REFRESH_TOKEN: &str = "rt.c4n4ry-plain_7Q";
pub(crate) const CODE: &str = "c0de c4n4ry\u{1f511}'!*()";
pub(crate) const OTP: &str = "493817";
pub(crate) const ASSERTION: &str = "eyJhbGciOiJub25lIn0.eyJjNG40cnkiOjF9.";
pub(crate) const SHORT_TOKEN: &str = "st_c4n4ry:@$,[]";
pub(crate) const KEY_RULES: &str = "{\"c4n4ry\": \"rules\", \"rate\": 1}";
pub(crate) const KEY: &str = "k3y\tc4n4ry\n2nd/line";
pub(crate) const LONG_TOKEN: &str = "lt_c4n4ry+5f2a==";

/// All of them.
#[cfg(test)]
pub(crate) const ALL: [&str; 12] = [
    CREDENTIAL,
    CALL_TOKEN,
    HEADER,
    CLIENT_SECRET,
    REFRESH_TOKEN,
    CODE,
    OTP,
    ASSERTION,
    SHORT_TOKEN,
    KEY_RULES,
    KEY,
    LONG_TOKEN,
];

/// What seeds put where a server issues a secret: in nobody's `Debug`, and in no error of an
/// answer that was a success.
pub(crate) const ISSUED: &str = "issued-c4n4ry-77aa01";

/// Says in which form a text shows one of these secrets, if it does.
pub(crate) fn leak(text: &str, secrets: &[&str]) -> Option<String> {
    for view in views(text) {
        for secret in secrets {
            if view.contains(secret) {
                return Some(format!("{secret:?}"));
            }
            if let Some(core) = base64_cores(secret).find(|core| view.contains(core.as_str())) {
                return Some(format!("{secret:?} as base64, {core:?}"));
            }
        }
    }
    None
}

type Decoder = fn(&str) -> String;

/// Each way to decode a text, and the mark without which it changes nothing.
const DECODERS: [(char, Decoder); 4] = [
    ('\\', unquoted),
    ('%', percent_decoded),
    ('+', unplussed),
    ('&', without_entities),
];

/// A text, and what it is decoded: quoted texts, URLs and pages within, one in the other.
fn views(text: &str) -> Vec<String> {
    let mut views = vec![text.to_owned()];
    let mut fresh = 0;
    for _ in 0..3 {
        let end = views.len();
        for at in fresh..end {
            for (mark, decode) in DECODERS {
                if views[at].contains(mark) {
                    let decoded = decode(&views[at]);
                    if !views.contains(&decoded) {
                        views.push(decoded);
                    }
                }
            }
        }
        fresh = end;
    }
    views
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

fn unplussed(text: &str) -> String {
    text.replace('+', " ")
}

/// Takes one layer of backslashes off, as JSON and `Debug` put them on.
fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A character beyond the first plane comes as two units.
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        if at > 0 {
            out.push_str(&String::from_utf16_lossy(&units));
            units.clear();
        }
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let unit = rest.strip_prefix('u').and_then(|hex| hex.get(..4));
        if let Some(unit) = unit.and_then(|hex| u16::from_str_radix(hex, 16).ok()) {
            units.push(unit);
            rest = &rest[5..];
            continue;
        }
        out.push_str(&String::from_utf16_lossy(&units));
        units.clear();
        let (character, after) = braced(rest).unwrap_or_else(|| {
            let mut characters = rest.chars();
            let character = match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some(other) => other,
                None => '\\',
            };
            (character, characters.as_str())
        });
        out.push(character);
        rest = after;
    }
    out.push_str(&String::from_utf16_lossy(&units));
    out.push_str(rest);
    out
}

/// What `Debug` writes for a character that it does not show, behind the backslash.
fn braced(text: &str) -> Option<(char, &str)> {
    let (hex, after) = text.strip_prefix("u{")?.split_once('}')?;
    let character = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
    Some((character, after))
}

const ENTITIES: [(&str, char); 5] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
];

fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = rest[1..].split_once(';').and_then(|(name, after)| {
            let character = match name.strip_prefix('#') {
                Some(number) => {
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    char::from_u32(code.ok()?)
                }
                None => ENTITIES
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, character)| *character),
            };
            Some((character?, after))
        });
        let (character, after) = named.unwrap_or(('&', &rest[1..]));
        out.push(character);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What base64 of any text that holds the secret must hold, by the secret's place in it.
fn base64_cores(secret: &str) -> impl Iterator<Item = String> {
    [&BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE_NO_PAD]
        .into_iter()
        .flat_map(move |engine| {
            (0..3).map(move |before| {
                let mut whole = vec![0; before];
                whole.extend_from_slice(secret.as_bytes());
                let bits = whole.len() * 8;
                engine.encode(&whole)[(before * 8).div_ceil(6)..bits / 6].to_owned()
            })
        })
        // Of six digits too little is left to be known by.
        .filter(|core| core.len() >= 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::echo::{ENCODINGS, echo};

    /// The control of all leak checks: each form of each secret is found.
    #[test]
    fn every_echo_is_found() {
        for secret in ALL {
            assert_eq!(leak("nothing, of [redacted], to find", &[secret]), None);
            for encoding in 0..ENCODINGS {
                let echoed = format!("<p>{}</p>", echo(secret, encoding));
                // Base64 of something short has too few characters of its own.
                let short = secret == OTP && !leak_is_long(encoding);
                for shown in [echoed.clone(), format!("{echoed:?}")] {
                    assert!(leak(&shown, &[secret]).is_some() || short, "{shown}");
                }
            }
        }
    }

    fn leak_is_long(encoding: u8) -> bool {
        !(12..20).contains(&encoding)
    }

    #[test]
    fn secrets_are_distinct() {
        for (at, secret) in ALL.iter().enumerate() {
            assert!(ALL[..at].iter().all(|other| !other.contains(secret)));
            assert!(leak(ISSUED, &[secret]).is_none());
        }
    }
}
