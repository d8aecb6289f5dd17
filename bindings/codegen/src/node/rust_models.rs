//! Rust: how models are made for JavaScript, and read from it.

use super::Book;
use super::factories::constant;
use super::names::{camel, member, tag};
use crate::failure::Failure;
use crate::model::{StringEnum, Struct, Union, Variant};
use crate::rust::{list, rust_name};

/// A struct, as it goes.
pub(super) fn structure(book: &Book, of: &Struct) -> String {
    if book.directions.is_given(&of.name) {
        return read(of);
    }
    let fields: Vec<&str> = of.fields.iter().map(|field| &*field.name).collect();
    to_js(&format!("core::{}", of.name), &of.name, &fields)
}

/// How a struct becomes an object, by the factory of this name.
pub(super) fn to_js(path: &str, name: &str, fields: &[&str]) -> String {
    let names = list(fields.iter().map(|field| rust_name(field)));
    let made = made(name, fields.iter().copied());
    format!(
        "impl ToJs for {path} {{
            fn to_js<'a>(&self, js: &Js<'a>) -> napi::Result<Unknown<'a>> {{
                let Self {{ {names} }} = self;
                {made}
            }}
        }}\n\n"
    )
}

/// The call of a factory.
fn made<'a>(name: &str, fields: impl Iterator<Item = &'a str>) -> String {
    let members = list(fields.map(|field| format!("{}.to_js(js)?", rust_name(field))));
    format!("js.make(factories::{}, &[{members}])", constant(name))
}

fn read(of: &Struct) -> String {
    let members = of.fields.iter().map(|field| (camel(&field.name), field));
    let names = list(members.clone().map(|(name, _)| format!("\"{name}\"")));
    let values = list(members.map(|(name, field)| {
        let value = taken(&name, field.r#type.may_be_absent());
        format!("{}: {value}", rust_name(&field.name))
    }));
    format!(
        "impl FromJs for core::{} {{
            const ACCEPTS: &'static str = \"an object\";

            fn from_js(given: Given<'_>) -> Result<Self, Refusal> {{
                let members = given.members(&[{names}])?;
                Ok(Self {{ {values} }})
            }}
        }}\n\n",
        of.name
    )
}

/// Takes a member.
pub(super) fn taken(name: &str, optional: bool) -> String {
    let method = if optional { "optional" } else { "required" };
    format!("members.{method}(\"{name}\")?")
}

/// An enum that is its text.
pub(super) fn strings(of: &StringEnum) -> String {
    let kind = if of.open { "open_enum" } else { "text_enum" };
    let values = of.values.iter();
    let values = list(values.map(|value| format!("({}, \"{}\")", value.name, value.value)));
    format!("{kind}!(core::{}, [{values}]);\n\n", of.name)
}

/// A union, as it goes.
pub(super) fn union(book: &Book, of: &Union) -> Result<String, Failure> {
    if book.directions.is_given(&of.name) {
        return read_union(of);
    }
    let mut arms = String::new();
    for variant in &of.variants {
        let name = format!("{}{}", of.name, variant.name);
        let fields = variant.fields.iter().map(|field| &*field.name);
        let pattern = filled(variant, fields.clone().map(rust_name));
        arms += &format!("{pattern} => {},\n", made(&name, fields));
    }
    Ok(format!(
        "impl ToJs for core::{} {{
            fn to_js<'a>(&self, js: &Js<'a>) -> napi::Result<Unknown<'a>> {{
                match self {{
                    {arms}
                }}
            }}
        }}\n\n",
        of.name
    ))
}

/// A variant with its fields.
fn filled(variant: &Variant, fields: impl Iterator<Item = String>) -> String {
    let fields = list(fields);
    match (variant.fields.is_empty(), variant.unnamed) {
        (true, _) => format!("Self::{}", variant.name),
        (_, true) => format!("Self::{}({fields})", variant.name),
        (_, false) => format!("Self::{} {{ {fields} }}", variant.name),
    }
}

fn read_union(of: &Union) -> Result<String, Failure> {
    let mut rows = String::new();
    for variant in &of.variants {
        let mut names = Vec::new();
        for field in &variant.fields {
            names.push(member(of, variant, field)?);
        }
        let values = names.iter().zip(&variant.fields).map(|(name, field)| {
            let value = taken(name, field.r#type.may_be_absent());
            if variant.unnamed {
                value
            } else {
                format!("{}: {value}", rust_name(&field.name))
            }
        });
        let value = filled(variant, values);
        let members = if names.is_empty() { "_" } else { "members" };
        let names = list(names.iter().map(|name| format!("\"{name}\"")));
        rows += &format!(
            "(\"{}\", &[{names}], |{members}| Ok({value})),\n",
            tag(variant)
        );
    }
    Ok(format!(
        "impl FromJs for core::{} {{
            const ACCEPTS: &'static str = \"an object with a `type`\";

            fn from_js(given: Given<'_>) -> Result<Self, Refusal> {{
                given.one_of(&[\n{rows}])
            }}
        }}\n\n",
        of.name
    ))
}
