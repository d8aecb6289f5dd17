//! The package itself, `__init__.py`: what a program finds at its root.

use super::aliases::{strings, unions};
use super::classes;
use super::docstring::WIDTH;
use super::home;
use super::imports::{Imports, NATIVE};
use super::package::list;
use crate::errors;
use crate::lines::wrapped;
use crate::model::{Client, Module, Surface};
use crate::templates::filled;

/// What the native module has for the root beside what is generated.
const BY_HAND: &[&str] = &["ClientCertificate", "Secret", "__version__"];

/// Where the errors are.
const ERRORS: &str = "errors";
/// Where the aliases are that all APIs share.
const SHARED: &str = "_shared";

/// What the package says, before and after its clients.
const ABOUT: &str =
    "Set up, obtain, keep and revoke credentials at API gateways and identity services.

A client for each API, in a sync and an async form, built from keyword arguments or from the
environment:
";
const MORE: &str = "
    with authloom.Konnect.from_env() as konnect:
        config = konnect.get_auth_config(\"7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11\")

Every error is an AuthloomError (authloom.errors). What happens in calls is reported to the loggers
below `authloom` of the standard library's `logging`, and to the `hooks` of a client.
";

/// The whole module.
pub(crate) fn page(surface: &Surface) -> String {
    let (native, lazy) = (native(surface), lazy(surface));
    let parts = [
        ("docstring", docstring(surface)),
        (
            "native",
            imports_of(native.iter().map(|name| (NATIVE.to_owned(), name.clone()))),
        ),
        ("imports of types", imports_of_types(surface, &lazy)),
        ("lazy", table(surface, &lazy)),
        ("exports", exports(surface, native, &lazy)),
    ];
    filled(include_str!("root.py"), &parts)
}

/// The clients, each with its module.
fn clients(surface: &Surface) -> impl Iterator<Item = (&Client, &Module)> {
    let modules = surface.modules.iter();
    modules.filter_map(|of| of.client.as_ref().map(|client| (client, of)))
}

fn docstring(surface: &Surface) -> String {
    let mut items = String::new();
    for (client, module) in clients(surface) {
        let about = module.docs.0.first().map_or("", String::as_str);
        // `Konnect: what it has.`
        let about = about.split_once(": ").map_or(about, |(_, rest)| rest);
        let (name, about) = (client.name, about.trim_end_matches('.'));
        let line = format!("- {name}, Async{name}: {about} ({})", home(module));
        for line in wrapped(&line, WIDTH, 2) {
            items += &format!("{line}\n");
        }
    }
    format!("\"\"\"{ABOUT}\n{items}{MORE}\"\"\"\n")
}

/// What the root has of the native module: loaded with it, so it costs nothing.
fn native(surface: &Surface) -> Vec<String> {
    let shared = surface.modules.iter().filter(|of| of.client.is_none());
    let structs = shared
        .flat_map(|module| classes::of(surface, module))
        .filter(|class| class.variant.is_none())
        .map(|class| class.name);
    let clients = clients(surface).map(|(client, _)| client.name.to_owned());
    let by_hand = BY_HAND.iter().map(|name| (*name).to_owned());
    structs.chain(clients).chain(by_hand).collect()
}

/// What is loaded at its first use, each with its module, in alphabetical order.
fn lazy(surface: &Surface) -> Vec<(String, String)> {
    let clients = clients(surface)
        .map(|(client, module)| (format!("Async{}", client.name), module.name.to_owned()));
    let at_root = surface.modules.iter().filter(|of| home(of) == "authloom");
    let aliases = at_root.flat_map(|module| {
        let unions = unions(module).map(|of| &of.name);
        unions.chain(strings(module).map(|of| &of.name))
    });
    let aliases = aliases.map(|name| (name.clone(), SHARED.to_owned()));
    let errors = errors::names(surface).into_iter();
    let errors = errors.map(|name| (name, ERRORS.to_owned()));
    let mut all: Vec<_> = clients.chain(aliases).chain(errors).collect();
    all.sort();
    all
}

/// The public modules of the package.
fn submodules(surface: &Surface) -> Vec<String> {
    let apis = clients(surface).map(|(_, module)| module.name);
    let mut all: Vec<String> = apis.chain([ERRORS]).map(str::to_owned).collect();
    all.sort();
    all
}

/// Statements that import each name as itself: for a type checker, that makes it public.
fn imports_of(names: impl Iterator<Item = (String, String)>) -> String {
    imports(names).lines("")
}

fn imports(names: impl Iterator<Item = (String, String)>) -> Imports {
    let mut imports = Imports::default();
    for (module, name) in names {
        imports.add(&module, &format!("{name} as {name}"));
    }
    imports
}

fn imports_of_types(surface: &Surface, lazy: &[(String, String)]) -> String {
    let modules = submodules(surface).into_iter();
    let modules = modules.map(|name| (".".to_owned(), name));
    let names = lazy.iter();
    let names = names.map(|(name, module)| (format!(".{module}"), name.clone()));
    imports(modules.chain(names)).lines("    ")
}

fn table(surface: &Surface, lazy: &[(String, String)]) -> String {
    let rows = lazy.iter();
    let rows: String = rows
        .map(|(name, module)| format!("    \"{name}\": \"{module}\",\n"))
        .collect();
    format!(
        "_LAZY = {{\n{rows}}}\n{}",
        list("_SUBMODULES = (", &quoted(submodules(surface)))
    )
}

fn exports(surface: &Surface, native: Vec<String>, lazy: &[(String, String)]) -> String {
    let mut all = native;
    all.extend(lazy.iter().map(|(name, _)| name.clone()));
    all.extend(submodules(surface));
    all.sort();
    list("__all__ = [", &quoted(all))
}

fn quoted(names: Vec<String>) -> Vec<String> {
    names
        .into_iter()
        .map(|name| format!("\"{name}\""))
        .collect()
}
