//! Vector files: one for each API, named after it, an array of vectors each.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::api_name::ApiName;
use crate::encoding::form_encode;
use crate::exchange::Response;

/// One vector: a call, the request it must lead to, a canned response, and what the call must make
/// of it.
#[derive(Debug, Clone)]
pub struct Vector {
    /// The API whose file it stands in.
    pub api: ApiName,
    /// Its name, unique in the folder.
    pub id: String,
    /// The operation to call.
    pub operation: String,
    /// Settings of the client that differ from the usual ones; null for none.
    pub client: Value,
    /// The arguments of the call.
    pub call: Value,
    /// What the call must come to: `{"ok": …}` or `{"error": …}`.
    pub expect: Value,
    /// The request that must come; none when nothing may be sent.
    pub(crate) request: Option<ExpectedRequest>,
    /// The response; none to close the connection.
    pub(crate) response: Option<Response>,
}

/// The request that a vector expects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: BTreeMap<String, Texts>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Option<String>>,
    #[serde(default)]
    pub(crate) body: Option<ExpectedBody>,
}

/// The body that a vector expects; none at all is `None` around it.
#[derive(Debug, Clone)]
pub(crate) enum ExpectedBody {
    Json(Value),
    Form(Vec<(String, String)>),
    Text(String),
    Empty,
}

/// One value of a field, or several of them in order.
#[derive(Debug, Clone)]
pub(crate) struct Texts(pub(crate) Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let one = |value: Value| match value {
            Value::String(text) => Ok(text),
            Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
            _ => Err(serde::de::Error::custom("a field's value must be text")),
        };
        match Value::deserialize(deserializer)? {
            Value::Array(items) => items.into_iter().map(one).collect::<Result<_, _>>(),
            value => one(value).map(|text| vec![text]),
        }
        .map(Self)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVector {
    id: String,
    operation: String,
    #[serde(default)]
    client: Value,
    call: Value,
    request: Option<ExpectedRequest>,
    response: Option<RawResponse>,
    expect: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Option<RawBody>,
}

/// A body of either direction. JSON stays the text it is, so that a response is sent as given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBody {
    #[serde(default, deserialize_with = "present")]
    json: Option<Box<RawValue>>,
    form: Option<BTreeMap<String, Texts>>,
    text: Option<String>,
    empty: Option<bool>,
}

/// Keeps `null` apart from an absent member.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

enum Body {
    Json(Box<RawValue>),
    Form(Vec<(String, String)>),
    Text(String),
    Empty,
}

impl RawBody {
    fn kind(self) -> Result<Body, &'static str> {
        match (self.json, self.form, self.text, self.empty) {
            (Some(json), None, None, None) => Ok(Body::Json(json)),
            (None, Some(form), None, None) => Ok(Body::Form(pairs(form))),
            (None, None, Some(text), None) => Ok(Body::Text(text)),
            (None, None, None, Some(true)) => Ok(Body::Empty),
            _ => Err("a body is one of json, form, text and \"empty\": true"),
        }
    }
}

fn pairs(form: BTreeMap<String, Texts>) -> Vec<(String, String)> {
    form.into_iter()
        .flat_map(|(name, texts)| texts.0.into_iter().map(move |text| (name.clone(), text)))
        .collect()
}

impl<'de> Deserialize<'de> for ExpectedBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        Ok(
            match RawBody::deserialize(deserializer)?
                .kind()
                .map_err(D::Error::custom)?
            {
                Body::Json(json) => {
                    Self::Json(serde_json::from_str(json.get()).map_err(D::Error::custom)?)
                }
                Body::Form(form) => Self::Form(form),
                Body::Text(text) => Self::Text(text),
                Body::Empty => Self::Empty,
            },
        )
    }
}

impl RawResponse {
    fn response(self) -> Result<Response, &'static str> {
        let body = match self.body.map(RawBody::kind).transpose()? {
            None | Some(Body::Empty) => String::new(),
            Some(Body::Json(json)) => json.get().to_owned(),
            Some(Body::Text(text)) => text,
            Some(Body::Form(form)) => form_encode(
                form.iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            ),
        };
        Ok(Response {
            status: self.status,
            headers: self.headers.into_iter().collect(),
            body: body.into_bytes(),
        })
    }
}

/// Reads every `*.json` of a folder.
pub(super) fn read_folder(folder: &Path) -> Result<Vec<Arc<Vector>>, String> {
    let named = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(named)? {
        let path = entry.map_err(named)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(format!("{}: holds no *.json file", folder.display()));
    }
    files.sort();
    let mut ids = HashSet::new();
    let mut vectors = Vec::new();
    for file in files {
        let named = |error: String| format!("{}: {error}", file.display());
        for vector in read_file(&file).map_err(named)? {
            if !ids.insert(vector.id.clone()) {
                return Err(named(format!("two vectors are called {}", vector.id)));
            }
            vectors.push(Arc::new(vector));
        }
    }
    Ok(vectors)
}

fn read_file(file: &Path) -> Result<Vec<Vector>, String> {
    let api = file
        .file_stem()
        .and_then(|stem| stem.to_str())
        .and_then(ApiName::from_name)
        .ok_or_else(|| {
            let known = ApiName::ALL.map(ApiName::as_str).join(", ");
            format!("is not named after an API ({known})")
        })?;
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let raw: Vec<RawVector> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    raw.into_iter()
        .map(|raw| {
            let response = raw.response.map(RawResponse::response).transpose();
            Ok(Vector {
                api,
                response: response.map_err(|error| format!("{}: {error}", raw.id))?,
                id: raw.id,
                operation: raw.operation,
                client: raw.client,
                call: raw.call,
                expect: raw.expect,
                request: raw.request,
            })
        })
        .collect()
}
