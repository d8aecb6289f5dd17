//! Answers in the forms a gateway has.

use super::go::encode::{Html, Object};
use crate::exchange::{Answer, Response};

const JSON: (&str, &str) = ("Content-Type", "application/json");
const TEXT: (&str, &str) = ("Content-Type", "text/plain; charset=utf-8");

/// Puts an answer together.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Answer::Respond(Response {
        status,
        headers: headers.collect(),
        body: body.into(),
    })
}

/// JSON and a newline.
pub(crate) fn json(status: u16, json: &str) -> Answer {
    answer(status, &[JSON], format!("{json}\n"))
}

/// Something went well.
pub(crate) fn done(message: &str) -> Answer {
    json(200, &status_object("ok", message))
}

/// Something went wrong.
pub(crate) fn error(status: u16, message: &str) -> Answer {
    json(status, &status_object("error", message))
}

fn status_object(status: &str, message: &str) -> String {
    Object::new(Html::Escaped)
        .string("status", status)
        .string("message", message)
        .finish()
}

/// A key or a client is gone.
pub(crate) fn deleted(key: &[u8]) -> Answer {
    let object = Object::new(Html::Escaped)
        .string("key", key)
        .string("status", "ok")
        .string("action", "deleted");
    json(200, &object.finish())
}

/// The method is none of the path's.
pub(crate) fn method_not_supported() -> Answer {
    error(405, "Method not supported")
}

/// Plain text, as it is when a handler says nothing about its type.
pub(crate) fn text(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    answer(status, &[TEXT], body)
}

/// No route of the control API.
pub(crate) fn page_not_found() -> Answer {
    answer(
        404,
        &[TEXT, ("X-Content-Type-Options", "nosniff")],
        "404 page not found\n",
    )
}

/// A redirect without a body.
pub(crate) fn redirect(status: u16, location: &str) -> Answer {
    answer(status, &[("Location", location)], "")
}

/// A refusal of a proxied call, as the gateway's templates lay it out: in XML for a request whose
/// own content is XML.
pub(crate) fn refused(status: u16, message: &str, asked: &str) -> Answer {
    let asked = asked.split(';').next().unwrap_or_default();
    let (kind, body) = match asked {
        "application/soap+xml" | "application/xml" | "text/xml" => {
            let declaration = "<?xml version = \"1.0\" encoding = \"UTF-8\"?>";
            (asked, format!("{declaration}\n<error>{message}</error>\n"))
        }
        _ => (JSON.1, format!("{{\n    \"error\": \"{message}\"\n}}")),
    };
    answer(
        status,
        &[("Content-Type", kind), ("X-Generator", "tyk.io")],
        body,
    )
}

/// Adds header fields.
pub(crate) fn with_headers(mut answer: Answer, headers: &[(&str, &str)]) -> Answer {
    if let Answer::Respond(response) = &mut answer {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        response.headers.extend(headers);
    }
    answer
}
