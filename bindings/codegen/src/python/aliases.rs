//! Python: the names of what is no class: unions of classes, and sets of strings.

use super::classes::of_variant;
use super::docstring::WIDTH;
use crate::model::{Definition, Module, StringEnum, Union};

pub(crate) fn unions(module: &Module) -> impl Iterator<Item = &Union> {
    module.definitions.iter().filter_map(|of| match of {
        Definition::Union(union) => Some(union),
        _ => None,
    })
}

/// The sets of strings.
pub(crate) fn strings(module: &Module) -> impl Iterator<Item = &StringEnum> {
    module.definitions.iter().filter_map(|of| match of {
        Definition::StringEnum(strings) => Some(strings),
        _ => None,
    })
}

/// A union, which `isinstance` and `match` understand.
pub(crate) fn union(of: &Union) -> String {
    let variants = of.variants.iter();
    let classes: Vec<_> = variants.map(|variant| of_variant(of, variant)).collect();
    let line = format!("{}: TypeAlias = {}", of.name, classes.join(" | "));
    if line.len() <= WIDTH {
        return line + "\n";
    }
    format!(
        "{}: TypeAlias = (\n    {}\n)\n",
        of.name,
        classes.join("\n    | ")
    )
}

/// Sets of strings: for a type checker at once, for a program when it asks.
pub(crate) fn sets_of_texts(strings: &[&StringEnum]) -> String {
    let mut text = "if TYPE_CHECKING:\n".to_owned();
    for of in strings {
        let values = of.values.iter().map(|text| format!("\"{}\"", text.value));
        text += &alias(&of.name, &values.collect::<Vec<_>>(), of.open);
    }
    text + &lazy(strings)
}

fn alias(name: &str, values: &[String], open: bool) -> String {
    let (before, after) = if open {
        ("Union[Literal[", "], str]")
    } else {
        ("Literal[", "]")
    };
    let values = bracketed(values, 4);
    format!("    {name}: TypeAlias = {before}{values}{after}\n")
}

/// Items between brackets, on one line if they are few.
fn bracketed(items: &[String], indent: usize) -> String {
    let line = items.join(", ");
    if indent + line.len() <= WIDTH - 40 {
        return line;
    }
    let space = " ".repeat(indent);
    let lines = items.iter().map(|item| format!("{space}    {item},\n"));
    format!("\n{}{space}", lines.collect::<String>())
}

/// The aliases of strings when the program runs: made when somebody asks for one, since `typing`
/// takes longer to import than everything else here. A union of single literals is what the tool
/// that compares stubs takes the alias for.
fn lazy(strings: &[&StringEnum]) -> String {
    let mut rows = String::new();
    for of in strings {
        let values = of.values.iter().map(|text| format!("\"{}\"", text.value));
        let more = of.open.then(|| "str".to_owned());
        let values = bracketed(&values.chain(more).collect::<Vec<_>>(), 8);
        rows += &format!("        \"{}\": [{values}],\n", of.name);
    }
    format!(
        "else:
    _TEXTS = {{
{rows}    }}

    def __getattr__(name):
        \"\"\"Makes an alias of strings: `typing` takes longer to import than all else here.\"\"\"
        if name not in _TEXTS:
            raise AttributeError(f\"module {{__name__!r}} has no attribute {{name!r}}\")
        from typing import Literal, Union

        strings = tuple(text if text is str else Literal[text] for text in _TEXTS[name])
        return globals().setdefault(name, Union[strings])
"
    )
}
