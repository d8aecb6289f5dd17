//! Calls of every operation that the sandbox's default data accepts, taken from the vectors.
//!
//! An operation has the call of its first vector that succeeds, and that of each further one that
//! gives a secret, a variant of a union or a value of a closed enum that no call before it gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use authloom::Secret;
use serde_json::Value;

use crate::arguments::arguments;
use crate::manifest::{Field, Kind, Operation, Type};
use crate::members::Members;
use crate::{forms, manifest};

/// An operation with arguments.
#[derive(Debug)]
pub struct Call {
    /// The module of its client.
    pub module: &'static str,
    /// The operation.
    pub operation: &'static Operation,
    /// The status of the response that its vector has.
    pub status: i64,
    arguments: Value,
}

/// Other secrets than those of the vectors, by the names of the arguments that take them.
pub type Secrets = BTreeMap<&'static str, Secret>;

impl Call {
    /// The arguments, as a client takes them by the operation's name.
    ///
    /// # Panics
    ///
    /// Never: they are an object.
    pub fn arguments(&self, secrets: &Secrets) -> Members {
        let mut arguments = self.arguments.clone();
        visit(self.operation, &mut arguments, &mut |found, value| {
            if let Found::Secret(name) = found
                && let Some(secret) = secrets.get(name)
            {
                *value = secret.reveal().into();
            }
        });
        Members::of(arguments).expect("arguments are an object")
    }

    /// The names of the arguments that give secrets.
    pub fn secrets(&self) -> BTreeSet<&'static str> {
        let mut names = BTreeSet::new();
        let mut arguments = self.arguments.clone();
        visit(self.operation, &mut arguments, &mut |found, _| {
            if let Found::Secret(name) = found {
                names.insert(name);
            }
        });
        names
    }

    /// Whether an argument of that name is given, however deep.
    pub fn gives(&self, name: &str) -> bool {
        fn within(value: &Value, name: &str) -> bool {
            match value {
                Value::Object(members) => members.iter().any(|(known, value)| {
                    (known == name && !value.is_null()) || within(value, name)
                }),
                Value::Array(items) => items.iter().any(|item| within(item, name)),
                _ => false,
            }
        }
        within(&self.arguments, name)
    }
}

/// The calls, in the order of the manifest.
pub fn calls() -> &'static [Call] {
    static CALLS: LazyLock<Vec<Call>> = LazyLock::new(|| {
        let clients = manifest().clients.iter();
        clients.flat_map(|client| of_api(&client.module)).collect()
    });
    &CALLS
}

/// The names of the arguments that take secrets.
pub fn secrets() -> BTreeSet<&'static str> {
    calls().iter().flat_map(Call::secrets).collect()
}

fn of_api(module: &'static str) -> Vec<Call> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let file = folder.join(format!("{}.json", module.replace('_', "-")));
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("vectors are an array");
    let mut calls = Vec::new();
    for operation in manifest().operations(module) {
        let mut seen = BTreeSet::new();
        let of_operation = |vector: &&Value| vector["operation"] == *operation.name;
        for vector in vectors.iter().filter(of_operation) {
            // With the usual client, and a success.
            if !vector["client"].is_null() || vector["expect"].get("ok").is_none() {
                continue;
            }
            let call = Call::of(module, operation, vector);
            let new = call.shown();
            if !new.is_subset(&seen) {
                seen.extend(new);
                calls.push(call);
            }
        }
    }
    calls
}

impl Call {
    fn of(module: &'static str, operation: &'static Operation, vector: &Value) -> Self {
        let mut call = vector["call"].clone();
        for (name, value) in forms().default_data(module, &operation.name) {
            // Another value in place of one that is given, and no further argument.
            if call.get(name).is_some() {
                call[name] = value.clone();
            }
        }
        let given = arguments(operation, &call);
        let given = given.unwrap_or_else(|why| panic!("{}: {why}", vector["id"]));
        Self {
            module,
            operation,
            status: vector["response"]["status"].as_i64().unwrap_or_default(),
            arguments: given.into(),
        }
    }

    /// What it shows that another call may not.
    fn shown(&self) -> BTreeSet<String> {
        let mut shown = BTreeSet::from(["it is called".to_owned()]);
        let mut arguments = self.arguments.clone();
        visit(self.operation, &mut arguments, &mut |found, _| {
            shown.insert(format!("{found:?}"));
        });
        shown
    }
}

/// What is found in arguments.
#[derive(Debug)]
enum Found {
    /// A secret, by the name of what takes it.
    Secret(&'static str),
    /// A union's variant.
    #[expect(dead_code, reason = "calls are distinguished by how it is shown")]
    Variant(&'static str, String),
    /// A value of a closed enum.
    #[expect(dead_code, reason = "calls are distinguished by how it is shown")]
    Value(&'static str, String),
}

type Visitor<'a> = &'a mut dyn FnMut(Found, &mut Value);

fn visit(operation: &'static Operation, arguments: &mut Value, visitor: Visitor<'_>) {
    fields(&operation.parameters, arguments, visitor);
    fields(&operation.options, arguments, visitor);
}

fn fields(fields: &'static [Field], members: &mut Value, visitor: Visitor<'_>) {
    for Field { name, r#type, .. } in fields {
        if let Some(value) = members.get_mut(name) {
            one(name, r#type, value, visitor);
        }
    }
}

fn one(name: &'static str, r#type: &'static Type, value: &mut Value, visitor: Visitor<'_>) {
    if value.is_null() {
        return;
    }
    match r#type {
        Type::Plain(word) if word == "secret" => visitor(Found::Secret(name), value),
        Type::Plain(_) | Type::Map(_) => {}
        Type::Optional(within) => one(name, within, value, visitor),
        Type::List(within) => {
            for item in value.as_array_mut().into_iter().flatten() {
                one(name, within, item, visitor);
            }
        }
        Type::Named(of) => match manifest().kind(of) {
            Kind::Struct { fields: its } => fields(its, value, visitor),
            Kind::Enum { open: true, .. } => {}
            Kind::Enum { open: false, .. } => {
                let text = value.to_string();
                visitor(Found::Value(of, text), value);
            }
            Kind::Union { variants } => {
                let named = value["variant"].as_str().unwrap_or_default().to_owned();
                let variant = variants.iter().find(|variant| variant.name == named);
                visitor(Found::Variant(of, named), value);
                let its = &variant.expect("it was read as one").fields;
                fields(its, &mut value["of"], visitor);
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_called_with_each_secret_and_variant() {
        let of = |module: &str, name: &str| {
            let is_of = |call: &&Call| call.module == module && call.operation.name == name;
            calls().iter().filter(is_of).collect::<Vec<_>>()
        };
        for client in &manifest().clients {
            for operation in &client.operations {
                let count = of(&client.module, &operation.name).len();
                assert!(count > 0, "{} {}", client.module, operation.name);
            }
        }
        assert_eq!(of("konnect", "get_auth_config").len(), 1);
        // One for each kind of credential, and one for each proof.
        assert_eq!(of("konnect", "create_auth_credential").len(), 4);
        assert_eq!(of("token_service", "issue_long_term_token").len(), 4);
        let secrets = secrets();
        for name in [
            "client_secret",
            "code",
            "key",
            "otp_code",
            "key_rules",
            "token",
        ] {
            assert!(secrets.contains(name), "{secrets:?}");
        }
    }

    #[test]
    fn a_secret_is_replaced_wherever_it_stands() {
        let keys = calls().iter().find(|call| call.gives("key"));
        let keys = keys.expect("keys are given");
        let other = Secrets::from([("key", "another".into())]);
        let replaced = Value::from(keys.arguments(&other));
        let header = &replaced["credential"]["of"]["headers"][0];
        assert_eq!(header["key"], "another");
        assert_ne!(header["name"], "another");
        let as_it_is = Value::from(keys.arguments(&Secrets::new()));
        assert_eq!(as_it_is, keys.arguments);
    }
}
