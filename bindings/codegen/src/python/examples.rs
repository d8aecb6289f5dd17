//! The example of an operation, in Python.

use super::classes::of_variant;
use super::docstring::Docstring;
use super::home;
use crate::code::Code;
use crate::flatten::{Input, Origin};
use crate::model::{Definition, Example, Operation, Surface, Value};

/// How the method is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Sync,
    Async,
}

/// Adds the example of an operation, if it has one.
pub(crate) fn add(
    docstring: &mut Docstring,
    surface: &Surface,
    operation: &Operation,
    inputs: &[Input],
    style: Style,
) {
    let Some(example) = &operation.example else {
        return;
    };
    let mut writer = Writer {
        surface,
        imports: Vec::new(),
    };
    let given = inputs.iter().filter_map(|input| {
        let value = given(example, operation, input)?;
        let code = writer.value(value);
        Some(if input.positional {
            code
        } else {
            code.behind(&format!("{}=", input.name))
        })
    });
    let given = given.collect();
    let wait = if style == Style::Async { "await " } else { "" };
    let result = example.result.as_ref();
    let result = result.map_or_else(String::new, |name| format!("{name} = "));
    let call = format!("{result}{wait}{}.{}(", example.client, operation.name);
    let mut code = writer.imports;
    if !code.is_empty() {
        code.push(Code::Plain(String::new()));
    }
    code.push(Code::group(call, given, ")"));
    docstring.example(code);
}

/// What the example gives for an argument, if it does.
fn given<'a>(example: &'a Example, operation: &Operation, input: &Input) -> Option<&'a Value> {
    let argument = |name: &str| {
        let mut parameters = operation.parameters.iter();
        let place = parameters.position(|of| of.field.name == name)?;
        example.arguments.get(place)
    };
    let value = match input.origin {
        Origin::Parameter => argument(&input.field.name),
        Origin::Within(parameter) => match argument(parameter)? {
            Value::Struct(_, fields) => field(fields, &input.field.name),
            _ => None,
        },
        Origin::Option => field(&example.options, &input.field.name),
        Origin::Call => None,
    };
    value.filter(|value| **value != Value::Absent)
}

fn field<'a>(fields: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    fields
        .iter()
        .find_map(|(of, value)| (of == name).then_some(value))
}

struct Writer<'a> {
    surface: &'a Surface,
    imports: Vec<Code>,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value) -> Code {
        match value {
            Value::Absent => Code::Plain("None".to_owned()),
            Value::Bool(true) => Code::Plain("True".to_owned()),
            Value::Bool(false) => Code::Plain("False".to_owned()),
            Value::Integer(number) => Code::Plain(number.to_string()),
            Value::Text(text) => Code::Plain(format!("{text:?}")),
            Value::List(items) => {
                let items = items.iter().map(|of| self.value(of)).collect();
                Code::group("[", items, "]")
            }
            Value::Struct(name, fields) => self.object(name, name.clone(), fields),
            Value::Variant {
                of,
                variant,
                fields,
            } => match self.surface.find(of).1 {
                Definition::StringEnum(strings) => {
                    let text = strings.values.iter().find(|text| text.name == *variant);
                    Code::Plain(format!("{:?}", text.map_or("", |text| &text.value)))
                }
                Definition::Union(union) => {
                    let found = union.variants.iter().find(|of| of.name == *variant);
                    let class = found.map(|variant| of_variant(union, variant));
                    self.object(of, class.unwrap_or_default(), fields)
                }
                Definition::Struct(_) => unreachable!("the core's example is compiled"),
            },
        }
    }

    /// A value of a class; where that is found is where `of` is.
    fn object(&mut self, of: &str, class: String, fields: &[(String, Value)]) -> Code {
        let home = home(self.surface.find(of).0);
        self.imports
            .push(Code::Plain(format!("from {home} import {class}")));
        let fields = fields.iter().filter(|(_, value)| *value != Value::Absent);
        let fields = fields.map(|(name, value)| {
            let code = self.value(value);
            match &**name {
                "" => code,
                name => code.behind(&format!("{name}=")),
            }
        });
        let fields = fields.collect();
        Code::group(class + "(", fields, ")")
    }
}
