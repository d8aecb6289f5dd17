//! The arguments that a vector's `call` gives.
//!
//! Each parameter and option is a member of the call. A struct or a union stands in a member of its
//! own, or its fields stand among those of the call, as the flattened call of other languages takes
//! them; an option comes before a field of the same name.

use serde_json::{Map, Value};

use crate::forms::{Form, Forms};
use crate::manifest::{Field, Kind, Manifest, Operation, Type, Variant};
use crate::members::Members;
use crate::{forms, manifest};

/// The arguments of a call, each under the name of its parameter or option, and each in the form of
/// its type: a union is `{variant, of}`.
pub fn arguments(operation: &Operation, call: &Value) -> Result<Members, String> {
    let reader = Reader {
        manifest: manifest(),
        forms: forms(),
    };
    let mut given = Members::of(call.clone())?;
    let mut arguments = Map::new();
    for Field { name, r#type, .. } in &operation.options {
        let value = reader.value(r#type, given.value(name))?;
        arguments.insert(name.clone(), value);
    }
    for Field { name, r#type, .. } in &operation.parameters {
        let value = reader.parameter(name, r#type, &mut given)?;
        arguments.insert(name.clone(), value);
    }
    given.done()?;
    Ok(arguments.into())
}

struct Reader {
    manifest: &'static Manifest,
    forms: &'static Forms,
}

impl Reader {
    fn parameter(&self, name: &str, r#type: &Type, given: &mut Members) -> Result<Value, String> {
        let Type::Named(of) = r#type else {
            return self.value(r#type, given.value(name));
        };
        let member = self.forms.of(of).member.as_deref().unwrap_or(name);
        if given.has(member) || matches!(self.manifest.kind(of), Kind::Enum { .. }) {
            return self.value(r#type, given.value(member));
        }
        // It may be there as null.
        given.value(member);
        self.definition(of, given)
    }

    fn value(&self, r#type: &Type, value: Value) -> Result<Value, String> {
        match r#type {
            Type::Optional(_) if value.is_null() => Ok(value),
            Type::Optional(within) => self.value(within, value),
            Type::List(within) => match value {
                Value::Array(items) => {
                    let items = items.into_iter().map(|item| self.value(within, item));
                    Ok(Value::Array(items.collect::<Result<_, _>>()?))
                }
                other => Ok(other),
            },
            Type::Named(name) if !matches!(self.manifest.kind(name), Kind::Enum { .. }) => {
                let mut members = Members::of(value)?;
                let value = self.definition(name, &mut members)?;
                members.done()?;
                Ok(value)
            }
            Type::Plain(_) | Type::Map(_) | Type::Named(_) => Ok(value),
        }
    }

    /// A struct or a union, of members among which others may stand.
    fn definition(&self, name: &str, given: &mut Members) -> Result<Value, String> {
        let form = self.forms.of(name);
        match self.manifest.kind(name) {
            Kind::Struct { fields } => self.fields(form, fields, given).map(Value::Object),
            Kind::Union { variants } => self.union(name, form, variants, given),
            Kind::Enum { .. } => unreachable!("a string has no members"),
        }
    }

    fn union(
        &self,
        name: &str,
        form: &Form,
        variants: &[Variant],
        given: &mut Members,
    ) -> Result<Value, String> {
        let tag = form.tag().ok_or("a union that is given needs a tag")?;
        let tag: String = given.take(tag)?;
        let variant = match form.tags.get(&tag) {
            Some(names) => of_several(variants, names, given),
            None => variants.iter().find(|variant| variant.tag == tag),
        };
        let variant = variant.ok_or_else(|| format!("{name} has no `{tag}`"))?;
        let its = self.forms.of(&format!("{name}.{}", variant.name));
        let of = match &form.content {
            None => self.fields(its, &variant.fields, given)?,
            Some(content) => {
                let mut given = Members::of(given.value(content))?;
                let of = self.fields(its, &variant.fields, &mut given)?;
                given.done()?;
                of
            }
        };
        // A null says no more than that a field of another variant is not given.
        for of in variants.iter().flat_map(|variant| &variant.fields) {
            if !given.has(&of.name) {
                given.value(&of.name);
            }
        }
        let name = Value::from(variant.name.clone());
        let union = [("variant".to_owned(), name), ("of".to_owned(), of.into())];
        Ok(Value::Object(union.into_iter().collect()))
    }

    fn fields(
        &self,
        form: &Form,
        fields: &[Field],
        given: &mut Members,
    ) -> Result<Map<String, Value>, String> {
        for (name, value) in &form.constant {
            if given.value(name) != *value {
                return Err(format!("`{name}` must be {value}"));
            }
        }
        let mut members = Map::new();
        for Field { name, r#type, .. } in fields {
            let value = match given.value(name) {
                // No language can leave it out.
                Value::Null if r#type.is_text() => Value::from(""),
                value => self.value(r#type, value)?,
            };
            members.insert(name.clone(), value);
        }
        Ok(members)
    }
}

/// The first of these variants that has a field there, else the first.
fn of_several<'a>(
    variants: &'a [Variant],
    names: &[String],
    given: &Members,
) -> Option<&'a Variant> {
    let of_name = |name: &String| variants.iter().find(|variant| variant.name == *name);
    let holds = |variant: &&Variant| variant.fields.iter().any(|of| given.has(&of.name));
    let mut candidates = names.iter().filter_map(of_name);
    let found = candidates.clone().find(holds);
    found.or_else(|| candidates.next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn read(module: &str, operation: &str, call: &Value) -> Result<Value, String> {
        let operation = manifest().operation(module, operation)?;
        arguments(operation, call).map(Value::from)
    }

    #[test]
    fn a_struct_stands_in_a_member_or_among_the_others() {
        let update = json!({"client_id": null, "redirect_uri": "r", "policy_id": null,
            "meta_data": null, "description": null});
        let mut of_id = update.clone();
        of_id["client_id"] = json!("c");
        for (call, update, client_id) in [
            (
                json!({"api_id": "a", "client_id": "c", "redirect_uri": "r"}),
                &update,
                json!("c"),
            ),
            (
                json!({"api_id": "a", "body": {"client_id": "c", "redirect_uri": "r"}}),
                &of_id,
                json!(null),
            ),
        ] {
            let read = read("tyk", "update_oauth_client", &call).expect("it is understood");
            assert_eq!(
                read,
                json!({"api_id": "a", "client_id": client_id, "update": update})
            );
        }
    }

    #[test]
    fn the_variant_is_the_one_whose_fields_are_there() {
        let long_term = |call: &Value| read("token_service", "issue_long_term_token", call);
        for (call, variant, of) in [
            (
                json!({"grant_type": "client_credentials"}),
                "ClientSecret",
                json!({"client_secret": null}),
            ),
            (
                json!({"grant_type": "client_credentials", "otp_code": "1"}),
                "OtpCode",
                json!({"otp_code": "1"}),
            ),
            (
                json!({"grant_type": "assertion", "assertion": "a"}),
                "Assertion",
                json!({"assertion": "a", "assertion_type": ""}),
            ),
        ] {
            let read = long_term(&call).expect("it is understood");
            assert_eq!(read["proof"], json!({"variant": variant, "of": of}));
        }
        for call in [
            json!({"grant_type": "assertion", "otp_code": "1"}),
            json!({"grant_type": "client_credentials", "otp_code": "1", "client_secret": "s"}),
            json!({"grant_type": "none"}),
            json!({}),
        ] {
            long_term(&call).expect_err("it is not understood");
        }
    }

    #[test]
    fn fields_stand_in_a_content_with_what_never_changes() {
        let create = |grant_type: &str| {
            let config = json!({"grant_type": grant_type, "code": "c", "redirect_uri": "r"});
            let credential = json!({"type": "oauth", "config": config});
            let call = json!({"integration_instance_id": "i", "credential": credential});
            read("konnect", "create_auth_credential", &call)
        };
        let read = create("authorization_code").expect("it is understood");
        let of = json!({"code": "c", "redirect_uri": "r"});
        assert_eq!(read["credential"], json!({"variant": "OAuth", "of": of}));
        assert_eq!(
            create("other"),
            Err("`grant_type` must be \"authorization_code\"".to_owned())
        );
    }
}
