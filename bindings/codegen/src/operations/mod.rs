//! What the tests read about the operations: a manifest for every language; and for Rust, which
//! cannot call a method by its name, a match over the names.

mod json;
mod manifest;
mod rust;

use crate::failure::Failure;
use crate::model::{Client, Definition, Field, Module, Operation, Surface, Type};
use crate::{Emitter, Output};

pub(crate) const EMITTER: Emitter = Emitter {
    folders: &[rust::FOLDER],
    emit,
};

fn emit(surface: &Surface) -> Result<Vec<Output>, Failure> {
    let mut outputs = rust::outputs(surface)?;
    outputs.push(manifest::output(surface)?);
    Ok(outputs)
}

/// The method of each client for requests that have no operation. No vector calls it.
const RAW: &str = "request";

/// The operations that the manifest lists.
fn listed(operations: &[Operation]) -> impl Iterator<Item = &Operation> {
    operations.iter().filter(|of| of.name != RAW)
}

fn clients(surface: &Surface) -> impl Iterator<Item = (&Module, &Client)> {
    let modules = surface.modules.iter();
    modules.filter_map(|module| Some((module, module.client.as_ref()?)))
}

/// The definitions that types name, and those that they are made of.
fn reachable<'a>(surface: &'a Surface, types: impl Iterator<Item = &'a Type>) -> Vec<String> {
    let mut found = Vec::new();
    types.for_each(|of| follow(surface, of, &mut found));
    found
}

fn follow(surface: &Surface, r#type: &Type, found: &mut Vec<String>) {
    for part in r#type.parts() {
        let Type::Named(name) = part else { continue };
        // How calls travel is no definition.
        if *name == surface.http.name || found.contains(name) {
            continue;
        }
        found.push(name.clone());
        let fields: Vec<&Field> = match surface.find(name).1 {
            Definition::Struct(of) => of.fields.iter().collect(),
            Definition::Union(of) => of.variants.iter().flat_map(|of| &of.fields).collect(),
            Definition::StringEnum(_) => Vec::new(),
        };
        for field in fields {
            follow(surface, &field.r#type, found);
        }
    }
}

/// The text of one file.
#[cfg(test)]
pub(crate) fn written(surface: &Surface, path: &str) -> String {
    let outputs = emit(surface).expect("no type is written by hand");
    let output = outputs.into_iter().find(|output| output.path == path);
    output.expect("it is written").text
}
