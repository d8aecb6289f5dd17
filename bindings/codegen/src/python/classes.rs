//! The classes that structs and the variants of unions become.

use super::home;
use crate::model::{Definition, Docs, Field, Module, Surface, Type, Union, Variant};

/// A class of values.
pub(crate) struct Class<'a> {
    pub(crate) name: String,
    /// Where a user finds it.
    pub(crate) home: String,
    pub(crate) docs: Docs,
    pub(crate) fields: &'a [Field],
    /// The variant that it is, if it is one.
    pub(crate) variant: Option<&'a Variant>,
    pub(crate) hashable: bool,
}

/// The classes of one part of the core.
pub(crate) fn of<'a>(surface: &'a Surface, module: &'a Module) -> Vec<Class<'a>> {
    let mut classes = Vec::new();
    for definition in &module.definitions {
        match definition {
            Definition::Struct(of) if !surface.is_argument(of) => classes.push(Class {
                name: of.name.clone(),
                home: home(module),
                docs: of.docs.clone(),
                fields: &of.fields,
                variant: None,
                hashable: are_hashable(surface, &of.fields),
            }),
            Definition::Union(of) => classes.extend(of.variants.iter().map(|variant| Class {
                name: of_variant(of, variant),
                home: home(module),
                docs: variant_docs(of, variant),
                fields: &variant.fields,
                variant: Some(variant),
                hashable: are_hashable(surface, &variant.fields),
            })),
            Definition::Struct(_) | Definition::StringEnum(_) => {}
        }
    }
    classes
}

/// The name of a variant's class.
pub(crate) fn of_variant(union: &Union, variant: &Variant) -> String {
    format!("{}{}", union.name, variant.name)
}

fn variant_docs(union: &Union, variant: &Variant) -> Docs {
    let mut docs = variant.docs.clone();
    let of = union.docs.0.first().map_or("", String::as_str);
    docs.0.push(format!(
        "A variant of `{}`: {}",
        union.name,
        lower_first(of)
    ));
    docs
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}

impl Class<'_> {
    /// Its documentation, for everybody.
    pub(crate) fn docstring(&self) -> super::docstring::Docstring {
        super::docstring::Docstring::of(&self.docs)
    }

    /// Whether its constructor takes its field without its name.
    pub(crate) fn is_positional(&self) -> bool {
        self.variant.is_some_and(|variant| variant.unnamed)
    }
}

fn are_hashable(surface: &Surface, fields: &[Field]) -> bool {
    fields
        .iter()
        .all(|field| is_hashable(surface, &field.r#type))
}

fn is_hashable(surface: &Surface, r#type: &Type) -> bool {
    match r#type {
        Type::Json | Type::Map(_) | Type::ByHand(_) => false,
        Type::Option(within) | Type::List(within) => is_hashable(surface, within),
        Type::Named(name) => match surface.find(name).1 {
            Definition::Struct(of) => are_hashable(surface, &of.fields),
            Definition::Union(of) => of
                .variants
                .iter()
                .all(|variant| are_hashable(surface, &variant.fields)),
            Definition::StringEnum(_) => true,
        },
        _ => true,
    }
}
