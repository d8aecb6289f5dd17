//! Public structs and enums.

use syn::spanned::Spanned;
use syn::{Fields, Item, ItemEnum, ItemStruct, Visibility};

use super::{Known, Parsed, docs, string_enums};
use crate::exceptions::Treatment;
use crate::failure::{Failure, Place};
use crate::model::{Definition, Docs, Field, StringEnum, Struct, Text, Type, Union, Variant};
use crate::types;

/// The names of the public structs and enums in a file.
pub(crate) fn public_names(file: &Parsed) -> impl Iterator<Item = String> {
    file.syntax.items.iter().filter_map(|item| match item {
        Item::Struct(of) if is_plain(of) => Some(of.ident.to_string()),
        Item::Enum(of) if is_public(&of.vis) => Some(of.ident.to_string()),
        _ => None,
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether a struct is public with all of its fields; others are not the bindings' affair.
fn is_plain(of: &ItemStruct) -> bool {
    is_public(&of.vis)
        && matches!(of.fields, Fields::Named(_))
        && of.fields.iter().all(|field| is_public(&field.vis))
}

/// The public structs and enums of a file.
pub(crate) fn definitions(file: &Parsed, known: &Known) -> Result<Vec<Definition>, Failure> {
    let mut definitions = Vec::new();
    for item in &file.syntax.items {
        let name = match item {
            Item::Struct(of) if is_plain(of) => of.ident.to_string(),
            Item::Enum(of) if is_public(&of.vis) => of.ident.to_string(),
            _ => continue,
        };
        if known.exceptions.says(&name, Treatment::ByHand) {
            continue;
        }
        definitions.push(match item {
            Item::Struct(of) => Definition::Struct(Struct {
                docs: docs::of(&of.attrs, &file.path)?,
                fields: fields(&name, &of.fields, file, known)?,
                name,
            }),
            Item::Enum(of) => enumeration(name, of, file, known)?,
            _ => unreachable!("other items were passed over"),
        });
    }
    Ok(definitions)
}

fn fields(owner: &str, of: &Fields, file: &Parsed, known: &Known) -> Result<Vec<Field>, Failure> {
    let mut fields = Vec::new();
    for field in of {
        let name = field.ident.as_ref().map(plain_name).unwrap_or_default();
        let item = format!("{owner}.{name}");
        let says = |treatment| known.exceptions.says(&item, treatment);
        if says(Treatment::LeftOut) {
            continue;
        }
        let r#type = if says(Treatment::ByHand) {
            Type::ByHand(item.clone())
        } else {
            types::read(&field.ty, &file.path, known)?
        };
        // What is written by hand has words of its own.
        let by_hand = |part: &&Type| matches!(part, Type::ByHand(_));
        fields.push(Field {
            docs: if r#type.parts().iter().any(by_hand) {
                Docs::default()
            } else {
                docs::of(&field.attrs, &file.path)?
            },
            r#type,
            hidden: says(Treatment::Hidden),
            positional: says(Treatment::Positional),
            name,
        });
    }
    Ok(fields)
}

fn enumeration(
    name: String,
    of: &ItemEnum,
    file: &Parsed,
    known: &Known,
) -> Result<Definition, Failure> {
    let docs = docs::of(&of.attrs, &file.path)?;
    let is_unit = |variant: &&syn::Variant| matches!(variant.fields, Fields::Unit);
    let (units, others): (Vec<_>, Vec<_>) = of.variants.iter().partition(is_unit);
    let open = matches!(&others[..], [other] if other.ident == "Other" && other.fields.len() == 1);
    if others.is_empty() || open {
        let mut values = Vec::new();
        for variant in units {
            let docs = docs::of(&variant.attrs, &file.path)?;
            values.push(Text {
                name: variant.ident.to_string(),
                value: string_enums::of(&name, variant, &docs, file)?,
                docs,
            });
        }
        return Ok(Definition::StringEnum(StringEnum {
            name,
            docs,
            values,
            open,
        }));
    }
    let mut variants = Vec::new();
    for variant in &of.variants {
        let unnamed = matches!(variant.fields, Fields::Unnamed(_));
        if unnamed && variant.fields.len() != 1 {
            let file = &file.path;
            let line = variant.span().start().line;
            return Err(Place { file, line }.fails(format_args!(
                "`{name}::{}` has several fields without names; name them",
                variant.ident
            )));
        }
        let owner = format!("{name}.{}", variant.ident);
        let mut fields = fields(&owner, &variant.fields, file, known)?;
        if unnamed {
            fields[0].name = string_enums::snake_case(&variant.ident.to_string());
            fields[0].docs = docs::of(&variant.attrs, &file.path)?;
        }
        variants.push(Variant {
            name: variant.ident.to_string(),
            docs: docs::of(&variant.attrs, &file.path)?,
            fields,
            unnamed,
        });
    }
    Ok(Definition::Union(Union {
        name,
        docs,
        variants,
    }))
}

/// A name without Rust's mark for keywords.
pub(crate) fn plain_name(name: &syn::Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}
