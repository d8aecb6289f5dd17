//! The errors: their classes in JavaScript, their declarations, and in Rust what one is made of.

use super::Book;
use super::factories::{Factory, Member, constant};
use super::names::camel;
use super::tsdoc::TsDoc;
use super::types::{Way, within_option};
use crate::errors::{self, Unset};
use crate::failure::Failure;
use crate::model::{Docs, Field, Surface, Type};
use crate::rust::{list, rust_name};
use crate::templates::filled;

/// A field that JavaScript calls otherwise, and why.
const RENAMED: &[(&str, &str, &str)] = &[(
    errors::MESSAGE,
    "reason",
    "an error's `message` is its sentence",
)];

/// Fields that hold the name of something in the core: JavaScript spells it in its own way.
const SPELLED: &[&str] = &["operation", "resolve_with", "field"];

/// What an error has beside its fields.
const SENTENCE: &str = "message";
const CAUSES: &str = "causes";
/// What no field can be called.
const TAKEN: &[&str] = &[SENTENCE, CAUSES, "cause", "name", "stack"];

/// What makes an error's record, and the class that the facade knows it by.
const RECORD: &str = "ErrorRecord";

/// A field as JavaScript calls it.
pub(super) fn name(field: &Field) -> String {
    let renamed = RENAMED.iter().find(|(of, ..)| *of == field.name);
    renamed.map_or_else(|| camel(&field.name), |(_, name, _)| (*name).to_owned())
}

/// Fails for a row that is no field.
pub(super) fn all_used(surface: &Surface) -> Result<(), Failure> {
    let renamed = RENAMED.iter().map(|(of, ..)| of);
    for row in renamed.chain(SPELLED) {
        errors::field_is_there(surface, row, "bindings/codegen/src/node/errors.rs")?;
    }
    Ok(())
}

/// Each field with its name. Fails where two have one.
fn named(surface: &Surface) -> Result<Vec<(String, &Field)>, Failure> {
    let mut all: Vec<(String, &Field)> = Vec::new();
    for field in &surface.error.fields {
        let name = name(field);
        if TAKEN.contains(&&*name) || all.iter().any(|(other, _)| *other == name) {
            return Err(Failure(format!(
                "`{}.{}` would be called `{name}`, which an error of JavaScript has already; give \
                 it a row in bindings/codegen/src/node/errors.rs",
                surface.error.name, field.name
            )));
        }
        all.push((name, field));
    }
    Ok(all)
}

/// The classes.
pub(super) fn script(surface: &Surface) -> Result<String, Failure> {
    let mut fields = String::new();
    for (name, field) in named(surface)? {
        if !errors::is_kind(field)
            && let Some(value) = unset(surface, field)?
        {
            fields += &format!("    this.{name} = {value};\n");
        }
    }
    let (mut classes, mut names) = (String::new(), String::new());
    for class in errors::classes(surface) {
        classes += &format!(
            "class {} extends {} {{\n  static kind = '{}';\n}}\n",
            class.name, class.base, class.kind.value
        );
        names += &format!("  {},\n", class.name);
    }
    let parts = [
        ("fields", fields),
        ("classes", classes),
        ("class names", names),
    ];
    Ok(filled(include_str!("errors.js"), &parts))
}

/// What a field is where nobody gives it; none where it is absent.
fn unset(surface: &Surface, field: &Field) -> Result<Option<String>, Failure> {
    Ok(match errors::unset(surface, field)? {
        Unset::Absent => None,
        Unset::Sentence => Some(SENTENCE.to_owned()),
        Unset::False => Some("false".to_owned()),
        Unset::Zero => Some("0".to_owned()),
        Unset::Text(text) => Some(format!("'{text}'")),
        Unset::EmptyList => Some("[]".to_owned()),
        Unset::EmptyMap => Some("{}".to_owned()),
    })
}

/// The classes to a type checker.
pub(super) fn declarations(book: &Book) -> Result<String, Failure> {
    let (mut optional, mut fields) = (String::new(), String::new());
    for (name, field) in named(book.surface)? {
        let docs = TsDoc::of_value(&field.docs, &field.r#type, &book.words).text(2);
        let of = within_option(&field.r#type, Way::Out)?;
        let absent = matches!(field.r#type, Type::Option(_));
        let mark = if absent { "?" } else { "" };
        fields += &format!("{docs}  readonly {name}{mark}: {of};\n");
        if !errors::is_kind(field) {
            optional += &format!("{docs}  {name}?: {of} | undefined;\n");
        }
    }
    let mut classes = String::new();
    for class in errors::classes(book.surface) {
        let kind = &class.kind;
        let said = kind.docs.0.iter();
        let said = said.map(|docs| book.words.say_of(&kind.value, docs));
        classes += &format!(
            "\n{}export declare class {} extends {} {{\n  readonly kind: '{}';\n}}\n",
            TsDoc::plain(&Docs(said.collect())).text(0),
            class.name,
            class.base,
            kind.value
        );
    }
    let parts = [
        ("optional fields", optional),
        ("fields", fields),
        ("classes", classes),
    ];
    Ok(filled(include_str!("errors.d.ts"), &parts))
}

/// What makes the record of an error, in the order of [`rust`].
pub(super) fn factory(surface: &Surface) -> Result<Factory, Failure> {
    let own = |name: &str| Member {
        name: name.to_owned(),
        may_be_absent: false,
        is_shown: true,
    };
    let mut members = vec![own(SENTENCE)];
    for (name, field) in named(surface)? {
        members.push(Member {
            is_shown: true,
            ..Member::of(name, field)
        });
    }
    members.push(own(CAUSES));
    Ok(Factory {
        name: RECORD.to_owned(),
        tag: None,
        members,
        taken_by: Some(RECORD),
    })
}

/// Rust: the record of an error.
pub(super) fn rust(surface: &Surface) -> Result<String, Failure> {
    let of = &surface.error.name;
    // Read from the error and not out of the pattern, so that no field hides what else is given.
    let pattern = list(
        surface
            .error
            .fields
            .iter()
            .map(|field| format!("{}: _", rust_name(&field.name))),
    );
    let mut values = vec!["sentence.to_js(js)?".to_owned()];
    for (_, field) in named(surface)? {
        values.push(value(field)?);
    }
    values.push("causes.to_js(js)?".to_owned());
    Ok(format!(
        "/// What `lib/errors.js` makes an error of: its fields, its sentence and its message as
        /// JavaScript spells them, and what lies below it.
        pub(crate) fn error_record<'a>(
            js: &Js<'a>,
            error: &core::{of},
            (sentence, message): (&str, &str),
            causes: &[Cause],
        ) -> napi::Result<Unknown<'a>> {{
            // Each field is among the values below.
            let core::{of} {{ {pattern} }} = error;
            js.make(factories::{}, &[{}])
        }}\n",
        constant(RECORD),
        list(values.into_iter())
    ))
}

/// A field's value.
fn value(field: &Field) -> Result<String, Failure> {
    let name = rust_name(&field.name);
    if field.name == errors::MESSAGE {
        return Ok(format!("{name}.to_js(js)?"));
    }
    if !SPELLED.contains(&&*field.name) {
        return Ok(format!("error.{name}.to_js(js)?"));
    }
    match &field.r#type {
        Type::Text => Ok(format!("camel_case(&error.{name}).to_js(js)?")),
        Type::Option(within) if **within == Type::Text => Ok(format!(
            "error.{name}.as_deref().map(camel_case).to_js(js)?"
        )),
        _ => Err(Failure(format!(
            "the field `{}` of an error is no string, so that no name in it can be spelled; remove \
             its row in bindings/codegen/src/node/errors.rs",
            field.name
        ))),
    }
}
