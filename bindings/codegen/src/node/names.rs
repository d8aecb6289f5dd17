//! How Node spells what the core calls otherwise.

use crate::failure::Failure;
use crate::model::{Definition, Field, Surface, Type, Union, Variant};
use crate::parse::string_enums::snake_case;

/// A field of a variant, how a program finds it, and why not by its own name.
const RENAMED: &[(&str, &str, &str, &str, &str)] = &[
    ("AuthConfig", "Unknown", "type", "unknown_type", TAKEN),
    ("CredentialConfig", "Unknown", "type", "unknown_type", TAKEN),
    // The shop of the tests.
    #[cfg(test)]
    ("Payment", "Card", "type", "card_type", TAKEN),
];

const TAKEN: &str = "`type` says which variant it is";

/// What no parameter can be called.
const RESERVED: &[&str] = &[
    "await", "case", "class", "const", "default", "delete", "export", "function", "import", "in",
    "new", "package", "return", "static", "super", "this", "typeof", "var", "void", "with",
    "yield",
];

/// A name as JavaScript spells it: `base_url` becomes `baseUrl`.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &upper_first(word))
}

fn upper_first(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}

/// What stands in a variant's member `type`.
pub(super) fn tag(variant: &Variant) -> String {
    snake_case(&variant.name)
}

/// A parameter's name: its type's where JavaScript has the word for itself.
pub(super) fn parameter(field: &Field) -> String {
    match &field.r#type {
        Type::Named(name) if RESERVED.contains(&&*field.name) => camel(&snake_case(name)),
        _ => camel(&field.name),
    }
}

/// A member of a variant.
pub(super) fn member(union: &Union, variant: &Variant, field: &Field) -> Result<String, Failure> {
    let row = RENAMED.iter().find(|(of, within, name, ..)| {
        *of == union.name && *within == variant.name && *name == field.name
    });
    match row {
        Some((.., name, _)) => Ok(camel(name)),
        None if field.name == "type" => Err(Failure(format!(
            "`{}.{}.type` would hide which variant it is; give it a row in \
             bindings/codegen/src/node/names.rs",
            union.name, variant.name
        ))),
        None => Ok(camel(&field.name)),
    }
}

/// Fails for a row that renames nothing.
pub(super) fn all_used(surface: &Surface) -> Result<(), Failure> {
    let unions = || {
        let definitions = surface.modules.iter().flat_map(|of| &of.definitions);
        definitions.filter_map(|of| match of {
            Definition::Union(of) => Some(of),
            _ => None,
        })
    };
    let found = |(union, variant, field): (&str, &str, &str)| {
        unions().any(|of| {
            let mut variants = of.variants.iter().filter(|of| of.name == variant);
            of.name == union && variants.any(|of| of.fields.iter().any(|of| of.name == field))
        })
    };
    let mut rows = RENAMED.iter();
    match rows.find(|(union, variant, field, ..)| !found((union, variant, field))) {
        Some((union, variant, field, ..)) if !cfg!(test) => Err(Failure(format!(
            "the row `{union}.{variant}.{field}` of bindings/codegen/src/node/names.rs matches \
             nothing; remove it"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_camels() {
        for (name, camels) in [
            ("id", "id"),
            ("base_url", "baseUrl"),
            ("http2", "http2"),
            ("list_apis_for_oauth_client", "listApisForOauthClient"),
        ] {
            assert_eq!(camel(name), camels);
        }
    }
}
