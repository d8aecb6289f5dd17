//! Words for arguments that many operations have. An operation that lists its own, under
//! `# Arguments` in its documentation, needs none here.

use crate::failure::Failure;
use crate::model::{Docs, Surface};

/// A client or one of its operations, an argument, and what it is. The words of an operation come
/// before those of its client. An argument of a type with words of its own has those.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    (
        "Konnect",
        "integration_instance_id",
        "The integration instance's id, normally a UUID.",
    ),
    (
        "FitbitPlus",
        "token_id",
        "The token's id, not the access token.",
    ),
    ("TokenService", "token_id", "The token's id, not the token."),
    (
        "Tyk",
        "api_id",
        "The id of the API that the client belongs to.",
    ),
    ("Tyk", "client_id", "The OAuth client's id."),
    ("Tyk", "client_secret", "The OAuth client's secret."),
    ("Tyk", "page", "Which page, from 1."),
    ("Tyk", "token", "The token."),
    ("Tyk", "refresh_token", "The refresh token."),
    ("list_oauth_clients", "api_id", "The id of the API."),
    (
        "invalidate_oauth_refresh",
        "api_id",
        "The id of the API that the token was issued for.",
    ),
];

/// What an argument of an operation is.
pub(crate) fn argument(client: &str, operation: &str, name: &str) -> Docs {
    let words = [operation, client].into_iter().find_map(|of| {
        ARGUMENTS
            .iter()
            .find(|(owner, argument, _)| *owner == of && *argument == name)
    });
    Docs(
        words
            .map(|(.., text)| (*text).to_owned())
            .into_iter()
            .collect(),
    )
}

/// Fails for a row that says what nothing is.
pub(crate) fn all_used(surface: &Surface) -> Result<(), Failure> {
    let clients = || {
        surface
            .modules
            .iter()
            .filter_map(|module| module.client.as_ref())
    };
    for (owner, argument, _) in ARGUMENTS {
        let found = clients().any(|client| {
            client.operations.iter().any(|operation| {
                (operation.name == *owner || client.name == *owner)
                    && operation
                        .parameters
                        .iter()
                        .any(|parameter| parameter.field.name == *argument)
            })
        });
        if !found {
            return Err(Failure(format!(
                "the row `{owner}`, `{argument}` of bindings/codegen/src/words.rs matches nothing \
                 in the core's public source; remove it"
            )));
        }
    }
    Ok(())
}
