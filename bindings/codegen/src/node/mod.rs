//! Node: conversions and classes in Rust, the facade's clients and factories, and its declarations.

mod by_hand;
mod client_declarations;
mod clients;
mod declarations;
mod directions;
mod errors;
mod examples;
mod exports;
mod factories;
mod names;
mod records;
mod rust_clients;
mod rust_models;
mod tsdoc;
mod type_tests;
mod types;
mod words;

use crate::failure::Failure;
use crate::model::{Definition, Module, Surface};
use crate::rust::formatted;
use crate::{Emitter, HEADER, Output};
use directions::Directions;
use words::Words;

pub(crate) const EMITTER: Emitter = Emitter {
    folders: &[RUST, GENERATED],
    emit,
};

/// Where the Rust goes.
const RUST: &str = "bindings/node/src/generated";
/// Where a user's program finds everything.
const LIB: &str = "bindings/node/lib";
/// Where the JavaScript and the declarations go.
const GENERATED: &str = "bindings/node/lib/generated";

/// What every part of the emitter looks at.
struct Book<'a> {
    surface: &'a Surface,
    directions: Directions,
    words: Words,
}

fn emit(surface: &Surface) -> Result<Vec<Output>, Failure> {
    by_hand::all_used(surface)?;
    names::all_used(surface)?;
    errors::all_used(surface)?;
    outputs(surface)
}

fn outputs(surface: &Surface) -> Result<Vec<Output>, Failure> {
    let book = Book {
        surface,
        directions: Directions::of(surface)?,
        words: Words::of(surface),
    };
    let book_of_errors = Book {
        surface,
        directions: Directions::of(surface)?,
        words: Words::of_errors(surface),
    };
    let mut outputs = vec![
        rust("mod", "core/src", &modules(surface))?,
        rust("factories", "core/src", &factories::rust(&book)?)?,
        rust("records", "core/src", &records::rust())?,
    ];
    let script = |name: &str, sources: &str, text: &str| Output {
        path: format!("{GENERATED}/{name}"),
        text: format!("// {HEADER}{sources}; do not edit.\n{text}"),
    };
    outputs.push(script(
        "factories.js",
        "core/src",
        &factories::script(&book)?,
    ));
    for module in &surface.modules {
        let (name, sources) = (module.name, &module.sources);
        let is_of_errors = name == "errors";
        outputs.push(rust(name, sources, &rust_module(&book, module)?)?);
        let book = if is_of_errors { &book_of_errors } else { &book };
        let text = declarations::module(book, module)?;
        outputs.push(script(&format!("{name}.d.ts"), sources, &text));
        if is_of_errors {
            let text = errors::script(surface)?;
            outputs.push(script(&format!("{name}.js"), sources, &text));
        }
        if let Some(client) = &module.client {
            let text = clients::script(client);
            outputs.push(script(&format!("{name}.js"), sources, &text));
        }
    }
    outputs.push(type_tests::output(surface)?);
    for (name, text) in exports::files(surface) {
        outputs.push(Output {
            path: format!("{LIB}/{name}"),
            text: format!("// {HEADER}core/src; do not edit.\n{text}"),
        });
    }
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

fn rust(name: &str, sources: &str, text: &str) -> Result<Output, Failure> {
    let text = format!("// {HEADER}{sources}; do not edit.\n{text}");
    Ok(Output {
        path: format!("{RUST}/{name}.rs"),
        text: formatted(&text)?,
    })
}

/// `mod.rs`: every part.
fn modules(surface: &Surface) -> String {
    let mut mods = "mod factories;\n".to_owned();
    for module in &surface.modules {
        // What is written by hand makes records of what core has no type for.
        let public = if module.name == "errors" {
            "pub(crate) "
        } else {
            ""
        };
        mods += &format!("{public}mod {};\n", module.name);
    }
    mods += "pub(crate) mod records;\n";
    format!(
        "//! What core has, for JavaScript.

        #![allow(
            clippy::wildcard_imports,
            reason = \"what stands on all of support names all of it\"
        )]

        {mods}"
    )
}

/// One part of the core: its models, its strings and unions, and its client.
fn rust_module(book: &Book, module: &Module) -> Result<String, Failure> {
    let mut text = String::new();
    for definition in &module.definitions {
        text += &match definition {
            Definition::Struct(of) => rust_models::structure(book, of),
            Definition::StringEnum(of) => rust_models::strings(of),
            Definition::Union(of) => rust_models::union(book, of)?,
        };
    }
    if module.name == "http" {
        text += &rust_clients::shared(book);
    }
    if module.name == "errors" {
        text += &errors::rust(book.surface)?;
    }
    if let Some(client) = &module.client {
        text += &rust_clients::client(book, client)?;
    }
    let mut uses = format!("use {} as core;\n", module.core_path);
    for (used, of) in [
        ("Env,", "napi::Env"),
        ("Unknown<'", "napi::bindgen_prelude::Unknown"),
        ("#[napi]", "napi_derive::napi"),
    ] {
        if text.contains(used) {
            uses += &format!("use {of};\n");
        }
    }
    uses += "\n";
    for (used, of) in [
        ("factories::", "factories"),
        ("options, CALL)", "http::CALL"),
        ("[Cause]", "records::Cause"),
        (" call_options(", "http::call_options"),
    ] {
        if text.contains(used) && !(module.name == "http" && of.starts_with("http")) {
            uses += &format!("use super::{of};\n");
        }
    }
    Ok(format!("{uses}use crate::support::*;\n\n{text}"))
}
