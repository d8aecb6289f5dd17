//! The strings that the variants of an enum stand for.

use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ImplItem, Item, Lit, Pat, Path, Stmt};

use super::Parsed;
use crate::failure::{Failure, Place};
use crate::model::Docs;

/// The text of a variant: as a table or `as_str` of its file says, else its name in snake case.
/// Documentation that begins with another text is an error.
pub(crate) fn of(
    owner: &str,
    variant: &syn::Variant,
    docs: &Docs,
    file: &Parsed,
) -> Result<String, Failure> {
    let name = variant.ident.to_string();
    let text = file
        .syntax
        .items
        .iter()
        .find_map(|item| written(item, owner, &name))
        .unwrap_or_else(|| snake_case(&name));
    let documented = docs.0.first().and_then(|first| {
        let (text, _) = first.strip_prefix('`')?.split_once('`')?;
        Some(text)
    });
    match documented {
        Some(documented) if documented != text => {
            let line = variant.span().start().line;
            let file = &file.path;
            Err(Place { file, line }.fails(format_args!(
                "`{owner}::{name}` is documented as `{documented}`, but its text is `{text}`"
            )))
        }
        _ => Ok(text),
    }
}

/// The text that an item gives a variant: `Owner::Name` beside a string in a constant table, or
/// `Self::Name => "text"` in `as_str`.
fn written(item: &Item, owner: &str, name: &str) -> Option<String> {
    match item {
        Item::Const(table) => match &*table.expr {
            Expr::Array(rows) => rows.elems.iter().find_map(|row| match row {
                Expr::Tuple(row) => {
                    let mut cells = row.elems.iter();
                    let Some(Expr::Path(key)) = cells.next() else {
                        return None;
                    };
                    let text = cells.next().and_then(literal);
                    text.filter(|_| is(&key.path, owner, name))
                }
                _ => None,
            }),
            _ => None,
        },
        Item::Impl(block) if block.trait_.is_none() => {
            let syn::Type::Path(of) = &*block.self_ty else {
                return None;
            };
            let as_str = block.items.iter().find_map(|item| match item {
                ImplItem::Fn(method) if method.sig.ident == "as_str" => Some(method),
                _ => None,
            })?;
            let Some(Stmt::Expr(Expr::Match(matching), None)) = as_str.block.stmts.last() else {
                return None;
            };
            let arm = matching.arms.iter().find(|arm| match &arm.pat {
                Pat::Path(pattern) => is(&pattern.path, "Self", name),
                _ => false,
            })?;
            literal(&arm.body).filter(|_| of.path.is_ident(owner))
        }
        _ => None,
    }
}

fn is(path: &Path, owner: &str, name: &str) -> bool {
    let segments: Vec<_> = path.segments.iter().map(|part| &part.ident).collect();
    matches!(&segments[..], [of, variant] if *of == owner && *variant == name)
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// `OAuthClient` becomes `oauth_client`, `OtpCode` `otp_code`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.replace("OAuth", "Oauth").chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snakes() {
        for (name, snake) in [
            ("JsonApi", "json_api"),
            ("OAuthError", "oauth_error"),
            ("ListApisForOAuthClient", "list_apis_for_oauth_client"),
            ("Us", "us"),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }
}
