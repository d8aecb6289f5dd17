//! Python: wrappers in Rust, the modules that a user imports, and the stub of the native one.

mod aliases;
mod annotations;
mod async_client;
mod by_hand;
mod classes;
mod docstring;
mod errors;
mod examples;
mod imports;
mod package;
mod root;
mod rust_classes;
mod rust_clients;
mod rust_types;
mod settings;
mod stub;
mod type_tests;

use crate::failure::Failure;
use crate::model::{Client, Definition, Module, Surface};
use crate::rust::formatted;
use crate::{Emitter, HEADER, Output};

pub(crate) const EMITTER: Emitter = Emitter {
    folders: &[RUST],
    emit,
};

/// Where the Rust goes.
const RUST: &str = "bindings/python/src/generated";
/// Where the Python goes.
const PACKAGE: &str = "bindings/python/authloom";
/// Where the core has its errors.
const ERRORS: &str = "core/src/error";

fn emit(surface: &Surface) -> Result<Vec<Output>, Failure> {
    by_hand::all_used(surface)?;
    errors::all_used(surface)?;
    outputs(surface)
}

fn outputs(surface: &Surface) -> Result<Vec<Output>, Failure> {
    let mut outputs = vec![rust("mod", "core/src", &register(surface))?];
    for module in &surface.modules {
        let text = rust_module(surface, module)?;
        outputs.push(rust(module.name, &module.sources, &text)?);
        if module.client.is_some() {
            let text = package::api(surface, module)?;
            outputs.push(python(
                &format!("{}.py", module.name),
                &module.sources,
                &text,
            ));
        }
    }
    let text = package::shared(surface);
    outputs.push(python("_shared.py", "core/src/{config,error,http}", &text));
    outputs.push(type_tests::output(surface)?);
    outputs.push(python("_authloom.pyi", "core/src", &stub::stub(surface)?));
    outputs.push(python("errors.py", ERRORS, &errors::page(surface)?));
    outputs.push(python("__init__.py", "core/src", &root::page(surface)));
    Ok(outputs)
}

/// The text of one file.
#[cfg(test)]
pub(crate) fn written(surface: &Surface, path: &str) -> String {
    let outputs = outputs(surface).expect("everything has its row and its words");
    let output = outputs.into_iter().find(|output| output.path == path);
    output.expect("it is written").text
}

/// Why nothing is written.
#[cfg(test)]
pub(crate) fn failure(surface: &Surface) -> String {
    outputs(surface).expect_err("it is refused").to_string()
}

/// The Python module in which a user finds the classes of a part of the core.
fn home(module: &Module) -> String {
    match module.name {
        "http" => "authloom".to_owned(),
        other => format!("authloom.{other}"),
    }
}

/// The name of the native class under a client's async class.
fn async_base(client: &Client) -> String {
    format!("Async{}Base", client.name)
}

fn python(name: &str, sources: &str, text: &str) -> Output {
    Output {
        path: format!("{PACKAGE}/{name}"),
        text: format!("{}{text}", python_head(sources)),
    }
}

/// The first line of a Python file.
fn python_head(sources: &str) -> String {
    format!("# {HEADER}{sources}; do not edit.\n")
}

fn rust(name: &str, sources: &str, text: &str) -> Result<Output, Failure> {
    let text = format!("// {HEADER}{sources}; do not edit.\n{text}");
    Ok(Output {
        path: format!("{RUST}/{name}.rs"),
        text: formatted(&text)?,
    })
}

/// The classes that are registered with the native module, by name.
fn registered(surface: &Surface) -> Vec<String> {
    let modules = surface.modules.iter();
    modules
        .flat_map(|module| registered_of(surface, module))
        .collect()
}

fn registered_of(surface: &Surface, module: &Module) -> Vec<String> {
    let classes = classes::of(surface, module).into_iter().map(|of| of.name);
    let clients = module.client.iter();
    let clients = clients.flat_map(|of| [of.name.to_owned(), async_base(of)]);
    classes.chain(clients).collect()
}

/// `mod.rs`: every class under the native module.
fn register(surface: &Surface) -> String {
    let (mut mods, mut added) = (String::new(), String::new());
    for module in &surface.modules {
        mods += &format!("pub(crate) mod {};\n", module.name);
        for class in registered_of(surface, module) {
            added += &format!("module.add_class::<{}::{class}>()?;\n", module.name);
        }
    }
    format!(
        "#![allow(
            clippy::too_many_arguments,
            clippy::too_many_lines,
            clippy::wildcard_imports,
            reason = \"every argument that an operation takes in Python is one of a function here\"
        )]
        {mods}
        use pyo3::prelude::*;

        /// Adds every class to the native module.
        pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {{
            {added}
            Ok(())
        }}"
    )
}

/// One part of the core: its classes, its strings and unions, and its clients.
fn rust_module(surface: &Surface, module: &Module) -> Result<String, Failure> {
    let mut text = format!("use {} as core;\nuse pyo3::prelude::*;\n", module.core_path);
    if module.client.is_some() {
        text += "use pyo3::types::{PyDict, PyType};\n\nuse super::http::call_options;\n";
    }
    if module.name == "errors" {
        text += "use pyo3::types::PyDict;\n\n";
    }
    text += "use crate::support::*;\n\n";
    for class in classes::of(surface, module) {
        text += &rust_classes::class(surface, module, &class)?;
    }
    for definition in &module.definitions {
        text += &match definition {
            Definition::Struct(_) => String::new(),
            Definition::StringEnum(strings) => rust_types::strings(strings),
            Definition::Union(union) => rust_types::union(union),
        };
    }
    if module.name == "http" {
        text += &rust_clients::shared(surface);
    }
    if module.name == "errors" {
        text += &errors::rust(surface);
    }
    if let Some(client) = &module.client {
        text += &rust_clients::clients(surface, module, client)?;
    }
    Ok(text)
}
