//! What Python writes by hand: to a type checker, and in words.

use crate::failure::Failure;
use crate::model::{Docs, Surface, Type};

/// An item of the exceptions, the annotation of an argument, and what it is.
type Row = (&'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    (
        "Proxy",
        "Literal[\"environment\", \"direct\"] | str | Secret",
        "Which proxy carries the calls: `\"environment\"` (the default) for what `HTTPS_PROXY`, \
         `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, except that a loopback address is always \
         called directly; `\"direct\"` for none; or the URL of one, as `http://`, `https://` or \
         `socks5://`, with user name and password in it if the proxy requires them.",
    ),
    (
        "ClientCertificate",
        "ClientCertificate",
        "The certificate that the client presents to the server.",
    ),
    (
        "HttpConfig.hooks",
        "Sequence[Callable[[Event], object]]",
        "Callables, each called with every `Event` of a call, in order, on the thread or event \
         loop of the call, before the call returns. An exception in one is reported, and changes \
         no result.",
    ),
];

fn row(item: &str) -> Result<&'static Row, Failure> {
    ROWS.iter().find(|(of, ..)| *of == item).ok_or_else(|| {
        Failure(format!(
            "`{item}` is written by hand, but has no row in bindings/codegen/src/python/by_hand.rs"
        ))
    })
}

/// The annotation of an item as an argument.
pub(crate) fn annotation(item: &str) -> Result<String, Failure> {
    row(item).map(|(_, annotation, _)| (*annotation).to_owned())
}

/// The words for a type that holds an item; none if it holds none.
pub(crate) fn docs(r#type: &Type) -> Result<Option<Docs>, Failure> {
    match item(r#type) {
        Some(item) => row(item).map(|(.., words)| Some(Docs(vec![(*words).to_owned()]))),
        None => Ok(None),
    }
}

fn item(r#type: &Type) -> Option<&str> {
    r#type.parts().into_iter().find_map(|part| match part {
        Type::ByHand(item) => Some(item.as_str()),
        _ => None,
    })
}

/// Fails for a row that no setting asks for.
pub(crate) fn all_used(surface: &Surface) -> Result<(), Failure> {
    let fields = &surface.http.fields;
    let asked = |of: &str| fields.iter().any(|field| item(&field.r#type) == Some(of));
    match ROWS.iter().find(|(of, ..)| !asked(of)) {
        Some((of, ..)) => Err(Failure(format!(
            "the row `{of}` of bindings/codegen/src/python/by_hand.rs matches nothing; remove it"
        ))),
        None => Ok(()),
    }
}
