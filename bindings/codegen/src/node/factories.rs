//! The functions that make models, in the one order that Rust and JavaScript know them by.

use super::names::{camel, member, tag};
use super::{Book, errors, records};
use crate::failure::Failure;
use crate::model::{Definition, Field, Type};
use crate::parse::string_enums::snake_case;

/// How long a line may be.
const WIDTH: usize = 100;

/// A function that makes one kind of object.
pub(super) struct Factory {
    pub(super) name: String,
    /// What stands in `type`, if anything does.
    pub(super) tag: Option<String>,
    pub(super) members: Vec<Member>,
    /// The class that takes the object, if any does.
    pub(super) taken_by: Option<&'static str>,
}

/// A member of an object.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) may_be_absent: bool,
    pub(super) is_shown: bool,
}

impl Member {
    pub(super) fn of(name: String, field: &Field) -> Self {
        Self {
            name,
            may_be_absent: matches!(field.r#type, Type::Option(_)),
            is_shown: field.is_shown(),
        }
    }
}

fn all(book: &Book) -> Result<Vec<Factory>, Failure> {
    let mut factories = Vec::new();
    for definition in book.surface.modules.iter().flat_map(|of| &of.definitions) {
        if book.directions.is_given(definition.name()) {
            continue;
        }
        match definition {
            Definition::Struct(of) => factories.push(Factory {
                name: of.name.clone(),
                tag: None,
                members: of
                    .fields
                    .iter()
                    .map(|field| Member::of(camel(&field.name), field))
                    .collect(),
                taken_by: None,
            }),
            Definition::Union(of) => {
                for variant in &of.variants {
                    let mut members = Vec::new();
                    for field in &variant.fields {
                        members.push(Member::of(member(of, variant, field)?, field));
                    }
                    factories.push(Factory {
                        name: format!("{}{}", of.name, variant.name),
                        tag: Some(tag(variant)),
                        members,
                        taken_by: None,
                    });
                }
            }
            Definition::StringEnum(_) => {}
        }
    }
    factories.extend(records::factories());
    factories.push(errors::factory(book.surface)?);
    Ok(factories)
}

/// The name by which Rust knows a factory.
pub(super) fn constant(name: &str) -> String {
    snake_case(name).to_uppercase()
}

/// The places of the factories.
pub(super) fn rust(book: &Book) -> Result<String, Failure> {
    let mut text =
        "//! Where each model's factory stands in `lib/generated/factories.js`.\n\n".to_owned();
    for (place, Factory { name, .. }) in all(book)?.iter().enumerate() {
        text += &format!("pub(super) const {}: usize = {place};\n", constant(name));
    }
    Ok(text)
}

/// The factories.
pub(super) fn script(book: &Book) -> Result<String, Failure> {
    let (mut functions, mut names) = (String::new(), String::new());
    for factory in all(book)? {
        functions += &factory.script();
        names += &format!("  {},\n", factory.function());
    }
    Ok(format!(
        "'use strict';

const {{ ErrorRecord }} = require('../error_record.js');
const {{ INSPECT, without }} = require('../shown.js');

// Each makes one object of its members in order. What is undefined is no member.

{functions}module.exports = [
  ...require('../values.js'),
{names}];\n"
    ))
}

impl Factory {
    fn function(&self) -> String {
        camel(&snake_case(&self.name))
    }

    fn script(&self) -> String {
        let optional = |member: &&Member| member.may_be_absent;
        let tag = self.tag.iter().map(|tag| format!("type: '{tag}'"));
        let always = self.members.iter().take_while(|of| !optional(of));
        let begun: Vec<String> = tag.chain(always.map(|of| of.name.clone())).collect();
        let object = if begun.is_empty() {
            "{}".to_owned()
        } else {
            format!("{{ {} }}", begun.join(", "))
        };
        let mut body = String::new();
        for of in self.members.iter().skip_while(|of| !optional(of)) {
            let set = format!("made.{name} = {name};", name = of.name);
            body += &if of.may_be_absent {
                format!("  if ({} !== undefined) {set}\n", of.name)
            } else {
                format!("  {set}\n")
            };
        }
        let (name, mut before) = (self.function(), String::new());
        let hidden = self.members.iter().filter(|of| !of.is_shown);
        let hidden: Vec<String> = hidden.map(|of| format!("'{}'", of.name)).collect();
        let mut made = match self.taken_by {
            Some(class) => format!("new {class}(made)"),
            None => "made".to_owned(),
        };
        if !hidden.is_empty() {
            before = format!("const {name}Shown = without({});\n\n", hidden.join(", "));
            made = format!("Object.defineProperty(made, INSPECT, {name}Shown)");
        }
        let body = if body.is_empty() && made == "made" {
            format!("  return {object};\n")
        } else {
            format!("  const made = {object};\n{body}  return {made};\n")
        };
        let names: Vec<&str> = self.members.iter().map(|of| of.name.as_str()).collect();
        let mut head = format!("function {name}({}) {{\n", names.join(", "));
        if head.len() > WIDTH {
            head = format!("function {name}(\n  {},\n) {{\n", names.join(",\n  "));
        }
        format!("{before}{head}{body}}}\n\n")
    }
}
