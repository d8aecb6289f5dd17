//! Python: the async client, whose methods are coroutines.

use super::annotations::{Place, annotation, of_input};
use super::docstring::WIDTH;
use super::rust_clients::operation_docstring;
use super::words::Audience;
use super::{async_base, settings};
use crate::failure::Failure;
use crate::flatten::{self, Input};
use crate::model::{Client, Operation, Surface};

/// The class; the annotations in it are added to `used`.
pub(crate) fn class(
    surface: &Surface,
    client: &Client,
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let name = client.name;
    let mut text = format!("class Async{name}({}):\n", async_base(client));
    text += &settings::docstring(surface, client, Audience::Async)?.python(4);
    text += "\n    __slots__ = ()\n";
    for operation in &client.operations {
        let inputs = flatten::inputs(surface, client, operation)?;
        text += "\n";
        text += &method(operation, &inputs, used)?;
    }
    Ok(text + include_str!("async_client.py"))
}

fn method(
    operation: &Operation,
    inputs: &[Input],
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let head = def("    async def", &operation.name, operation, inputs, used)?;
    let docs = operation_docstring(operation, inputs).python(8);
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let call = format!("        return await self._{}(", operation.name);
    let line = format!("{call}{})", names.join(", "));
    let line = if line.len() <= WIDTH {
        line
    } else {
        let names = format!("            {}", names.join(", "));
        if names.len() <= WIDTH {
            format!("{call}\n{names}\n        )")
        } else {
            let names = names.trim().replace(", ", ",\n            ");
            format!("{call}\n            {names},\n        )")
        }
    };
    Ok(format!("{head}:\n{docs}{line}\n"))
}

/// The head of an operation's method, each argument on a line of its own.
pub(crate) fn def(
    before: &str,
    name: &str,
    operation: &Operation,
    inputs: &[Input],
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let mut lines = vec!["self".to_owned()];
    for (index, input) in inputs.iter().enumerate() {
        if !input.positional && (index == 0 || inputs[index - 1].positional) {
            lines.push("*".to_owned());
        }
        let written = of_input(input)?;
        let default = if input.required { "" } else { " = None" };
        lines.push(format!("{}: {written}{default}", input.name));
        used.push(written);
    }
    let result = match &operation.result {
        Some(result) => annotation(result, Place::Result)?,
        None => "None".to_owned(),
    };
    used.push(result.clone());
    let lines: String = lines
        .iter()
        .map(|line| format!("        {line},\n"))
        .collect();
    Ok(format!("{before} {name}(\n{lines}    ) -> {result}"))
}
