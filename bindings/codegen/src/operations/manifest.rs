//! `tests/operations.json`: every operation, and the types that it takes and returns.

use super::json::Json;
use super::{clients, listed, reachable};
use crate::failure::Failure;
use crate::flatten::{self, Origin};
use crate::model::{
    Client, Definition, Field, Module, Operation, StringEnum, Struct, Surface, Type, Union,
};
use crate::parse::string_enums::snake_case;
use crate::{HEADER, Output};

const PATH: &str = "tests/operations.json";

pub(super) fn output(surface: &Surface) -> Result<Output, Failure> {
    let mut of_clients = Vec::new();
    let mut types = Vec::new();
    for (module, client) in clients(surface) {
        let mut operations = Vec::new();
        for of in listed(&client.operations) {
            operations.push(operation(surface, client, of)?);
            types.extend(types_of(of));
        }
        of_clients.push(Json::object([
            ("module", Some(Json::text(module.name))),
            ("class", Some(Json::text(client.name))),
            ("operations", Some(Json::List(operations))),
        ]));
    }
    let used = reachable(surface, types.into_iter());
    let mut definitions = Vec::new();
    for module in &surface.modules {
        for of in &module.definitions {
            if used.iter().any(|name| name == of.name()) {
                definitions.push(definition(surface, module, of)?);
            }
        }
    }
    // A comment would be no JSON, so the first member says who wrote it.
    let head = Json::text(format!("{HEADER}core/src; do not edit."));
    let text = format!(
        "{{\"generated\": {},\n \"clients\": {},\n \"definitions\": {}}}\n",
        head.written(0),
        Json::List(of_clients).written(1),
        Json::List(definitions).written(1)
    );
    Ok(Output {
        path: PATH.to_owned(),
        text,
    })
}

/// Every type that an operation takes or returns.
fn types_of(operation: &Operation) -> impl Iterator<Item = &Type> {
    let parameters = operation.parameters.iter().map(|of| &of.field.r#type);
    let options = operation.options.iter().flat_map(|of| &of.fields);
    let options = options.map(|field| &field.r#type);
    parameters.chain(options).chain(&operation.result)
}

fn operation(surface: &Surface, client: &Client, of: &Operation) -> Result<Json, Failure> {
    let inputs = flatten::inputs(surface, client, of)?;
    let mut parameters = Vec::new();
    for parameter in &of.parameters {
        let name = &parameter.field.name;
        // Fields that need another name where their struct is taken apart.
        let renamed = inputs
            .iter()
            .filter(|input| input.origin == Origin::Within(name) && input.name != input.field.name);
        let flat: Vec<_> = renamed
            .map(|input| (input.field.name.clone(), Json::text(&input.name)))
            .collect();
        let mut parameter = members(surface, &parameter.field)?;
        if !flat.is_empty() {
            parameter.push(("flat".to_owned(), Json::Object(flat)));
        }
        parameters.push(Json::Object(parameter));
    }
    let mut options = Vec::new();
    for input in inputs.iter().filter(|of| of.origin == Origin::Option) {
        let mut option = members(surface, input.field)?;
        if input.name != input.field.name {
            option.push(("flat".to_owned(), Json::text(&input.name)));
        }
        options.push(Json::Object(option));
    }
    let result = match &of.result {
        Some(result) => Json::text(written(surface, result)?),
        None => Json::Null,
    };
    Ok(Json::object([
        ("name", Some(Json::text(&of.name))),
        ("parameters", Some(Json::List(parameters))),
        ("options", Some(Json::List(options))),
        ("result", Some(result)),
    ]))
}

fn definition(surface: &Surface, module: &Module, of: &Definition) -> Result<Json, Failure> {
    let (kind, more) = match of {
        Definition::Struct(of) => ("struct", structure(surface, of)?),
        Definition::Union(of) => ("union", union(surface, of)?),
        Definition::StringEnum(of) => ("enum", strings(of)),
    };
    let head = [
        ("name", Json::text(of.name())),
        ("module", Json::text(module.name)),
        ("kind", Json::text(kind)),
    ];
    let members = head.into_iter().chain(more);
    Ok(Json::object(
        members.map(|(name, value)| (name, Some(value))),
    ))
}

type Members = Vec<(&'static str, Json)>;

fn structure(surface: &Surface, of: &Struct) -> Result<Members, Failure> {
    Ok(vec![("fields", fields(surface, &of.fields)?)])
}

fn union(surface: &Surface, of: &Union) -> Result<Members, Failure> {
    let mut variants = Vec::new();
    for variant in &of.variants {
        variants.push(Json::object([
            ("name", Some(Json::text(&variant.name))),
            ("tag", Some(Json::text(snake_case(&variant.name)))),
            ("fields", Some(fields(surface, &variant.fields)?)),
            ("unnamed", variant.unnamed.then_some(Json::Bool(true))),
        ]));
    }
    Ok(vec![("variants", Json::List(variants))])
}

fn strings(of: &StringEnum) -> Members {
    let values = of.values.iter().map(|value| Json::text(&value.value));
    vec![
        ("values", Json::List(values.collect())),
        ("open", Json::Bool(of.open)),
    ]
}

fn fields(surface: &Surface, fields: &[Field]) -> Result<Json, Failure> {
    let mut written = Vec::new();
    for field in fields {
        written.push(Json::Object(members(surface, field)?));
    }
    Ok(Json::List(written))
}

fn members(surface: &Surface, field: &Field) -> Result<Vec<(String, Json)>, Failure> {
    Ok(vec![
        ("name".to_owned(), Json::text(&field.name)),
        (
            "type".to_owned(),
            Json::text(written(surface, &field.r#type)?),
        ),
    ])
}

/// A type in words, each of which takes the type that follows it.
fn written(surface: &Surface, r#type: &Type) -> Result<String, Failure> {
    let around = |word: &str, within: &Type| {
        let within = written(surface, within)?;
        Ok(format!("{word} {within}"))
    };
    Ok(match r#type {
        Type::Bool => "bool".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Secret => "secret".to_owned(),
        Type::Instant => "instant".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Json => "json".to_owned(),
        Type::Option(within) => around("optional", within)?,
        Type::List(within) => around("list", within)?,
        Type::Map(within) => around("map", within)?,
        Type::Named(name) => {
            let kind = match surface.find(name).1 {
                Definition::Struct(_) => "struct",
                Definition::Union(_) => "union",
                Definition::StringEnum(_) => "enum",
            };
            format!("{kind} {name}")
        }
        Type::ByHand(item) => {
            return Err(Failure(format!(
                "`{item}` is written by hand, so no manifest can say what it is; see \
                 bindings/codegen/src/operations/manifest.rs"
            )));
        }
    })
}
