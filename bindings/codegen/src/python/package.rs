//! Python: the modules that a user imports.

use super::aliases::{sets_of_texts, strings, union, unions};
use super::async_base;
use super::async_client;
use super::classes::{self, of_variant};
use super::docstring::Docstring;
use super::imports::{Imports, NATIVE};
use crate::failure::Failure;
use crate::model::{Docs, Module, StringEnum, Surface, Union};

/// A module to be written.
struct Page<'a> {
    docs: Docs,
    /// Those whose unions and strings it has.
    modules: Vec<&'a Module>,
    /// The native classes that it takes, and of them those that are its own.
    native: Vec<String>,
    public: Vec<String>,
    /// What only a type checker needs.
    checked: Imports,
}

/// The module of an API: its models, and its clients.
pub(crate) fn api(surface: &Surface, module: &Module) -> Result<String, Failure> {
    let client = module.client.as_ref().expect("an API has a client");
    let mut used = Vec::new();
    let class = async_client::class(surface, client, &mut used)?;
    let classes = classes::of(surface, module).into_iter().map(|of| of.name);
    let public: Vec<String> = classes.chain([client.name.to_owned()]).collect();
    let native: Vec<String> = public.iter().cloned().chain([async_base(client)]).collect();
    let mut checked = Imports::default();
    checked.add_of(surface, &used);
    checked.add("typing_extensions", "Self");
    let checked = checked
        .without(NATIVE, |name| native.iter().any(|has| has == name))
        .without(&format!(".{}", module.name), |_| true);
    let page = Page {
        docs: module.docs.clone(),
        modules: vec![module],
        native,
        public: public
            .into_iter()
            .chain([format!("Async{}", client.name)])
            .collect(),
        checked,
    };
    Ok(format!("{}\n\n{class}", page.text()))
}

/// The module of what all APIs share: only what no class is.
pub(crate) fn shared(surface: &Surface) -> String {
    let modules: Vec<&Module> = surface
        .modules
        .iter()
        .filter(|module| module.client.is_none())
        .collect();
    let unions = modules.iter().flat_map(|module| unions(module));
    let native = unions.flat_map(|of| {
        of.variants
            .iter()
            .map(move |variant| of_variant(of, variant))
    });
    let page = Page {
        docs: Docs(vec!["Shared types that are not classes.".to_owned()]),
        native: native.collect(),
        modules,
        public: Vec::new(),
        checked: Imports::default(),
    };
    page.text()
}

impl Page<'_> {
    fn text(mut self) -> String {
        let modules = self.modules.iter();
        let unions: Vec<&Union> = modules.clone().flat_map(|module| unions(module)).collect();
        let strings: Vec<&StringEnum> = modules.flat_map(|module| strings(module)).collect();
        let aliases = unions.iter().map(|of| &of.name);
        self.public.extend(aliases.cloned());
        self.public.extend(strings.iter().map(|of| of.name.clone()));
        self.public.sort();
        self.native.sort();
        self.check(&unions, &strings);

        let mut text = docstring(&self.docs, &unions, &strings).python(0);
        text += "\nfrom __future__ import annotations\n\n";
        text += &list("from ._authloom import (", &self.native);
        text += "\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n";
        text += &self.checked.lines("    ");
        text += "\n";
        let public = self.public.iter().map(|name| format!("\"{name}\""));
        text += &list("__all__ = (", &public.collect::<Vec<_>>());
        if !unions.is_empty() {
            text += "\n";
            text += &unions.into_iter().map(union).collect::<String>();
        }
        if !strings.is_empty() {
            text += "\n";
            text += &sets_of_texts(&strings);
        }
        text
    }

    /// Adds what the aliases need.
    fn check(&mut self, unions: &[&Union], strings: &[&StringEnum]) {
        if !unions.is_empty() || !strings.is_empty() {
            self.checked.add("typing", "TypeAlias");
        }
        if !strings.is_empty() {
            self.checked.add("typing", "Literal");
        }
        if strings.iter().any(|of| of.open) {
            self.checked.add("typing", "Union");
        }
    }
}

/// What a module says: of aliases too, since they have no documentation of their own.
fn docstring(docs: &Docs, unions: &[&Union], strings: &[&StringEnum]) -> Docstring {
    let mut docstring = Docstring::of(docs);
    for of in unions {
        let said = of.docs.0.join(" ");
        docstring.say(&format!("`{}` is a union of classes. {said}", of.name));
    }
    for of in strings {
        let values = of.values.iter().map(|text| {
            let said = text.docs.0.join(" ");
            let named = format!("`{}`", text.value);
            if said.starts_with(&named) {
                said
            } else {
                format!("{named}: {said}")
            }
        });
        let values = values.collect::<Vec<_>>().join(" ");
        let said = of.docs.0.join(" ");
        docstring.say(&format!("`{}` is a string. {said} {values}", of.name));
    }
    docstring
}

/// Items on lines of their own, after what ends with the bracket that opens.
pub(crate) fn list(before: &str, items: &[String]) -> String {
    let items: String = items.iter().map(|item| format!("    {item},\n")).collect();
    let close = if before.ends_with('[') { ']' } else { ')' };
    format!("{before}\n{items}{close}\n")
}
