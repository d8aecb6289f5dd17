//! What Fitbit Plus's responses are made of.

use serde_json::{Value, json};

use super::seed::{Group, Organization};
use crate::random;

/// The part of every response that names the request.
pub(super) fn meta() -> Value {
    json!({"req_id": random::hex(24)})
}

pub(super) fn group(group: &Group) -> Value {
    let mut attributes = json!({"name": group.name});
    if let Some(bio) = &group.bio {
        attributes["bio"] = json!(bio);
    }
    json!({
        "type": "group",
        "id": group.id,
        "attributes": attributes,
        "links": {"self": format!("/pub/group/{}", group.id)},
    })
}

pub(super) fn organization(organization: &Organization) -> Value {
    json!({
        "type": "organization",
        "id": organization.id,
        "attributes": {"name": organization.name},
        "links": {"self": format!("/pub/organization/{}", organization.id)},
    })
}

/// What a token is related to, by reference.
pub(super) fn relationships(token: &str, groups: &[&Group], organization: &Organization) -> Value {
    let groups: Vec<_> = groups
        .iter()
        .map(|group| json!({"type": "group", "id": group.id}))
        .collect();
    json!({
        "groups": {
            "data": groups,
            "links": {"related": format!("/pub/oauth/token/{token}/groups")},
        },
        "organization": {
            "data": {"type": "organization", "id": organization.id},
            "links": {"related": format!("/pub/oauth/token/{token}/organization")},
        },
    })
}
