//! Python: a file that only type checkers read. It calls each operation with every argument of its
//! own by the name that it has, and says what type that gives.

use std::collections::{BTreeMap, BTreeSet};

use super::annotations::{Place, annotation, names, of_input};
use super::docstring::WIDTH;
use super::{home, python_head};
use crate::Output;
use crate::failure::Failure;
use crate::flatten::{self, Origin};
use crate::model::{Client, Operation, Surface};

const PATH: &str = "bindings/python/tests/test_types/operations.py";

/// What annotations take from elsewhere than the package, and where it is.
const STANDARD: &[(&str, &str)] = &[
    ("collections.abc", "Mapping"),
    ("collections.abc", "Sequence"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
];

pub(super) fn output(surface: &Surface) -> Result<Output, Failure> {
    let mut used = Vec::new();
    let mut text = String::new();
    for module in &surface.modules {
        let Some(client) = &module.client else {
            continue;
        };
        for operation in &client.operations {
            text += &function(surface, (module.name, client), operation, &mut used)?;
        }
        used.extend([client.name.to_owned(), format!("Async{}", client.name)]);
    }
    let text = format!(
        "{}\"\"\"What each operation takes and returns, as type checkers see it. Never run.\"\"\"

from __future__ import annotations

{}

def nothing(_now: Callable[..., None], _later: Callable[..., Awaitable[None]]) -> None:
    \"\"\"Takes what returns nothing.\"\"\"
{text}",
        python_head("core/src"),
        imports(surface, &used)
    );
    let path = PATH.to_owned();
    Ok(Output { path, text })
}

fn function(
    surface: &Surface,
    (module, client): (&str, &Client),
    operation: &Operation,
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let name = &operation.name;
    let mut taken = vec![
        format!("now: {}", client.name),
        format!("later: Async{}", client.name),
    ];
    let mut given = Vec::new();
    let inputs = flatten::inputs(surface, client, operation)?;
    for input in inputs.iter().filter(|of| of.origin != Origin::Call) {
        let written = of_input(input)?;
        let argument = &input.name;
        taken.push(format!("{argument}: {written}"));
        given.push(if input.positional {
            argument.clone()
        } else {
            format!("{argument}={argument}")
        });
        used.push(written);
    }
    let call = |before: &str| listed(&format!("    {before}.{name}"), &given, "");
    let claims = if let Some(result) = &operation.result {
        let result = annotation(result, Place::Result)?;
        let claim = format!("    assert_type(result, {result})\n");
        used.push(result);
        call("result = now") + &claim + &call("result = await later") + &claim
    } else {
        let both = format!("    nothing(now.{name}, later.{name})\n");
        call("now") + &call("await later") + &both
    };
    let head = format!("async def {module}_{name}");
    Ok(format!(
        "\n\n{}    \"\"\"`{name}` of `{}`.\"\"\"\n{claims}",
        listed(&head, &taken, " -> None:"),
        client.name
    ))
}

/// What stands between parentheses: on one line, or each item on its own.
fn listed(before: &str, items: &[String], after: &str) -> String {
    let line = format!("{before}({}){after}\n", items.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    let indent = " ".repeat(before.len() - before.trim_start().len());
    let items: String = items
        .iter()
        .map(|of| format!("{indent}    {of},\n"))
        .collect();
    format!("{before}(\n{items}{indent}){after}\n")
}

fn imports(surface: &Surface, used: &[String]) -> String {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |module: &str, name: &str| {
        let names = found.entry(module.to_owned()).or_default();
        names.insert(name.to_owned());
    };
    add("collections.abc", "Awaitable");
    add("collections.abc", "Callable");
    add("typing_extensions", "assert_type");
    for name in names(used.iter()) {
        let standard = STANDARD.iter().find(|(_, has)| *has == name);
        let defined = surface.modules.iter().find(|module| {
            let mut definitions = module.definitions.iter();
            definitions.any(|of| of.name() == name)
        });
        let client = surface.modules.iter().filter_map(|of| of.client.as_ref());
        let mut clients = client.map(|of| of.name);
        if let Some((module, _)) = standard {
            add(module, &name);
        } else if let Some(module) = defined {
            add(&home(module), &name);
        } else if name == "Secret" || clients.any(|of| name.trim_start_matches("Async") == of) {
            add("authloom", &name);
        }
    }
    let (own, others): (Vec<_>, Vec<_>) = found
        .iter()
        .partition(|(module, _)| module.starts_with("authloom"));
    let lines = |of: Vec<(&String, &BTreeSet<String>)>| -> String {
        let line = |(module, names): (&String, &BTreeSet<String>)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let line = format!("from {module} import {}\n", names.join(", "));
            if line.len() <= WIDTH {
                return line;
            }
            let names: String = names.iter().map(|of| format!("    {of},\n")).collect();
            format!("from {module} import (\n{names})\n")
        };
        of.into_iter().map(line).collect()
    };
    format!("{}\n{}", lines(others), lines(own))
}
