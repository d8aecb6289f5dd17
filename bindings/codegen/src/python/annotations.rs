//! The type table of Python: what each type is to a type checker.

use super::by_hand;
use crate::failure::Failure;
use crate::flatten::Input;
use crate::model::Type;

/// Where a type stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// What a caller gives; as much as can be understood.
    Argument,
    /// What a frozen object holds.
    Field,
    /// What a call returns, to be the caller's own.
    Result,
}

/// The annotation of a type at a place.
pub(crate) fn annotation(r#type: &Type, place: Place) -> Result<String, Failure> {
    let argument = place == Place::Argument;
    Ok(match r#type {
        Type::Bool => "bool".to_owned(),
        Type::I32 | Type::I64 => "int".to_owned(),
        Type::F64 => "float".to_owned(),
        Type::Text => "str".to_owned(),
        Type::Secret if argument => "Secret | str".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Instant => "datetime".to_owned(),
        Type::Duration if argument => "timedelta | float".to_owned(),
        Type::Duration => "timedelta".to_owned(),
        Type::Json => "object".to_owned(),
        Type::Option(within) => format!("{} | None", annotation(within, place)?),
        Type::List(within) => {
            let within = annotation(within, place)?;
            match place {
                Place::Argument => format!("Sequence[{within}]"),
                Place::Field => format!("tuple[{within}, ...]"),
                Place::Result => format!("list[{within}]"),
            }
        }
        Type::Map(within) if argument => format!("Mapping[str, {}]", annotation(within, place)?),
        Type::Map(within) => format!("dict[str, {}]", annotation(within, place)?),
        Type::Named(name) => name.clone(),
        Type::ByHand(item) => by_hand::annotation(item)?,
    })
}

/// The annotation of an argument that may be left out.
pub(crate) fn optional(r#type: &Type) -> Result<String, Failure> {
    let written = annotation(r#type, Place::Argument)?;
    Ok(if matches!(r#type, Type::Option(_)) {
        written
    } else {
        format!("{written} | None")
    })
}

/// The annotation of an operation's argument.
pub(crate) fn of_input(input: &Input) -> Result<String, Failure> {
    if input.required {
        annotation(&input.field.r#type, Place::Argument)
    } else {
        optional(&input.field.r#type)
    }
}

/// The names among these annotations that an import must bring.
pub(crate) fn names<'a>(annotations: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = annotations
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}
