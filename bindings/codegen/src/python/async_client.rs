//! Python: the async client, whose methods are coroutines.

use super::annotations::{Place, annotation, of_input};
use super::docstring::WIDTH;
use super::examples::Style;
use super::rust_clients::operation_docstring;
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
    text += &settings::docstring(surface, client, true)?.python(4);
    text += "\n    __slots__ = ()\n";
    for operation in &client.operations {
        let inputs = flatten::inputs(surface, client, operation)?;
        text += "\n";
        text += &method(surface, operation, &inputs, used)?;
    }
    Ok(text + include_str!("async_client.py"))
}

fn method(
    surface: &Surface,
    operation: &Operation,
    inputs: &[Input],
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let head = def("    async def", &operation.name, operation, inputs, used)?;
    let docs = operation_docstring(surface, operation, inputs, Style::Async).python(8);
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let forgotten: Vec<&str> = inputs
        .iter()
        .filter(|input| input.field.is_secret() || !input.field.is_shown())
        .map(|input| input.name.as_str())
        .collect();
    let body = if forgotten.is_empty() {
        wrapped_call(8, &operation.name, &names)
    } else {
        // A traceback keeps this frame, and many programs report its variables.
        format!(
            "        try:\n{}\n        finally:\n            del {}",
            wrapped_call(12, &operation.name, &names),
            forgotten.join(", ")
        )
    };
    Ok(format!("{head}:\n{docs}{body}\n"))
}

/// What hands the arguments over and awaits the result, on as few lines as it fits on.
fn wrapped_call(indent: usize, name: &str, names: &[&str]) -> String {
    let indent = " ".repeat(indent);
    let call = format!("{indent}return await self._{name}(");
    let line = format!("{call}{})", names.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    let line = format!("{indent}    {}", names.join(", "));
    if line.len() <= WIDTH {
        return format!("{call}\n{line}\n{indent})");
    }
    let lines = names.join(&format!(",\n{indent}    "));
    format!("{call}\n{indent}    {lines},\n{indent})")
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
