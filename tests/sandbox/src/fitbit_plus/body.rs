//! The request for a token: its two forms, and the checks that need no state.

use serde_json::{Map, Value};

use super::problem::Problem;
use crate::exchange::Request;

/// A request for a token that is in order by itself.
#[derive(Debug)]
pub(super) struct TokenRequest {
    pub(super) client_id: String,
    pub(super) grant: Grant,
    pub(super) include: Option<Include>,
    /// The names of inputs that were not used.
    pub(super) ignored: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Grant {
    ClientCredentials { client_secret: String },
    RefreshToken { refresh_token: String },
}

/// What a response describes beside the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Include {
    Groups,
    Organization,
}

/// How a body is written; the content type tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    JsonApi,
    Flat,
}

impl Form {
    fn of(request: &Request) -> Result<Self, Problem> {
        match request.media_type().as_deref() {
            Some(super::JSON_API) => Ok(Self::JsonApi),
            Some("application/json") => Ok(Self::Flat),
            _ => Err(Problem::forbidden("The content type is not allowed")),
        }
    }

    fn attributes(self, body: &[u8]) -> Result<Map<String, Value>, Problem> {
        let nested = || {
            Problem::invalid_body(
                "/data",
                "The body does not have the form of its content type",
            )
        };
        let Ok(Value::Object(mut object)) = serde_json::from_slice(body) else {
            return Err(nested());
        };
        match (self, object.remove("data")) {
            (Self::Flat, None) => Ok(object),
            (Self::JsonApi, Some(Value::Object(mut data))) => {
                match data.get("type").map(Value::as_str) {
                    None | Some(Some("token" | "oauth/token")) => {}
                    _ => {
                        return Err(Problem::invalid_body(
                            "/data/type",
                            "The type must be token",
                        ));
                    }
                }
                match data.remove("attributes") {
                    Some(Value::Object(attributes)) => Ok(attributes),
                    _ => Err(nested()),
                }
            }
            _ => Err(nested()),
        }
    }

    fn pointer(self, name: &str) -> String {
        match self {
            Self::JsonApi => format!("/data/attributes/{name}"),
            Self::Flat => format!("/{name}"),
        }
    }
}

impl TokenRequest {
    /// Reads the request and makes the checks that need no state, in their order.
    pub(super) fn read(request: &Request) -> Result<Self, Problem> {
        let form = Form::of(request)?;
        let attributes = form.attributes(&request.body)?;
        let (include, mut ignored) = query(request)?;
        let text = |name: &str| match attributes.get(name) {
            Some(Value::String(text)) => Ok(text.clone()),
            _ => Err(Problem::invalid_body(
                &form.pointer(name),
                &format!("The {name} is missing or not text"),
            )),
        };
        let needed = match text("grant_type")?.as_str() {
            "client_credentials" => "client_secret",
            "refresh_token" => "refresh_token",
            _ => return Err(Problem::invalid_grant_type(&form.pointer("grant_type"))),
        };
        let (client_id, proof) = match (text("client_id"), text(needed)) {
            (Ok(client_id), Ok(proof)) => (client_id, proof),
            (Err(one), Err(other)) => return Err(one.and(other)),
            (Err(problem), _) | (_, Err(problem)) => return Err(problem),
        };
        let used = ["grant_type", "client_id", needed];
        let unused = attributes
            .keys()
            .filter(|name| !used.contains(&name.as_str()));
        ignored.extend(unused.cloned());
        let grant = match needed {
            "client_secret" => Grant::ClientCredentials {
                client_secret: proof,
            },
            _ => Grant::RefreshToken {
                refresh_token: proof,
            },
        };
        Ok(Self {
            client_id,
            grant,
            include,
            ignored,
        })
    }
}

/// What the query asks to include, and the names of what else it holds.
fn query(request: &Request) -> Result<(Option<Include>, Vec<String>), Problem> {
    let bad =
        || Problem::invalid_parameter("include", "One of groups and organization can be included");
    let mut include = None;
    let mut others = Vec::new();
    for (name, value) in request.query_pairs().ok_or_else(bad)? {
        if name != "include" {
            others.push(name);
            continue;
        }
        let asked = match value.as_str() {
            "groups" => Include::Groups,
            "organization" => Include::Organization,
            _ => return Err(bad()),
        };
        if include.replace(asked).is_some() {
            return Err(bad());
        }
    }
    Ok((include, others))
}
