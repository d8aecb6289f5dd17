//! Clients and their operations.

use syn::spanned::Spanned;
use syn::{
    FnArg, GenericArgument, ImplItem, ImplItemFn, Item, Pat, PatType, PathArguments, PathSegment,
    ReturnType, Type as Written, Visibility,
};

use super::{Known, Parsed, docs, examples, items, take_struct};
use crate::exceptions::Treatment;
use crate::failure::{Failure, Place};
use crate::model::{Client, Definition, Docs, Field, Operation, Parameter, Struct, Type};
use crate::types;
use crate::words;

/// Reads a client: its words, its configuration, and what it does.
pub(crate) fn client(
    name: &'static str,
    files: &[Parsed],
    definitions: &mut Vec<Definition>,
    call: &Struct,
    known: &Known,
) -> Result<Client, Failure> {
    let mut client_docs = Docs::default();
    let mut building = Docs::default();
    let mut operations = Vec::new();
    for file in files {
        for item in &file.syntax.items {
            match item {
                Item::Struct(of) if of.ident == name => {
                    client_docs = docs::of(&of.attrs, &file.path)?;
                }
                Item::Impl(block) if block.trait_.is_none() && is_named(&block.self_ty, name) => {
                    for method in public_methods(&block.items) {
                        if returns_request(&method.sig.output) {
                            let operation =
                                operation(name, method, file, definitions, call, known)?;
                            operations.push(operation);
                        } else if method.sig.ident == "new" {
                            building = docs::of(&method.attrs, &file.path)?;
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let config = format!("{name}Config");
    let config = take_struct(definitions, &config)
        .ok_or_else(|| Failure(format!("{name} has no public struct `{config}`")))?;
    Ok(Client {
        name,
        docs: client_docs,
        building,
        config,
        operations,
    })
}

fn is_named(written: &Written, name: &str) -> bool {
    matches!(written, Written::Path(of) if of.path.is_ident(name))
}

fn public_methods(items: &[ImplItem]) -> impl Iterator<Item = &ImplItemFn> {
    items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => Some(method),
        _ => None,
    })
}

fn operation(
    client: &str,
    method: &ImplItemFn,
    file: &Parsed,
    definitions: &mut Vec<Definition>,
    call: &Struct,
    known: &Known,
) -> Result<Operation, Failure> {
    let name = items::plain_name(&method.sig.ident);
    let place = Place {
        file: &file.path,
        line: method.sig.span().start().line,
    };
    let mut typed: Vec<&PatType> = Vec::new();
    for argument in &method.sig.inputs {
        if let FnArg::Typed(argument) = argument {
            typed.push(argument);
        }
    }
    let options = match typed.last() {
        Some(last) if is_options(last) => {
            let of = types::text_of(last.ty.span());
            typed.pop();
            let options = take_struct(definitions, &of);
            Some(options.ok_or_else(|| {
                place.fails(format_args!("`{name}` has no public options `{of}`"))
            })?)
        }
        _ => None,
    };
    let mut parameters = Vec::new();
    for argument in typed {
        let mut parameter = parameter(client, &name, argument, place, file, known)?;
        let field = &mut parameter.field;
        if let Some(said) = docs::of_argument(&method.attrs, &file.path, &field.name) {
            field.docs = said;
        }
        parameters.push(parameter);
    }
    let has_options = options.is_some();
    let left_out = |field: &Field| {
        let item = format!("{name}.{}", field.name);
        known.exceptions.says(&item, Treatment::LeftOut)
    };
    Ok(Operation {
        docs: docs::of(&method.attrs, &file.path)?,
        parameters,
        options,
        call: call
            .fields
            .iter()
            .filter(|field| !left_out(field))
            .cloned()
            .collect(),
        result: result(&method.sig.output, place, file, known)?,
        example: examples::of(&method.attrs, &file.path, &name, has_options)?,
        name,
    })
}

fn parameter(
    client: &str,
    operation: &str,
    argument: &PatType,
    place: Place,
    file: &Parsed,
    known: &Known,
) -> Result<Parameter, Failure> {
    let Pat::Ident(pattern) = &*argument.pat else {
        return Err(place.fails("an argument of an operation needs a name"));
    };
    let name = items::plain_name(&pattern.ident);
    let r#type = types::read(&argument.ty, &file.path, known)?;
    Ok(Parameter {
        field: Field {
            docs: words::argument(client, operation, &name),
            r#type,
            hidden: false,
            positional: true,
            name,
        },
        borrowed: matches!(&*argument.ty, Written::Reference(_)),
    })
}

/// Whether an argument is what an operation takes beside its required ones.
fn is_options(argument: &PatType) -> bool {
    matches!(&*argument.pat, Pat::Ident(pattern) if pattern.ident == "options")
}

/// The name under which the core returns an operation.
const REQUEST: &str = "Request";

fn returned(output: &ReturnType) -> Option<&PathSegment> {
    match output {
        ReturnType::Type(_, written) => match &**written {
            Written::Path(of) => of.path.segments.last(),
            _ => None,
        },
        ReturnType::Default => None,
    }
}

fn returns_request(output: &ReturnType) -> bool {
    returned(output).is_some_and(|last| last.ident == REQUEST)
}

/// `Request<T>` is `T`, and `Request<()>` nothing.
fn result(
    output: &ReturnType,
    place: Place,
    file: &Parsed,
    known: &Known,
) -> Result<Option<Type>, Failure> {
    let success = returned(output).and_then(|last| match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first(),
        _ => None,
    });
    match success {
        Some(GenericArgument::Type(Written::Tuple(unit))) if unit.elems.is_empty() => Ok(None),
        Some(GenericArgument::Type(success)) => types::read(success, &file.path, known).map(Some),
        _ => Err(place.fails("an operation returns `Request<T>`")),
    }
}
