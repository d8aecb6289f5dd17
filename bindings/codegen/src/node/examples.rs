//! The example of an operation, in JavaScript.

use super::Book;
use super::names::{camel, member, tag};
use crate::code::Code;
use crate::failure::Failure;
use crate::model::{Definition, Operation, Value};

/// The statement, if there is an example.
pub(super) fn of(book: &Book, operation: &Operation) -> Result<Option<Code>, Failure> {
    let Some(example) = &operation.example else {
        return Ok(None);
    };
    let mut given = Vec::new();
    for argument in &example.arguments {
        given.push(value(book, argument)?);
    }
    let options = members(book, &example.options, |name| Ok(camel(name)))?;
    if !options.is_empty() {
        given.push(object(options));
    }
    let result = example.result.as_ref();
    let result = result.map_or_else(String::new, |name| format!("const {} = ", camel(name)));
    let (client, name) = (camel(&example.client), camel(&operation.name));
    let call = format!("{result}await {client}.{name}(");
    Ok(Some(Code::group(call, given, ");")))
}

fn object(items: Vec<Code>) -> Code {
    Code::Group {
        before: "{".to_owned(),
        items,
        after: "}".to_owned(),
        padding: " ",
    }
}

/// The members that are there, each by its name in JavaScript.
fn members(
    book: &Book,
    fields: &[(String, Value)],
    name: impl Fn(&str) -> Result<String, Failure>,
) -> Result<Vec<Code>, Failure> {
    let mut items = Vec::new();
    for (field, given) in fields {
        if *given != Value::Absent {
            items.push(value(book, given)?.behind(&format!("{}: ", name(field)?)));
        }
    }
    Ok(items)
}

fn value(book: &Book, given: &Value) -> Result<Code, Failure> {
    Ok(match given {
        Value::Absent => Code::Plain("null".to_owned()),
        Value::Bool(of) => Code::Plain(of.to_string()),
        Value::Integer(number) => Code::Plain(number.to_string()),
        Value::Text(text) => Code::Plain(quoted(text)),
        Value::List(items) => {
            let items: Result<_, _> = items.iter().map(|of| value(book, of)).collect();
            Code::group("[", items?, "]")
        }
        Value::Struct(_, fields) => object(members(book, fields, |name| Ok(camel(name)))?),
        Value::Variant {
            of,
            variant,
            fields,
        } => match book.surface.find(of).1 {
            Definition::StringEnum(strings) => {
                let text = strings.values.iter().find(|text| text.name == *variant);
                Code::Plain(quoted(text.map_or("", |text| &text.value)))
            }
            Definition::Union(union) => {
                let found = union.variants.iter().find(|of| of.name == *variant);
                let found = found.expect("the core's example is compiled");
                let mut items = vec![Code::Plain(format!("type: {}", quoted(&tag(found))))];
                items.extend(members(book, fields, |name| {
                    let field = found
                        .fields
                        .iter()
                        .find(|of| found.unnamed || of.name == name)
                        .expect("the core's example is compiled");
                    member(union, found, field)
                })?);
                object(items)
            }
            Definition::Struct(_) => unreachable!("the core's example is compiled"),
        },
    })
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
