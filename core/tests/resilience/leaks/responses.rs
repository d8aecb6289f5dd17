//! Responses that repeat a string wherever a response can hold one.

use serde_json::{Value, json};

/// What the body is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// JSON with the text in every member that some API's errors have.
    Errors,
    /// JSON that has been cut off.
    Torn,
    /// A page.
    Page,
    /// The text alone.
    Text,
    /// A JSON string.
    Quoted,
}

/// A response of that status with a string in its reason phrase, its header fields and its body.
pub(super) fn with(status: u16, shape: Shape, text: &str) -> String {
    let body = match shape {
        Shape::Errors => errors(text).to_string(),
        Shape::Torn => {
            let mut whole = json!({"access_token": text, "message": text, "end": 1}).to_string();
            whole.truncate(whole.len() - 3);
            whole
        }
        Shape::Page => format!("<html><p>Cannot read: {text}</p></html>"),
        Shape::Text => text.to_owned(),
        Shape::Quoted => Value::from(text).to_string(),
    };
    let media_type = match shape {
        Shape::Page | Shape::Text => "text/plain",
        _ => "application/json",
    };
    let line: String = text
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    let fields = [
        "X-Request-Id",
        "WWW-Authenticate",
        "Retry-After",
        "RateLimit-Limit",
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|name| format!("{name}: {line}\r\n"))
        .collect();
    let (fields, length) = (fields.concat(), body.len());
    format!(
        "HTTP/1.1 {status} {line}\r\n{fields}\
         Location: http://elsewhere.test/{line}\r\n\
         Content-Type: {media_type}; echo=\"{line}\"\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn errors(text: &str) -> Value {
    // Each place from which some API's message, code, request id or problem is taken.
    json!({
        "message": text, "detail": text, "error": text, "code": text,
        "instance": text, "errorTrackingId": text, "meta": {"req_id": text},
        "errors": [{"code": text, "detail": text, "source": {"pointer": text}}],
        "invalid_parameters": [
            {"field": text, "reason": text, "rule": text, "source": text, "choices": [text]},
        ],
        text: [text],
    })
}
