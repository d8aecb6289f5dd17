//! What a token may do, as key rules or a policy say it.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::go::json::{self, Kind, Value};

/// What stands behind an access token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    pub(crate) org: String,
    pub(crate) client_id: String,
    /// Unix seconds; nobody removes a session when it ends.
    pub(crate) expires: i64,
    pub(crate) inactive: bool,
    /// The APIs that may be called; empty for all of them.
    pub(crate) api_ids: Vec<String>,
    /// Policies that decide instead, at each call anew.
    pub(crate) policies: Vec<String>,
}

/// What a field of a session object must be. Null always passes.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    Float,
    Integer,
    String,
    Bool,
    Object,
    Array,
}

/// The fields of a session object and their types.
const FIELDS: &[(&str, Type)] = &[
    ("last_check", Type::Integer),
    ("allowance", Type::Float),
    ("rate", Type::Float),
    ("per", Type::Float),
    ("throttle_interval", Type::Float),
    ("throttle_retry_limit", Type::Integer),
    ("max_query_depth", Type::Integer),
    ("date_created", Type::String),
    ("expires", Type::Integer),
    ("quota_max", Type::Integer),
    ("quota_renews", Type::Integer),
    ("quota_remaining", Type::Integer),
    ("quota_renewal_rate", Type::Integer),
    ("access_rights", Type::Object),
    ("org_id", Type::String),
    ("oauth_client_id", Type::String),
    ("oauth_keys", Type::Object),
    ("certificate", Type::String),
    ("mtls_static_certificate_bindings", Type::Array),
    ("basic_auth_data", Type::Object),
    ("jwt_data", Type::Object),
    ("hmac_enabled", Type::Bool),
    ("enable_http_signature_validation", Type::Bool),
    ("hmac_string", Type::String),
    ("rsa_certificate_id", Type::String),
    ("is_inactive", Type::Bool),
    ("apply_policy_id", Type::String),
    ("apply_policies", Type::Array),
    ("data_expires", Type::Integer),
    ("monitor", Type::Object),
    ("enable_detail_recording", Type::Bool),
    ("enable_detailed_recording", Type::Bool),
    ("meta_data", Type::Object),
    ("tags", Type::Array),
    ("alias", Type::String),
    ("last_updated", Type::String),
    ("id_extractor_deadline", Type::Integer),
    ("session_lifetime", Type::Integer),
    ("post_expiry_action", Type::String),
    ("post_expiry_grace_period", Type::Integer),
    ("smoothing", Type::Object),
];

impl Session {
    /// Reads key rules; `None` for what is no session object, and a policy decides.
    pub(crate) fn from_key_rules(text: &[u8]) -> Option<Self> {
        let members = match json::whole(text).ok()?.kind {
            Kind::Null => Vec::new(),
            Kind::Object(members) => members,
            _ => return None,
        };
        let mut session = Self::default();
        for (name, value) in &members {
            let Some((field, kind)) = FIELDS
                .iter()
                .find(|(field, _)| json::same_name(name, field))
            else {
                continue;
            };
            if !fits(value, *kind) {
                return None;
            }
            session.set(field, value)?;
        }
        Some(session)
    }

    fn set(&mut self, field: &str, value: &Value) -> Option<()> {
        match (field, &value.kind) {
            ("org_id", Kind::String(org)) => self.org.clone_from(org),
            ("is_inactive", Kind::Bool(inactive)) => self.inactive = *inactive,
            ("access_rights", Kind::Object(rights)) => {
                let definition = |value: &Value| matches!(value.kind, Kind::Null | Kind::Object(_));
                if !rights.iter().all(|(_, value)| definition(value)) {
                    return None;
                }
                self.api_ids = rights.iter().map(|(api_id, _)| api_id.clone()).collect();
            }
            ("apply_policy_id", Kind::String(policy))
                if !policy.is_empty() && self.policies.is_empty() =>
            {
                self.policies.push(policy.clone());
            }
            ("apply_policies", Kind::Array) => self.policies = strings(&value.text)?,
            ("date_created", Kind::String(text)) => {
                OffsetDateTime::parse(text, &Rfc3339).ok()?;
            }
            ("tags" | "mtls_static_certificate_bindings", Kind::Array) => {
                strings(&value.text)?;
            }
            _ => {}
        }
        Some(())
    }
}

fn fits(value: &Value, kind: Type) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::Bool(_) => kind == Type::Bool,
        Kind::String(_) => kind == Type::String,
        Kind::Array => kind == Type::Array,
        Kind::Object(_) => kind == Type::Object && !value.overflows,
        Kind::Number(number) => match kind {
            Type::Float => !value.overflows,
            Type::Integer => number.fract() == 0.0 && number.abs() < 9.3e18,
            _ => false,
        },
    }
}

/// The strings of an array, or nothing when there is anything else in it.
fn strings(text: &str) -> Option<Vec<String>> {
    serde_json::from_str(text).ok()
}
