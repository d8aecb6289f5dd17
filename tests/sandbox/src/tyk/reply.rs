//! Responses in the forms a gateway has.

use super::go::encode::{Html, Object};
use crate::exchange::{Action, Response};

const JSON: (&str, &str) = ("Content-Type", "application/json");
const TEXT: (&str, &str) = ("Content-Type", "text/plain; charset=utf-8");

/// Puts a response together.
pub(crate) fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Action {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Action::Respond(Response {
        status,
        headers: headers.collect(),
        body: body.into(),
    })
}

/// JSON and a newline.
pub(crate) fn json(status: u16, json: &str) -> Action {
    response(status, &[JSON], format!("{json}\n"))
}

/// Something went well.
pub(crate) fn done(message: &str) -> Action {
    json(200, &status_object("ok", message))
}

/// Something went wrong.
pub(crate) fn error(status: u16, message: &str) -> Action {
    json(status, &status_object("error", message))
}

fn status_object(status: &str, message: &str) -> String {
    Object::new(Html::Escaped)
        .string("status", status)
        .string("message", message)
        .finish()
}

/// A key or a client is gone.
pub(crate) fn deleted(key: &[u8]) -> Action {
    let object = Object::new(Html::Escaped)
        .string("key", key)
        .string("status", "ok")
        .string("action", "deleted");
    json(200, &object.finish())
}

/// The method is none of the path's.
pub(crate) fn method_not_supported() -> Action {
    error(405, "Method not supported")
}

/// Plain text, as it is when a handler says nothing about its type.
pub(crate) fn text(status: u16, body: impl Into<Vec<u8>>) -> Action {
    response(status, &[TEXT], body)
}

/// No route of the control API.
pub(crate) fn page_not_found() -> Action {
    response(
        404,
        &[TEXT, ("X-Content-Type-Options", "nosniff")],
        "404 page not found\n",
    )
}

/// A redirect without a body.
pub(crate) fn redirect(status: u16, location: &str) -> Action {
    response(status, &[("Location", location)], "")
}

/// A refusal of a proxied call, as the gateway's templates lay it out: in XML for a request whose
/// own content is XML.
pub(crate) fn refused(status: u16, message: &str, asked: &str) -> Action {
    let asked = asked.split(';').next().unwrap_or_default();
    let (kind, body) = match asked {
        "application/soap+xml" | "application/xml" | "text/xml" => {
            let declaration = "<?xml version = \"1.0\" encoding = \"UTF-8\"?>";
            (asked, format!("{declaration}\n<error>{message}</error>\n"))
        }
        _ => (JSON.1, format!("{{\n    \"error\": \"{message}\"\n}}")),
    };
    response(
        status,
        &[("Content-Type", kind), ("X-Generator", "tyk.io")],
        body,
    )
}

/// Adds header fields.
pub(crate) fn with_headers(mut action: Action, headers: &[(&str, &str)]) -> Action {
    if let Action::Respond(response) = &mut action {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        response.headers.extend(headers);
    }
    action
}
