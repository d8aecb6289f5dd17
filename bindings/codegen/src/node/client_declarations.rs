//! Declarations: clients, their operations, and what both take.

use super::Book;
use super::by_hand::{LOGGER, SIGNAL};
use super::declarations::interface;
use super::examples;
use super::names::{camel, parameter};
use super::rust_clients::own_settings;
use super::tsdoc::TsDoc;
use super::types::{Way, written};
use crate::failure::Failure;
use crate::flatten::parameter_docs;
use crate::model::{Client, Docs, Field, Operation, Struct, Type};

/// What all clients have in common: the options of every call, and how calls travel.
pub(super) fn shared(book: &Book) -> Result<String, Failure> {
    let call = &book.surface.call;
    let http = all_optional(&book.surface.http);
    Ok(format!(
        "\n{}\n{}",
        interface(
            book,
            &format!("interface {}", call.name),
            &all_optional(call),
            Way::In,
            SIGNAL
        )?,
        interface(
            book,
            &format!("interface {}", http.name),
            &http,
            Way::In,
            LOGGER
        )?
    ))
}

/// A struct whose fields may all be left out, whatever core has for them then.
fn all_optional(of: &Struct) -> Struct {
    let mut of = of.clone();
    for Field { r#type, .. } in &mut of.fields {
        if !r#type.may_be_absent() {
            *r#type = Type::Option(Box::new(r#type.clone()));
        }
    }
    of
}

/// A client, its configuration, and what its operations take.
pub(super) fn client(book: &Book, client: &Client) -> Result<String, Failure> {
    let name = client.name;
    let mut config = all_optional(&client.config);
    let own: Vec<&str> = own_settings(book, client)
        .map(|field| field.name.as_str())
        .collect();
    config.fields.retain(|field| own.contains(&&*field.name));
    let head = format!(
        "interface {} extends {}",
        config.name, book.surface.http.name
    );
    let mut text = format!("\n{}", interface(book, &head, &config, Way::In, "")?);
    for operation in &client.operations {
        if let Some(options) = &operation.options {
            let head = format!(
                "interface {} extends {}",
                options.name,
                call_type(book, operation)
            );
            let options = all_optional(options);
            text += &format!("\n{}", interface(book, &head, &options, Way::In, "")?);
        }
    }
    let mut docs = TsDoc::of(&client.docs, &book.words);
    docs.say(
        "Each kind of error is a class of its own: `not_found` is `NotFoundError`, and so on."
            .to_owned(),
    );
    let building = TsDoc::of(&client.building, &book.words).text(2);
    let mut methods = String::new();
    for operation in &client.operations {
        methods += &method(book, client, operation)?;
    }
    text += &format!(
        "
{}export declare class {name} extends Client {{
{building}  constructor(config?: {config});
  /**
   * Builds a client from the environment.
   *
   * A setting passed here overrides its environment variable. Nothing is sent. Fails with kind
   * `config` if a setting is missing or invalid.
   */
  static fromEnv(config?: {config}): {name};
{methods}}}
",
        docs.text(0),
        config = config.name
    );
    Ok(text)
}

/// The type of the options of every call, without those that an operation does not take.
fn call_type(book: &Book, operation: &Operation) -> String {
    let all = &book.surface.call;
    let taken = |field: &&Field| operation.call.iter().any(|of| of.name == field.name);
    let left_out = all.fields.iter().filter(|field| !taken(field));
    let left_out: Vec<String> = left_out
        .map(|field| format!("'{}'", camel(&field.name)))
        .collect();
    if left_out.is_empty() {
        all.name.clone()
    } else {
        format!("Omit<{}, {}>", all.name, left_out.join(" | "))
    }
}

fn method(book: &Book, client: &Client, operation: &Operation) -> Result<String, Failure> {
    let mut docs = TsDoc::of(&operation.docs, &book.words);
    let mut arguments = Vec::new();
    for of in &operation.parameters {
        let name = parameter(&of.field);
        let said = parameter_docs(book.surface, client, operation, &of.field)?;
        docs.parameter(&name, &said, &book.words);
        arguments.push(format!("{name}: {}", written(&of.field.r#type, Way::In)?));
    }
    let (options, said) = match &operation.options {
        Some(options) => (
            options.name.clone(),
            "Options of this operation and of the call.",
        ),
        None => (call_type(book, operation), "Options of this call."),
    };
    let said = Docs(vec![said.to_owned()]);
    docs.parameter("options", &said, &book.words);
    docs.example(examples::of(book, operation)?);
    arguments.push(format!("options?: {options}"));
    let result = match &operation.result {
        Some(result) => written(result, Way::Out)?,
        None => "void".to_owned(),
    };
    let name = camel(&operation.name);
    let line = format!("  {name}({}): Promise<{result}>;\n", arguments.join(", "));
    let signature = if line.len() <= 101 {
        line
    } else {
        let arguments = arguments.iter().map(|of| format!("    {of},\n"));
        format!(
            "  {name}(\n{}  ): Promise<{result}>;\n",
            arguments.collect::<String>()
        )
    };
    Ok(format!("\n{}{signature}", docs.text(2)))
}
