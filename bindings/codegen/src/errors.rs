//! The errors of all languages: a class for each kind, and what a field is where nobody gives it.

use crate::failure::Failure;
use crate::model::{Definition, Field, Module, StringEnum, Surface, Text, Type};

/// The kinds whose errors no response has caused: their classes do not stand under [`WITH_RESPONSE`].
const WITHOUT_RESPONSE: &[&str] = &[
    "Transport",
    "Validation",
    "Timeout",
    "Config",
    "Credential",
    "Store",
    "Closed",
    "Internal",
];

/// The class of all errors.
pub(crate) const BASE: &str = "AuthloomError";
/// The class of those that a response has caused.
pub(crate) const WITH_RESPONSE: &str = "ApiError";

/// The enum of the kinds.
const KINDS: &str = "ErrorKind";
/// The kind without a class: every language has a way of its own to say that a caller cancelled.
const CANCELLED: &str = "Cancelled";
/// The field that is the error's sentence where nobody gives it.
pub(crate) const MESSAGE: &str = "message";

/// The class of a kind.
pub(crate) struct Class<'a> {
    pub(crate) name: String,
    pub(crate) kind: &'a Text,
    /// The class that it stands under.
    pub(crate) base: &'static str,
}

/// The class of each kind, in the core's order.
pub(crate) fn classes(surface: &Surface) -> Vec<Class<'_>> {
    let kinds = kinds(surface).filter(|kind| kind.name != CANCELLED);
    let class = |kind| Class {
        name: class_of(kind),
        kind,
        base: if WITHOUT_RESPONSE.contains(&&*kind.name) {
            BASE
        } else {
            WITH_RESPONSE
        },
    };
    kinds.map(class).collect()
}

/// The names of all classes, in alphabetical order.
pub(crate) fn names(surface: &Surface) -> Vec<String> {
    let mut names: Vec<String> = classes(surface).into_iter().map(|of| of.name).collect();
    names.extend([BASE.to_owned(), WITH_RESPONSE.to_owned()]);
    names.sort();
    names
}

/// `NotFound` has the class `NotFoundError`, `ServerError` the one of its own name.
fn class_of(kind: &Text) -> String {
    format!("{}Error", kind.name.trim_end_matches("Error"))
}

fn kinds(surface: &Surface) -> impl Iterator<Item = &Text> {
    string_enums(surface)
        .filter(|of| of.name == KINDS)
        .flat_map(|of| &of.values)
}

fn string_enums(surface: &Surface) -> impl Iterator<Item = &StringEnum> {
    let definitions = surface.modules.iter().flat_map(|of| &of.definitions);
    definitions.filter_map(|of| match of {
        Definition::StringEnum(of) => Some(of),
        _ => None,
    })
}

/// The part of the core that has the errors, and what they are made of.
pub(crate) fn home(surface: &Surface) -> &Module {
    surface.find(KINDS).0
}

/// Whether a field is the kind, which an error has from its class.
pub(crate) fn is_kind(field: &Field) -> bool {
    field.r#type == Type::Named(KINDS.to_owned())
}

/// The fields that an error is made of: all but its kind.
pub(crate) fn fields(surface: &Surface) -> impl Iterator<Item = &Field> {
    surface.error.fields.iter().filter(|of| !is_kind(of))
}

/// What a field is where nobody gives it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unset {
    /// Nothing, or no member at all.
    Absent,
    /// The error's sentence.
    Sentence,
    False,
    Zero,
    /// This string.
    Text(String),
    EmptyList,
    EmptyMap,
}

/// What a field is where nobody gives it; of a set of strings, the first.
pub(crate) fn unset(surface: &Surface, field: &Field) -> Result<Unset, Failure> {
    Ok(match &field.r#type {
        _ if field.name == MESSAGE => Unset::Sentence,
        Type::Option(_) => Unset::Absent,
        Type::Bool => Unset::False,
        Type::I32 | Type::I64 => Unset::Zero,
        Type::Text => Unset::Text(String::new()),
        Type::List(_) => Unset::EmptyList,
        Type::Map(_) => Unset::EmptyMap,
        other => match first_of(surface, other) {
            Some(first) => Unset::Text(first),
            None => {
                return Err(Failure(format!(
                    "nothing says what `{}.{}` is where nobody gives it; make it an `Option`, or \
                     give its type a row in bindings/codegen/src/errors.rs",
                    surface.error.name, field.name
                )));
            }
        },
    })
}

fn first_of(surface: &Surface, r#type: &Type) -> Option<String> {
    let Type::Named(name) = r#type else {
        return None;
    };
    let of = string_enums(surface).find(|of| of.name == *name)?;
    of.values.first().map(|first| first.value.clone())
}

/// Fails for a row that is no kind, and where a field that this names is none.
pub(crate) fn all_used(surface: &Surface) -> Result<(), Failure> {
    for row in WITHOUT_RESPONSE {
        if !kinds(surface).any(|kind| kind.name == *row) {
            return Err(Failure(format!(
                "the row `{row}` of bindings/codegen/src/errors.rs matches no kind of error in the \
                 core's public source; remove it"
            )));
        }
    }
    field_is_there(surface, MESSAGE, "bindings/codegen/src/errors.rs")
}

/// Fails where an error has no such field, which a file of the generator names.
pub(crate) fn field_is_there(surface: &Surface, name: &str, file: &str) -> Result<(), Failure> {
    let mut fields = surface.error.fields.iter();
    if fields.any(|field| field.name == name) {
        return Ok(());
    }
    Err(Failure(format!(
        "`{name}`, which {file} names, is no field of `{}`; mend it there",
        surface.error.name
    )))
}
