//! The type table of Node: what each type is to a type checker.

use super::by_hand;
use crate::failure::Failure;
use crate::model::Type;

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A caller gives it: as much as can be understood.
    In,
    /// A call returns it, to be the caller's own.
    Out,
}

/// A type on its way.
pub(super) fn written(r#type: &Type, way: Way) -> Result<String, Failure> {
    let given = way == Way::In;
    Ok(match r#type {
        Type::Bool => "boolean".to_owned(),
        Type::I32 | Type::I64 | Type::F64 | Type::Duration => "number".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Secret if given => "string | Secret".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Instant => "Date".to_owned(),
        // What can be written as JSON is found out as it is written.
        Type::Json if given => "unknown".to_owned(),
        Type::Json => "Json".to_owned(),
        Type::Option(within) => format!("{} | null", written(within, way)?),
        Type::List(within) => {
            let item = written(within, way)?;
            let item = if item.contains(' ') {
                format!("({item})")
            } else {
                item
            };
            let readonly = if given { "readonly " } else { "" };
            format!("{readonly}{item}[]")
        }
        Type::Map(within) if given => format!("Pairs<{}>", written(within, way)?),
        Type::Map(within) => format!("Record<string, {}>", written(within, way)?),
        Type::Named(name) => name.clone(),
        Type::ByHand(item) => by_hand::written(item)?,
    })
}

/// A type where its value may be absent, which is no null then.
pub(super) fn within_option(r#type: &Type, way: Way) -> Result<String, Failure> {
    match r#type {
        Type::Option(within) => written(within, way),
        other => written(other, way),
    }
}

/// The names among these types.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| word.starts_with(|first: char| first.is_ascii_uppercase()))
}
