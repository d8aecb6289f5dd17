//! Rust: the public items of the core that can be reached from its root, without documentation.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use quote::quote;
use syn::{
    Attribute, Fields, ImplItem, Item, ItemImpl, Meta, Type, UseTree, Visibility, parse_quote,
};

/// Where the core is.
const CORE: &str = "core/src";

pub(super) fn surface(root: &Path) -> Result<String, String> {
    let mut paths = Vec::new();
    collect(&root.join(CORE), &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
        let syntax = syn::parse_file(&text)
            .map_err(|error| format!("{} is not Rust: {error}.", path.display()))?;
        let name = path.strip_prefix(root).unwrap_or(&path);
        files.push((name.display().to_string(), syntax));
    }
    let items = || files.iter().flat_map(|(_, file)| &file.items);
    let mut exported = BTreeSet::new();
    items().for_each(|item| add_exported(item, &mut exported));
    let mut surface = String::new();
    for (name, file) in &files {
        let items = file.items.iter();
        let shown: Vec<String> = items.filter_map(|item| shown(item, &exported)).collect();
        if !shown.is_empty() {
            surface.extend(["\n# ", name.as_str(), "\n"]);
            surface += &authloom_codegen::formatted(&shown.join("\n"))
                .map_err(|failure| failure.to_string())?;
        }
    }
    Ok(surface)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder)
        .map_err(|error| format!("{} cannot be listed: {error}.", folder.display()))?;
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
    Ok(())
}

/// Adds the names that a `pub use` makes public, and those of public modules.
fn add_exported(item: &Item, names: &mut BTreeSet<String>) {
    match item {
        Item::Use(of) if is_public(&of.vis) && !is_hidden(&of.attrs) => add_names(&of.tree, names),
        _ => {}
    }
}

fn add_names(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(of) => add_names(&of.tree, names),
        UseTree::Name(of) => drop(names.insert(of.ident.to_string())),
        UseTree::Rename(of) => drop(names.insert(of.rename.to_string())),
        UseTree::Group(of) => of.items.iter().for_each(|of| add_names(of, names)),
        UseTree::Glob(_) => {}
    }
}

/// An item as a user sees it; none if it is not public.
fn shown(item: &Item, exported: &BTreeSet<String>) -> Option<String> {
    let has = |name: &dyn ToString| exported.contains(&name.to_string());
    match item {
        Item::Struct(of) if is_public(&of.vis) && has(&of.ident) && !is_hidden(&of.attrs) => {
            let mut of = of.clone();
            of.attrs.retain(is_derive);
            of.fields = public_fields(of.fields);
            Some(quote!(#of).to_string())
        }
        Item::Enum(of) if is_public(&of.vis) && has(&of.ident) => {
            let mut of = of.clone();
            of.attrs.retain(is_derive);
            for variant in &mut of.variants {
                variant.attrs.clear();
                for field in &mut variant.fields {
                    field.attrs.clear();
                }
            }
            Some(quote!(#of).to_string())
        }
        Item::Trait(of) if is_public(&of.vis) && has(&of.ident) => {
            let mut of = of.clone();
            of.attrs.clear();
            for item in &mut of.items {
                if let syn::TraitItem::Fn(method) = item {
                    method.attrs.clear();
                }
            }
            Some(quote!(#of).to_string())
        }
        Item::Type(of) if is_public(&of.vis) && has(&of.ident) => {
            let mut of = of.clone();
            of.attrs.clear();
            Some(quote!(#of).to_string())
        }
        Item::Impl(block) => name_of(&block.self_ty)
            .filter(|name| has(name))
            .and_then(|_| shown_impl(block)),
        _ => None,
    }
}

/// The public methods of a type, or the head of a trait that it implements.
fn shown_impl(block: &ItemImpl) -> Option<String> {
    let mut block = block.clone();
    block.attrs.clear();
    if block.trait_.is_some() {
        block.items.clear();
        return Some(quote!(#block).to_string());
    }
    block.items.retain(
        |item| matches!(item, ImplItem::Fn(of) if is_public(&of.vis) && !is_hidden(&of.attrs)),
    );
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            method.attrs.clear();
            method.block = parse_quote!({});
        }
    }
    (!block.items.is_empty()).then(|| quote!(#block).to_string())
}

fn public_fields(mut fields: Fields) -> Fields {
    if let Fields::Named(named) = &mut fields {
        let public = named.named.iter().filter(|field| is_public(&field.vis));
        let mut public: Vec<_> = public.cloned().collect();
        for field in &mut public {
            field.attrs.clear();
        }
        named.named = public.into_iter().collect();
        return fields;
    }
    match &fields {
        Fields::Unnamed(unnamed) if unnamed.unnamed.iter().any(|of| !is_public(&of.vis)) => {
            Fields::Unit
        }
        _ => fields,
    }
}

fn name_of(r#type: &Type) -> Option<String> {
    match r#type {
        Type::Path(of) => Some(of.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_derive(attribute: &Attribute) -> bool {
    attribute.path().is_ident("derive") || attribute.path().is_ident("must_use")
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc")
            && matches!(&attribute.meta, Meta::List(list) if list.tokens.to_string() == "hidden")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown_of(source: &str) -> Vec<String> {
        let file = syn::parse_file(source).expect("it is Rust");
        let mut exported = BTreeSet::new();
        file.items
            .iter()
            .for_each(|item| add_exported(item, &mut exported));
        let items = file.items.iter();
        items.filter_map(|item| shown(item, &exported)).collect()
    }

    #[test]
    fn only_what_a_user_can_name_is_shown() {
        let source = "pub use a::{B, C as D};\n/// Docs.\n#[derive(Debug)]\npub struct B { \
                      /// E.\n pub f: i32, g: i32 }\npub struct H;\npub(crate) struct I;\n\
                      impl B { pub fn j(&self) -> i32 { self.g } fn k(&self) {} \
                      #[doc(hidden)] pub fn l(&self) {} }\nimpl Clone for B { fn clone(&self) -> B { B } }";
        let shown = shown_of(source);
        let expected = [
            parse_quote!(
                #[derive(Debug)]
                pub struct B {
                    pub f: i32,
                }
            ),
            parse_quote!(impl B { pub fn j(&self) -> i32 {} }),
            parse_quote!(impl Clone for B {}),
        ]
        .map(|item: Item| quote!(#item).to_string().replace(" , }", " }"));
        assert_eq!(shown, expected);
    }
}
