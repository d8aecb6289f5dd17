//! `tests/operations/src/generated`: each client's operations by their names, how arguments are
//! read, and what results become.

use super::{clients, listed, reachable};
use crate::failure::Failure;
use crate::model::{
    Client, Definition, Field, Module, Operation, Parameter, StringEnum, Struct, Surface, Type,
    Union, Variant,
};
use crate::parse::string_enums::snake_case;
use crate::rust::{formatted, list, rust_name};
use crate::{HEADER, Output};

pub(super) const FOLDER: &str = "tests/operations/src/generated";

pub(super) fn outputs(surface: &Surface) -> Result<Vec<Output>, Failure> {
    let mut outputs = vec![output("mod", "core/src", &all(surface))?];
    for (module, client) in clients(surface) {
        let text = one(surface, module, client);
        outputs.push(output(module.name, &module.sources, &text)?);
    }
    Ok(outputs)
}

fn output(name: &str, sources: &str, text: &str) -> Result<Output, Failure> {
    let text = format!("// {HEADER}{sources}; do not edit.\n{text}");
    Ok(Output {
        path: format!("{FOLDER}/{name}.rs"),
        text: formatted(&text)?,
    })
}

/// `mod.rs`: a client of any API.
fn all(surface: &Surface) -> String {
    let (mut mods, mut variants, mut built, mut called) = Default::default();
    let add = |to: &mut String, line: String| to.push_str(&line);
    for (Module { name: module, .. }, Client { name, .. }) in clients(surface) {
        add(&mut mods, format!("mod {module};\n"));
        add(
            &mut variants,
            format!("/// One of this API.\n{name}({name}),\n"),
        );
        let arm = format!("\"{module}\" => {module}::client(settings, base_url, http)");
        add(&mut built, format!("{arm}.map(Self::{name}),\n"));
        let arm = format!("Self::{name}(client) => {module}::call");
        add(
            &mut called,
            format!("{arm}(client, operation, given, options),\n"),
        );
    }
    let names = list(clients(surface).map(|(_, client)| client.name.to_owned()));
    format!(
        "//! Every client and operation by its name.

        #![allow(
            clippy::too_many_lines,
            reason = \"a client has as many operations as its API\"
        )]

        {mods}
        use authloom::{{CallOptions, HttpConfig, {names}}};

        use crate::decoded::Pending;
        use crate::members::Members;

        /// A client of any API.
        #[derive(Debug, Clone)]
        pub enum Client {{
            {variants}
        }}

        impl Client {{
            /// Builds a client of the API of that module.
            pub fn new(
                module: &str,
                settings: Members,
                base_url: String,
                http: HttpConfig,
            ) -> Result<Self, String> {{
                match module {{
                    {built}other => Err(format!(\"there is no module `{{other}}`\")),
                }}
            }}

            /// An operation with its arguments, as `arguments` reads them.
            pub fn call(
                &self,
                operation: &str,
                given: Members,
                options: CallOptions,
            ) -> Result<Pending, String> {{
                match self {{
                    {called}
                }}
            }}
        }}\n"
    )
}

/// A client's file.
fn one(surface: &Surface, module: &Module, client: &Client) -> String {
    let operations = || listed(&client.operations);
    let given = operations().flat_map(|of| {
        let parameters = of.parameters.iter().map(|of| &of.field);
        parameters.chain(of.options.iter().flat_map(|of| &of.fields))
    });
    let given = given.chain(&client.config.fields);
    let given = reachable(surface, given.map(|field| &field.r#type));
    let made = reachable(surface, operations().filter_map(|of| of.result.as_ref()));
    let mut text = building(surface, client) + &calling(client);
    for definition in &module.definitions {
        let is_in = |names: &[String]| names.iter().any(|name| name == definition.name());
        if is_in(&given) {
            text += &read(definition);
        }
        if is_in(&made) {
            text += &decoded(definition);
        }
    }
    let has = |used: &str, name: &'static str| if text.contains(used) { name } else { "" };
    let decoded = has("for Decoded", "Decoded, ");
    let read = has("impl Read", ", Read");
    let value = has("impl Read", "use serde_json::Value;\n");
    format!(
        "//! `{name}` by the names of its operations.

        use {path} as core;
        use authloom::{{CallOptions, HttpConfig, {name}}};
        {value}
        use crate::decoded::{{{decoded}Pending, pending}};
        use crate::members::{{Members{read}}};

        {text}",
        name = client.name,
        path = module.core_path
    )
}

fn building(surface: &Surface, client: &Client) -> String {
    let Client { name, config, .. } = client;
    let http = Type::Named(surface.http.name.clone());
    let values = list(config.fields.iter().map(|field| match &field.r#type {
        of if *of == http => "http".to_owned(),
        _ if field.name == "base_url" => "base_url: Some(base_url)".to_owned(),
        _ => taken("settings", field),
    }));
    format!(
        "pub(super) fn client(
            mut settings: Members,
            base_url: String,
            http: HttpConfig,
        ) -> Result<{name}, String> {{
            let config = core::{} {{ {values}, ..Default::default() }};
            settings.done()?;
            {name}::new(config).map_err(|error| error.to_string())
        }}\n\n",
        config.name
    )
}

fn calling(client: &Client) -> String {
    let name = client.name;
    let arms: String = listed(&client.operations).map(arm).collect();
    format!(
        "pub(super) fn call(
            client: &{name},
            operation: &str,
            mut given: Members,
            call: CallOptions,
        ) -> Result<Pending, String> {{
            let pending = match operation {{
                {arms}other => return Err(format!(\"{name} has no operation `{{other}}`\")),
            }};
            given.done()?;
            Ok(pending)
        }}\n\n"
    )
}

fn arm(of: &Operation) -> String {
    let name = &of.name;
    let read: String = of.parameters.iter().map(argument).collect();
    let options = of.options.as_ref().map(|Struct { name, fields, .. }| {
        let values = list(fields.iter().map(|field| taken("given", field)));
        format!("let options = core::{name} {{ {values} }};\n")
    });
    let last = options.is_some().then(|| "options".to_owned());
    let passed = of.parameters.iter().map(|of| {
        let borrow = if of.borrowed { "&" } else { "" };
        format!("{borrow}{}", rust_name(&of.field.name))
    });
    let passed = list(passed.chain(last));
    format!(
        "\"{name}\" => {{
            {read}{}pending(client.{name}({passed}).options(call))
        }}\n",
        options.unwrap_or_default()
    )
}

fn argument(of: &Parameter) -> String {
    let name = &of.field.name;
    // What the core only borrows is text, and no type would say so.
    let owned = if of.borrowed { ": String" } else { "" };
    format!(
        "let {}{owned} = given.take(\"{name}\")?;\n",
        rust_name(name)
    )
}

/// A field of options or of a configuration, which may be left out.
fn taken(from: &str, field: &Field) -> String {
    let name = &field.name;
    let method = if field.r#type.may_be_absent() {
        "take"
    } else {
        "or_default"
    };
    format!("{}: {from}.{method}(\"{name}\")?", rust_name(name))
}

/// How a definition is read from JSON.
fn read(definition: &Definition) -> String {
    let name = definition.name();
    let body = match definition {
        Definition::Struct(of) => {
            let values = list(of.fields.iter().map(member));
            format!(
                "let mut given = Members::of(value)?;
                let read = Self {{ {values} }};
                given.done()?;
                Ok(read)"
            )
        }
        Definition::Union(of) => {
            let arms: String = of.variants.iter().map(read_variant).collect();
            format!(
                "let (variant, mut given) = Members::variant(value)?;
                let read = match variant.as_str() {{
                    {arms}other => return Err(format!(\"{name} has no `{{other}}`\")),
                }};
                given.done()?;
                Ok(read)"
            )
        }
        Definition::StringEnum(of) => read_strings(of),
    };
    format!(
        "impl Read for core::{name} {{
            fn read(value: Value) -> Result<Self, String> {{
                {body}
            }}
        }}\n\n"
    )
}

fn member(field: &Field) -> String {
    format!("{}: {}", rust_name(&field.name), value(field))
}

fn value(field: &Field) -> String {
    format!("given.take(\"{}\")?", field.name)
}

fn read_variant(of: &Variant) -> String {
    let name = &of.name;
    let made = match (of.fields.is_empty(), of.unnamed) {
        (true, _) => String::new(),
        (_, true) => format!("({})", list(of.fields.iter().map(value))),
        (_, false) => format!("{{ {} }}", list(of.fields.iter().map(member))),
    };
    format!("\"{name}\" => Self::{name}{made},\n")
}

fn read_strings(of: &StringEnum) -> String {
    let values = of.values.iter();
    let arms: String = values
        .map(|of| format!("\"{}\" => Self::{},\n", of.value, of.name))
        .collect();
    let other = if of.open {
        "_ => Self::Other(text)".to_owned()
    } else {
        format!(
            "other => return Err(format!(\"{} has no `{{other}}`\"))",
            of.name
        )
    };
    format!(
        "let text = String::read(value)?;
        Ok(match text.as_str() {{
            {arms}{other},
        }})"
    )
}

/// What a definition becomes.
fn decoded(definition: &Definition) -> String {
    let name = definition.name();
    let body = match definition {
        Definition::Struct(of) => format!(
            "let core::{name} {{ {} }} = value;
            Self::Struct(\"{name}\", vec![{}])",
            list(of.fields.iter().map(|field| rust_name(&field.name))),
            pairs(&of.fields)
        ),
        Definition::Union(of) => {
            let arms = of
                .variants
                .iter()
                .map(|variant| decoded_variant(of, variant));
            format!("match value {{ {} }}", arms.collect::<String>())
        }
        Definition::StringEnum(of) => {
            let values = of.values.iter();
            let arms: String = values
                .map(|text| {
                    format!(
                        "core::{name}::{} => \"{}\".into(),\n",
                        text.name, text.value
                    )
                })
                .collect();
            let other = if of.open {
                format!("core::{name}::Other(text) => text.into(),\n")
            } else {
                String::new()
            };
            format!("match value {{ {arms}{other} }}")
        }
    };
    format!(
        "impl From<core::{name}> for Decoded {{
            fn from(value: core::{name}) -> Self {{
                {body}
            }}
        }}\n\n"
    )
}

fn decoded_variant(union: &Union, of: &Variant) -> String {
    let names = list(of.fields.iter().map(|field| rust_name(&field.name)));
    let pattern = match (of.fields.is_empty(), of.unnamed) {
        (true, _) => String::new(),
        (_, true) => format!("({names})"),
        (_, false) => format!("{{ {names} }}"),
    };
    let mut others: Vec<&str> = Vec::new();
    for field in union.variants.iter().flat_map(|variant| &variant.fields) {
        let is_own = of.fields.iter().any(|own| own.name == field.name);
        if !is_own && !others.contains(&&*field.name) {
            others.push(&field.name);
        }
    }
    let others = list(others.iter().map(|name| format!("\"{name}\"")));
    format!(
        "core::{union}::{name}{pattern} => Self::Union {{
            name: \"{union}\",
            tag: \"{}\",
            fields: vec![{}],
            others: &[{others}],
        }},\n",
        snake_case(&of.name),
        pairs(&of.fields),
        union = union.name,
        name = of.name,
    )
}

fn pairs(fields: &[Field]) -> String {
    list(fields.iter().map(|field| {
        let name = &field.name;
        format!("(\"{name}\", {}.into())", rust_name(name))
    }))
}
