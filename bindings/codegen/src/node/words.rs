//! The core's words in Node's: names are spelt as JavaScript spells them.

use std::collections::BTreeMap;

use super::errors;
use super::names::camel;
use crate::model::{Definition, Field, Surface};

/// The names that the core's words may speak of, each as JavaScript has it.
pub(super) struct Words(BTreeMap<String, String>);

impl Words {
    pub(super) fn of(surface: &Surface) -> Self {
        let mut names = BTreeMap::new();
        let mut add = |fields: &[Field]| {
            names.extend(fields.iter().map(|of| (of.name.clone(), camel(&of.name))));
        };
        add(&surface.call.fields);
        add(&surface.http.fields);
        add(&surface.error.fields);
        for module in &surface.modules {
            for definition in &module.definitions {
                match definition {
                    Definition::Struct(of) => add(&of.fields),
                    Definition::Union(of) => of.variants.iter().for_each(|of| add(&of.fields)),
                    Definition::StringEnum(_) => {}
                }
            }
            let Some(client) = &module.client else {
                continue;
            };
            add(&client.config.fields);
            for operation in &client.operations {
                operation.options.iter().for_each(|of| add(&of.fields));
                operation
                    .parameters
                    .iter()
                    .for_each(|of| add(std::slice::from_ref(&of.field)));
            }
        }
        let clients = surface.modules.iter().filter_map(|of| of.client.as_ref());
        names.extend(
            clients
                .flat_map(|of| &of.operations)
                .map(|of| (of.name.clone(), camel(&of.name))),
        );
        Self(names)
    }

    /// The same where they speak of an error, whose fields have names of their own.
    pub(super) fn of_errors(surface: &Surface) -> Self {
        let Self(mut names) = Self::of(surface);
        let fields = surface.error.fields.iter();
        names.extend(fields.map(|of| (of.name.clone(), errors::name(of))));
        Self(names)
    }

    /// A paragraph in Node's words.
    pub(super) fn say(&self, paragraph: &str) -> String {
        let pieces = paragraph.split('`').enumerate().map(|(place, piece)| {
            // What stands in backticks.
            let name = (place % 2 == 1).then(|| self.0.get(piece)).flatten();
            name.map_or_else(|| piece.to_owned(), Clone::clone)
        });
        pieces.collect::<Vec<_>>().join("`")
    }

    /// The same, for what begins with the text that it is about.
    pub(super) fn say_of(&self, value: &str, paragraph: &str) -> String {
        let named = format!("`{value}`");
        match paragraph.strip_prefix(&named) {
            Some(rest) => named + &self.say(rest),
            None => self.say(paragraph),
        }
    }
}
