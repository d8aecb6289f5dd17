//! The stub of the native module.

use super::annotations::{Place, annotation, of_input, optional};
use super::async_client::def;
use super::classes::{self, Class};
use super::docstring::Docstring;
use super::examples::Style;
use super::imports::{Imports, NATIVE};
use super::rust_clients::operation_docstring;
use super::{async_base, registered, settings};
use crate::failure::Failure;
use crate::flatten;
use crate::model::{Client, Surface};

/// What the parts need that are written by hand.
const HEAD_IMPORTS: &[(&str, &[&str])] = &[
    ("asyncio", &["AbstractEventLoop"]),
    ("collections.abc", &["Callable", "Generator"]),
    ("contextvars", &["Context"]),
    ("types", &["TracebackType"]),
    (
        "typing",
        &["Any", "ClassVar", "Final", "Generic", "TypeVar", "final"],
    ),
    ("typing_extensions", &["Self", "disjoint_base"]),
];

/// What the native module has beside what is generated, in `head.pyi`.
const BY_HAND: &[&str] = &[
    "Call",
    "ClientCertificate",
    "Secret",
    "_Environment",
    "_Port",
    "_Woken",
    "__version__",
    "_rebuild",
];

/// The whole stub.
pub(crate) fn stub(surface: &Surface) -> Result<String, Failure> {
    let mut used = Vec::new();
    let mut text = String::new();
    for module in &surface.modules {
        for of in classes::of(surface, module) {
            text += &class(&of, &mut used)?;
        }
        if let Some(client) = &module.client {
            text += &sync_client(surface, client, &mut used)?;
            text += &async_client(surface, client, &mut used)?;
        }
    }
    let mut imports = Imports::default();
    for (module, names) in HEAD_IMPORTS {
        names.iter().for_each(|name| imports.add(module, name));
    }
    imports.add_of(surface, &used);
    let imports = imports.without(NATIVE, |_| true).lines("");
    let mut all = registered(surface);
    all.extend(BY_HAND.iter().map(|name| (*name).to_owned()));
    all.sort();
    let all: String = all
        .iter()
        .map(|name| format!("    \"{name}\",\n"))
        .collect();
    let head = include_str!("head.pyi");
    Ok(format!(
        "\"\"\"The native part of `authloom`.\"\"\"\n\n{imports}\n__all__ = [\n{all}]\n\n{head}\n{text}"
    ))
}

fn class(class: &Class, used: &mut Vec<String>) -> Result<String, Failure> {
    let mut text = format!("@final\nclass {}:\n", class.name);
    text += &class.docstring().python(4);
    let names = class
        .fields
        .iter()
        .map(|field| format!("\"{}\"", field.name));
    let names = names.collect::<Vec<_>>().join(", ");
    let comma = if class.fields.len() == 1 { "," } else { "" };
    text += &format!("\n    __match_args__: Final = ({names}{comma})\n");
    text += "    def __new__(\n        cls,\n";
    if !class.is_positional() && !class.fields.is_empty() {
        text += "        *,\n";
    }
    for field in class.fields {
        let (written, default) = if field.r#type.may_be_absent() {
            (optional(&field.r#type)?, " = None")
        } else {
            (annotation(&field.r#type, Place::Argument)?, "")
        };
        text += &format!("        {}: {written}{default},\n", field.name);
        used.push(written);
    }
    text += "    ) -> Self: ...\n";
    for field in class.fields {
        let written = annotation(&field.r#type, Place::Field)?;
        text += &format!(
            "    @property\n    def {}(self) -> {written}:\n",
            field.name
        );
        text += &Docstring::of(&field.docs).python(8);
        text += "\n";
        used.push(written);
    }
    text += if class.hashable {
        "    def __hash__(self) -> int: ...\n"
    } else {
        // `object` has a method there, and no checker knows a way to say that a class has none: this
        // is how the standard library's own stubs write it.
        "    __hash__: ClassVar[None]  # type: ignore[assignment]\n"
    };
    text += "    def __eq__(self, other: object, /) -> bool: ...\n";
    text += "    def __ne__(self, other: object, /) -> bool: ...\n";
    text += "    def __copy__(self) -> Self: ...\n";
    text += "    def __deepcopy__(self, memo: object, /) -> Self: ...\n\n";
    Ok(text)
}

fn constructors(
    surface: &Surface,
    client: &Client,
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let mut arguments = "        cls,\n        *,\n".to_owned();
    for field in settings::all(surface, client) {
        let written = optional(&field.r#type)?;
        arguments += &format!("        {}: {written} = None,\n", field.name);
        used.push(written);
    }
    let docs = settings::from_env_docstring().python(8);
    Ok(format!(
        "    def __new__(\n{arguments}    ) -> Self: ...\n    @classmethod\n    \
         def from_env(\n{arguments}    ) -> Self:\n{docs}\n"
    ))
}

fn sync_client(
    surface: &Surface,
    client: &Client,
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let mut text = format!("@disjoint_base\nclass {}:\n", client.name);
    text += &settings::docstring(surface, client, false)?.python(4);
    text += "\n";
    text += &constructors(surface, client, used)?;
    for operation in &client.operations {
        let inputs = flatten::inputs(surface, client, operation)?;
        let head = def("    def", &operation.name, operation, &inputs, used)?;
        let docs = operation_docstring(surface, operation, &inputs, Style::Sync).python(8);
        text += &format!("{head}:\n{docs}\n");
    }
    Ok(text + include_str!("sync_client.pyi") + "\n")
}

fn async_client(
    surface: &Surface,
    client: &Client,
    used: &mut Vec<String>,
) -> Result<String, Failure> {
    let base = async_base(client);
    let mut text = format!("@disjoint_base\nclass {base}:\n");
    let docs = format!(
        "    \"\"\"What `Async{}` is made of.\"\"\"\n\n",
        client.name
    );
    text += &docs;
    text += &constructors(surface, client, used)?;
    for operation in &client.operations {
        let inputs = flatten::inputs(surface, client, operation)?;
        let result = match &operation.result {
            Some(result) => annotation(result, Place::Result)?,
            None => "None".to_owned(),
        };
        let mut arguments = String::new();
        for input in &inputs {
            let written = of_input(input)?;
            arguments += &format!("        {}: {written},\n", input.name);
        }
        text += &format!(
            "    def _{}(\n        self,\n{arguments}        /,\n    ) -> Call[{result}]: ...\n",
            operation.name
        );
    }
    Ok(text + include_str!("async_base.pyi") + "\n")
}
