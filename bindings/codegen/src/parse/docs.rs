//! Documentation: paragraphs without links.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use super::Parsed;
use crate::failure::{Failure, Place};
use crate::model::Docs;

/// What the attributes of an item say.
pub(crate) fn of(attributes: &[Attribute], file: &str) -> Result<Docs, Failure> {
    let (lines, place) = lines(attributes, file);
    let lines = for_all_languages(lines);
    let paragraphs = lines
        .split(String::is_empty)
        .filter(|lines| !lines.is_empty())
        .map(|lines| without_links(&lines.join(" ")))
        .collect();
    let docs = Docs(paragraphs);
    // Another language would not understand it.
    let rust = docs.0.iter().find(|paragraph| paragraph.contains("::"));
    match rust {
        Some(paragraph) => Err(place.fails(format_args!(
            "the documentation that ends here names a path of Rust: {paragraph}"
        ))),
        None => Ok(docs),
    }
}

/// The lines, and where they end.
pub(super) fn lines<'a>(attributes: &[Attribute], file: &'a str) -> (Vec<String>, Place<'a>) {
    let mut lines = Vec::new();
    let mut place = Place { file, line: 0 };
    for attribute in attributes {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &pair.value
        {
            place.line = place.line.max(text.span().start().line);
            lines.push(text.value().trim().to_owned());
        }
    }
    (lines, place)
}

/// What an operation says of an argument: the item of its list that begins with the name.
pub(crate) fn of_argument(attributes: &[Attribute], file: &str, name: &str) -> Option<Docs> {
    let (lines, _) = lines(attributes, file);
    let begin = format!("- `{name}`: ");
    let mut section = lines.iter().skip_while(|line| *line != ARGUMENTS).skip(1);
    let first = section.find_map(|line| line.strip_prefix(&begin))?;
    let more = section.take_while(|line| !line.is_empty() && !line.starts_with(['-', '#']));
    let item: Vec<&str> = [first]
        .into_iter()
        .chain(more.map(String::as_str))
        .collect();
    Some(Docs(vec![without_links(&item.join(" "))]))
}

/// The heading of the list of an operation's arguments, up to the next heading.
const ARGUMENTS: &str = "# Arguments";

/// The heading under which an item says what concerns Rust alone, up to its end.
const RUST_ALONE: &str = "# In Rust";

/// What remains without examples, which are in Rust, what is for Rust alone, and the list of
/// arguments, which each language has in its own way.
fn for_all_languages(lines: Vec<String>) -> Vec<String> {
    let (mut is_code, mut is_argument) = (false, false);
    let of_all = lines.into_iter().take_while(|line| line != RUST_ALONE);
    let of_all = of_all.filter(|line| {
        if line.starts_with("# ") {
            is_argument = line == ARGUMENTS;
        }
        !is_argument
    });
    let without_code = of_all.filter(|line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_fence && !is_code
    });
    without_code.filter(|line| line != "# Example").collect()
}

/// What a whole file says of itself.
pub(crate) fn of_file(file: &Parsed) -> Result<Docs, Failure> {
    of(&file.syntax.attrs, &file.path)
}

/// `[text](target)` and `[text]` become `text`, where the text is code.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("[`") {
        let Some(end) = rest[start..].find("`]").map(|end| start + end) else {
            break;
        };
        plain.push_str(&rest[..start]);
        plain.push_str(&rest[start + 1..=end]);
        rest = &rest[end + 2..];
        if rest.starts_with('(') {
            rest = rest.split_once(')').map_or("", |(_, after)| after);
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_the_code_that_they_show() {
        for (linked, plain) in [
            ("a [`b`](c::d) e [`f`].", "a `b` e `f`."),
            ("[`b`]", "`b`"),
            ("an [index] and [`half", "an [index] and [`half"),
        ] {
            assert_eq!(without_links(linked), plain);
        }
    }

    #[test]
    fn examples_and_what_is_for_rust_alone_are_left_out() {
        let item: syn::ItemStruct = syn::parse_str(
            "/// One.\n///\n/// # Example\n///\n/// ```\n/// a::b();\n///\n/// c();\n/// ```\n///\n\
             /// Two.\n///\n/// # In Rust\n///\n/// See `d::e`.\nstruct A;",
        )
        .expect("a struct");
        let paragraphs = vec!["One.".to_owned(), "Two.".to_owned()];
        assert_eq!(of(&item.attrs, "a.rs"), Ok(Docs(paragraphs)));
    }

    #[test]
    fn an_argument_has_the_item_of_its_name() {
        let item: syn::ItemStruct = syn::parse_str(
            "/// One.\n///\n/// # Arguments\n///\n/// - `a_b`: The first,\n///   in two lines.\n\
             /// - `a`: See [`c`](d).\n///\n/// # Example\n///\n/// ```\n/// e();\n/// ```\nstruct A;",
        )
        .expect("a struct");
        let docs = |text: &str| Some(Docs(vec![text.to_owned()]));
        let said = |name: &str| of_argument(&item.attrs, "a.rs", name);
        assert_eq!(said("a_b"), docs("The first, in two lines."));
        assert_eq!(said("a"), docs("See `c`."));
        assert_eq!(said("b"), None);
        assert_eq!(of(&item.attrs, "a.rs"), Ok(Docs(vec!["One.".to_owned()])));
    }

    #[test]
    fn lines_become_paragraphs_and_a_path_of_rust_is_refused() {
        let item: syn::ItemStruct =
            syn::parse_str("/// One\n/// two.\n///\n/// Three.\nstruct A;").expect("a struct");
        let paragraphs = vec!["One two.".to_owned(), "Three.".to_owned()];
        assert_eq!(of(&item.attrs, "a.rs"), Ok(Docs(paragraphs)));

        let item: syn::ItemStruct =
            syn::parse_str("/// See\n/// `A::b`.\nstruct A;").expect("a struct");
        let said = of(&item.attrs, "a.rs").expect_err("a path").to_string();
        assert_eq!(
            said,
            "a.rs:2: the documentation that ends here names a path of Rust: See `A::b`."
        );
    }
}
