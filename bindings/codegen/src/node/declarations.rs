//! Declarations: the models of a part of the core.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{camel, member, tag};
use super::tsdoc::TsDoc;
use super::types::{Way, names, within_option};
use super::{Book, by_hand, client_declarations, errors};
use crate::failure::Failure;
use crate::model::{Definition, Docs, Field, Module, StringEnum, Struct, Type, Union};

/// What is written by hand, and where it is.
const BY_HAND: &[(&str, &str)] = &[
    ("Client", "../client.js"),
    ("Json", "../json.js"),
    ("Logger", "../logging.js"),
    ("Secret", "../secret.js"),
    ("ClientCertificate", "./http.js"),
    ("Pairs", "./http.js"),
];

/// One part of the core: its models, and its client.
pub(super) fn module(book: &Book, module: &Module) -> Result<String, Failure> {
    let mut text = String::new();
    for definition in &module.definitions {
        text += "\n";
        text += &match definition {
            Definition::Struct(of) => {
                let name = format!("interface {}", of.name);
                let way = way(book, &of.name);
                interface(book, &name, of, way, "")?
            }
            Definition::StringEnum(of) => strings(book, of),
            Definition::Union(of) => union(book, of)?,
        };
    }
    if module.name == "http" {
        text += by_hand::TYPES;
        text += &client_declarations::shared(book)?;
    }
    if module.name == "errors" {
        text += &errors::declarations(book)?;
    }
    if let Some(client) = &module.client {
        text += &client_declarations::client(book, client)?;
    }
    Ok(imports(book, module, &text) + &text)
}

fn way(book: &Book, name: &str) -> Way {
    if book.directions.is_given(name) {
        Way::In
    } else {
        Way::Out
    }
}

/// What a file takes from the others.
fn imports(book: &Book, module: &Module, text: &str) -> String {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with(['*', '/']))
        .collect::<Vec<_>>()
        .join("\n");
    let used: BTreeSet<&str> = names(&code).collect();
    let mut homes: BTreeMap<String, String> = BY_HAND
        .iter()
        .map(|(name, home)| ((*name).to_owned(), (*home).to_owned()))
        .collect();
    for other in &book.surface.modules {
        let home = format!("./{}.js", other.name);
        for definition in &other.definitions {
            homes.insert(definition.name().to_owned(), home.clone());
        }
    }
    for shared in [&book.surface.call.name, &book.surface.http.name] {
        homes.insert(shared.clone(), "./http.js".to_owned());
    }
    let own = format!("./{}.js", module.name);
    let mut taken: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in used {
        if let Some(home) = homes.get(name).filter(|home| **home != own) {
            taken.entry(home).or_default().push(name);
        }
    }
    taken
        .iter()
        .map(|(home, names)| {
            // A class stands on it, which a type alone could not bear.
            let r#type = if names == &["Client"] { "" } else { " type" };
            format!("import{type} {{ {} }} from '{home}';\n", names.join(", "))
        })
        .collect()
}

/// An object's type.
pub(super) fn interface(
    book: &Book,
    head: &str,
    of: &Struct,
    way: Way,
    more: &str,
) -> Result<String, Failure> {
    let docs = TsDoc::of(&of.docs, &book.words).text(0);
    let mut members = String::new();
    for field in &of.fields {
        members += &property(book, &camel(&field.name), field, way)?;
    }
    Ok(format!("{docs}export {head} {{\n{members}{more}}}\n"))
}

/// A member.
pub(super) fn property(
    book: &Book,
    name: &str,
    field: &Field,
    way: Way,
) -> Result<String, Failure> {
    let by_hand = by_hand::docs(&field.r#type)?;
    let docs = by_hand.as_ref().unwrap_or(&field.docs);
    let docs = TsDoc::of_value(docs, &field.r#type, &book.words).text(2);
    let written = within_option(&field.r#type, way)?;
    let member = match way {
        Way::In if written == "unknown" => format!("{name}?: {written}"),
        Way::In if field.r#type.may_be_absent() => format!("{name}?: {written} | undefined"),
        Way::Out if is_option(field) => format!("{name}?: {written}"),
        _ => format!("{name}: {written}"),
    };
    Ok(format!("{docs}  {member};\n"))
}

fn is_option(field: &Field) -> bool {
    matches!(field.r#type, Type::Option(_))
}

/// A set of strings.
fn strings(book: &Book, of: &StringEnum) -> String {
    let mut docs = TsDoc::of(&of.docs, &book.words);
    for text in &of.values {
        let said = book.words.say_of(&text.value, &text.docs.0.join(" "));
        let named = format!("`{}`", text.value);
        docs.say(if said.starts_with(&named) {
            format!("- {said}")
        } else {
            format!("- {named}: {said}")
        });
    }
    let values = of.values.iter().map(|text| format!("'{}'", text.value));
    let any = of.open.then(|| "(string & {})".to_owned());
    let values: Vec<String> = values.chain(any).collect();
    let name = &of.name;
    format!(
        "{}export type {name} ={};\n",
        docs.text(0),
        alternatives(name, &values)
    )
}

/// One of several, on as few lines as they fit on.
fn alternatives(name: &str, all: &[String]) -> String {
    let line = format!(" {}", all.join(" | "));
    if "export type  =;".len() + name.len() + line.len() <= 100 {
        return line;
    }
    let lines = all.iter().map(|of| format!("\n  | {of}"));
    lines.collect()
}

/// A union: a type for each variant, and one for all.
fn union(book: &Book, of: &Union) -> Result<String, Failure> {
    let way = way(book, &of.name);
    let (mut text, mut all) = (String::new(), Vec::new());
    for variant in &of.variants {
        let name = format!("{}{}", of.name, variant.name);
        let tag = tag(variant);
        let said = variant.docs.0.iter();
        let said = Docs(said.map(|docs| book.words.say_of(&tag, docs)).collect());
        let mut docs = TsDoc::plain(&said);
        let of_all = of.docs.0.first().map_or("", String::as_str);
        docs.say(format!(
            "A variant of `{}`: {}",
            of.name,
            book.words.say(&lower_first(of_all))
        ));
        let mut members = format!("  /** The variant's name. */\n  type: '{tag}';\n");
        for field in &variant.fields {
            members += &property(book, &member(of, variant, field)?, field, way)?;
        }
        text += &format!(
            "{}export interface {name} {{\n{members}}}\n\n",
            docs.text(0)
        );
        all.push(name);
    }
    let docs = TsDoc::of(&of.docs, &book.words).text(0);
    let all = alternatives(&of.name, &all);
    Ok(text + &format!("{docs}export type {} ={all};\n", of.name))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}
