//! Inputs to begin with: the exchanges of the wire vectors, and responses of every kind.

use serde_json::Value;

use super::responses::RESPONSES;
use crate::seeds::Seed;

/// The seeds of both targets.
pub(crate) fn seeds<'a>(vectors: impl IntoIterator<Item = &'a str>) -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (turn, (name, response)) in RESPONSES.iter().enumerate() {
        seeds.push(response_seed(name, turn, response));
    }
    for vectors in vectors {
        let vectors: Vec<Value> = serde_json::from_str(vectors).expect("the vectors are JSON");
        for (turn, vector) in vectors.iter().enumerate() {
            let id = vector["id"].as_str().expect("each vector has an id");
            if vector["response"].is_object() {
                seeds.push(response_seed(
                    id,
                    turn,
                    &response(&vector["response"], turn),
                ));
            }
            if vector["request"].is_object() {
                seeds.push(request_seed(id, turn, &vector["request"]));
            }
        }
    }
    seeds
}

/// In turn for each method, whole or cut, with an end or without.
fn response_seed(name: &str, turn: usize, response: &str) -> Seed {
    let turn = u8::try_from(turn % 251).expect("less than 256");
    let head = [turn % 3, turn & 1, turn % 4];
    let cuts = [turn, 0, 3, 0, 7, 0];
    let cuts = &cuts[..usize::from(turn % 4) * 2];
    Seed {
        target: "http1_response",
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

fn request_seed(id: &str, turn: usize, request: &Value) -> Seed {
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
    Seed {
        target: "http1_request",
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
