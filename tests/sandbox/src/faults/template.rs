//! Text that repeats a request: `{body}`, `{target}`, `{headers}`, and `{name}` for the value of
//! the header field of that name.

use serde_json::Value;

use crate::exchange::Request;

/// The text with its places filled; a header field that was not sent is empty. Other braces stay.
pub(crate) fn fill(template: &str, request: &Request) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        match after.split_once('}') {
            Some((name, behind)) if is_name(name) => {
                out.push_str(&value(name, request));
                rest = behind;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

/// The same for all text in JSON.
pub(crate) fn fill_json(value: &mut Value, request: &Request) {
    match value {
        Value::String(text) => *text = fill(text, request),
        Value::Array(items) => items.iter_mut().for_each(|item| fill_json(item, request)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| fill_json(member, request)),
        _ => {}
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn value(name: &str, request: &Request) -> String {
    match name {
        "body" => String::from_utf8_lossy(&request.body).into_owned(),
        "target" => target(request),
        "headers" => {
            let lines: Vec<_> = request
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            lines.join("; ")
        }
        _ => request.header(name).unwrap_or_default().to_owned(),
    }
}

/// Path and query as sent.
pub(crate) fn target(request: &Request) -> String {
    match &request.query {
        Some(query) => format!("{}?{query}", request.path),
        None => request.path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_sent_stands_in_its_places() {
        let request = Request {
            path: "/a".to_owned(),
            query: Some("b=%20".to_owned()),
            headers: vec![("X-Key".to_owned(), "{body}".to_owned())],
            body: b"\"hi\"".to_vec(),
            ..Request::default()
        };
        for (template, filled) in [
            ("{target}|{x-key}|{gone}|{body}", "/a?b=%20|{body}||\"hi\""),
            ("{headers}", "X-Key: {body}"),
            (r#"{"a": {}, {body"#, r#"{"a": {}, {body"#),
            ("é{{body}}", "é{\"hi\"}"),
        ] {
            assert_eq!(fill(template, &request), filled);
        }
        let mut value = json!({"a": ["{body}", 1]});
        fill_json(&mut value, &request);
        assert_eq!(value, json!({"a": ["\"hi\"", 1]}));
    }
}
