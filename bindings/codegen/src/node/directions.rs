//! Which definitions a program gives, and which it gets: Node reads the one and makes the other.

use crate::failure::Failure;
use crate::model::{Definition, Field, Surface, Type};

/// The definitions that go in. All others come out.
pub(super) struct Directions {
    given: Vec<String>,
}

impl Directions {
    pub(super) fn of(surface: &Surface) -> Result<Self, Failure> {
        let clients = || surface.modules.iter().filter_map(|of| of.client.as_ref());
        let operations = || clients().flat_map(|of| &of.operations);
        let configs = clients().flat_map(|of| &of.config.fields);
        let options = operations().flat_map(|of| of.options.iter().flat_map(|of| &of.fields));
        let parameters = operations().flat_map(|of| of.parameters.iter().map(|of| &of.field));
        let fields = configs.chain(options).chain(parameters);
        let fields = fields.chain(&surface.call.fields);
        let mut given = Vec::new();
        for field in fields.chain(&surface.http.fields) {
            follow(surface, &field.r#type, &mut given);
        }
        let mut made = Vec::new();
        for result in operations().filter_map(|of| of.result.as_ref()) {
            follow(surface, result, &mut made);
        }
        let both = given.iter().find(|name| {
            let strings = matches!(surface.find(name).1, Definition::StringEnum(_));
            made.contains(name) && !strings
        });
        match both {
            Some(name) => Err(Failure(format!(
                "`{name}` goes in and comes out, and Node has one type for each; see \
                 bindings/codegen/src/node/directions.rs"
            ))),
            None => Ok(Self { given }),
        }
    }

    /// Whether a definition goes in.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.given.iter().any(|given| given == name)
    }
}

/// Adds what a type names, and what that is made of.
fn follow(surface: &Surface, r#type: &Type, found: &mut Vec<String>) {
    for part in r#type.parts() {
        let Type::Named(name) = part else { continue };
        // How calls travel is no definition.
        if *name == surface.http.name || found.contains(name) {
            continue;
        }
        found.push(name.clone());
        let mut follow_all = |fields: &[Field]| {
            for field in fields {
                follow(surface, &field.r#type, found);
            }
        };
        match surface.find(name).1 {
            Definition::Struct(of) => follow_all(&of.fields),
            Definition::Union(of) => of.variants.iter().for_each(|of| follow_all(&of.fields)),
            Definition::StringEnum(_) => {}
        }
    }
}
