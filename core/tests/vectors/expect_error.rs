//! The comparison of an error with what a vector expects of it.

use std::time::Duration;

use authloom::Error;
use serde_json::{Map, Value, json};

use crate::compare::same;

/// Tells each difference with the member's name; none if the error is what is expected.
pub(crate) fn compare(expected: &Value, error: &Error) -> Vec<String> {
    let none = Map::new();
    let listed = expected.as_object().unwrap_or(&none);
    let mut differences = Vec::new();
    if !listed.contains_key("kind") {
        differences.push(format!("expected an error of no kind: {expected}"));
    }
    for (name, wanted) in listed {
        match read(error, name) {
            Some(found) if same(wanted, &found) => {}
            // Without one of the server's the message is in our words.
            Some(Value::String(ours)) if name == "message" && wanted.is_null() => {
                if body(error).to_string().contains(&json!(ours).to_string()) {
                    differences.push(format!(
                        "message: expected none of the server's, got {ours:?}"
                    ));
                }
            }
            Some(found) => differences.push(format!("{name}: expected {wanted}, got {found}")),
            None => differences.push(format!("`{name}` is no member of an error")),
        }
    }
    if !differences.is_empty() {
        differences.push(format!("the error is {error:?}"));
    }
    differences
}

/// A member of an error, null if it is absent; none if no error has such a member.
fn read(error: &Error, name: &str) -> Option<Value> {
    Some(match name {
        "kind" => json!(error.kind.as_str()),
        "status" => json!(error.status),
        "code" => json!(error.code),
        "codes" => json!(error.codes),
        "message" => json!(error.message),
        "request_id" => json!(error.request_id),
        "retry_after" => json!(error.retry_after.as_ref().map(Duration::as_secs_f64)),
        "field" => json!(error.field),
        "title" | "detail" | "invalid_parameters" | "errors" | "details" => {
            body(error).get(name).cloned().unwrap_or_default()
        }
        _ => return None,
    })
}

/// The body that the error keeps, null where it is none or no JSON.
fn body(error: &Error) -> Value {
    let text = error.body.as_deref().unwrap_or_default();
    serde_json::from_str(text).unwrap_or_default()
}
