//! An OAuth client, and its form on the wire and in storage.

use super::go::encode::{Html, Object};
use super::go::json::{Kind, Value};
use super::seed;

/// An OAuth client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) redirect_uri: String,
    pub(crate) policy_id: String,
    pub(crate) meta_data: MetaData,
    pub(crate) description: String,
}

/// Anything that JSON can say, as a gateway writes it back.
#[derive(Debug, Clone)]
pub(crate) struct MetaData {
    json: String,
    /// It is an object or null. Anything else breaks the issuing of tokens.
    pub(crate) usable: bool,
}

impl Default for MetaData {
    fn default() -> Self {
        Self {
            json: "null".to_owned(),
            usable: true,
        }
    }
}

impl From<&Value> for MetaData {
    fn from(value: &Value) -> Self {
        let usable = matches!(value.kind, Kind::Null | Kind::Object(_));
        Self {
            json: value.text.clone(),
            usable,
        }
    }
}

impl Client {
    /// The client as a response shows it. The API is never said, and an empty policy left out.
    pub(crate) fn shown(&self) -> String {
        let mut object = Object::new(Html::Escaped)
            .string("client_id", &self.id)
            .string("redirect_uri", &self.redirect_uri);
        if !self.policy_id.is_empty() {
            object = object.string("policy_id", &self.policy_id);
        }
        object
            .string("secret", &self.secret)
            .raw("meta_data", &self.meta_data.json)
            .string("description", &self.description)
            .finish()
    }

    /// The record as storage keeps it.
    pub(crate) fn record(&self) -> String {
        let mut object = Object::new(Html::Escaped)
            .string("id", &self.id)
            .string("secret", &self.secret)
            .string("redirecturi", &self.redirect_uri);
        if self.meta_data.json != "null" {
            object = object.raw("meta_data", &self.meta_data.json);
        }
        object
            .string("policyid", &self.policy_id)
            .string("description", &self.description)
            .finish()
    }
}

impl From<&seed::Client> for Client {
    fn from(seed: &seed::Client) -> Self {
        let meta_data = super::go::json::first(seed.meta_data.to_string().as_bytes());
        Self {
            id: seed.id.clone(),
            secret: seed.secret.clone(),
            redirect_uri: seed.redirect_uri.clone(),
            policy_id: seed.policy_id.clone(),
            meta_data: meta_data.as_ref().map(MetaData::from).unwrap_or_default(),
            description: seed.description.clone(),
        }
    }
}
