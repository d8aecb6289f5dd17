//! What an operation returned, in the shape in which vectors write it.

use authloom_operations::{Decoded, Form, forms};

use crate::value::Found;

/// The shape of a value; of none, if the operation returns nothing.
pub(crate) fn shape(value: Decoded, is_returned: bool) -> Found {
    if is_returned {
        of(value)
    } else {
        Found::NotReturned
    }
}

fn of(value: Decoded) -> Found {
    match value {
        Decoded::Json(value) => value.into(),
        Decoded::Secret(secret) => secret.reveal().into(),
        Decoded::Instant(time) => time.into(),
        Decoded::List(items) => Found::List(items.into_iter().map(of).collect()),
        Decoded::Struct(name, fields) => Found::Object(members(forms().of(name), fields)),
        Decoded::Union {
            name,
            tag,
            fields,
            others,
        } => Found::Object(union(forms().of(name), tag, fields, others)),
    }
}

type Members = Vec<(&'static str, Found)>;

fn members(form: &'static Form, fields: Vec<(&'static str, Decoded)>) -> Members {
    let mut members = Vec::new();
    for (name, value) in fields {
        match value {
            Decoded::Union {
                name: union_name,
                tag,
                fields,
                others,
            } if forms().of(union_name).beside => {
                members.extend(union(forms().of(union_name), tag, fields, others));
            }
            value => members.push((name, member(form, name, value))),
        }
    }
    members
}

fn member(form: &Form, name: &str, value: Decoded) -> Found {
    let is_in = |names: &[String]| names.iter().any(|listed| listed == name);
    let found = match value {
        Decoded::List(items) if is_in(&form.any_order) => {
            Found::Set(items.into_iter().map(text).collect())
        }
        value => of(value),
    };
    if is_in(&form.if_listed) {
        Found::IfListed(Box::new(found))
    } else {
        found
    }
}

fn text(item: Decoded) -> String {
    match item {
        Decoded::Json(serde_json::Value::String(text)) => text,
        other => panic!("only strings are compared in any order, not {other:?}"),
    }
}

fn union(
    form: &'static Form,
    tag: &'static str,
    fields: Vec<(&'static str, Decoded)>,
    others: &'static [&'static str],
) -> Members {
    let mut its = members(form, fields);
    // A variant for what is not known says itself which it is, and holds what it holds.
    let mut take = |name: &str| {
        let place = its.iter().position(|(known, _)| *known == name)?;
        Some(its.remove(place).1)
    };
    let mut union = Members::new();
    if let Some(name) = form.tag() {
        union.push((name, take(name).unwrap_or_else(|| tag.into())));
    }
    let Some(content) = &form.content else {
        union.append(&mut its);
        // What only other variants have must not be listed.
        let absent = others.iter().filter(|name| form.tag() != Some(**name));
        union.extend(absent.map(|name| (*name, Found::NULL)));
        return union;
    };
    let held = match take(content) {
        Some(held) => held,
        None if its.is_empty() => Found::NULL,
        None => Found::Object(its),
    };
    union.push((content, held));
    union
}
