//! Node: a file that only the compiler reads. It says what each operation gives, and that a client
//! has no other.

use std::collections::BTreeSet;

use super::names::camel;
use super::types::{Way, names, written};
use crate::failure::Failure;
use crate::model::{Client, Surface};
use crate::{HEADER, Output};

const PATH: &str = "bindings/node/tests/types/operations.ts";

/// What the compiler knows without an import.
const GLOBAL: &[&str] = &["Date", "Record"];

pub(super) fn output(surface: &Surface) -> Result<Output, Failure> {
    let mut used = BTreeSet::new();
    let mut text = String::new();
    let clients = || surface.modules.iter().filter_map(|of| of.client.as_ref());
    for client in clients() {
        text += &claims(client, &mut used)?;
    }
    used.extend(clients().map(|of| of.name.to_owned()));
    let used: String = used.iter().map(|of| format!("  type {of},\n")).collect();
    Ok(Output {
        path: PATH.to_owned(),
        text: format!(
            "// {HEADER}core/src; do not edit.
// What each operation gives, and that there is no other, as the compiler sees it. Never run.

import {{
{used}}} from 'authloom';
import {{ holds, type Life, type Of, type Same }} from './same.js';
{text}"
        ),
    })
}

fn claims(client: &Client, used: &mut BTreeSet<String>) -> Result<String, Failure> {
    let name = client.name;
    let (mut text, mut methods) = ("\n".to_owned(), String::new());
    for operation in &client.operations {
        let result = match &operation.result {
            Some(result) => written(result, Way::Out)?,
            None => "void".to_owned(),
        };
        let named = self::names(&result).filter(|of| !GLOBAL.contains(of));
        used.extend(named.map(str::to_owned));
        let method = camel(&operation.name);
        text += &format!("holds<Same<Of<{name}['{method}']>, {result}>>();\n");
        methods += &format!("    | '{method}'\n");
    }
    Ok(format!(
        "{text}holds<\n  Same<\n    Exclude<keyof {name}, Life>,\n{methods}  >\n>();\n"
    ))
}
