//! Python: what a file imports.

use std::collections::{BTreeMap, BTreeSet};

use super::annotations::names;
use super::docstring::WIDTH;
use crate::model::{Definition, Surface};

/// The names that annotations take from the standard library, and where they are.
const STANDARD: &[(&str, &[&str])] = &[
    ("collections.abc", &["Callable", "Mapping", "Sequence"]),
    ("datetime", &["datetime", "timedelta"]),
    ("typing", &["Literal"]),
];

/// The classes that are written by hand, and where they are.
const BY_HAND: (&str, &[&str]) = (NATIVE, &["ClientCertificate", "Secret"]);

/// The native module, from beside it.
pub(crate) const NATIVE: &str = "._authloom";

/// The names that a file takes from each module.
#[derive(Default)]
pub(crate) struct Imports(BTreeMap<String, BTreeSet<String>>);

impl Imports {
    /// Adds a name.
    pub(crate) fn add(&mut self, module: &str, name: &str) {
        let names = self.0.entry(module.to_owned()).or_default();
        names.insert(name.to_owned());
    }

    /// Adds what annotations name.
    pub(crate) fn add_of(&mut self, surface: &Surface, annotations: &[String]) {
        for name in names(annotations.iter()) {
            for (module, has) in STANDARD.iter().chain([&BY_HAND]) {
                if has.contains(&name.as_str()) {
                    self.add(module, &name);
                }
            }
            for (module, of) in surface
                .modules
                .iter()
                .flat_map(|module| module.definitions.iter().map(move |of| (module, of)))
                .filter(|(_, of)| of.name() == name)
            {
                match (of, &module.client) {
                    (Definition::Struct(_), _) => self.add(NATIVE, &name),
                    (_, Some(_)) => self.add(&format!(".{}", module.name), &name),
                    (_, None) => self.add("._shared", &name),
                }
            }
        }
    }

    /// Leaves out what the file has already.
    pub(crate) fn without(mut self, module: &str, has: impl Fn(&str) -> bool) -> Self {
        if let Some(names) = self.0.get_mut(module) {
            names.retain(|name| !has(name));
        }
        self.0.retain(|_, names| !names.is_empty());
        self
    }

    /// The statements, each line indented; those of this package come last.
    pub(crate) fn lines(&self, indent: &str) -> String {
        let line = |(module, names): (&String, &BTreeSet<String>)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let line = format!("{indent}from {module} import {}\n", names.join(", "));
            if line.len() <= WIDTH + 1 {
                return line;
            }
            let names: String = names
                .iter()
                .map(|name| format!("{indent}    {name},\n"))
                .collect();
            format!("{indent}from {module} import (\n{names}{indent})\n")
        };
        let (own, others): (Vec<_>, Vec<_>) = self
            .0
            .iter()
            .partition(|(module, _)| module.starts_with('.'));
        let blank = if own.is_empty() || others.is_empty() {
            ""
        } else {
            "\n"
        };
        let others: String = others.into_iter().map(line).collect();
        let own: String = own.into_iter().map(line).collect();
        others + blank + &own
    }
}
