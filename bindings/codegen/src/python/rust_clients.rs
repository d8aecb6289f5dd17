//! Rust: what a client is built from, and its sync and async class.

use super::docstring::Docstring;
use super::examples::{self, Style};
use super::rust_classes::argument_type;
use super::rust_types::converted;
use super::{async_base, settings};
use crate::failure::Failure;
use crate::flatten::{self, Input, Origin};
use crate::lines::wrapped;
use crate::model::{Client, Field, Module, Operation, Struct, Surface, Type};
use crate::rust::{list, path, rust_name};

/// What all clients have in common: the options of every call, and how calls travel.
pub(crate) fn shared(surface: &Surface) -> String {
    let Struct { name, fields, .. } = &surface.call;
    let arguments = list(
        fields
            .iter()
            .map(|field| format!("{}: {}", rust_name(&field.name), argument_type(true))),
    );
    let values = list(fields.iter().map(|field| {
        format!(
            "{}: {}",
            rust_name(&field.name),
            converted(&field.name, true)
        )
    }));
    format!(
        "/// What may be changed for any call.
        pub(crate) fn call_options({arguments}) -> PyResult<core::{name}> {{
            Ok(core::{name} {{ {values} }})
        }}

        impl Configure for core::{} {{
            fn configure(&mut self, given: &mut Settings<'_, '_>) -> PyResult<()> {{
                {}
                Ok(())
            }}
        }}\n",
        surface.http.name,
        surface.http.fields.iter().map(set).collect::<String>()
    )
}

fn set(field: &Field) -> String {
    let name = rust_name(&field.name);
    match &field.r#type {
        // It has no type of its own in the grammar, so support knows it by its name.
        Type::ByHand(item) if item.contains('.') => {
            format!("given.{name}(&mut self.{name})?;\n")
        }
        _ => format!("given.set(\"{}\", &mut self.{name})?;\n", field.name),
    }
}

/// The classes of one client, and its configuration.
pub(crate) fn clients(
    surface: &Surface,
    module: &Module,
    client: &Client,
) -> Result<String, Failure> {
    let name = client.name;
    let config = &client.config.name;
    let own: String = settings::own(surface, client).map(set).collect();
    let docs = settings::docstring(surface, client, false)?.rust();
    let base = async_base(client);
    let constructors = constructors(surface, client);
    let (mut sync, mut r#async) = (String::new(), String::new());
    for operation in &client.operations {
        let written = Written {
            surface,
            module,
            client: name,
            operation,
            inputs: flatten::inputs(surface, client, operation)?,
        };
        sync += &written.sync();
        r#async += &written.r#async();
    }
    Ok(format!(
        "impl Configure for core::{config} {{
            fn configure(&mut self, given: &mut Settings<'_, '_>) -> PyResult<()> {{
                {own}self.http.configure(given)
            }}
        }}

        {docs}#[pyclass(frozen, subclass, weakref, module = \"authloom\")]
        pub(crate) struct {name}(pub(crate) Handle<authloom::{name}>);

        #[pymethods]
        impl {name} {{
            {constructors}
            {sync}
        }}

        client!({name});

        /// What `Async{name}` is made of: each operation as an object to be awaited.
        #[pyclass(frozen, subclass, weakref, module = \"authloom._authloom\")]
        pub(crate) struct {base}(pub(crate) AsyncHandle<authloom::{name}>);

        #[pymethods]
        impl {base} {{
            {}
            {async}
        }}

        async_client!({base});\n",
        constructors.replace("Handle::", "AsyncHandle::"),
        async = r#async
    ))
}

fn constructors(surface: &Surface, client: &Client) -> String {
    let signature = settings::signature(surface, client);
    // A line that ends with a backslash goes on in the next.
    let signature = |before: &str| {
        let text = format!("({before}*, {signature})");
        wrapped(&text, 80, 0).join(" \\\n")
    };
    let docs = settings::from_env_docstring().rust();
    let (of_new, of_from_env) = (signature(""), signature("$cls, "));
    format!(
        "#[new]
        #[pyo3(signature = (source=None, /, **settings), text_signature = \"{of_new}\")]
        fn new(
            py: Python<'_>,
            source: Option<&Bound<'_, PyAny>>,
            settings: Option<&Bound<'_, PyDict>>,
        ) -> PyResult<Self> {{
            Handle::open(py, source, settings).map(Self)
        }}

        {docs}#[classmethod]
        #[pyo3(signature = (**settings), text_signature = \"{of_from_env}\")]
        fn from_env(
            class: &Bound<'_, PyType>,
            settings: Option<&Bound<'_, PyDict>>,
        ) -> PyResult<Py<PyAny>> {{
            from_environment(class, settings)
        }}\n"
    )
}

/// An operation to be written.
struct Written<'a> {
    surface: &'a Surface,
    module: &'a Module,
    client: &'static str,
    operation: &'a Operation,
    inputs: Vec<Input<'a>>,
}

impl Written<'_> {
    fn sync(&self) -> String {
        let name = &self.operation.name;
        let docs =
            operation_docstring(self.surface, self.operation, &self.inputs, Style::Sync).rust();
        let signature = self.signature();
        let arguments = self.arguments();
        let conversions = self.conversions();
        let passed = self.passed();
        let client = self.client;
        format!(
            "
            {docs}#[pyo3(signature = ({signature}))]
            fn {name}(&self, py: Python<'_>, {arguments}) -> PyResult<Py<PyAny>> {{
                self.0.run(py, \"{name}\", || {{
                    {conversions}Ok(move |client: authloom::{client}| {{
                        client.{name}({passed}).options(call).into_future()
                    }})
                }})
            }}\n"
        )
    }

    fn r#async(&self) -> String {
        let name = &self.operation.name;
        // By place alone, which costs less; the method over it gives every argument.
        let names = list(self.inputs.iter().map(|input| rust_name(&input.name)));
        let arguments = self.arguments();
        let conversions = self.conversions();
        let passed = self.passed();
        let client = self.client;
        format!(
            "
            #[pyo3(signature = ({names}, /))]
            fn _{name}(&self, py: Python<'_>, {arguments}) -> PyResult<Call> {{
                self.0.start(py, \"{name}\", || {{
                    {conversions}Ok(move |client: authloom::{client}| {{
                        client.{name}({passed}).options(call).into_future()
                    }})
                }})
            }}\n"
        )
    }

    fn signature(&self) -> String {
        let mut parts = Vec::new();
        for (index, input) in self.inputs.iter().enumerate() {
            if !input.positional && (index == 0 || self.inputs[index - 1].positional) {
                parts.push("*".to_owned());
            }
            let default = if input.required { "" } else { "=None" };
            parts.push(format!("{}{default}", rust_name(&input.name)));
        }
        parts.join(", ")
    }

    fn arguments(&self) -> String {
        list(self.inputs.iter().map(|input| {
            let r#type = argument_type(!input.required);
            format!("{}: {type}", rust_name(&input.name), type = r#type)
        }))
    }

    /// What the core takes, made of the arguments.
    fn conversions(&self) -> String {
        let mut text = String::new();
        for parameter in &self.operation.parameters {
            let name = &parameter.field.name;
            if let Some(of) = self.surface.struct_of(&parameter.field.r#type) {
                let path = path(self.surface, self.module, &of.name);
                let fields = self.fields(Origin::Within(name));
                text += &format!("let {} = {path} {{ {fields} }};\n", rust_name(name));
            } else {
                // What the core only borrows is text, and no type would say so.
                let owned = if parameter.borrowed { ": String" } else { "" };
                let value = converted(name, false);
                text += &format!("let {}{owned} = {value};\n", rust_name(name));
            }
        }
        if let Some(options) = &self.operation.options {
            let fields = self.fields(Origin::Option);
            text += &format!("let options = core::{} {{ {fields} }};\n", options.name);
        }
        text += &format!("let call = {};\n", self.call());
        text
    }

    fn of(&self, origin: Origin) -> impl Iterator<Item = &Input<'_>> {
        self.inputs.iter().filter(move |of| of.origin == origin)
    }

    fn fields(&self, origin: Origin) -> String {
        list(self.of(origin).map(|input| {
            let value = converted(&input.name, !input.required);
            format!("{}: {value}", rust_name(&input.field.name))
        }))
    }

    fn call(&self) -> String {
        let all = &self.surface.call;
        let plain = self.of(Origin::Call).all(|of| of.name == of.field.name);
        if plain && self.operation.call.len() == all.fields.len() {
            let names = list(self.of(Origin::Call).map(|of| rust_name(&of.name)));
            return format!("call_options({names})?");
        }
        let fields = self.fields(Origin::Call);
        let rest = if self.operation.call.len() < all.fields.len() {
            format!(", ..authloom::{}::default()", all.name)
        } else {
            String::new()
        };
        format!("authloom::{} {{ {fields}{rest} }}", all.name)
    }

    fn passed(&self) -> String {
        let parameters = self.operation.parameters.iter().map(|parameter| {
            let borrow = if parameter.borrowed { "&" } else { "" };
            format!("{borrow}{}", rust_name(&parameter.field.name))
        });
        let options = self.operation.options.is_some();
        list(parameters.chain(options.then(|| "options".to_owned())))
    }
}

/// What an operation's method says.
pub(crate) fn operation_docstring(
    surface: &Surface,
    operation: &Operation,
    inputs: &[Input],
    style: Style,
) -> Docstring {
    let mut docstring = Docstring::of(&operation.docs);
    examples::add(&mut docstring, surface, operation, inputs, style);
    for input in inputs {
        docstring.argument(&input.name, &input.docs, &input.field.r#type);
    }
    docstring
}
