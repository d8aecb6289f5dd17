//! Inputs to begin with: the exchanges of the wire vectors, and responses of every kind.

use serde_json::Value;

use super::responses::RESPONSES;
use crate::inputs::Named;
use crate::seeds::VECTORS;

/// The vectors in their order, each with its id.
fn vectors() -> impl Iterator<Item = (usize, String, Value)> {
    VECTORS.into_iter().flat_map(|(_, vectors)| {
        let vectors: Vec<Value> = serde_json::from_str(vectors).expect("the vectors are JSON");
        let numbered = vectors.into_iter().enumerate();
        numbered.map(|(turn, vector)| {
            let id = vector["id"].as_str().expect("each vector has an id");
            (turn, id.to_owned(), vector)
        })
    })
}

/// Responses of every kind, and those of the vectors.
pub(crate) fn responses() -> Vec<Named> {
    let own = RESPONSES.iter().enumerate();
    let own = own.map(|(turn, (name, text))| response_seed(name, turn, text));
    let vectors = vectors().filter(|(.., vector)| vector["response"].is_object());
    own.chain(
        vectors.map(|(turn, id, vector)| {
            response_seed(&id, turn, &response(&vector["response"], turn))
        }),
    )
    .collect()
}

/// The requests of the vectors.
pub(crate) fn requests() -> Vec<Named> {
    let vectors = vectors().filter(|(.., vector)| vector["request"].is_object());
    vectors
        .map(|(turn, id, vector)| request_seed(&id, turn, &vector["request"]))
        .collect()
}

/// In turn for each method, whole or cut, with an end or without.
fn response_seed(name: &str, turn: usize, response: &str) -> Named {
    let turn = u8::try_from(turn % 251).expect("less than 256");
    let head = [turn % 3, turn & 1, turn % 4];
    let cuts = [turn, 0, 3, 0, 7, 0];
    let cuts = &cuts[..usize::from(turn % 4) * 2];
    Named {
        name: name.to_owned(),
        input: [&head, cuts, response.as_bytes()].concat(),
    }
}

fn response(response: &Value, turn: usize) -> String {
    let mut text = format!("HTTP/1.1 {} Any\r\n", response["status"]);
    for (name, value) in fields(response) {
        text.extend([name, ": ", value, "\r\n"]);
    }
    let body = body(response);
    let framed = match turn % 3 {
        0 => format!("content-length: {}\r\n\r\n{body}", body.len()),
        1 => format!("\r\n{body}"),
        _ => format!(
            "transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
            body.len()
        ),
    };
    text + &framed
}

fn request_seed(id: &str, turn: usize, request: &Value) -> Named {
    let methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];
    let method = methods.iter().position(|name| request["method"] == **name);
    let method = u8::try_from(method.expect("a method")).expect("few methods");
    let turn = u8::try_from(turn % 251).expect("less than 256");
    let path = request["path"].as_str().unwrap_or("/");
    let mut input = vec![method, turn & 1, turn];
    push_counted(&mut input, path);
    for (name, value) in fields(request) {
        push_counted(&mut input, name);
        push_counted(&mut input, value);
    }
    input.extend([0, 0]);
    input.extend_from_slice(body(request).as_bytes());
    Named {
        name: id.to_owned(),
        input,
    }
}

fn push_counted(input: &mut Vec<u8>, text: &str) {
    let text = &text.as_bytes()[..text.len().min(255)];
    input.push(u8::try_from(text.len()).expect("at most 255"));
    input.extend_from_slice(text);
}

fn fields(message: &Value) -> impl Iterator<Item = (&str, &str)> {
    let fields = message["headers"].as_object();
    let fields = fields.into_iter().flatten();
    fields.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
}

fn body(message: &Value) -> String {
    match (message["body"].get("json"), message["body"].get("text")) {
        (Some(json), _) => json.to_string(),
        (None, text) => text.and_then(Value::as_str).unwrap_or_default().to_owned(),
    }
}
