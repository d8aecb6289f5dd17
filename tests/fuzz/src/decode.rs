//! What a text comes to when it is decoded: as JSON and `Debug` quote it, as a shell does, as a URL
//! and as a page.
//!
//! It shares nothing with the library: what is found here is what a person finds who decodes an
//! error with the usual tools.

/// How many decoders are tried one after the other. The library promises three layers; `Debug`
/// adds one to what an error holds, so that two of those are looked for in each field.
const LAYERS: usize = 3;
/// How many digits the number of a character has at most, leading zeros included.
const MOST_DIGITS: usize = 8;

type Decoder = fn(&str) -> String;

/// Each way to decode a text, and the mark without which it changes nothing.
const DECODERS: [(char, Decoder); 5] = [
    ('\\', unquoted),
    ('\\', without_backslashes),
    ('%', percent_decoded),
    ('+', unplussed),
    ('&', without_entities),
];

/// A text, and what it is decoded: quoted texts, URLs and pages within, one in the other.
pub(crate) fn views(text: &str) -> Vec<String> {
    let mut views = vec![text.to_owned()];
    let mut fresh = 0;
    for _ in 0..LAYERS {
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

/// Takes one layer of backslashes off, whatever they stand before.
fn without_backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let quoted = (character == '\\').then(|| characters.next()).flatten();
        out.push(quoted.unwrap_or(character));
    }
    out
}

/// Takes one layer of backslashes off, as JSON and `Debug` put them on.
fn unquoted(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    // A character beyond the first plane comes as two units.
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        if at > 0 {
            push_units(&mut out, &mut units);
        }
        out.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at + 1..];
        if let Some((unit, after)) = hexadecimal(rest, 'u', 4) {
            units.extend(u16::try_from(unit));
            rest = after;
            continue;
        }
        push_units(&mut out, &mut units);
        if let Some((byte, after)) = hexadecimal(rest, 'x', 2) {
            out.extend(u8::try_from(byte));
            rest = after;
            continue;
        }
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
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = after;
    }
    push_units(&mut out, &mut units);
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&out).into_owned()
}

fn push_units(out: &mut Vec<u8>, units: &mut Vec<u16>) {
    out.extend_from_slice(String::from_utf16_lossy(units).as_bytes());
    units.clear();
}

/// A letter with so many hexadecimal digits behind it, and what follows.
fn hexadecimal(text: &str, letter: char, digits: usize) -> Option<(u32, &str)> {
    let (digits, after) = text.strip_prefix(letter)?.split_at_checked(digits)?;
    Some((number(digits, 16)?, after))
}

/// What `Debug` writes for a character that it does not show, behind the backslash.
fn braced(text: &str) -> Option<(char, &str)> {
    let (digits, after) = text.strip_prefix("u{")?.split_once('}')?;
    Some((char::from_u32(number(digits, 16)?)?, after))
}

/// A number of digits alone: what the standard library also takes, a sign before them, no decoder
/// of JSON or pages does.
fn number(digits: &str, radix: u32) -> Option<u32> {
    let plain = digits.len() <= MOST_DIGITS && digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| plain)
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
                Some(digits) => char::from_u32(match digits.strip_prefix(['x', 'X']) {
                    Some(digits) => number(digits, 16)?,
                    None => number(digits, 10)?,
                }),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decoder_takes_off_one_layer() {
        for (decode, text, decoded) in [
            (
                unquoted as Decoder,
                r#"\"\\\/\u00fc\ud83d\udd11\xc3\xbc\u{fc}\n\-\"#,
                "\"\\/ü\u{1f511}üü\n-\\",
            ),
            (unquoted, r"\u+041\x+1\u{+41}", "u+041x+1u{+41}"),
            (without_backslashes, r"\S\\n\", r"S\n\"),
            (percent_decoded, "%2F%2b%252F%", "/+%2F%"),
            (unplussed, "a+b", "a b"),
            (
                without_entities,
                "&amp;&#38;&#x26;&lt;&#+38;&#000000038;&x;",
                "&&&<&#+38;&#000000038;&x;",
            ),
        ] {
            assert_eq!(decode(text), decoded, "{text}");
        }
    }
}
