//! Examples: the call in a documentation's code, to be written anew in each language.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Expr, ExprLit, ExprStruct, ItemFn, Lit, Local, Member, Pat, Path, Stmt, Token,
};

use super::docs;
use crate::failure::Failure;
use crate::model::{Example, Value};

/// The example of an operation, if its documentation has one.
pub(super) fn of(
    attributes: &[Attribute],
    file: &str,
    operation: &str,
    has_options: bool,
) -> Result<Option<Example>, Failure> {
    let (lines, place) = docs::lines(attributes, file);
    let code = code(&lines);
    if code.is_empty() {
        return Ok(None);
    }
    let refused = |what: &str| {
        place.fails(format_args!(
            "the example of `{operation}`, which ends here, {what}; see \
             bindings/codegen/src/parse/examples.rs"
        ))
    };
    let function: ItemFn =
        syn::parse_str(&code).map_err(|error| refused(&format!("is no function: {error}")))?;
    let mut known = HashMap::new();
    for statement in &function.block.stmts {
        let (variable, written) = match statement {
            Stmt::Local(local) => (variable(local), local.init.as_ref().map(|of| &*of.expr)),
            Stmt::Expr(written, _) => (None, Some(written)),
            _ => continue,
        };
        let Some(written) = written else { continue };
        if let Expr::Try(awaited) = written
            && let Expr::Await(awaited) = &*awaited.expr
        {
            return call(&awaited.base, variable, &known, operation, has_options)
                .map(Some)
                .map_err(|unread| refused(&unread.reason()));
        }
        if let Some(variable) = variable {
            let value = value(written, &known).map_err(|unread| refused(&unread.reason()))?;
            known.insert(variable, value);
        }
    }
    Err(refused("awaits no call"))
}

/// The first block of code, with the lines that rustdoc hides.
fn code(lines: &[String]) -> String {
    let is_fence = |line: &&String| line.starts_with("```");
    let block = lines.iter().skip_while(|line| !is_fence(line)).skip(1);
    let block = block.take_while(|line| !is_fence(line));
    let shown = block.map(|line| line.strip_prefix("# ").unwrap_or(line));
    shown.collect::<Vec<_>>().join("\n")
}

fn variable(local: &Local) -> Option<String> {
    match &local.pat {
        Pat::Ident(of) => Some(of.ident.to_string()),
        _ => None,
    }
}

/// What stands in an example and cannot be written in another language.
struct Unread(Span);

impl Unread {
    fn reason(&self) -> String {
        let text = self.0.source_text().unwrap_or_default();
        format!("holds what no other language is taught: `{text}`")
    }
}

type Values = HashMap<String, Value>;

fn call(
    written: &Expr,
    result: Option<String>,
    known: &Values,
    operation: &str,
    has_options: bool,
) -> Result<Example, Unread> {
    let unread = || Unread(written.span());
    let Expr::MethodCall(method) = written else {
        return Err(unread());
    };
    let Expr::Path(client) = &*method.receiver else {
        return Err(unread());
    };
    let client = client.path.get_ident().ok_or_else(unread)?.to_string();
    if method.method != operation {
        return Err(unread());
    }
    let arguments = method.args.iter().map(|of| value(of, known));
    let mut arguments = arguments.collect::<Result<Vec<_>, _>>()?;
    let options = match has_options.then(|| arguments.pop()).flatten() {
        Some(Value::Struct(_, fields)) => fields,
        None => Vec::new(),
        Some(_) => return Err(unread()),
    };
    Ok(Example {
        client,
        arguments,
        options,
        result,
    })
}

fn value(written: &Expr, known: &Values) -> Result<Value, Unread> {
    let unread = || Unread(written.span());
    match written {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Str(text) => Ok(Value::Text(text.value())),
            Lit::Bool(of) => Ok(Value::Bool(of.value)),
            Lit::Int(of) => of.base10_parse().map(Value::Integer).map_err(|_| unread()),
            _ => Err(unread()),
        },
        Expr::MethodCall(method) if method.method == "into" => value(&method.receiver, known),
        Expr::Path(path) => match path.path.get_ident().map(ToString::to_string) {
            Some(name) if name == "None" => Ok(Value::Absent),
            Some(name) => known.get(&name).cloned().ok_or_else(unread),
            None => named(&path.path, Vec::new()).ok_or_else(unread),
        },
        Expr::Call(call) => {
            let Expr::Path(function) = &*call.func else {
                return Err(unread());
            };
            let path = &function.path;
            let last = path.segments.last().map(|of| of.ident.to_string());
            match (last.as_deref(), call.args.first()) {
                (Some("Some"), Some(within)) => value(within, known),
                (Some("default"), None) => match named(path, Vec::new()) {
                    Some(Value::Variant { of, .. }) => Ok(Value::Struct(of, Vec::new())),
                    _ => Err(unread()),
                },
                // The field of such a variant has no name of its own.
                (_, Some(within)) => {
                    let fields = vec![(String::new(), value(within, known)?)];
                    named(path, fields).ok_or_else(unread)
                }
                _ => Err(unread()),
            }
        }
        Expr::Struct(of) => {
            let fields = fields(of, known)?;
            match of.path.get_ident() {
                Some(name) => Ok(Value::Struct(name.to_string(), fields)),
                None => named(&of.path, fields).ok_or_else(unread),
            }
        }
        Expr::Macro(list) if list.mac.path.is_ident("vec") => {
            let items = Punctuated::<Expr, Token![,]>::parse_terminated
                .parse2(list.mac.tokens.clone())
                .map_err(|_| unread())?;
            let items = items.iter().map(|of| value(of, known));
            items.collect::<Result<_, _>>().map(Value::List)
        }
        _ => Err(unread()),
    }
}

fn fields(of: &ExprStruct, known: &Values) -> Result<Vec<(String, Value)>, Unread> {
    let fields = of.fields.iter().map(|field| match &field.member {
        Member::Named(name) => Ok((name.to_string(), value(&field.expr, known)?)),
        Member::Unnamed(_) => Err(Unread(field.span())),
    });
    fields.collect()
}

/// `Enum::Variant` with these fields.
fn named(path: &Path, fields: Vec<(String, Value)>) -> Option<Value> {
    let mut segments = path.segments.iter().map(|of| of.ident.to_string());
    match (segments.next(), segments.next(), segments.next()) {
        (Some(of), Some(variant), None) => Some(Value::Variant {
            of,
            variant,
            fields,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &str, has_options: bool) -> Result<Option<Example>, Failure> {
        let lines = format!(
            "Sells.\n\n# Example\n\n```no_run\n# async fn example(shop: Shop) {{\n{code}\n# }}\n```"
        );
        let lines: String = lines.lines().map(|line| format!("/// {line}\n")).collect();
        let item: syn::ItemStruct = syn::parse_str(&(lines + "struct A;")).expect("a struct");
        of(&item.attrs, "a.rs", "sell", has_options)
    }

    fn text(value: &str) -> Value {
        Value::Text(value.to_owned())
    }

    #[test]
    fn the_call_is_read_with_all_that_it_is_given() {
        let code = "use shop::Wish;\n\nlet wish = Wish {\nname: \"a\".into(),\ncount: Some(1_000),\n\
                    kinds: vec![Kind::New],\n..Wish::default()\n};\n\
                    let how = How::Card(None);\nlet options = SellOptions::default();\n\
                    let sold = shop.sell(\"b\", wish, how, options).await?;\nOk(())";
        let example = read(code, true).expect("it is read").expect("there is one");
        let kind = Value::Variant {
            of: "Kind".to_owned(),
            variant: "New".to_owned(),
            fields: Vec::new(),
        };
        let how = Value::Variant {
            of: "How".to_owned(),
            variant: "Card".to_owned(),
            fields: vec![(String::new(), Value::Absent)],
        };
        let wish = vec![
            ("name".to_owned(), text("a")),
            ("count".to_owned(), Value::Integer(1000)),
            ("kinds".to_owned(), Value::List(vec![kind])),
        ];
        assert_eq!(
            example,
            Example {
                client: "shop".to_owned(),
                arguments: vec![text("b"), Value::Struct("Wish".to_owned(), wish), how],
                options: Vec::new(),
                result: Some("sold".to_owned()),
            }
        );
    }

    #[test]
    fn what_cannot_be_written_in_another_language_is_refused() {
        for (code, what) in [
            ("shop.sell(1 + 1).await?;", "`1 + 1`"),
            ("shop.buy().await?;", "`shop.buy()`"),
            ("shop.sell();", "awaits no call"),
            ("shop.sell(", "is no function"),
        ] {
            let error = read(code, false).expect_err(code).to_string();
            assert!(error.contains(what), "{error}");
            assert!(error.starts_with("a.rs:"), "{error}");
        }
    }
}
