//! Rust: what a client is built from, and the native half of it.

use super::Book;
use super::names::{camel, parameter};
use super::rust_models::taken;
use crate::failure::Failure;
use crate::model::{Client, Field, Operation, Parameter, Struct, Type};
use crate::rust::{list, rust_name};

/// What all clients have in common: the options of every call, and how calls travel.
pub(super) fn shared(book: &Book) -> String {
    let Struct { name, fields, .. } = &book.surface.call;
    let values = values(fields);
    let http = &book.surface.http;
    let names = list(
        fields
            .iter()
            .map(|field| format!("\"{}\"", camel(&field.name))),
    );
    format!(
        "/// What may be changed for any call, and the facade's own.
        pub(super) const CALL: &[&str] = &[{names}, \"signal\"];

        /// What may be changed for any call.
        pub(super) fn call_options(members: &Members<'_>) -> Result<core::{name}, Refusal> {{
            Ok(core::{name} {{ {values} }})
        }}

        impl Configure for core::{} {{
            fn configure(&mut self, given: &mut Settings<'_>) -> Result<(), Refusal> {{
                {}
                Ok(())
            }}
        }}\n",
        http.name,
        http.fields.iter().map(set).collect::<String>()
    )
}

/// Fields of options, each of which may be left out.
fn values(fields: &[Field]) -> String {
    list(fields.iter().map(|field| {
        let value = taken(&camel(&field.name), true);
        format!("{}: {value}", rust_name(&field.name))
    }))
}

fn set(field: &Field) -> String {
    let name = rust_name(&field.name);
    match &field.r#type {
        // It has no type of its own in the grammar, so support knows it by its name.
        Type::ByHand(item) if item.contains('.') => {
            format!("given.{name}(&mut self.{name});\n")
        }
        _ => format!(
            "given.set(\"{}\", &mut self.{name})?;\n",
            camel(&field.name)
        ),
    }
}

/// The fields of a configuration that are settings of its own: all but how calls travel.
pub(super) fn own_settings<'a>(
    book: &'a Book,
    client: &'a Client,
) -> impl Iterator<Item = &'a Field> {
    let http = Type::Named(book.surface.http.name.clone());
    let fields = client.config.fields.iter();
    fields.filter(move |field| field.r#type != http)
}

/// The native half of one client, and its configuration.
pub(super) fn client(book: &Book, client: &Client) -> Result<String, Failure> {
    let name = client.name;
    let config = &client.config.name;
    let own: String = own_settings(book, client).map(set).collect();
    let mut methods = String::new();
    for operation in &client.operations {
        methods += &method(book, client, operation)?;
    }
    Ok(format!(
        "impl Configure for core::{config} {{
            fn configure(&mut self, given: &mut Settings<'_>) -> Result<(), Refusal> {{
                {own}self.http.configure(given)
            }}
        }}

        /// The native half of `{name}`.
        #[napi]
        pub struct Native{name}(Handle<authloom::{name}>);

        #[napi]
        impl Native{name} {{
            /// Builds a client, from the environment too if so asked.
            #[napi(constructor)]
            pub fn new(
                env: Env,
                bridge: &LoopBridge,
                config: Unknown<'_>,
                from_env: bool,
                observed: bool,
            ) -> napi::Result<Self> {{
                Handle::open(&env, bridge, config, from_env, observed).map(Self)
            }}

            /// Closes idle connections.
            #[napi]
            pub fn close(&self) {{
                self.0.close();
            }}

            /// The base URL that this client calls, without a slash at its end.
            #[napi]
            pub fn base_url(&self) -> String {{
                self.0.base_url()
            }}
            {methods}
        }}\n"
    ))
}

/// The names that an operation's options can have.
fn option_names(book: &Book, client: &Client, operation: &Operation) -> Result<String, Failure> {
    let own = operation.options.iter().flat_map(|of| &of.fields);
    let names = own.chain(&operation.call).map(|field| camel(&field.name));
    let names: Vec<String> = names.chain(["signal".to_owned()]).collect();
    let twice = names
        .iter()
        .enumerate()
        .find(|(place, name)| names[..*place].contains(name));
    match twice {
        Some((_, name)) => Err(Failure(format!(
            "`{}.{}` has two options that can only be named `{name}`",
            client.name, operation.name
        ))),
        None if operation.options.is_none() && takes_all(book, operation) => Ok("CALL".to_owned()),
        None => {
            let names = names.iter().map(|name| format!("\"{name}\""));
            Ok(format!("&[{}]", list(names)))
        }
    }
}

fn method(book: &Book, client: &Client, operation: &Operation) -> Result<String, Failure> {
    let name = &operation.name;
    let parameters = operation.parameters.iter();
    let arguments: String = parameters
        .clone()
        .map(|of| format!("{}: Unknown<'_>,\n", rust_name(&of.field.name)))
        .collect();
    let read: String = parameters.clone().map(argument).collect();
    let names = option_names(book, client, operation)?;
    let options = operation.options.as_ref().map(|options| {
        let values = values(&options.fields);
        format!("let options = core::{} {{ {values} }};\n", options.name)
    });
    let last = options.is_some().then(|| "options".to_owned());
    let (options, call) = (options.unwrap_or_default(), call(book, operation));
    let passed = parameters.map(|of| {
        let borrow = if of.borrowed { "&" } else { "" };
        format!("{borrow}{}", rust_name(&of.field.name))
    });
    let passed = list(passed.chain(last));
    Ok(format!(
        "
            /// `{name}`.
            #[napi]
            pub fn {name}(
                &self,
                env: Env,
                number: u32,
                {arguments}options: Unknown<'_>,
            ) -> napi::Result<()> {{
                self.0.start(&env, number, \"{name}\", |js| {{
                    {read}let members = js.options(options, {names})?;
                    {options}let call = {call};
                    Ok(move |client: authloom::{}| {{
                        client.{name}({passed}).options(call).into_future()
                    }})
                }})
            }}\n",
        client.name
    ))
}

fn argument(of: &Parameter) -> String {
    let name = rust_name(&of.field.name);
    // What the core only borrows is text, and no type would say so.
    let owned = if of.borrowed { ": String" } else { "" };
    let called = parameter(&of.field);
    format!("let {name}{owned} = js.argument(\"{called}\", {name})?;\n")
}

/// Whether an operation takes all the options that calls have.
fn takes_all(book: &Book, operation: &Operation) -> bool {
    operation.call.len() == book.surface.call.fields.len()
}

/// The options of every call that an operation takes.
fn call(book: &Book, operation: &Operation) -> String {
    let all = &book.surface.call;
    if takes_all(book, operation) {
        return "call_options(&members)?".to_owned();
    }
    let values = values(&operation.call);
    format!(
        "authloom::{} {{ {values}, ..authloom::{}::default() }}",
        all.name, all.name
    )
}
