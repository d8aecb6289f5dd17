//! The type table: what Rust writes, and what it is.

use proc_macro2::Span;
use syn::spanned::Spanned;

use crate::failure::{Failure, Place};
use crate::model::Type;

/// What takes no further type.
const PLAIN: &[(&str, Type)] = &[
    ("bool", Type::Bool),
    ("i32", Type::I32),
    ("i64", Type::I64),
    ("f64", Type::F64),
    ("&str", Type::Text),
    ("String", Type::Text),
    ("Secret", Type::Secret),
    ("SystemTime", Type::Instant),
    ("Duration", Type::Duration),
    ("Value", Type::Json),
];

/// Makes a type of the one within.
type Around = fn(Box<Type>) -> Type;

/// What takes one.
const AROUND: &[(&str, Around)] = &[
    ("Option<", Type::Option),
    ("Vec<", Type::List),
    ("HashMap<String, ", Type::Map),
];

/// What the names that stand in no table mean.
pub(crate) trait Names {
    /// The type of a public definition, or of what is written by hand.
    fn named(&self, name: &str) -> Option<Type>;
}

/// Reads a type.
pub(crate) fn read(written: &syn::Type, file: &str, names: &dyn Names) -> Result<Type, Failure> {
    let span = written.span();
    let text = text_of(span);
    parse(&text, names).ok_or_else(|| {
        let line = span.start().line;
        Place { file, line }.fails(format_args!(
            "`{text}` has no row in the type table of bindings/codegen/src/types.rs"
        ))
    })
}

/// What is written at a span, on one line.
pub(crate) fn text_of(span: Span) -> String {
    let text = span.source_text().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn parse(text: &str, names: &dyn Names) -> Option<Type> {
    if let Some((_, plain)) = PLAIN.iter().find(|(name, _)| *name == text) {
        return Some(plain.clone());
    }
    for (before, around) in AROUND {
        let within = text
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix('>'));
        if let Some(within) = within {
            return parse(within, names).map(|within| around(Box::new(within)));
        }
    }
    names.named(text)
}
