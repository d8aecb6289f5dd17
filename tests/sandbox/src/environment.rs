//! The environment that lets a client of the library find the sandbox and get in.

use crate::api_name::ApiName;
use crate::konnect::{Access, WholeAccess};
use crate::seed::Seed;
use crate::token_service::Kind;

/// Every variable that configures a client, filled or not: a caller that sets some of them for
/// another program must take away the rest, which may come from its own environment.
pub const VARIABLES: [&str; 17] = [
    "AUTHLOOM_KONNECT_BASE_URL",
    "AUTHLOOM_KONNECT_REGION",
    "AUTHLOOM_KONNECT_TOKEN",
    "AUTHLOOM_FITBIT_PLUS_BASE_URL",
    "AUTHLOOM_FITBIT_PLUS_CLIENT_ID",
    "AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET",
    "AUTHLOOM_FITBIT_PLUS_TOKEN",
    "AUTHLOOM_TOKEN_SERVICE_BASE_URL",
    "AUTHLOOM_TOKEN_SERVICE_CLIENT_ID",
    "AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET",
    "AUTHLOOM_TOKEN_SERVICE_TOKEN",
    "AUTHLOOM_TYK_BASE_URL",
    "AUTHLOOM_TYK_SECRET",
    "AUTHLOOM_DEMO_INSTANCE_ID",
    "AUTHLOOM_DEMO_TYK_API_ID",
    "AUTHLOOM_DEMO_TYK_POLICY_ID",
    "AUTHLOOM_SANDBOX_CONTROL",
];

/// The variables that a seed can fill, in the order of [`VARIABLES`]. Credentials are the first of
/// their kind in the seed that work.
pub(crate) fn variables(
    seed: &Seed,
    base_url: impl Fn(ApiName) -> String,
) -> Vec<(String, String)> {
    let konnect = seed.konnect.tokens.iter().find_map(|token| {
        let instance = match &token.access {
            Access::Instances(ids) => Some(ids.first()?),
            Access::Whole(WholeAccess::All) => {
                seed.konnect.instances.first().map(|first| &first.id)
            }
            Access::Whole(WholeAccess::None) => return None,
        };
        Some((token, instance))
    });
    let fitbit = seed.fitbit_plus.clients.first();
    let fitbit_token = seed.fitbit_plus.tokens.iter().find(|token| {
        !token.retired
            && token.expires_in > 0
            && fitbit.is_some_and(|client| client.client_id == token.client_id)
    });
    let service = seed
        .token_service
        .clients
        .iter()
        .find(|client| client.client_secret.is_some() && !client.access_denied);
    let long_token = seed.token_service.tokens.iter().find(|token| {
        token.kind == Kind::Long
            && !token.revoked
            && token.expires_in > 0
            && service.is_none_or(|client| client.client_id == token.client_id)
    });
    let tyk = &seed.tyk;
    let tyk_api = tyk.apis.iter().find(|api| api.oauth);
    let tyk_policy = tyk_api.and_then(|api| {
        tyk.policies
            .iter()
            .find(|policy| policy.org == api.org && policy.api_ids.contains(&api.id))
    });
    let filled = [
        (
            "AUTHLOOM_KONNECT_BASE_URL",
            Some(base_url(ApiName::Konnect)),
        ),
        (
            "AUTHLOOM_KONNECT_TOKEN",
            konnect.map(|(token, _)| token.token.clone()),
        ),
        (
            "AUTHLOOM_FITBIT_PLUS_BASE_URL",
            Some(base_url(ApiName::FitbitPlus)),
        ),
        (
            "AUTHLOOM_FITBIT_PLUS_CLIENT_ID",
            fitbit.map(|client| client.client_id.clone()),
        ),
        (
            "AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET",
            fitbit.map(|client| client.client_secret.clone()),
        ),
        (
            "AUTHLOOM_FITBIT_PLUS_TOKEN",
            fitbit_token.map(|token| token.access_token.clone()),
        ),
        (
            "AUTHLOOM_TOKEN_SERVICE_BASE_URL",
            Some(base_url(ApiName::TokenService)),
        ),
        (
            "AUTHLOOM_TOKEN_SERVICE_CLIENT_ID",
            service.map(|client| client.client_id.clone()),
        ),
        (
            "AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET",
            service.and_then(|client| client.client_secret.clone()),
        ),
        (
            "AUTHLOOM_TOKEN_SERVICE_TOKEN",
            long_token.map(|token| token.token.clone()),
        ),
        ("AUTHLOOM_TYK_BASE_URL", Some(base_url(ApiName::Tyk))),
        ("AUTHLOOM_TYK_SECRET", Some(tyk.secret.clone())),
        (
            "AUTHLOOM_DEMO_INSTANCE_ID",
            konnect.and_then(|(_, instance)| instance.cloned()),
        ),
        (
            "AUTHLOOM_DEMO_TYK_API_ID",
            tyk_api.map(|api| api.id.clone()),
        ),
        (
            "AUTHLOOM_DEMO_TYK_POLICY_ID",
            tyk_policy.map(|policy| policy.id.clone()),
        ),
    ];
    filled
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}
