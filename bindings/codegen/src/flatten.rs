//! One list of arguments for an operation, whatever structs the core takes them in.
//!
//! What is positional comes first; then an argument struct's fields, the operation's options, and
//! those of every call. Where two have one name, the later one gets the name of its struct's
//! parameter in front; but an operation's option keeps its name before a field of an argument
//! struct, since it is the shorter way to say the same.

use crate::failure::Failure;
use crate::model::{Client, Docs, Field, Operation, Surface, Type};

/// An argument of an operation.
#[derive(Debug)]
pub(crate) struct Input<'a> {
    /// What a caller names it.
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) field: &'a Field,
    pub(crate) origin: Origin<'a>,
    pub(crate) required: bool,
    pub(crate) positional: bool,
}

/// Where an argument comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin<'a> {
    /// It is a parameter itself.
    Parameter,
    /// It is a field of the struct that this parameter takes.
    Within(&'a str),
    /// It is an option of the operation.
    Option,
    /// It is an option of every call.
    Call,
}

impl Origin<'_> {
    /// Who keeps a name that two want: the lower one.
    fn rank(self) -> usize {
        match self {
            Self::Parameter => 0,
            Self::Option => 1,
            Self::Within(_) => 2,
            Self::Call => 3,
        }
    }

    /// The core's parameter that takes it.
    fn parameter(&self) -> &str {
        match self {
            Self::Within(parameter) => parameter,
            Self::Call => "call",
            Self::Option | Self::Parameter => "options",
        }
    }
}

/// The arguments of an operation, in order.
pub(crate) fn inputs<'a>(
    surface: &'a Surface,
    client: &Client,
    operation: &'a Operation,
) -> Result<Vec<Input<'a>>, Failure> {
    let mut inputs = Vec::new();
    for parameter in &operation.parameters {
        let field = &parameter.field;
        match surface.struct_of(&field.r#type) {
            Some(argument) => inputs.extend(argument.fields.iter().map(|of| Input {
                required: !of.r#type.may_be_absent(),
                positional: of.positional,
                ..Input::of(of, Origin::Within(&field.name))
            })),
            None => inputs.push(Input {
                docs: parameter_docs(surface, client, operation, field)?,
                required: true,
                positional: true,
                ..Input::of(field, Origin::Parameter)
            }),
        }
    }
    let options = operation.options.iter().flat_map(|of| &of.fields);
    inputs.extend(options.map(|of| Input::of(of, Origin::Option)));
    inputs.extend(operation.call.iter().map(|of| Input::of(of, Origin::Call)));
    make_distinct(&mut inputs, client, operation)?;
    // Stable: each group keeps its order.
    inputs.sort_by_key(|input| !input.positional);
    Ok(inputs)
}

impl<'a> Input<'a> {
    /// An optional argument that is named at each call.
    fn of(field: &'a Field, origin: Origin<'a>) -> Self {
        Self {
            name: field.name.clone(),
            docs: field.docs.clone(),
            field,
            origin,
            required: false,
            positional: false,
        }
    }
}

/// What a parameter of an operation is.
pub(crate) fn parameter_docs(
    surface: &Surface,
    client: &Client,
    operation: &Operation,
    field: &Field,
) -> Result<Docs, Failure> {
    if !field.docs.0.is_empty() {
        return Ok(field.docs.clone());
    }
    match &field.r#type {
        Type::Named(name) => Ok(surface.find(name).1.docs().clone()),
        _ => Err(Failure(format!(
            "nothing says what `{name}` of `{}.{}` is; add \"- `{name}`: …\" under \"# Arguments\" \
             in its documentation",
            client.name,
            operation.name,
            name = field.name
        ))),
    }
}

fn make_distinct(
    inputs: &mut [Input],
    client: &Client,
    operation: &Operation,
) -> Result<(), Failure> {
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by_key(|index| inputs[*index].origin.rank());
    let mut taken: Vec<String> = Vec::new();
    let mut renamed = Vec::new();
    for index in order {
        let input = &mut inputs[index];
        if taken.contains(&input.name) {
            input.name = format!("{}_{}", input.origin.parameter(), input.name);
            renamed.push((input.origin, input.field.name.clone(), input.name.clone()));
        }
        if taken.contains(&input.name) {
            return Err(Failure(format!(
                "`{}.{}` has two arguments that can only be named `{}`",
                client.name, operation.name, input.name
            )));
        }
        taken.push(input.name.clone());
    }
    // What stood beside it speaks of it by its name.
    for (origin, old, new) in renamed {
        let (old, new) = (format!("`{old}`"), format!("`{new}`"));
        let beside = inputs.iter_mut().filter(|input| input.origin == origin);
        for paragraph in beside.flat_map(|input| &mut input.docs.0) {
            *paragraph = paragraph.replace(&old, &new);
        }
    }
    Ok(())
}
