//! Rust: types and names, the strings of enums, and which classes a union is.

use super::classes::of_variant;
use crate::failure::Failure;
use crate::model::{Module, StringEnum, Surface, Type, Union};
use crate::rust::{list, path, rust_name};

/// A type as Rust writes it.
pub(crate) fn rust_type(
    surface: &Surface,
    module: &Module,
    r#type: &Type,
) -> Result<String, Failure> {
    let of = |within: &Type| rust_type(surface, module, within);
    Ok(match r#type {
        Type::Bool => "bool".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::Text => "String".to_owned(),
        Type::Secret => "authloom::Secret".to_owned(),
        Type::Instant => "std::time::SystemTime".to_owned(),
        Type::Duration => "std::time::Duration".to_owned(),
        Type::Json => "serde_json::Value".to_owned(),
        Type::Option(within) => format!("Option<{}>", of(within)?),
        Type::List(within) => format!("Vec<{}>", of(within)?),
        Type::Map(within) => format!("std::collections::HashMap<String, {}>", of(within)?),
        Type::Named(name) => path(surface, module, name),
        Type::ByHand(name) => {
            return Err(Failure(format!(
                "`{name}` is written by hand, so no variant of a union can hold it"
            )));
        }
    })
}

/// Converts an argument.
pub(crate) fn converted(name: &str, optional: bool) -> String {
    let function = if optional { "optional" } else { "argument" };
    format!("{function}(\"{name}\", {})?", rust_name(name))
}

/// An enum that is its text.
pub(crate) fn strings(of: &StringEnum) -> String {
    let kind = if of.open { "open_enum" } else { "text_enum" };
    let values = of.values.iter();
    let values = list(values.map(|value| format!("({}, \"{}\")", value.name, value.value)));
    format!("{kind}!(core::{}, [{values}]);\n\n", of.name)
}

/// A union, and the class of each variant.
pub(crate) fn union(of: &Union) -> String {
    let mut rows = String::new();
    for variant in &of.variants {
        let fields = list(variant.fields.iter().map(|field| rust_name(&field.name)));
        let core = match (variant.fields.is_empty(), variant.unnamed) {
            (true, _) => String::new(),
            (_, true) => format!("({fields})"),
            (_, false) => format!(" {{ {fields} }}"),
        };
        let class = of_variant(of, variant);
        let fields = if fields.is_empty() {
            "{}".to_owned()
        } else {
            format!("{{ {fields} }}")
        };
        rows += &format!(
            "    [core::{}::{}{core}]\n        => {class} {fields},\n",
            of.name, variant.name
        );
    }
    format!("union!(core::{}, {{\n{rows}}});\n\n", of.name)
}
