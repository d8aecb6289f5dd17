//! The two bodies that Konnect takes, checked part by part: one fault for each part that has one.

use serde_json::{Map, Value};

use super::problem::{Fault, Problem};
use super::seed::AuthConfig;
use super::uri::is_uri;
use crate::exchange::Request;

const CREDENTIAL_KINDS: [&str; 4] = [
    "oauth",
    "github_app_installation",
    "multi_key_auth",
    "aws_role_delegation",
];

/// What a new credential is made of, without its secrets.
pub(super) struct NewCredential {
    pub(super) kind: String,
    /// What a GET shows of its configuration.
    pub(super) config: Option<Map<String, Value>>,
}

/// Reads an auth config. Its secret is checked and goes no further: nothing here needs it.
pub(super) fn auth_config(request: &Request) -> Result<AuthConfig, Problem> {
    let body = object(request)?;
    let mut reading = Reading::default();
    let kind = reading.choice(&body, "", "type", &["oauth"]);
    let client_id = reading.text(&body, "", "client_id", Rule::Any);
    reading.text(&body, "", "client_secret", Rule::Any);
    let authorization_endpoint = reading.text(&body, "", "authorization_endpoint", Rule::Uri);
    let token_endpoint = reading.text(&body, "", "token_endpoint", Rule::Uri);
    reading.nothing_else(
        &body,
        "",
        &[
            "type",
            "client_id",
            "client_secret",
            "authorization_endpoint",
            "token_endpoint",
        ],
    );
    reading.end()?;
    Ok(AuthConfig {
        kind,
        client_id,
        authorization_endpoint,
        token_endpoint,
    })
}

/// Reads a new credential.
pub(super) fn new_credential(request: &Request) -> Result<NewCredential, Problem> {
    let body = object(request)?;
    let mut reading = Reading::default();
    let kind = reading.choice(&body, "", "type", &CREDENTIAL_KINDS);
    let shown = match reading.object(&body, "config") {
        Some(config) => variant(&mut reading, &kind, config),
        None => None,
    };
    reading.nothing_else(&body, "", &["type", "config"]);
    reading.end()?;
    Ok(NewCredential {
        kind,
        config: shown,
    })
}

/// Checks the configuration of a kind and gives what a GET shows of it. Of an unknown kind there
/// is nothing to check: the kind itself is the fault.
fn variant(
    reading: &mut Reading,
    kind: &str,
    config: &Map<String, Value>,
) -> Option<Map<String, Value>> {
    let at = "config.";
    match kind {
        "oauth" => {
            reading.choice(config, at, "grant_type", &["authorization_code"]);
            reading.text(config, at, "code", Rule::Any);
            reading.text(config, at, "redirect_uri", Rule::Uri);
            reading.nothing_else(config, at, &["grant_type", "code", "redirect_uri"]);
            None
        }
        "github_app_installation" => {
            reading.text(config, at, "installation_id", Rule::Any);
            reading.text(config, at, "code", Rule::Any);
            if config.contains_key("app_installed_by") {
                reading.text(config, at, "app_installed_by", Rule::Any);
            }
            reading.nothing_else(config, at, &["installation_id", "code", "app_installed_by"]);
            Some(shown(config, &["installation_id", "app_installed_by"]))
        }
        "multi_key_auth" => {
            header_keys(reading, config);
            reading.nothing_else(config, at, &["headers"]);
            None
        }
        "aws_role_delegation" => {
            reading.text(config, at, "role_arn", Rule::Arn);
            reading.nothing_else(config, at, &["role_arn"]);
            Some(shown(config, &["role_arn"]))
        }
        _ => None,
    }
}

/// The members that a GET shows, null where they are missing.
fn shown(config: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    names
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                config.get(*name).cloned().unwrap_or_default(),
            )
        })
        .collect()
}

/// Checks the entries of `headers`, the one place where unknown members are allowed.
fn header_keys(reading: &mut Reading, config: &Map<String, Value>) {
    match config.get("headers") {
        None => reading.fault("config.headers", "required", "is required"),
        Some(Value::Array(entries)) => {
            for (place, entry) in entries.iter().enumerate() {
                let at = format!("config.headers[{place}]");
                match entry {
                    Value::Object(entry) => {
                        reading.text(entry, &format!("{at}."), "name", Rule::Any);
                        reading.text(entry, &format!("{at}."), "key", Rule::Any);
                    }
                    _ => reading.fault(&at, "is_object", "must be an object"),
                }
            }
        }
        Some(_) => reading.fault("config.headers", "is_array", "must be an array"),
    }
}

/// What a text must be beyond text.
#[derive(Clone, Copy)]
enum Rule {
    Any,
    Uri,
    Arn,
}

/// The body as a JSON object.
fn object(request: &Request) -> Result<Map<String, Value>, Problem> {
    let fault = |rule, reason| Problem::Invalid(vec![Fault::new("body", rule, reason)]);
    let media_type = request.media_type().unwrap_or_default();
    if media_type != "application/json" && !media_type.ends_with("+json") {
        return Err(fault("invalid", "must be sent as application/json"));
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(fault("is_object", "must be an object")),
        Err(_) => Err(fault("invalid", "must be JSON")),
    }
}

/// A reading of a body that goes on after a fault, so that all are reported at once.
#[derive(Default)]
struct Reading {
    faults: Vec<Fault>,
}

impl Reading {
    fn fault(&mut self, field: &str, rule: &'static str, reason: &str) {
        self.faults.push(Fault::new(field, rule, reason));
    }

    /// A required text; empty if it is at fault.
    fn text(&mut self, object: &Map<String, Value>, at: &str, name: &str, rule: Rule) -> String {
        let field = format!("{at}{name}");
        match (object.get(name), rule) {
            (None, _) => self.fault(&field, "required", "is required"),
            (Some(Value::String(text)), Rule::Uri) if !is_uri(text) => {
                self.fault(&field, "invalid", "must be a URI");
            }
            (Some(Value::String(text)), Rule::Arn) if !is_arn(text) => {
                self.fault(&field, "is_arn", "must be an ARN");
            }
            (Some(Value::String(text)), _) => return text.clone(),
            (Some(_), _) => self.fault(&field, "is_string", "must be a string"),
        }
        String::new()
    }

    /// A required text out of a few; empty if it is at fault.
    fn choice(
        &mut self,
        object: &Map<String, Value>,
        at: &str,
        name: &str,
        choices: &[&'static str],
    ) -> String {
        let faults = self.faults.len();
        let text = self.text(object, at, name, Rule::Any);
        if self.faults.len() == faults && !choices.contains(&text.as_str()) {
            self.faults
                .push(Fault::choice(&format!("{at}{name}"), choices));
            return String::new();
        }
        text
    }

    /// A required object.
    fn object<'a>(
        &mut self,
        object: &'a Map<String, Value>,
        name: &str,
    ) -> Option<&'a Map<String, Value>> {
        match object.get(name) {
            None => self.fault(name, "required", "is required"),
            Some(Value::Object(member)) => return Some(member),
            Some(_) => self.fault(name, "is_object", "must be an object"),
        }
        None
    }

    fn nothing_else(&mut self, object: &Map<String, Value>, at: &str, known: &[&str]) {
        for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
            let field = format!("{at}{name}");
            self.fault(&field, "unknown_property", "is not known");
        }
    }

    fn end(self) -> Result<(), Problem> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Problem::Invalid(self.faults))
        }
    }
}

/// Whether the text has an ARN's six parts.
fn is_arn(text: &str) -> bool {
    text.starts_with("arn:")
        && text
            .splitn(6, ':')
            .filter(|part| !part.contains(' '))
            .count()
            == 6
}
