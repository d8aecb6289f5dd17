//! A response: read within bounds, then decoded.

use std::future::poll_fn;
use std::pin::Pin;

use ::http::StatusCode;
use ::http::header::{self, AsHeaderName, HeaderMap};
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::transport::{Progress, ResponseBody, TransportError};
use crate::panics::Foreign;

/// A response whose body has been read.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// How long a string may be in a response whose type is known. An error of the parser shows the
/// text that it found in place of something else, at six times its length if it is written to do
/// so.
pub(crate) const LONGEST_TEXT: usize = 128 << 10;

/// Why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum Unread {
    TooLarge,
    Broken(TransportError),
}

/// Reads a body of at most `cap` bytes; each piece is a sign of life.
pub(crate) async fn read_body(
    mut body: ResponseBody,
    cap: usize,
    progress: &Progress<'_>,
) -> Result<Bytes, Unread> {
    if let Some(whole) = body.take_whole() {
        let fits = whole.len() <= cap;
        return if fits {
            Ok(whole)
        } else {
            Err(Unread::TooLarge)
        };
    }
    let mut body = Foreign::new(body);
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > cap {
        return Err(Unread::TooLarge);
    }
    let mut whole: Option<Bytes> = None;
    let mut pieces = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        let Ok(piece) = frame.map_err(Unread::Broken)?.into_data() else {
            continue;
        };
        progress.heard();
        if pieces.len() + whole.as_ref().map_or(0, Bytes::len) + piece.len() > cap {
            return Err(Unread::TooLarge);
        }
        // One piece is the rule, and needs no copy.
        if whole.is_none() && pieces.is_empty() {
            whole = Some(piece);
        } else {
            for piece in whole.take().into_iter().chain([piece]) {
                make_room(&mut pieces, piece.len(), announced, cap);
                pieces.extend_from_slice(&piece);
            }
        }
    }
    Ok(whole.unwrap_or_else(|| pieces.freeze()))
}

/// Makes room for another piece, and at once for all that is announced, or may come once it is
/// much: the memory is only taken when it is written to, but a body that moves takes twice as much.
fn make_room(pieces: &mut BytesMut, piece: usize, announced: usize, cap: usize) {
    const MUCH: usize = 1 << 20;
    const AT_ONCE: usize = 16 << 20;
    let length = pieces.len();
    if pieces.capacity() - length < piece {
        let end = if length < MUCH { announced } else { cap };
        pieces.reserve(end.saturating_sub(length).min(AT_ONCE).max(piece));
    }
}

impl Received {
    /// A header field as text.
    pub(crate) fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the body is coded, though none was asked for.
    pub(crate) fn content_coding(&self) -> Option<&str> {
        self.header(header::CONTENT_ENCODING)
            .filter(|coding| !coding.trim().eq_ignore_ascii_case("identity"))
    }

    /// Decodes the body as JSON, or says where it is otherwise than expected, without a value.
    pub(crate) fn decode<T: DeserializeOwned>(
        &self,
        strict_content_type: bool,
        max_depth: i32,
    ) -> Result<T, String> {
        self.look(strict_content_type, max_depth)?;
        // Looking once whether it is text is cheaper than looking at each string. An error shows
        // what was found, at its length, so it goes before the next one comes.
        let decoded = str::from_utf8(&self.body)
            .ok()
            .and_then(|text| serde_json::from_str(text).ok());
        decoded.map_or_else(|| self.decode_slowly(), Ok)
    }

    /// Refuses what is not worth decoding.
    fn look(&self, strict_content_type: bool, max_depth: i32) -> Result<(), String> {
        if strict_content_type
            && let Some(media_type) = self.header(header::CONTENT_TYPE)
            && !is_json(media_type)
        {
            return Err("the response is not JSON by its content type".to_owned());
        }
        if nests_deeper(&self.body, max_depth) {
            return Err(format!("the response nests deeper than {max_depth} levels"));
        }
        if has_text_beyond(&self.body, LONGEST_TEXT) {
            return Err(format!(
                "the response holds a string of more than {LONGEST_TEXT} bytes"
            ));
        }
        Ok(())
    }

    /// The body as JSON of any type, where it is that.
    pub(crate) fn json(&self, max_depth: i32) -> Option<Value> {
        if nests_deeper(&self.body, max_depth) {
            return None;
        }
        serde_json::from_slice(&self.body).ok()
    }

    /// Decodes what is no text as a whole, which may still be where nobody reads it, and says of
    /// everything else what is wrong with it. One reader for both: each is a good part of the code
    /// that there is for a type.
    fn decode_slowly<T: DeserializeOwned>(&self) -> Result<T, String> {
        let mut reader = serde_json::Deserializer::from_slice(&self.body);
        let decoded = serde_path_to_error::deserialize(&mut reader);
        match decoded.map_err(|error| self.explain(&error)) {
            Ok(_) if reader.end().is_err() => {
                Err("the response has trailing data after the JSON".to_owned())
            }
            decoded => decoded,
        }
    }

    fn explain(&self, error: &serde_path_to_error::Error<serde_json::Error>) -> String {
        if error.inner().is_data() {
            let path = error.path().to_string();
            let place = match path.as_str() {
                "." => "the response".to_owned(),
                path => format!("`{path}` in the response"),
            };
            return format!("{place} {}", expectation(&error.inner().to_string()));
        }
        if self.body.is_empty() {
            return "the response is empty".to_owned();
        }
        format!(
            "the response is not valid JSON at line {}, column {}",
            error.inner().line(),
            error.inner().column()
        )
    }
}

/// What serde expected, out of its message, which also shows the value: that stays out.
fn expectation(message: &str) -> String {
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(text, _)| text);
    if let Some(field) = message.strip_prefix("missing field ") {
        return format!("lacks {field}");
    }
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("is not {}", in_words_of_json(expected)),
        None => "is not as expected".to_owned(),
    }
}

/// A type as JSON's readers know it: serde names some by Rust's.
fn in_words_of_json(expected: &str) -> &str {
    match expected {
        "i32" | "i64" | "u64" => "an integer that fits",
        "f64" => "a number",
        "a sequence" => "a list",
        "a map" => "an object",
        "unit" => "null",
        _ if expected.starts_with("struct ") => "an object",
        _ => expected,
    }
}

/// Whether a media type is JSON: `application/json` or a `+json` type, parameters aside.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let ends_with = |end: &str| {
        essence
            .len()
            .checked_sub(end.len())
            .and_then(|start| essence.get(start..))
            .is_some_and(|found| found.eq_ignore_ascii_case(end))
    };
    essence.eq_ignore_ascii_case("application/json") || ends_with("+json")
}

/// Whether JSON holds a string that is longer than this, as it is written.
fn has_text_beyond(json: &[u8], longest: usize) -> bool {
    if json.len() <= longest {
        return false;
    }
    let (mut begin, mut escaped) = (None, false);
    json.iter().enumerate().any(|(place, byte)| {
        match (byte, begin) {
            _ if escaped => escaped = false,
            (b'\\', Some(_)) => escaped = true,
            (b'"', Some(_)) => begin = None,
            (b'"', None) => begin = Some(place),
            _ => {}
        }
        begin.is_some_and(|begin| place - begin > longest)
    })
}

/// Whether JSON text nests deeper than this, found without parsing it.
fn nests_deeper(json: &[u8], limit: i32) -> bool {
    // Hardly any response has more brackets than levels are allowed; counting takes a tenth of
    // looking which of them are within strings.
    // Parts whose count fits a byte are counted many bytes at a time.
    let opened: usize = json
        .chunks(usize::from(u8::MAX))
        .map(|part| {
            part.iter()
                .map(|byte| u8::from(byte | 0x20 == b'{'))
                .sum::<u8>()
        })
        .map(usize::from)
        .sum();
    if usize::try_from(limit).is_ok_and(|limit| opened <= limit) {
        return false;
    }
    let (mut depth, mut in_text, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its decoding matters")]
    struct Outer {
        inner: Inner,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its decoding matters")]
    struct Inner {
        seconds: i64,
    }

    fn decoded(body: &str) -> Result<Outer, String> {
        let answer = Received {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body.as_bytes()),
        };
        answer.decode(true, 8)
    }

    #[test]
    fn what_is_otherwise_is_named_by_path_and_type_never_by_value() {
        for (body, said) in [
            (
                r#"{"inner":{"seconds":"hush, expected hush"}}"#,
                "`inner.seconds` in the response is not an integer that fits",
            ),
            (r#"{"inner":{}}"#, "`inner` in the response lacks `seconds`"),
            (r#"{"inner":7}"#, "`inner` in the response is not an object"),
            ("[]", "the response is not an object"),
            ("", "the response is empty"),
            (
                r#"{"inner":"#,
                "the response is not valid JSON at line 1, column 9",
            ),
            (
                r#"{"inner":{"seconds":1}} x"#,
                "the response has trailing data after the JSON",
            ),
            ("[[[[[[[[[", "the response nests deeper than 8 levels"),
        ] {
            let message = decoded(body).expect_err(body);
            assert!(!message.contains("hush"));
            assert_eq!(message, said);
        }
    }

    #[test]
    fn a_text_is_measured_from_quote_to_quote() {
        for (json, long) in [
            (r#"["1234","1234"]"#, false),
            (r#"["12345"]"#, true),
            (r#"["12\"45"]"#, true),
            (r#"["\\12",1234567]"#, false),
            (r#"["12345"#, true),
            ("[1234567]", false),
        ] {
            assert_eq!(has_text_beyond(json.as_bytes(), 4), long, "{json}");
        }
    }

    #[test]
    fn brackets_in_texts_do_not_nest() {
        assert!(!nests_deeper(br#"["[[[[[[\"[[[[","\\"]"#, 1));
        assert!(!nests_deeper(br#"["{{{{","{"]"#, 1));
        assert!(nests_deeper(br#"["[", []]"#, 1));
    }

    #[test]
    fn json_is_known_by_its_media_type() {
        for (media_type, json) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/vnd.api+json", true),
            ("application/problem+JSON", true),
            ("json", false),
            ("text/plain", false),
            ("application/jsonp", false),
            ("", false),
        ] {
            assert_eq!(is_json(media_type), json, "{media_type}");
        }
    }
}
