//! Whether there are vectors for all there is to show.

use authloom_sandbox::{ApiName, Vector};

use crate::run::{folder, repository_folder, sandbox};

/// What a vector shows, in words, and whether it does.
type Sort = (&'static str, fn(&Vector) -> bool);

/// Every operation, and whether an argument stands in its path, so that some values are refused.
const OPERATIONS: [(ApiName, &str, bool); 26] = [
    (ApiName::Konnect, "get_auth_config", true),
    (ApiName::Konnect, "upsert_auth_config", true),
    (ApiName::Konnect, "delete_auth_config", true),
    (ApiName::Konnect, "create_auth_credential", true),
    (ApiName::Konnect, "get_auth_credential", true),
    (ApiName::Konnect, "delete_auth_credential", true),
    (ApiName::FitbitPlus, "create_token", false),
    (ApiName::FitbitPlus, "fetch_token_groups", true),
    (ApiName::FitbitPlus, "fetch_token_organization", true),
    (ApiName::TokenService, "issue_long_term_token", false),
    (ApiName::TokenService, "issue_short_term_token", false),
    (ApiName::TokenService, "revoke_token", true),
    (ApiName::Tyk, "authorize_client", true),
    (ApiName::Tyk, "create_oauth_client", false),
    (ApiName::Tyk, "get_oauth_client", true),
    (ApiName::Tyk, "list_oauth_clients", true),
    (ApiName::Tyk, "update_oauth_client", true),
    (ApiName::Tyk, "delete_oauth_client", true),
    (ApiName::Tyk, "list_oauth_client_tokens", true),
    (ApiName::Tyk, "list_oauth_client_tokens_page", true),
    (ApiName::Tyk, "invalidate_oauth_refresh", true),
    (ApiName::Tyk, "revoke_token", false),
    (ApiName::Tyk, "revoke_all_tokens", false),
    (ApiName::Tyk, "rotate_oauth_client_secret", true),
    (ApiName::Tyk, "list_apis_for_oauth_client", true),
    (ApiName::Tyk, "purge_lapsed_tokens", false),
];

fn succeeds(vector: &Vector) -> bool {
    vector.expect.get("ok").is_some()
}

fn is_refused(vector: &Vector) -> bool {
    vector.expect["error"]["kind"] == "validation"
}

/// Whether the server, or what stands for it, makes the call fail.
fn fails(vector: &Vector) -> bool {
    !succeeds(vector) && !is_refused(vector)
}

#[test]
fn every_operation_has_vectors_of_each_sort() {
    let sandbox = sandbox(repository_folder());
    let sorts: [Sort; 3] = [
        ("that succeeds", succeeds),
        ("that fails", fails),
        ("that is refused", is_refused),
    ];
    let mut lacking = Vec::new();
    for (api, operation, in_path) in OPERATIONS {
        let of_operation = |vector: &&Vector| vector.api == api && vector.operation == operation;
        let sorts = if in_path { &sorts[..] } else { &sorts[..2] };
        for (sort, is_of) in sorts {
            let mut vectors = sandbox.vectors().iter().map(AsRef::as_ref);
            if !vectors.any(|vector| of_operation(&vector) && is_of(vector)) {
                lacking.push(format!("{api} {operation} has no vector {sort}"));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn the_vectors_that_are_run_are_some() {
    let sandbox = sandbox(folder());
    assert!(!sandbox.vectors().is_empty(), "{}", folder().display());
}
