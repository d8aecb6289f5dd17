//! Python: the modules that a user imports.

use super::annotations::{self, Place, annotation};
use super::classes::{self, of_variant};
use super::docstring::{Docstring, WIDTH, wrapped};
use super::rust_clients::operation_docstring;
use super::words::Audience;
use super::{async_base, settings};
use crate::failure::Failure;
use crate::flatten::{self, Input};
use crate::model::{Client, Definition, Docs, Module, Operation, Surface, Texts, Union};

/// The names that annotations take from the standard library, and where they are.
pub(crate) const STANDARD: &[(&str, &[&str])] = &[
    ("collections.abc", &["Callable", "Mapping", "Sequence"]),
    ("datetime", &["datetime", "timedelta"]),
    ("typing", &["Literal"]),
];

/// The module of an API: its models, and its clients.
pub(crate) fn api(surface: &Surface, module: &Module) -> Result<String, Failure> {
    let client = module.client.as_ref().expect("an API has a client");
    let base = async_base(client);
    let mut used = Vec::new();
    let class = async_class(surface, client, &mut used)?;
    let mut imported: Vec<String> = classes::of(surface, module)
        .into_iter()
        .map(|of| of.name)
        .collect();
    imported.extend([client.name.to_owned(), base.clone()]);
    let mut public: Vec<String> = imported
        .iter()
        .filter(|name| **name != base)
        .cloned()
        .collect();
    public.push(format!("Async{}", client.name));
    let words = annotations::names(used.iter());
    let mut checked = standard_imports(&words);
    if words.iter().any(|word| word == "Secret") {
        checked.push("from ._authloom import Secret".to_owned());
    }
    for other in surface
        .modules
        .iter()
        .filter(|other| other.client.is_none())
    {
        for of in classes::of(surface, other) {
            if words.contains(&of.name) {
                checked.push(format!("from ._authloom import {}", of.name));
            }
        }
    }
    let mut text = module_text(&module.docs, &[module], &imported, public, &checked);
    text += "\n\n";
    text += &class;
    Ok(text)
}

/// The module of what all APIs share: only what no class is.
pub(crate) fn shared(surface: &Surface) -> String {
    let modules: Vec<&Module> = surface
        .modules
        .iter()
        .filter(|module| module.client.is_none())
        .collect();
    let imported: Vec<String> = modules
        .iter()
        .flat_map(|module| unions(module))
        .flat_map(|union| {
            union
                .variants
                .iter()
                .map(|variant| of_variant(union, variant))
        })
        .collect();
    let docs = Docs(vec![
        "Types that all APIs share and that are no classes.".to_owned(),
    ]);
    module_text(&docs, &modules, &imported, Vec::new(), &[])
}

fn unions(module: &Module) -> impl Iterator<Item = &Union> {
    module.definitions.iter().filter_map(|of| match of {
        Definition::Union(union) => Some(union),
        _ => None,
    })
}

fn texts(module: &Module) -> impl Iterator<Item = &Texts> {
    module.definitions.iter().filter_map(|of| match of {
        Definition::Texts(texts) => Some(texts),
        _ => None,
    })
}

/// The imports of what words need from the standard library.
pub(crate) fn standard_imports(words: &[String]) -> Vec<String> {
    let mut imports = Vec::new();
    for (module, names) in STANDARD {
        let needed: Vec<&str> = names
            .iter()
            .filter(|name| words.iter().any(|word| word == *name))
            .copied()
            .collect();
        if !needed.is_empty() {
            imports.push(format!("from {module} import {}", needed.join(", ")));
        }
    }
    imports
}

/// All of a module but its class.
fn module_text(
    docs: &Docs,
    modules: &[&Module],
    imported: &[String],
    mut public: Vec<String>,
    checked: &[String],
) -> String {
    let unions: Vec<&Union> = modules.iter().flat_map(|module| unions(module)).collect();
    let texts: Vec<&Texts> = modules.iter().flat_map(|module| texts(module)).collect();
    public.extend(unions.iter().map(|of| of.name.clone()));
    public.extend(texts.iter().map(|of| of.name.clone()));
    public.sort();

    let mut docstring = Docstring::of(docs, Audience::All);
    for (name, of) in unions.iter().map(|of| (&of.name, &of.docs)) {
        docstring.say(&format!(
            "`{name}` is a union of classes. {}",
            of.0.join(" ")
        ));
    }
    for of in &texts {
        let values = of.values.iter().map(|value| {
            let docs = value.docs.0.join(" ");
            let named = format!("`{}`", value.value);
            if docs.starts_with(&named) {
                docs
            } else {
                format!("{named}: {docs}")
            }
        });
        let values = values.collect::<Vec<_>>().join(" ");
        docstring.say(&format!(
            "`{}` is a text. {} {values}",
            of.name,
            of.docs.0.join(" ")
        ));
    }
    let mut text = docstring.python(0);
    text += "\nfrom __future__ import annotations\n\n";
    text += &filled("from ._authloom import (", imported.iter().cloned(), ")");
    text += "\n";
    text += &filled(
        "__all__ = (",
        public.iter().map(|name| format!("\"{name}\"")),
        ")",
    );
    if !unions.is_empty() {
        text += "\n";
    }
    for union in unions {
        let classes = union
            .variants
            .iter()
            .map(|variant| of_variant(union, variant));
        let classes = classes.collect::<Vec<_>>();
        let line = format!("{} = {}", union.name, classes.join(" | "));
        text += &if line.len() <= WIDTH {
            line + "\n"
        } else {
            format!("{} = (\n    {}\n)\n", union.name, classes.join("\n    | "))
        };
    }
    if texts.is_empty() && checked.is_empty() {
        return text;
    }
    text += "\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n";
    let mut imports = checked.to_vec();
    if !texts.is_empty() {
        imports.push("from typing import Literal, TypeAlias, Union".to_owned());
    }
    imports.sort_by_key(|line| (line.contains(" ._"), line.clone()));
    for line in imports {
        text += &format!("    {line}\n");
    }
    if texts.is_empty() {
        return text;
    }
    text += "\n";
    for of in &texts {
        let values = of.values.iter().map(|value| format!("\"{}\"", value.value));
        text += &alias(&of.name, &values.collect::<Vec<_>>(), of.open);
    }
    text += &lazy(&texts);
    text
}

fn alias(name: &str, values: &[String], open: bool) -> String {
    let (before, after) = if open {
        ("Union[Literal[", "], str]")
    } else {
        ("Literal[", "]")
    };
    let line = format!(
        "    {name}: TypeAlias = {before}{}{after}\n",
        values.join(", ")
    );
    if line.len() <= WIDTH {
        return line;
    }
    let values: String = values
        .iter()
        .map(|value| format!("        {value},\n"))
        .collect();
    format!("    {name}: TypeAlias = {before}\n{values}    {after}\n")
}

/// The aliases of texts when the program runs: made when somebody asks for one, since `typing`
/// takes longer to import than everything else here.
fn lazy(texts: &[&Texts]) -> String {
    let mut rows = String::new();
    for of in texts {
        let values = of
            .values
            .iter()
            .map(|value| format!("\"{}\",", value.value));
        let values = values.collect::<Vec<_>>().join(" ");
        let row = format!("        \"{}\": ({values}),", of.name);
        rows += &wrapped(&row, WIDTH, 12).join("\n");
        rows += "\n";
    }
    let open = texts
        .iter()
        .filter(|of| of.open)
        .map(|of| format!("\"{}\"", of.name));
    let open: Vec<_> = open.collect();
    let widen = if open.is_empty() {
        String::new()
    } else {
        format!(
            "        if name in ({},):\n            alias = Union[alias, str]\n",
            open.join(", ")
        )
    };
    let union = if open.is_empty() { "" } else { ", Union" };
    format!(
        "else:
    _TEXTS = {{
{rows}    }}

    def __getattr__(name):
        \"\"\"Makes an alias of texts: `typing` takes longer to import than all else here.\"\"\"
        if name not in _TEXTS:
            raise AttributeError(f\"module {{__name__!r}} has no attribute {{name!r}}\")
        from typing import Literal{union}

        alias = Literal[_TEXTS[name]]
{widen}        globals()[name] = alias
        return alias
"
    )
}

/// Items with commas on as many lines as it takes, the last comma included.
fn filled(before: &str, items: impl Iterator<Item = String>, after: &str) -> String {
    let items: Vec<String> = items.map(|item| item + ",").collect();
    let lines: String = items.iter().map(|item| format!("    {item}\n")).collect();
    format!("{before}\n{lines}{after}\n")
}

fn async_class(
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
    text += include_str!("async_client.py");
    Ok(text.replace("{name}", &format!("Async{name}")))
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
    let (positional, named): (Vec<_>, Vec<_>) = inputs.iter().partition(|of| of.positional);
    for input in &positional {
        let written = annotation(&input.field.r#type, Place::Argument)?;
        lines.push(format!("{}: {written}", input.name));
        used.push(written);
    }
    lines.push("*".to_owned());
    for input in &named {
        let (written, default) = if input.required {
            (annotation(&input.field.r#type, Place::Argument)?, "")
        } else {
            (annotations::optional(&input.field.r#type)?, " = None")
        };
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
