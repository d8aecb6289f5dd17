//! The errors: `errors.py`, and in Rust what an exception is made of.

use super::aliases::{strings, unions};
use super::annotations::{Place, annotation};
use super::classes;
use super::docstring::Docstring;
use super::imports::{Imports, NATIVE};
use super::package::list;
use crate::errors::{self, BASE, Class, Unset};
use crate::failure::Failure;
use crate::model::{Docs, Field, Module, Surface, Type};
use crate::rust::rust_name;
use crate::templates::filled;

/// A kind, the class that Python itself has for it, and the module of that if it needs an import.
const OF_PYTHON: &[(&str, &str, Option<&str>)] = &[
    ("Validation", "ValueError", None),
    ("Timeout", "builtins.TimeoutError", Some("builtins")),
];

/// What the class of all errors says of itself.
const OF_BASE: [&str; 2] = [
    "Why a call failed; the class of every error of this library.",
    "The underlying error, such as a refused connection, is the `__cause__`.",
];

/// The class of what lies below an error and is no class of Python's.
const CAUSE: &str = "Cause";

/// Fails for a row that is no kind.
pub(crate) fn all_used(surface: &Surface) -> Result<(), Failure> {
    let kinds: Vec<&str> = errors::classes(surface)
        .into_iter()
        .map(|of| of.kind.name.as_str())
        .collect();
    match OF_PYTHON.iter().find(|(kind, ..)| !kinds.contains(kind)) {
        Some((kind, ..)) => Err(Failure(format!(
            "the row `{kind}` of bindings/codegen/src/python/errors.rs matches no kind of error in \
             the core's public source; remove it"
        ))),
        None => Ok(()),
    }
}

/// The module of the errors.
pub(crate) fn page(surface: &Surface) -> Result<String, Failure> {
    let classes = errors::classes(surface);
    let module = errors::home(surface);
    let indented = |of: &Class| format!("        {},\n", of.name);
    let parts = [
        ("imports", imports(surface, module, &classes)),
        ("imports of types", imports_of_types(surface, module)?),
        ("aliases", aliases(module)),
        ("exports", exports(surface, module)),
        ("base", base(surface)?),
        ("classes", classes.iter().map(class).collect()),
        ("class names", classes.iter().map(indented).collect()),
    ];
    Ok(filled(include_str!("errors.py"), &parts))
}

fn imports(surface: &Surface, module: &Module, classes: &[Class]) -> String {
    let of_kinds = OF_PYTHON
        .iter()
        .filter(|(kind, ..)| classes.iter().any(|of| of.kind.name == *kind));
    let modules = of_kinds.filter_map(|(.., module)| *module);
    let plain: String = modules.map(|of| format!("import {of}\n")).collect();
    let mut imports = Imports::default();
    for class in classes::of(surface, module) {
        imports.add(NATIVE, &class.name);
    }
    for union in unions(module) {
        imports.add("._shared", &union.name);
    }
    let blank = if plain.is_empty() { "" } else { "\n" };
    format!("{plain}{blank}{}", imports.lines(""))
}

/// What only a type checker needs, and the aliases that others find here too.
fn imports_of_types(surface: &Surface, module: &Module) -> Result<String, Failure> {
    let mut used = Vec::new();
    for field in errors::fields(surface) {
        used.push(parameter_type(field)?);
    }
    let mut imports = Imports::default();
    imports.add_of(surface, &used);
    // For the methods that are the same whatever the core has.
    imports.add("typing", "Any");
    imports.add("typing", "Literal");
    let mut imports = imports
        .without(NATIVE, |_| true)
        .without("._shared", |_| true);
    for of in strings(module) {
        imports.add("._shared", &format!("{name} as {name}", name = of.name));
    }
    Ok(imports.lines("    "))
}

fn aliases(module: &Module) -> String {
    let names = strings(module).map(|of| format!("\"{}\"", of.name));
    let names: Vec<String> = names.collect();
    format!("    _ALIASES = [{}]\n", names.join(", "))
}

fn exports(surface: &Surface, module: &Module) -> String {
    let mut names = errors::names(surface);
    names.push(CAUSE.to_owned());
    names.extend(classes::of(surface, module).into_iter().map(|of| of.name));
    names.extend(unions(module).map(|of| of.name.clone()));
    names.extend(strings(module).map(|of| of.name.clone()));
    names.sort();
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    list("__all__ = [", &names)
}

/// The class of all errors, up to its constructor.
fn base(surface: &Surface) -> Result<String, Failure> {
    let docs = Docs(OF_BASE.map(str::to_owned).to_vec());
    let mut docstring = Docstring::of(&docs);
    let (mut kind, mut parameters, mut set) = (String::new(), String::new(), String::new());
    for field in &surface.error.fields {
        docstring.attribute(&field.name, &field.docs);
        if errors::is_kind(field) {
            let of = annotation(&field.r#type, Place::Field)?;
            kind += &format!("    {}: {of}\n", field.name);
            continue;
        }
        let (default, value) = unset(surface, field)?;
        let of = parameter_type(field)?;
        let absent = if default == "None" && !matches!(field.r#type, Type::Option(_)) {
            " | None"
        } else {
            ""
        };
        let name = &field.name;
        parameters += &format!("        {name}: {of}{absent} = {default},\n");
        // A type checker would take the set of strings for any string.
        let stated = if absent.is_empty() && !matches!(field.r#type, Type::Named(_)) {
            String::new()
        } else {
            format!(": {of}")
        };
        set += &format!("        self.{name}{stated} = {value}\n");
    }
    Ok(format!(
        "class {BASE}(Exception):\n{}\n{kind}
    def __init__(
        self,
        sentence: str,
        *,
{parameters}    ) -> None:
        super().__init__(sentence)
{set}",
        docstring.python(4)
    ))
}

/// The default of a constructor's parameter, and what the attribute is then.
fn unset(surface: &Surface, field: &Field) -> Result<(String, String), Failure> {
    let name = &field.name;
    let or = |value: &str| {
        let value = format!("{value} if {name} is None else {name}");
        ("None".to_owned(), value)
    };
    let plain = |default: &str| (default.to_owned(), name.clone());
    Ok(match errors::unset(surface, field)? {
        Unset::Absent => plain("None"),
        Unset::Sentence => or("sentence"),
        Unset::False => plain("False"),
        Unset::Zero => plain("0"),
        Unset::Text(text) => plain(&format!("\"{text}\"")),
        Unset::EmptyList => plain("()"),
        Unset::EmptyMap => or("{}"),
    })
}

/// The type of an attribute, as a constructor takes it: nothing changes an error afterwards.
fn parameter_type(field: &Field) -> Result<String, Failure> {
    match &field.r#type {
        Type::Map(_) => annotation(&field.r#type, Place::Argument),
        other => annotation(other, Place::Field),
    }
}

/// The class of a kind.
fn class(class: &Class) -> String {
    let own = OF_PYTHON
        .iter()
        .find(|(kind, ..)| *kind == class.kind.name)
        .map(|(_, own, _)| format!(", {own}"));
    format!(
        "class {name}({base}{own}):\n{docs}\n    kind: Literal[\"{kind}\"] = \"{kind}\"\n\n\n",
        name = class.name,
        base = class.base,
        own = own.unwrap_or_default(),
        docs = Docstring::of(&class.kind.docs).python(4),
        kind = class.kind.value
    )
}

/// Rust: what the class of an error takes.
pub(crate) fn rust(surface: &Surface) -> String {
    let of = &surface.error.name;
    let (mut names, mut set) = (String::new(), String::new());
    for field in &surface.error.fields {
        let name = rust_name(&field.name);
        if errors::is_kind(field) {
            names += &format!("{name}: _, ");
            continue;
        }
        names += &format!("{name}, ");
        set += &format!("all.set_item(\"{}\", {name}.to_field(py)?)?;\n", field.name);
    }
    format!(
        "/// What the class of an error takes: every field but its kind.
        pub(crate) fn error_fields<'py>(
            py: Python<'py>,
            error: &core::{of},
        ) -> PyResult<Bound<'py, PyDict>> {{
            let core::{of} {{ {names} }} = error;
            let all = PyDict::new(py);
            {set}
            Ok(all)
        }}\n"
    )
}
