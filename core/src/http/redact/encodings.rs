//! Secrets behind the encodings of servers, and those one in the other.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::{REDACTED, Redactor};
use crate::Secret;

/// Writes one character.
type Encode = fn(&mut String, char);

const ENCODINGS: [Encode; 12] = [
    |out, character| out.push(character),
    // A shell, a pattern: a backslash before whatever stands there.
    |out, character| out.extend(['\\', character]),
    |out, character| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(character),
        _ => out.extend(['\\', character]),
    },
    // JSON.
    |out, character| {
        let quoted = serde_json::Value::from(character.to_string()).to_string();
        out.push_str(&quoted[1..quoted.len() - 1].replace('/', "\\/"));
    },
    |out, character| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            written(write!(out, "\\u{unit:04x}"));
        }
    },
    |out, character| written(write!(out, "\\u{{{:x}}}", u32::from(character))),
    |out, character| bytes(out, character, "\\x"),
    |out, character| bytes(out, character, "%"),
    |out, character| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(character),
        _ => bytes(out, character, "%"),
    },
    |out, character| written(write!(out, "&#{};", u32::from(character))),
    |out, character| written(write!(out, "&#x{:X};", u32::from(character))),
    |out, character| match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '"' => out.push_str("&quot;"),
        other => out.push(other),
    },
];

fn bytes(out: &mut String, character: char, mark: &str) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        written(write!(out, "{mark}{byte:02X}"));
    }
}

fn written(result: std::fmt::Result) {
    result.expect("a string takes everything");
}

fn encoded(text: &str, encode: Encode) -> String {
    let mut out = String::new();
    text.chars()
        .for_each(|character| encode(&mut out, character));
    out
}

/// A secret as a server sends it back: what is before it, what is known of it, what is behind it.
fn echoes(secret: &str) -> Vec<[String; 3]> {
    let mut echoes = vec![["you sent ".into(), secret.into(), "!".into()]];
    for before in ["", "u:", "user:"] {
        let text = format!("{before}{secret}");
        for base64 in [
            BASE64_STANDARD.encode(&text),
            BASE64_URL_SAFE_NO_PAD.encode(format!("{text}!")),
        ] {
            let begin = (before.len() * 8).div_ceil(6);
            let end = text.len() * 8 / 6;
            let [before, known, behind] = [&base64[..begin], &base64[begin..end], &base64[end..]];
            echoes.push([before.into(), known.into(), behind.into()]);
        }
    }
    echoes
}

/// Nothing but the secret is redacted, and that as a whole.
fn check(redactor: &Redactor, echo: [String; 3], encodings: &[Encode]) {
    let [before, known, behind] = encodings.iter().fold(echo, |parts, encode| {
        parts.map(|part| encoded(&part, *encode))
    });
    let text = format!("{before}{known}{behind}");
    let shown = format!("{before}{REDACTED}{behind}");
    assert_eq!(redactor.text(&text), shown, "{text}");
}

const SECRET: &str = "c4n4ry/+ \"ü&<9";

#[test]
fn a_secret_is_found_in_two_encodings_one_in_the_other() {
    let redactor = Redactor::new([&Secret::from(SECRET)]);
    for first in ENCODINGS {
        for second in ENCODINGS {
            for echo in echoes(SECRET) {
                check(&redactor, echo, &[first, second]);
            }
        }
    }
}

#[test]
fn a_backslash_may_stand_before_any_character_of_an_echo() {
    let redactor = Redactor::new([&Secret::from(SECRET)]);
    for [before, known, behind] in echoes(SECRET) {
        for (at, _) in known.char_indices() {
            for escape in ["\\", "\\\\", "%5C", "&#92;", "\\u005c"] {
                let (start, end) = known.split_at(at);
                assert_eq!(
                    redactor.text(&format!("{before}{start}{escape}{end}{behind}")),
                    format!("{before}{REDACTED}{behind}"),
                    "{start}{escape}{end}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn a_secret_is_found_in_three_encodings(
        // Behind a backslash at its end, an escape of what follows could be part of it.
        secret in "[!-~üж\u{1f511}]{9,13}[0-9]",
        echo in any::<proptest::sample::Index>(),
        chosen in proptest::array::uniform3(0..ENCODINGS.len()),
    ) {
        let redactor = Redactor::new([&Secret::from(secret.as_str())]);
        let echo = echo.get(&echoes(&secret)).clone();
        check(&redactor, echo, &chosen.map(|one| ENCODINGS[one]));
    }

    #[test]
    fn each_character_may_be_encoded_in_its_own_way(
        chosen in proptest::collection::vec(proptest::array::uniform2(0..ENCODINGS.len()), 1..20),
    ) {
        let mut text = String::new();
        for (character, [first, second]) in SECRET.chars().zip(chosen.into_iter().cycle()) {
            let once = encoded(&character.to_string(), ENCODINGS[first]);
            text.push_str(&encoded(&once, ENCODINGS[second]));
        }
        let redactor = Redactor::new([&Secret::from(SECRET)]);
        prop_assert_eq!(redactor.text(&format!("<p>{text}</p>")), format!("<p>{REDACTED}</p>"));
    }
}
