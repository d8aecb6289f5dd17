//! Reads the core's public source.

mod docs;
mod examples;
mod items;
mod operations;
pub(crate) mod string_enums;

use std::fs;
use std::path::Path;

use crate::exceptions::{Exceptions, Treatment};
use crate::failure::{Failure, Place};
use crate::model::{Definition, Docs, Module, Struct, Surface, Type};
use crate::sources::Source;
use crate::types::Names;

/// A file of the core.
pub(crate) struct Parsed {
    /// Its path from the root.
    path: String,
    syntax: syn::File,
}

/// What is known before anything is read in full.
pub(crate) struct Known<'a> {
    /// The names of all public structs and enums.
    names: Vec<String>,
    exceptions: &'a Exceptions,
}

impl Names for Known<'_> {
    fn named(&self, name: &str) -> Option<Type> {
        let name = name.to_owned();
        if self.exceptions.says(&name, Treatment::ByHand) {
            return Some(Type::ByHand(name));
        }
        self.names.contains(&name).then_some(Type::Named(name))
    }
}

/// Reads one file.
pub(crate) fn file(path: &str, text: &str) -> Result<Parsed, Failure> {
    let syntax = syn::parse_file(text).map_err(|error| {
        let line = error.span().start().line;
        Place { file: path, line }.fails(error)
    })?;
    let path = path.to_owned();
    Ok(Parsed { path, syntax })
}

/// Reads the whole surface from the checkout at `root`.
pub(crate) fn checkout(
    root: &Path,
    sources: &[Source],
    exceptions: &Exceptions,
) -> Result<Surface, Failure> {
    let mut parsed = Vec::new();
    for source in sources {
        let mut files = Vec::new();
        for path in source.files {
            let text = fs::read_to_string(root.join(path))
                .map_err(|error| Failure(format!("{path} cannot be read: {error}")))?;
            files.push(file(path, &text)?);
        }
        parsed.push((source, files));
    }
    surface(&parsed, exceptions)
}

/// Puts together what was read.
pub(crate) fn surface(
    parsed: &[(&Source, Vec<Parsed>)],
    exceptions: &Exceptions,
) -> Result<Surface, Failure> {
    let files = || parsed.iter().flat_map(|(_, files)| files);
    let names = files().flat_map(items::public_names).collect();
    let known = Known { names, exceptions };
    let mut modules = Vec::new();
    for (source, files) in parsed {
        let mut definitions = Vec::new();
        for file in files {
            definitions.extend(items::definitions(file, &known)?);
        }
        modules.push(Module {
            name: source.module,
            core_path: source.core_path,
            sources: source.header.to_owned(),
            docs: files.first().map_or(Ok(Docs::default()), docs::of_file)?,
            definitions,
            client: None,
        });
    }
    let call = take(&mut modules, "CallOptions")?;
    let http = take(&mut modules, "HttpConfig")?;
    let error = take(&mut modules, "ErrorDetails")?;
    for (module, (source, files)) in modules.iter_mut().zip(parsed) {
        if let Some(name) = source.client {
            let structs = &mut module.definitions;
            let client = operations::client(name, files, structs, &call, &known)?;
            module.client = Some(client);
        }
    }
    Ok(Surface {
        modules,
        call,
        http,
        error,
    })
}

fn take(modules: &mut [Module], name: &str) -> Result<Struct, Failure> {
    modules
        .iter_mut()
        .find_map(|module| take_struct(&mut module.definitions, name))
        .ok_or_else(|| {
            Failure(format!(
                "no public struct `{name}` was found; mend bindings/codegen/src/sources.rs"
            ))
        })
}

/// Takes a struct out of the definitions, since it is no model but has a part of its own.
fn take_struct(definitions: &mut Vec<Definition>, name: &str) -> Option<Struct> {
    let place = definitions
        .iter()
        .position(|of| matches!(of, Definition::Struct(_)) && of.name() == name)?;
    match definitions.remove(place) {
        Definition::Struct(of) => Some(of),
        _ => None,
    }
}
