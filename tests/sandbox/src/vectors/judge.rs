//! The one matcher of requests: it compares what came with what a vector says must come.

use serde_json::Value;

use super::Verdict;
use super::file::{ExpectedBody, ExpectedRequest, Vector};
use crate::api_name::ApiName;
use crate::encoding::form_decode;
use crate::exchange::Request;

/// Judges what a vector received; `None` when it was never armed.
pub(super) fn verdict(vector: &Vector, received: Option<&[Request]>) -> Verdict {
    let problems = match (received, &vector.request) {
        (None, _) => vec!["the vector was never armed".to_owned()],
        (Some([]), None) => Vec::new(),
        (Some(requests), None) => vec![format!(
            "nothing may be sent, and {} came: the first is {} {}",
            count(requests.len()),
            requests[0].method,
            requests[0].path
        )],
        (Some([]), Some(_)) => vec!["no request came".to_owned()],
        (Some(requests @ [first, rest @ ..]), Some(expected)) => {
            let mut problems = compare(vector.api, expected, first);
            if !rest.is_empty() {
                problems.push(format!("{} came instead of one", count(requests.len())));
            }
            problems
        }
    };
    Verdict {
        pass: problems.is_empty(),
        problems,
        requests: received.map_or(0, <[Request]>::len),
    }
}

fn count(requests: usize) -> String {
    match requests {
        1 => "1 request".to_owned(),
        more => format!("{more} requests"),
    }
}

fn compare(api: ApiName, expected: &ExpectedRequest, received: &Request) -> Vec<String> {
    let mut problems = Vec::new();
    if received.method != expected.method {
        problems.push(differs("method", &expected.method, &received.method));
    }
    compare_path(api, &expected.path, &received.path, &mut problems);
    compare_query(expected, received, &mut problems);
    for (name, value) in &expected.headers {
        compare_header(name, value.as_deref(), received, &mut problems);
    }
    compare_body(expected.body.as_ref(), received, &mut problems);
    problems
}

fn differs(what: &str, expected: &str, received: &str) -> String {
    format!("{what}: expected {expected:?}, received {received:?}")
}

/// A vector's path excludes the base URL; only Fitbit Plus counts the base's own path with it.
fn compare_path(api: ApiName, expected: &str, received: &str, problems: &mut Vec<String>) {
    let base = match api {
        ApiName::FitbitPlus => "",
        other => other.base_path(),
    };
    match received.strip_prefix(base) {
        Some(local) if local == expected => {}
        Some(local) => problems.push(differs("path", expected, local)),
        None => problems.push(format!("path: {received:?} is not under the base {base:?}")),
    }
}

fn compare_query(expected: &ExpectedRequest, received: &Request, problems: &mut Vec<String>) {
    let Some(mut pairs) = received.query_pairs() else {
        let query = received.query.as_deref().unwrap_or_default();
        problems.push(format!("query: {query:?} holds a bad escape"));
        return;
    };
    let mut wanted: Vec<(String, String)> = expected
        .query
        .iter()
        .flat_map(|(name, texts)| texts.0.iter().map(|text| (name.clone(), text.clone())))
        .collect();
    // The order of names is free, that of one name's values is not: the sort is stable.
    wanted.sort_by(|one, other| one.0.cmp(&other.0));
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    if pairs != wanted {
        problems.push(format!("query: expected {wanted:?}, received {pairs:?}"));
    }
}

fn compare_header(
    name: &str,
    expected: Option<&str>,
    received: &Request,
    problems: &mut Vec<String>,
) {
    let what = format!("header {name}");
    match (expected, received.header(name)) {
        (None, None) => {}
        (None, Some(value)) => problems.push(format!("{what}: must be absent, is {value:?}")),
        (Some(expected), None) => problems.push(format!("{what}: {expected:?} is missing")),
        (Some(_), Some(_)) if received.count(name) > 1 => {
            problems.push(format!("{what}: was sent {} times", received.count(name)));
        }
        (Some(expected), Some(value)) if expected == value => {}
        (Some(expected), Some(value)) => problems.push(differs(&what, expected, value)),
    }
}

fn compare_body(expected: Option<&ExpectedBody>, received: &Request, problems: &mut Vec<String>) {
    let body = &received.body;
    let shown = String::from_utf8_lossy(body);
    match expected {
        None | Some(ExpectedBody::Empty) => {
            if !body.is_empty() {
                problems.push(format!("body: expected none, received {shown:?}"));
            }
        }
        Some(ExpectedBody::Text(text)) => {
            if body != text.as_bytes() {
                problems.push(differs("body", text, &shown));
            }
        }
        Some(ExpectedBody::Json(value)) => match serde_json::from_slice::<Value>(body) {
            Ok(sent) if same(value, &sent) => {}
            Ok(sent) => problems.push(format!("body: expected {value}, received {sent}")),
            Err(error) => problems.push(format!("body: {shown:?} is not JSON: {error}")),
        },
        Some(ExpectedBody::Form(form)) => compare_form(form, &shown, problems),
    }
}

fn compare_form(expected: &[(String, String)], received: &str, problems: &mut Vec<String>) {
    let Some(mut pairs) = form_decode(received) else {
        problems.push(format!("body: {received:?} holds a bad escape"));
        return;
    };
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    if pairs != expected {
        problems.push(format!("body: expected {expected:?}, received {pairs:?}"));
    }
}

/// Whether two JSON values are equal, numbers by value: 1 is 1.0.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || ((one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, member)| other.get(name).is_some_and(|found| same(member, found)))
        }
        _ => one == other,
    }
}
