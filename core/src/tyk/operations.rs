//! Tyk's operations, paths and error bodies, as the pipeline sees them.

use ::http::Method;
use serde_json::Value;

use crate::http::call::Call;
use crate::http::operation::{Api, Class, Operation, Reported, Scheme, text};

pub(super) static TYK: Api = Api {
    client: "Tyk",
    scheme: Scheme::Header("x-tyk-authorization"),
    credential_variable: "AUTHLOOM_TYK_SECRET",
    accept: |_| "application/json",
    // A gateway sends JSON as text/plain too.
    strict_content_type: false,
    // A gateway responds with 500 to input that it cannot read, and where it may have stored half.
    repeats_500: false,
    read_error,
    error_codes: &[],
    conflict_is_bad_request: false,
};

pub(super) static AUTHORIZE_CLIENT: Operation =
    Operation::new("authorize_client", Method::POST, Class::NonIdempotent)
        .answering_token()
        .answering_oauth_error();
/// Idempotent only if id and secret are given: see [`creating`].
static CREATE_OAUTH_CLIENT: Operation =
    Operation::new("create_oauth_client", Method::POST, Class::NonIdempotent)
        .resolved_by("list_oauth_clients");
static CREATE_FIXED_OAUTH_CLIENT: Operation =
    Operation::new("create_oauth_client", Method::POST, Class::Idempotent)
        .resolved_by("get_oauth_client");
pub(super) static GET_OAUTH_CLIENT: Operation =
    Operation::new("get_oauth_client", Method::GET, Class::Safe);
pub(super) static LIST_OAUTH_CLIENTS: Operation =
    Operation::new("list_oauth_clients", Method::GET, Class::Safe);
pub(super) static UPDATE_OAUTH_CLIENT: Operation =
    Operation::new("update_oauth_client", Method::PUT, Class::Idempotent)
        .resolved_by("get_oauth_client");
pub(super) static DELETE_OAUTH_CLIENT: Operation =
    Operation::new("delete_oauth_client", Method::DELETE, Class::Idempotent)
        .resolved_by("get_oauth_client");
pub(super) static LIST_OAUTH_CLIENT_TOKENS: Operation =
    Operation::new("list_oauth_client_tokens", Method::GET, Class::Safe);
pub(super) static LIST_OAUTH_CLIENT_TOKENS_PAGE: Operation =
    Operation::new("list_oauth_client_tokens_page", Method::GET, Class::Safe);
pub(super) static INVALIDATE_OAUTH_REFRESH: Operation = Operation::new(
    "invalidate_oauth_refresh",
    Method::DELETE,
    Class::Idempotent,
)
.answering_token();
pub(super) static REVOKE_TOKEN: Operation =
    Operation::new("revoke_token", Method::POST, Class::Idempotent)
        .answering_token()
        .resolved_by("list_oauth_client_tokens");
pub(super) static REVOKE_ALL_TOKENS: Operation =
    Operation::new("revoke_all_tokens", Method::POST, Class::Idempotent)
        .answering_token()
        .resolved_by("list_oauth_client_tokens");
pub(super) static ROTATE_OAUTH_CLIENT_SECRET: Operation = Operation::new(
    "rotate_oauth_client_secret",
    Method::PUT,
    Class::NonIdempotent,
)
.resolved_by("get_oauth_client");
pub(super) static LIST_APIS_FOR_OAUTH_CLIENT: Operation =
    Operation::new("list_apis_for_oauth_client", Method::GET, Class::Safe);
pub(super) static PURGE_LAPSED_TOKENS: Operation =
    Operation::new("purge_lapsed_tokens", Method::DELETE, Class::Idempotent);

/// The creation of a client: twice is as good as once where both its id and secret are fixed.
pub(super) fn creating(id_and_secret_given: bool) -> &'static Operation {
    if id_and_secret_given {
        &CREATE_FIXED_OAUTH_CLIENT
    } else {
        &CREATE_OAUTH_CLIENT
    }
}

/// A call below an API's clients.
pub(super) fn clients_of(operation: &Operation, api_id: &str) -> Call {
    Call::new(operation, "/tyk/oauth/clients/")
        .check(
            "api_id",
            // The gateway's routes of these names come first.
            matches!(api_id, "create" | "apis"),
            "must not be `create` or `apis`: the gateway cannot reach such an API's clients",
        )
        .segment_without_slash("api_id", api_id)
}

/// A call of one client of an API.
pub(super) fn client_of(operation: &Operation, api_id: &str, client_id: &str) -> Call {
    clients_of(operation, api_id)
        .path("/")
        .segment_without_slash("client_id", client_id)
}

/// Reads a status object, an OAuth error, or the error of a proxied API.
fn read_error(body: &Value) -> Reported {
    Reported {
        message: text(body, "/message").or_else(|| text(body, "/error_description")),
        code: text(body, "/error"),
        ..Reported::default()
    }
}
