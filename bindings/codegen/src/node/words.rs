//! The core's words in Node's: names are spelt as JavaScript spells them.

use std::collections::BTreeSet;

use super::names::camel;
use crate::model::{Definition, Field, Surface};

/// Fields of the error, which no binding transcribes, that the core's words speak of.
const OF_ERRORS: &[&str] = &["retry_after"];

/// The names that the core's words may speak of.
pub(super) struct Words(BTreeSet<String>);

impl Words {
    pub(super) fn of(surface: &Surface) -> Self {
        let mut names = BTreeSet::new();
        let mut add = |fields: &[Field]| names.extend(fields.iter().map(|of| of.name.clone()));
        add(&surface.call.fields);
        add(&surface.http.fields);
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
                .map(|of| of.name.clone()),
        );
        names.extend(OF_ERRORS.iter().map(|name| (*name).to_owned()));
        Self(names)
    }

    /// A paragraph in Node's words.
    pub(super) fn say(&self, paragraph: &str) -> String {
        let pieces = paragraph.split('`').enumerate().map(|(place, piece)| {
            // What stands in backticks.
            if place % 2 == 1 && self.0.contains(piece) {
                camel(piece)
            } else {
                piece.to_owned()
            }
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
