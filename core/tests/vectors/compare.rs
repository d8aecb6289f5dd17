//! The comparison of a decoded value with what a vector expects of it.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Number, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::value::Found;

/// Tells each difference with its place; none if the value is what is expected.
pub(crate) fn compare(expected: &Value, found: &Found) -> Vec<String> {
    let mut differences = Vec::new();
    at("value", expected, found, &mut differences);
    differences
}

fn at(place: &str, expected: &Value, found: &Found, differences: &mut Vec<String>) {
    let equal = match (expected, found) {
        (_, Found::IfListed(found)) => return at(place, expected, found, differences),
        (Value::Object(wanted), Found::Object(members)) => {
            for (name, member) in members {
                if let (None, Found::IfListed(_)) = (wanted.get(*name), member) {
                    continue;
                }
                let wanted = wanted.get(*name).unwrap_or(&Value::Null);
                at(&format!("{place}.{name}"), wanted, member, differences);
            }
            return;
        }
        (Value::Array(wanted), Found::List(items)) if wanted.len() == items.len() => {
            for (index, (wanted, item)) in wanted.iter().zip(items).enumerate() {
                at(&format!("{place}[{index}]"), wanted, item, differences);
            }
            return;
        }
        (_, Found::Json(value)) => same(expected, value),
        (_, Found::Instant(time)) => is_instant(expected, *time),
        (Value::Null, Found::List(items)) => items.is_empty(),
        (Value::Null, Found::Set(items)) => items.is_empty(),
        (Value::Array(wanted), Found::Set(items)) => {
            wanted.iter().map(Value::as_str).collect::<BTreeSet<_>>()
                == items.iter().map(|item| Some(item.as_str())).collect()
        }
        (_, Found::NotReturned) => is_status(expected),
        _ => false,
    };
    if !equal {
        differences.push(format!("{place}: expected {expected}, got {found:?}"));
    }
}

/// Whether two JSON values are equal: numbers by value, and null, absent and an empty list alike.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let within = |one: &Map<String, Value>, other: &Map<String, Value>| {
                one.iter()
                    .all(|(name, member)| same(member, other.get(name).unwrap_or(&Value::Null)))
            };
            within(one, other) && within(other, one)
        }
        _ => one == other || (is_nothing(one) && is_nothing(other)),
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    // Whole numbers stay distinct beyond what a double can hold.
    one == other || ((one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64())
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// Whether a string in RFC 3339, or a number of seconds since 1970, is this instant.
fn is_instant(expected: &Value, found: SystemTime) -> bool {
    match expected {
        Value::String(text) => OffsetDateTime::parse(text, &Rfc3339)
            .is_ok_and(|time| OffsetDateTime::from(found) == time),
        Value::Number(seconds) => seconds
            .as_u64()
            .map(Duration::from_secs)
            .or_else(|| Duration::try_from_secs_f64(seconds.as_f64()?).ok())
            .is_some_and(|since| found == SystemTime::UNIX_EPOCH + since),
        _ => false,
    }
}

/// Whether this is how a vector writes a status that an operation does not return.
fn is_status(expected: &Value) -> bool {
    match expected {
        Value::Null => true,
        Value::Object(members) => members
            .iter()
            .all(|(name, text)| ["status", "message"].contains(&name.as_str()) && text.is_string()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::object;
    use serde_json::json;

    fn token() -> Found {
        let expires_at = SystemTime::UNIX_EPOCH + Duration::from_secs(3600);
        object! {
            access_token: "at-1",
            expires_in: 3,
            token_id: None::<String>,
            scopes: Found::Set(vec!["b".into(), "a".into()]),
            groups: vec![object! { id: "g-1", name: Some("One") }],
            created_at: SystemTime::UNIX_EPOCH + Duration::from_millis(1500),
            expires_at: Found::IfListed(Box::new(expires_at.into())),
            raw: json!({"n": 1, "deep": {"list": [1, null]}}),
        }
    }

    /// What is expected of `token`, with one member changed, or left out if it becomes nothing.
    fn expected(name: &str, member: Option<Value>) -> Value {
        let mut expected = json!({
            "access_token": "at-1",
            "expires_in": 3,
            "scopes": ["a", "b"],
            "groups": [{"id": "g-1", "name": "One"}],
            "created_at": "1970-01-01T00:00:01.5Z",
            "raw": {"n": 1, "deep": {"list": [1, null]}},
        });
        if let Some(member) = member {
            expected[name] = member;
        } else {
            let members = expected.as_object_mut().expect("an object");
            members.remove(name).expect("a member to leave out");
        }
        expected
    }

    #[test]
    fn vectors_accept_what_is_equal() {
        for (name, member) in [
            ("expires_in", json!(3.0)),
            ("token_id", json!(null)),
            ("token_id", json!([])),
            ("scopes", json!(["b", "a"])),
            ("created_at", json!("1970-01-01T01:00:01.500+01:00")),
            ("created_at", json!(1.5)),
            ("expires_at", json!(3600)),
            (
                "raw",
                json!({"n": 1.0, "deep": {"list": [1, []]}, "x": null}),
            ),
            ("no_member_of_the_shape", json!("is not compared")),
        ] {
            let expected = expected(name, Some(member));
            assert_eq!(compare(&expected, &token()), [""; 0], "{expected}");
        }
        let none = Found::List(Vec::new());
        for expected in [json!(null), json!([])] {
            assert_eq!(compare(&expected, &none), [""; 0]);
            assert_eq!(compare(&expected, &Found::Set(Vec::new())), [""; 0]);
        }
        assert_eq!(compare(&json!(null), &().into()), [""; 0]);
        let status = json!({"status": "ok", "message": "tokens revoked"});
        assert_eq!(compare(&status, &Found::NotReturned), [""; 0]);
    }

    #[test]
    fn vectors_refuse_what_differs() {
        for (name, member) in [
            ("access_token", Some(json!("at-2"))),
            ("access_token", Some(json!(null))),
            ("access_token", None),
            ("expires_in", Some(json!(4))),
            ("expires_in", Some(json!("3"))),
            ("expires_in", None),
            ("token_id", Some(json!("t-1"))),
            ("token_id", Some(json!(["t-1"]))),
            ("scopes", Some(json!(["a"]))),
            ("scopes", Some(json!(["a", "b", "c"]))),
            ("scopes", None),
            ("groups", Some(json!([]))),
            ("groups", Some(json!([{"id": "g-1"}]))),
            ("groups", Some(json!([{"id": "g-1", "name": "Two"}]))),
            (
                "groups",
                Some(json!([{"id": "g-1", "name": "One"}, {"id": "g-2"}])),
            ),
            ("groups", None),
            ("created_at", Some(json!("1970-01-01T00:00:01Z"))),
            ("created_at", Some(json!(1))),
            ("created_at", None),
            ("expires_at", Some(json!(3601))),
            ("expires_at", Some(json!(null))),
            ("raw", Some(json!({"n": 1, "deep": {"list": [null, 1]}}))),
            ("raw", Some(json!({"n": 1}))),
            (
                "raw",
                Some(json!({"n": 1, "deep": {"list": [1, null]}, "more": 0})),
            ),
            ("raw", None),
        ] {
            let expected = expected(name, member);
            let differences = compare(&expected, &token());
            assert_eq!(differences.len(), 1, "{expected}: {differences:?}");
            assert!(differences[0].starts_with(&format!("value.{name}")));
        }
        for expected in [json!(null), json!([]), json!("at-1"), json!(0)] {
            assert_eq!(compare(&expected, &token()).len(), 1, "{expected}");
        }
        let ordered = Found::from(vec!["a", "b"]);
        assert_eq!(compare(&json!(["b", "a"]), &ordered).len(), 2);
        assert_eq!(compare(&json!({"status": "ok"}), &().into()).len(), 1);
        assert_eq!(compare(&json!({"key": "k"}), &Found::NotReturned).len(), 1);
        let one_more = (1_u64 << 53) + 1;
        assert!(!same(&json!(one_more), &json!(one_more - 1)));
    }
}
