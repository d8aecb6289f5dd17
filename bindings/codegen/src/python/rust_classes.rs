//! Rust: a class for each struct and each variant of a union.

use super::classes::Class;
use super::docstring::Docstring;
use super::rust_types::{converted, rust_type};
use crate::failure::Failure;
use crate::model::{Field, Module, Surface};
use crate::rust::{list, rust_name};

/// The class, its constructor and properties, and the macro that gives it the rest.
pub(crate) fn class(surface: &Surface, module: &Module, class: &Class) -> Result<String, Failure> {
    let Class { name, home, .. } = class;
    let docs = class.docstring().rust();
    let declaration = if class.variant.is_none() {
        format!("pub(crate) struct {name}(pub(crate) core::{name});")
    } else {
        let mut fields = String::new();
        for field in class.fields {
            let r#type = rust_type(surface, module, &field.r#type)?;
            fields += &format!("{}: {type},\n", rust_name(&field.name), type = r#type);
        }
        format!("#[derive(Clone, PartialEq)]\npub(crate) struct {name} {{\n{fields}}}")
    };
    let constructor = constructor(class);
    let properties: String = class
        .fields
        .iter()
        .map(|field| property(class, field))
        .collect();
    let shown = list(
        class
            .fields
            .iter()
            .map(|field| format!("\"{}\"", field.name)),
    );
    let hidden = class.fields.iter().filter(|field| !field.is_shown());
    let hidden = list(hidden.map(|field| format!("\"{}\"", field.name)));
    let hash = if class.hashable { "hash" } else { "nohash" };
    let rest = match class.variant {
        None => format!("model!({name}, core::{name}, {hash}, [{shown}], [{hidden}]);"),
        Some(_) => format!("variant!({name}, {hash}, [{shown}], [{hidden}]);"),
    };
    Ok(format!(
        "{docs}#[pyclass(frozen, module = \"{home}\")]
        {declaration}

        #[pymethods]
        impl {name} {{
            {constructor}
            {properties}
        }}

        {rest}

        "
    ))
}

fn constructor(class: &Class) -> String {
    if class.fields.is_empty() {
        return "#[new]\nfn new() -> Self {\nSelf {}\n}\n".to_owned();
    }
    let named = if class.is_positional() { "" } else { "*, " };
    let signature = list(class.fields.iter().map(|field| {
        let default = if field.r#type.may_be_absent() {
            "=None"
        } else {
            ""
        };
        format!("{}{default}", rust_name(&field.name))
    }));
    let arguments = list(class.fields.iter().map(|field| {
        let optional = field.r#type.may_be_absent();
        format!("{}: {}", rust_name(&field.name), argument_type(optional))
    }));
    let values = list(class.fields.iter().map(|field| {
        let value = converted(&field.name, field.r#type.may_be_absent());
        format!("{}: {value}", rust_name(&field.name))
    }));
    let value = match class.variant {
        None => format!("Self(core::{} {{ {values} }})", class.name),
        Some(_) => format!("Self {{ {values} }}"),
    };
    format!(
        "#[new]
        #[pyo3(signature = ({named}{signature}))]
        fn new({arguments}) -> PyResult<Self> {{
            Ok({value})
        }}\n"
    )
}

/// The type of a Rust function's argument: any object.
pub(crate) fn argument_type(optional: bool) -> &'static str {
    if optional {
        "Option<&Bound<'_, PyAny>>"
    } else {
        "&Bound<'_, PyAny>"
    }
}

fn property(class: &Class, field: &Field) -> String {
    let docs = Docstring::of(&field.docs).rust();
    let name = rust_name(&field.name);
    let inner = if class.variant.is_some() { "" } else { "0." };
    format!(
        "
        {docs}#[getter]
        fn {name}(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {{
            field(py, &self.{inner}{name})
        }}\n"
    )
}
