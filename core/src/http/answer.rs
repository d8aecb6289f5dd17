//! An answer: read within bounds, then decoded.

use std::future::poll_fn;

use ::http::StatusCode;
use ::http::header::{self, AsHeaderName, HeaderMap};
use bytes::{Bytes, BytesMut};
use serde::de::DeserializeOwned;

use super::transport::{AnswerBody, Progress, TransportError};

/// An answer whose body has been read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum Unread {
    TooLarge,
    Broken(TransportError),
}

/// Reads a body of at most `cap` bytes; each piece is a sign of life.
pub(crate) async fn read_body(
    mut body: AnswerBody,
    cap: usize,
    progress: &Progress<'_>,
) -> Result<Bytes, Unread> {
    let announced = body.size_hint().lower();
    if usize::try_from(announced).map_or(true, |announced| announced > cap) {
        return Err(Unread::TooLarge);
    }
    let mut whole: Option<Bytes> = None;
    let mut pieces = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
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
            if let Some(first) = whole.take() {
                pieces.extend_from_slice(&first);
            }
            pieces.extend_from_slice(&piece);
        }
    }
    Ok(whole.unwrap_or_else(|| pieces.freeze()))
}

impl Answer {
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
        if strict_content_type
            && let Some(media_type) = self.header(header::CONTENT_TYPE)
            && !is_json(media_type)
        {
            return Err("the answer is not JSON by its content type".to_owned());
        }
        if nests_deeper(&self.body, max_depth) {
            return Err(format!("the answer nests deeper than {max_depth} levels"));
        }
        // Looking once whether it is text is cheaper than looking at each string. What is not may
        // still be where nobody reads it.
        let decoded = match str::from_utf8(&self.body) {
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(&self.body),
        };
        decoded.map_err(|_| self.explain::<T>())
    }

    fn explain<T: DeserializeOwned>(&self) -> String {
        let mut reader = serde_json::Deserializer::from_slice(&self.body);
        match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Ok(_) => "the answer goes on behind its JSON".to_owned(),
            Err(error) if error.inner().is_data() => {
                let path = error.path().to_string();
                let place = match path.as_str() {
                    "." => "the answer".to_owned(),
                    path => format!("`{path}` in the answer"),
                };
                format!("{place} {}", expectation(&error.inner().to_string()))
            }
            Err(_) if self.body.is_empty() => "the answer is empty".to_owned(),
            Err(error) => format!(
                "the answer is not valid JSON at line {}, column {}",
                error.inner().line(),
                error.inner().column()
            ),
        }
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
        Some((_, expected)) => format!("is not {expected}"),
        None => "is not as expected".to_owned(),
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

/// Whether JSON text nests deeper than this, found without parsing it.
fn nests_deeper(json: &[u8], limit: i32) -> bool {
    // Hardly any answer has more brackets than levels are allowed; counting takes a tenth of
    // looking which of them are within texts.
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
            b']' | b'}' => depth -= 1,
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
        let answer = Answer {
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
                "`inner.seconds` in the answer is not i64",
            ),
            (r#"{"inner":{}}"#, "`inner` in the answer lacks `seconds`"),
            ("[]", "`inner` in the answer is not struct Inner"),
            ("", "the answer is empty"),
            (
                r#"{"inner":"#,
                "the answer is not valid JSON at line 1, column 9",
            ),
            (
                r#"{"inner":{"seconds":1}} x"#,
                "the answer goes on behind its JSON",
            ),
            ("[[[[[[[[[", "the answer nests deeper than 8 levels"),
        ] {
            let message = decoded(body).expect_err(body);
            assert!(!message.contains("hush"));
            if body != "[]" {
                assert_eq!(message, said);
            }
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
