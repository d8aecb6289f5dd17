//! What Node writes by hand: to a type checker, and in words.

use crate::failure::Failure;
use crate::model::{Docs, Surface, Type};

/// An item of the exceptions, the type of an argument, and what it is.
type Row = (&'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    (
        "Proxy",
        "'environment' | 'direct' | (string & {}) | Secret",
        "Which proxy carries the calls: `'environment'` (the default) for what `HTTPS_PROXY`, \
         `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, except that a loopback address is always \
         called directly; `'direct'` for none; or the URL of one, as `http://`, `https://` or \
         `socks5://`, with user name and password in it if the proxy requires them.",
    ),
    (
        "ClientCertificate",
        "ClientCertificate",
        "The certificate that the client presents to the server.",
    ),
    (
        "HttpConfig.hooks",
        "ReadonlyArray<(event: Event) => void>",
        "Functions, each called with every `Event` of a call, in order, before the call's promise \
         is settled. An exception in one is reported as a process warning, and changes no result.",
    ),
];

/// What calls take that the core does not know, in `CallOptions`.
pub(super) const SIGNAL: &str = "  /**
   * Ends the call: its promise rejects with the signal's reason, and its request is dropped. What
   * the server did with it by then is unknown.
   */
  signal?: AbortSignal | undefined;
";

/// What clients take that the core does not know, in `HttpConfig`.
pub(super) const LOGGER: &str = "  /**
   * What is reported of each call, such as `console`; by default nothing is. Attempts are reported to
   * `debug`, retries to `warn`.
   */
  logger?: Logger | undefined;
";

/// Types of what is given.
pub(super) const TYPES: &str = "
/** A certificate that the client presents to the server, with its key. */
export interface ClientCertificate {
  /** The certificate and those between it and its authority, in PEM, its own first. */
  chain: string;
  /** Its private key, in PEM. */
  key: string | Secret;
}

/** Names and what they stand for: a plain object, or pairs, as a `Map` or `Headers` has. */
export type Pairs<T> = Readonly<Record<string, T | undefined>> | Iterable<readonly [string, T]>;
";

fn row(item: &str) -> Result<&'static Row, Failure> {
    ROWS.iter().find(|(of, ..)| *of == item).ok_or_else(|| {
        Failure(format!(
            "`{item}` is written by hand, but has no row in bindings/codegen/src/node/by_hand.rs"
        ))
    })
}

/// The type of an item as an argument.
pub(super) fn written(item: &str) -> Result<String, Failure> {
    row(item).map(|(_, written, _)| (*written).to_owned())
}

/// The words for a type that holds an item; none if it holds none.
pub(super) fn docs(r#type: &Type) -> Result<Option<Docs>, Failure> {
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
pub(super) fn all_used(surface: &Surface) -> Result<(), Failure> {
    let fields = &surface.http.fields;
    let asked = |of: &str| fields.iter().any(|field| item(&field.r#type) == Some(of));
    match ROWS.iter().find(|(of, ..)| !asked(of)) {
        Some((of, ..)) => Err(Failure(format!(
            "the row `{of}` of bindings/codegen/src/node/by_hand.rs matches nothing; remove it"
        ))),
        None => Ok(()),
    }
}
