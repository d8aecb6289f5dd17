//! How a server may echo a secret: in any encoding, anywhere in its response.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

/// In a text, this byte and two more stand for an echo: which secret, in which encoding. It occurs
/// in no UTF-8.
pub(crate) const MARK: u8 = 0xff;

/// How many encodings there are.
pub(crate) const ENCODINGS: u8 = 36;
/// Those of base64, which says little of a short secret.
#[cfg(test)]
pub(crate) const IN_BASE64: [u8; 13] = [12, 13, 14, 15, 16, 17, 18, 19, 23, 24, 25, 26, 27];

/// A text with each mark replaced by the echo that it stands for.
pub(crate) fn fill(template: &[u8], secrets: &[&str]) -> Vec<u8> {
    let mut filled = Vec::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.iter().position(|byte| *byte == MARK) {
        filled.extend_from_slice(&rest[..at]);
        let [_, secret, encoding, after @ ..] = &rest[at..] else {
            return filled;
        };
        let secret = secrets[usize::from(*secret) % secrets.len()];
        filled.extend_from_slice(echo(secret, *encoding).as_bytes());
        rest = after;
    }
    filled.extend_from_slice(rest);
    filled
}

/// A secret in an encoding.
pub(crate) fn echo(secret: &str, encoding: u8) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let of_url =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!*'();:@&=+$,/?#[]".contains(&byte);
    match encoding % ENCODINGS {
        0 => secret.to_owned(),
        1 => quoted(secret),
        2 => units(secret, |_| true, false),
        3 => units(secret, |_| true, true),
        // As Go writes JSON, and as PHP does.
        4 => units(&quoted(secret), |c| "&<>".contains(c), false),
        5 => quoted(secret).replace('/', "\\/"),
        6 => quoted(&quoted(secret)),
        7 => percent(secret, unreserved, |_| true),
        8 => percent(secret, unreserved, |_| false),
        9 => percent(secret, unreserved, |at| at % 2 == 0),
        10 => percent(secret, |_| false, |_| true),
        11 => percent(secret, of_url, |_| true),
        12 => BASE64_STANDARD.encode(secret),
        13 => BASE64_STANDARD.encode(format!("u:{secret}")),
        14 => BASE64_STANDARD.encode(format!("{secret}:x")),
        15 => BASE64_STANDARD.encode(format!("a:{secret}")),
        16 => BASE64_URL_SAFE_NO_PAD.encode(secret),
        17 => BASE64_URL_SAFE_NO_PAD.encode(format!("me:{secret}!")),
        18 => percent(&BASE64_STANDARD.encode(secret), unreserved, |_| true),
        19 => BASE64_STANDARD.encode(format!("user:{secret}??")),
        20 => percent(&percent(secret, unreserved, |_| true), unreserved, |_| true),
        21 => percent(secret, |byte| unreserved(byte) || byte == b' ', |_| true).replace(' ', "+"),
        22 => entities(secret),
        // Base64 as it stands in JSON, in JSON that is a text in JSON, and in a page.
        23 => BASE64_STANDARD.encode(secret).replace('/', "\\/"),
        24 => backslashed(&BASE64_STANDARD.encode(format!("u:{secret}"))),
        25 => units(&BASE64_STANDARD.encode(secret), |_| true, false),
        26 => quoted(&units(&BASE64_STANDARD.encode(secret), |_| true, false)),
        27 => percent(&BASE64_STANDARD.encode(secret), |_| false, |_| true),
        28 => backslashed(secret),
        29 => percent(secret, unreserved, |_| true).replace('%', "\\x"),
        30 => entities(&quoted(secret)),
        31 => secret.to_uppercase(),
        32 => secret.to_lowercase(),
        33 => hexadecimal(secret),
        34 => hexadecimal(secret).to_uppercase(),
        _ => percent(&entities(secret), unreserved, |_| true),
    }
}

/// A backslash before each character, as shells and patterns put it before some, but for those of
/// which it would make another.
fn backslashed(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if !"ntrbfux\n\t".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Each byte as two digits.
pub(crate) fn hexadecimal(text: &str) -> String {
    let digits = percent(text, |_| false, |_| false);
    digits.replace('%', "")
}

/// As it stands between the quotes of JSON.
fn quoted(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Some characters as the `\uXXXX` of JSON.
fn units(text: &str, chosen: impl Fn(char) -> bool, upper: bool) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if !chosen(character) {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let written = if upper {
                write!(out, "\\u{unit:04X}")
            } else {
                write!(out, "\\u{unit:04x}")
            };
            written.expect("a string takes everything");
        }
    }
    out
}

fn percent(text: &str, plain: impl Fn(u8) -> bool, upper: impl Fn(usize) -> bool) -> String {
    let mut out = String::new();
    for (at, byte) in text.bytes().enumerate() {
        let written = if plain(byte) {
            out.push(byte.into());
            continue;
        } else if upper(at) {
            write!(out, "%{byte:02X}")
        } else {
            write!(out, "%{byte:02x}")
        };
        written.expect("a string takes everything");
    }
    out
}

/// As it stands in a page.
fn entities(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#x27;"),
            other => out.push(other),
        }
    }
    out
}
