//! Konnect's operations and error bodies, as the pipeline sees them.

use ::http::Method;
use serde_json::Value;

use crate::error::{Constraint, Problem};
use crate::http::operation::{Api, Class, MOST_PROBLEMS, Operation, Reported, Scheme, text};

pub(super) static KONNECT: Api = Api {
    client: "Konnect",
    scheme: Scheme::Bearer,
    credential_variable: "AUTHLOOM_KONNECT_TOKEN",
    accept: |method| {
        if *method == Method::DELETE {
            "application/problem+json"
        } else {
            "application/json"
        }
    },
    strict_content_type: true,
    repeats_500: true,
    read_error,
    error_codes: &[],
    conflict_is_bad_request: false,
};

pub(super) static GET_AUTH_CONFIG: Operation =
    Operation::new("get_auth_config", Method::GET, Class::Safe);
pub(super) static UPSERT_AUTH_CONFIG: Operation =
    Operation::new("upsert_auth_config", Method::PUT, Class::Idempotent)
        .resolved_by("get_auth_config");
pub(super) static DELETE_AUTH_CONFIG: Operation =
    Operation::new("delete_auth_config", Method::DELETE, Class::Idempotent)
        .resolved_by("get_auth_config")
        .absent_is_done();
pub(super) static CREATE_AUTH_CREDENTIAL: Operation =
    Operation::new("create_auth_credential", Method::POST, Class::NonIdempotent)
        .resolved_by("get_auth_credential");
pub(super) static GET_AUTH_CREDENTIAL: Operation =
    Operation::new("get_auth_credential", Method::GET, Class::Safe);
pub(super) static DELETE_AUTH_CREDENTIAL: Operation =
    Operation::new("delete_auth_credential", Method::DELETE, Class::Idempotent)
        .resolved_by("get_auth_credential")
        .absent_is_done();

/// Reads a problem document. Members of an unexpected type count as absent.
fn read_error(body: &Value) -> Reported {
    let listed = body
        .pointer("/invalid_parameters")
        .and_then(Value::as_array);
    Reported {
        message: text(body, "/detail").or_else(|| text(body, "/title")),
        request_id: text(body, "/instance"),
        problems: listed
            .into_iter()
            .flatten()
            .take(MOST_PROBLEMS)
            .map(problem)
            .collect(),
        ..Reported::default()
    }
}

fn problem(entry: &Value) -> Problem {
    Problem {
        field: text(entry, "/field"),
        reason: text(entry, "/reason"),
        rule: text(entry, "/rule"),
        source: text(entry, "/source"),
        constraint: constraint(entry),
    }
}

/// The constraint is known by the member that comes with it, not by the rule, whose names are an
/// open set.
fn constraint(entry: &Value) -> Constraint {
    let number = |name: &str| entry.get(name).and_then(Value::as_i64);
    let list = |name: &str| entry.get(name).and_then(Value::as_array).cloned();
    if let Some(minimum) = number("minimum") {
        Constraint::Minimum { minimum }
    } else if let Some(maximum) = number("maximum") {
        Constraint::Maximum { maximum }
    } else if let Some(choices) = list("choices") {
        Constraint::Choice { choices }
    } else if entry.get("dependents").is_some() {
        let dependents = list("dependents");
        Constraint::Dependent { dependents }
    } else {
        Constraint::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_constraint_is_known_by_its_member_in_the_contracts_order() {
        for (entry, expected) in [
            (
                json!({"rule": "min", "minimum": 8}),
                Constraint::Minimum { minimum: 8 },
            ),
            (
                json!({"rule": "brand_new", "maximum": 5}),
                Constraint::Maximum { maximum: 5 },
            ),
            (
                json!({"minimum": 1, "maximum": 5}),
                Constraint::Minimum { minimum: 1 },
            ),
            (
                json!({"rule": "enum", "choices": ["x", 1]}),
                Constraint::Choice {
                    choices: vec![json!("x"), json!(1)],
                },
            ),
            (
                json!({"rule": null, "dependents": null}),
                Constraint::Dependent { dependents: None },
            ),
            (
                json!({"dependents": ["x"]}),
                Constraint::Dependent {
                    dependents: Some(vec![json!("x")]),
                },
            ),
            (json!({"rule": "dependent_fields"}), Constraint::None),
            (json!({"minimum": "8"}), Constraint::None),
            (json!("no object"), Constraint::None),
        ] {
            assert_eq!(constraint(&entry), expected, "{entry}");
        }
    }
}
