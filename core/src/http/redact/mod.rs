//! Takes the secrets of a call out of what a server sent back.

mod encoded_match;
#[cfg(test)]
mod encodings;
mod few;
mod reader;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

use super::bounded_json;
use super::encode::push_encoded;
use super::named_secrets::is_secret_name;
use super::prefix::prefix;
use crate::Secret;
use encoded_match::Finder;
use few::Few;
use reader::MARKS;

const REDACTED: &str = "[redacted]";
/// Shorter secrets would be found in innocent text.
const SHORTEST: usize = 6;

/// How much of a body that is no JSON is looked through. An error keeps 8 KiB of it; what comes so
/// far behind is only shown where secrets made up most of what stood before.
const LOOKED_THROUGH: usize = 64 << 10;

/// The secrets of a call, in base64 and hexadecimal too; however they are written, they are found.
#[derive(Debug)]
pub(crate) struct Redactor {
    needles: Vec<Needle>,
    /// The bytes with which a secret can begin.
    begins: [bool; 256],
}

/// What is looked for.
#[derive(Debug, PartialEq, Eq)]
struct Needle {
    first: char,
    text: String,
}

impl Redactor {
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut needles: Vec<Needle> = secrets
            .into_iter()
            .map(Secret::reveal)
            .filter(|secret| secret.chars().count() >= SHORTEST)
            .flat_map(forms)
            .filter(|form| form.len() >= SHORTEST)
            .filter_map(|text| {
                let first = text.chars().next()?;
                Some(Needle { first, text })
            })
            .collect();
        // The longest first: a part must not be replaced before the whole is found.
        needles.sort_by(|a, b| (b.text.len(), &a.text).cmp(&(a.text.len(), &b.text)));
        needles.dedup();
        let mut begins = [false; 256];
        for Needle { first, text } in &needles {
            begins[usize::from(text.as_bytes()[0])] = true;
            for mark in MARKS {
                begins[mark as usize] = true;
            }
            // What an error shows as a space may be any of many characters.
            if *first == ' ' {
                begins = [true; 256];
            }
        }
        Self { needles, begins }
    }

    /// A string without the secrets of the call.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut finder = Finder::new(text);
        let mut out = String::with_capacity(text.len());
        let (mut shown, mut at) = (0, 0);
        while let Some(ahead) = self.begin(&text.as_bytes()[at..]) {
            at += ahead;
            if let Some(end) = self.end(&mut finder, at) {
                out.push_str(&text[shown..at]);
                out.push_str(REDACTED);
                (shown, at) = (end, end);
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        out.push_str(&text[shown..]);
        out
    }

    /// How far ahead a secret can begin.
    fn begin(&self, text: &[u8]) -> Option<usize> {
        text.iter().position(|byte| self.begins[usize::from(*byte)])
    }

    /// Where the longest secret ends that begins at this place.
    fn end(&self, finder: &mut Finder<'_>, at: usize) -> Option<usize> {
        let mut firsts: Few<char, 16> = Few::default();
        finder.each_character(at, |character| firsts.push(character));
        self.needles
            .iter()
            .filter(|needle| firsts.as_slice().contains(&needle.first))
            .find_map(|needle| finder.end(at, &needle.text))
    }

    /// Whether a string holds a secret of the call.
    pub(crate) fn finds_in(&self, text: &str) -> bool {
        self.text(text) != text
    }

    /// A body without the secrets of the call, and without the values of members that are likely
    /// to be secrets of others; with it its JSON, null if it has none. `codes` are the places of
    /// error codes, which are not. JSON that takes too much memory is lost.
    pub(crate) fn body(&self, body: &str, codes: &[&str]) -> (String, Value) {
        match bounded_json::read(body) {
            Ok(mut value) => {
                self.json(&mut value, codes);
                (value.to_string(), value)
            }
            Err(error) if error.is_data() => Default::default(),
            // In this order: a secret may hold what ends an assignment's value.
            Err(_) => (
                mask_assignments(&self.text(prefix(body, LOOKED_THROUGH))),
                Value::Null,
            ),
        }
    }

    fn json(&self, value: &mut Value, codes: &[&str]) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => {
                let codes = below(codes, "*");
                for item in items {
                    self.json(item, &codes);
                }
            }
            Value::Object(members) => {
                for (name, member) in std::mem::take(members) {
                    let codes = below(codes, &name);
                    let mut member = member;
                    let is_value = member.is_string() || member.is_number();
                    if is_value && is_secret_name(&name) && !codes.contains(&"") {
                        member = Value::from(REDACTED);
                    } else {
                        self.json(&mut member, &codes);
                    }
                    members.insert(self.text(&name), member);
                }
            }
            Value::Number(number) => {
                if self.finds_in(&number.to_string()) {
                    *value = Value::from(REDACTED);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }
}

/// What is left of the places below a member. They are cut down rather than the place built up:
/// names can be megabytes long, and so can a list of what is below one.
fn below<'a>(places: &[&'a str], name: &str) -> Vec<&'a str> {
    let left = places
        .iter()
        .filter_map(|place| place.strip_prefix('/')?.strip_prefix(name));
    left.filter(|left| left.is_empty() || left.starts_with('/'))
        .collect()
}

/// A secret in the forms in which a server may send it back: as it is, in upper or lower case, in
/// hexadecimal, and what base64 of a string with that in it must hold.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![
        secret.to_owned(),
        secret.to_uppercase(),
        secret.to_lowercase(),
        // As percent-encoding in the other case leaves it: `%C3%BC` stays `ü`.
        secret.to_ascii_uppercase(),
        secret.to_ascii_lowercase(),
    ];
    for sent in as_sent(secret) {
        let digits = sent.bytes().flat_map(|byte| [byte >> 4, byte & 0xf]);
        let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
        let hexadecimal: String = digits.collect();
        forms.push(hexadecimal.to_uppercase());
        forms.push(hexadecimal);
        for engine in [&BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE_NO_PAD] {
            // Base64 of a string that the secret is a part of shifts it by up to two bytes. What
            // depends on the neighbours is cut off at both ends.
            for shift in 0..3 {
                let mut shifted = vec![0; shift];
                shifted.extend_from_slice(sent.as_bytes());
                let encoded = engine.encode(&shifted);
                let begin = (shift * 8).div_ceil(6);
                let end = shifted.len() * 8 / 6;
                forms.push(encoded[begin..end].to_owned());
            }
        }
    }
    forms
}

/// A secret as a request writes it: in a header field, in JSON, in a path or a form. A server may
/// send back its request as a whole, and encode that.
fn as_sent(secret: &str) -> Vec<String> {
    let json = Value::from(secret).to_string();
    let mut encoded = String::new();
    push_encoded(&mut encoded, secret);
    let mut sent = vec![
        secret.to_owned(),
        json[1..json.len() - 1].to_owned(),
        encoded,
    ];
    // Mostly they are all the same.
    sent.dedup();
    sent
}

/// Masks what is assigned to a secret's name in a string that is no JSON, such as a form, a page or
/// a torn document: `access_token=…`, `"client_secret": "…`.
fn mask_assignments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['=', ':']) {
        let (before, from) = rest.split_at(at);
        let named = before.trim_end_matches(['"', '\'', ' ', '\\']);
        let start = named
            .rfind(|character: char| !(character.is_alphanumeric() || "_-.".contains(character)))
            .map_or(0, |place| {
                place + named[place..].chars().next().map_or(1, char::len_utf8)
            });
        let name = &named[start..];
        out.push_str(before);
        let value = from[1..].trim_start_matches(['"', '\'', ' ', '\\']);
        out.push_str(&from[..from.len() - value.len()]);
        rest = value;
        // Only what is masked is looked through, and then it is behind us: a server chooses how
        // many signs there are, and the time must not grow with their square.
        if is_secret_name(name) {
            let end = value
                .find(['"', '\'', '&', ',', ';', '<', '}', '\n', '\r', '\\'])
                .unwrap_or(value.len());
            if end > 0 {
                out.push_str(REDACTED);
            }
            rest = &value[end..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::encode::push_encoded;
    use super::*;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
    use proptest::prelude::*;

    const CANARY: &str = "c4n4ry/+ \"ü&=%";

    fn redactor() -> Redactor {
        Redactor::new([&Secret::from(CANARY), &Secret::from("short")])
    }

    #[test]
    fn a_secret_is_found_in_every_form() {
        let mut url = String::new();
        push_encoded(&mut url, CANARY);
        let mut url_of_base64 = String::new();
        push_encoded(&mut url_of_base64, &BASE64_STANDARD.encode(CANARY));
        for echoed in [
            CANARY.to_owned(),
            url.to_ascii_lowercase(),
            url.to_ascii_uppercase(),
            url.replace("%20", "+"),
            url.clone(),
            url_of_base64,
            BASE64_STANDARD.encode(CANARY),
            BASE64_URL_SAFE.encode(CANARY),
            BASE64_STANDARD.encode(format!("u:{CANARY}")),
            BASE64_STANDARD.encode(format!("us:{CANARY}!")),
            BASE64_STANDARD.encode(format!("usr:{CANARY}??")),
            BASE64_STANDARD.encode(serde_json::json!({ "secret": CANARY }).to_string()),
            BASE64_STANDARD.encode(format!("secret={url}")),
            serde_json::json!(CANARY)
                .to_string()
                .replace('\\', "%5C")
                .replace('"', "%22"),
        ] {
            let shown = redactor().text(&format!("<p>{echoed}</p>"));
            assert!(shown.contains(REDACTED), "{echoed} stays in {shown}");
            let characters: Vec<char> = echoed.chars().collect();
            let heart: String = characters[3..characters.len() - 4].iter().collect();
            assert!(!shown.contains(&heart), "{shown}");
        }
    }

    #[test]
    fn digits_are_found_in_numbers_too() {
        let redactor = Redactor::new([&Secret::from("493817")]);
        assert_eq!(
            redactor
                .body(r#"{"given":493817,"at":[-493817.5,49381]}"#, &[])
                .0,
            r#"{"at":["[redacted]",49381],"given":"[redacted]"}"#
        );
    }

    #[test]
    fn a_short_secret_is_left_alone() {
        assert_eq!(redactor().text("a short text"), "a short text");
    }

    #[test]
    fn no_part_of_a_secret_stays_in_a_torn_text() {
        for (body, shown) in [
            ("x_key: c4n4ry/+ \"ü&=%, z", "x_key: [redacted], z"),
            ("key: c4n4ry/+ \"ü&=%; z", "key: [redacted]; z"),
            ("{\"a\": \"c4n4ry/+ \\\"ü&=", "{\"a\": \"[redacted]"),
            ("{\"a\": \"c4n4ry\\/+ \\", "{\"a\": \"[redacted]"),
            ("a=c4n4ry%2F%2B+%22%C3%BC%2", "a=[redacted]"),
        ] {
            assert_eq!(redactor().body(body, &[]).0, shown);
        }
    }

    #[test]
    fn members_that_hold_secrets_lose_their_values() {
        let body = r#"{"code":"E1","access_token":"x","nested":[{"otpCode":123,"token_type":"bearer"}],
            "statusCode":400,"message":"c4n4ry/+ \"ü&=%"}"#;
        let (_, shown) = redactor().body(body, &["/code"]);
        assert_eq!(
            shown,
            serde_json::json!({"code": "E1", "access_token": REDACTED,
                "nested": [{"otpCode": REDACTED, "token_type": "bearer"}],
                "statusCode": 400, "message": REDACTED})
        );
    }

    #[test]
    fn a_code_elsewhere_than_the_api_puts_it_is_a_secret() {
        let (shown, _) = redactor().body(
            r#"{"errors":[{"code":"E"}],"code":"C"}"#,
            &["/errors/*/code"],
        );
        assert_eq!(shown, r#"{"code":"[redacted]","errors":[{"code":"E"}]}"#);
    }

    #[test]
    fn assignments_in_other_texts_are_masked() {
        for (text, shown) in [
            ("access_token=abc&x=1", "access_token=[redacted]&x=1"),
            (
                "{\"client_secret\": \"abc\", \"a\": 1",
                "{\"client_secret\": \"[redacted]\", \"a\": 1",
            ),
            ("<p>password: abc</p>", "<p>password: [redacted]</p>"),
            ("status: 404, code missing", "status: 404, code missing"),
            ("ü=ö: token", "ü=ö: token"),
        ] {
            assert_eq!(redactor().body(text, &[]).0, shown);
        }
    }

    /// Where the time grows with the square of what a server chose, this takes minutes to hours.
    #[test]
    fn a_hostile_body_takes_no_longer_than_another() {
        let redactor = redactor();
        for text in ["=", "token=", "token:\"", "=\"", "c4n4ry/"] {
            assert!(!redactor.body(&text.repeat(1 << 16), &[]).0.is_empty());
        }
        for marks in [
            "%25",
            "%",
            "\\",
            "&",
            "&#38;",
            "&#38;#38;",
            "\\&\\#\\3\\8\\;",
            "\\u0025",
        ] {
            let text = marks.repeat(1 << 15);
            assert_eq!(redactor.text(&text), text);
        }
        let members: Vec<String> = (0..4_000).map(|n| format!("\"{n}\":0")).collect();
        let name = "x".repeat(1 << 20);
        let body = format!("{{\"{name}\":{{{}}}}}", members.join(","));
        assert!(!redactor.body(&body, &["/errors/*/code"]).0.is_empty());
    }

    #[test]
    fn no_more_is_looked_through_than_can_be_shown() {
        let body = format!("a{}", "ü".repeat(1 << 20));
        let (shown, _) = redactor().body(&body, &[]);
        assert_eq!(shown, body[..LOOKED_THROUGH - 1]);
    }

    proptest! {
        #[test]
        fn no_body_breaks_it_or_keeps_the_secret(before in "\\PC{0,40}", after in "\\PC{0,40}") {
            let (shown, _) = redactor().body(&format!("{before}{CANARY}{after}"), &[]);
            prop_assert!(!shown.contains(CANARY));
        }
    }
}
