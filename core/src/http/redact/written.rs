//! A text in all the ways in which another text may write it: plain, percent-encoded, quoted as in
//! JSON, escaped as in a page, also partly, and some of them twice.
//!
//! Encoders differ in which characters they encode and how: `/` is `%2F`, `%2f`, `\/`, `&#47;` or
//! itself. So the texts that may come of a secret cannot be listed; they are recognized.

/// Marks that begin what is not the character itself.
pub(super) const MARKS: [u8; 4] = *b"%\\&+";

/// How many backslashes may stand before a quoted character: of three layers of quoting.
const MOST_BACKSLASHES: usize = 7;
/// How often a percent sign may itself be percent-encoded.
const MOST_LAYERS: usize = 2;

/// Characters that have a name of their own in pages.
const ENTITIES: [(&str, char); 5] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
];

/// Characters that have a letter of their own behind a backslash.
const LETTERS: [(u8, char); 5] = [
    (b'n', '\n'),
    (b't', '\t'),
    (b'r', '\r'),
    (b'b', '\u{8}'),
    (b'f', '\u{c}'),
];

/// How many bytes of `text` write the secret, if it begins with it, or is cut off within it.
pub(super) fn length(text: &[u8], secret: &str) -> Option<usize> {
    let mut characters = secret.chars();
    // A mark may stand for itself or begin an encoding, so there may be several ways on. Mostly
    // there is none beyond the first character, and then nothing is allocated.
    let mut ends = Vec::new();
    character_at(text, characters.next()?, &mut |length| ends.push(length));
    if ends.is_empty() {
        return None;
    }
    let mut next = Vec::new();
    for (before, character) in (1..).zip(characters) {
        let furthest = ends.last().copied().unwrap_or_default();
        for end in ends.drain(..) {
            let mut push = |length| next.push(end + length);
            character_at(&text[end..], character, &mut push);
        }
        next.sort_unstable();
        next.dedup();
        std::mem::swap(&mut ends, &mut next);
        if ends.is_empty() {
            let torn = before >= super::SHORTEST && is_torn(&text[furthest..]);
            return torn.then_some(text.len());
        }
    }
    ends.last().copied()
}

/// Whether a text ends here, or within what writes one character.
fn is_torn(left: &[u8]) -> bool {
    let escapes = |byte: &u8| byte.is_ascii_alphanumeric() || b"%\\&#{".contains(byte);
    match left.first() {
        None => true,
        Some(first) if MARKS.contains(first) => left.len() < 12 && left.iter().all(escapes),
        Some(_) => left == "\u{fffd}".as_bytes(),
    }
}

/// Finds each way in which a text may begin with a character; `found` is told its length.
fn character_at(text: &[u8], character: char, found: &mut impl FnMut(usize)) {
    let mut buffer = [0; 4];
    let plain = character.encode_utf8(&mut buffer).as_bytes();
    if text.starts_with(plain) {
        found(plain.len());
    }
    match text.first() {
        Some(b'%') => percent(text, plain, 0, found),
        Some(b'+') if character == ' ' => found(1),
        Some(b'\\') => quoted(text, character, found),
        Some(b'&') => {
            if let Some(length) = entity(text, character) {
                found(length);
            }
        }
        _ => {}
    }
}

/// `%2F`, `%2f`, `%252F`, for each byte.
fn percent(text: &[u8], bytes: &[u8], read: usize, found: &mut impl FnMut(usize)) {
    let Some((byte, rest)) = bytes.split_first() else {
        found(read);
        return;
    };
    for layers in 0..=MOST_LAYERS {
        let digits = read + 1 + 2 * layers;
        let is_percent = text.get(read) == Some(&b'%')
            && text[read + 1..].get(..2 * layers) == Some(&b"2525"[..2 * layers]);
        if !is_percent {
            break;
        }
        if text.get(digits..digits + 2).and_then(hexadecimal) == Some(u32::from(*byte)) {
            percent(text, rest, digits + 2, found);
        }
    }
}

/// `\"`, `\/`, `\n`, `\u002f`, `\u{2f}`, behind one backslash or more.
fn quoted(text: &[u8], character: char, found: &mut impl FnMut(usize)) {
    let run = backslashes(text);
    if character == '\\' {
        (2..=run).for_each(&mut *found);
    }
    let behind = &text[run..];
    let Some(first) = behind.first() else {
        return;
    };
    let itself = matches!(character, '"' | '\'' | '/') && u32::from(*first) == u32::from(character);
    if itself || LETTERS.contains(&(*first, character)) {
        found(run + 1);
    }
    if let Some(braced) = behind.strip_prefix(b"u{") {
        let digits = braced.iter().position(|byte| *byte == b'}').unwrap_or(0);
        if digits <= 6 && hexadecimal(&braced[..digits]) == Some(u32::from(character)) {
            found(run + 2 + digits + 1);
        }
    }
    let mut read = 0;
    for unit in character.encode_utf16(&mut [0; 2]) {
        let run = backslashes(&text[read..]);
        read += run;
        let is_unit = run > 0
            && text.get(read) == Some(&b'u')
            && text.get(read + 1..read + 5).and_then(hexadecimal) == Some(u32::from(*unit));
        if !is_unit {
            return;
        }
        read += 5;
    }
    found(read);
}

/// How many backslashes a text begins with, of those that count.
fn backslashes(text: &[u8]) -> usize {
    let run = text.iter().take(MOST_BACKSLASHES);
    run.take_while(|byte| **byte == b'\\').count()
}

/// `&amp;`, `&#38;`, `&#x26;`.
fn entity(text: &[u8], character: char) -> Option<usize> {
    let end = text.iter().take(12).position(|byte| *byte == b';')?;
    let name = &text[1..end];
    let code = match name.strip_prefix(b"#") {
        Some([b'x' | b'X', hex @ ..]) => hexadecimal(hex)?,
        Some(decimal) => std::str::from_utf8(decimal).ok()?.parse().ok()?,
        None => {
            let known = ENTITIES.iter().find(|(known, _)| known.as_bytes() == name);
            known?.1.into()
        }
    };
    (code == u32::from(character)).then_some(end + 1)
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(digits).ok().filter(|_| plain)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_recognized_however_it_is_written() {
        for (secret, written) in [
            ("a/b c", "a/b c"),
            ("a/b c", "a%2Fb+c"),
            ("a/b c", "a%2fb%20c"),
            ("a/b c", "%61%2f%62%20%63"),
            ("a/b+c", "a/b%2Bc"),
            ("a/b", "a%252Fb"),
            ("a/b", "a%25252fb"),
            ("a/b", "a\\/b"),
            ("a&b", "a\\u0026b"),
            ("a&b", "a\\\\u0026b"),
            ("a&b", "a&amp;b"),
            ("a'b", "a&#39;b"),
            ("a'b", "a&#x27;b"),
            ("a\"\\\n", "a\\\"\\\\\\n"),
            ("\u{1f511}ü", "\\ud83d\\uDD11\\u00fc"),
            ("\u{1f511}ü", "\\u{1f511}%C3%bc"),
            ("50%2", "50%252"),
            ("50%X", "50%25X"),
            ("50%25X", "50%25X"),
            ("a\\\\b", "a\\\\\\\\b"),
        ] {
            let text = format!("{written}…");
            let length = length(text.as_bytes(), secret);
            assert_eq!(length, Some(written.len()), "{secret} as {written}");
        }
    }

    #[test]
    fn what_is_something_else_is_not() {
        for (secret, text) in [
            ("a/b", "a%2Gb"),
            ("a/b", "a%2"),
            ("a/b", "a%"),
            ("a/b", "a%+2b"),
            ("a/b", "a\\"),
            ("a/b", "a\\u002"),
            ("a/b", "a\\u{2f"),
            ("a/b", "a\\u{}b"),
            ("a/b", "a&#47"),
            ("a/b", "a&#;b"),
            ("a/b", "a&sol;b"),
            ("ab", "a"),
            ("ab", ""),
            ("ü", "%C3"),
        ] {
            assert_eq!(length(text.as_bytes(), secret), None, "{secret} in {text}");
        }
    }

    #[test]
    fn what_is_cut_off_is_recognized_if_it_is_long_enough() {
        let secret = "abcdef\"g/h";
        for text in [
            "abcdef",
            "abcdef\"",
            "abcdef\\",
            "abcdef\\u00",
            "abcdef%2",
            "abcdef%22",
            "abcdef&quo",
            "abcdef\u{fffd}",
            "abcdef%22g%2Fh",
        ] {
            let length = length(text.as_bytes(), secret);
            assert_eq!(length, Some(text.len()), "{text}");
        }
        for text in [
            "abcde",
            "abcdef ",
            "abcdef\"x",
            "abcdef%2 and more",
            "abcdef&x=1",
        ] {
            assert_eq!(length(text.as_bytes(), secret), None, "{text}");
        }
    }

    #[test]
    fn marks_upon_marks_take_no_longer() {
        for mark in ["\\", "%25", "&amp;", "%"] {
            let secret = mark.repeat(200);
            let text = format!("{}!", mark.repeat(2000));
            assert!(length(text.as_bytes(), &secret).is_some());
            assert!(length(text.as_bytes(), &format!("{secret}?")).is_none());
        }
    }
}
