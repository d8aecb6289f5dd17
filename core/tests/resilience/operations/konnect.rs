//! Konnect's operations.

use authloom::konnect::{HeaderKey, NewCredential, UpsertAuthConfig};

use super::{Operation, operation};

/// An instance that has nothing.
const BARE: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
/// An instance with a config and a credential.
const READY: &str = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";

pub(super) const OPERATIONS: &[Operation] = &[
    operation!(Konnect get_auth_config Safe Json, |clients, with| {
        clients.konnect.get_auth_config(READY)
    }),
    operation!(Konnect upsert_auth_config Idempotent Json by get_auth_config, |clients, with| {
        let config = UpsertAuthConfig {
            client_id: "catalog-app".into(),
            client_secret: with.secret_or("a-new-secret"),
            authorization_endpoint: "https://id.acme.test/authorize".into(),
            token_endpoint: "https://id.acme.test/token".into(),
        };
        clients.konnect.upsert_auth_config(BARE, config)
    }),
    operation!(Konnect delete_auth_config Idempotent NoContent by get_auth_config, |clients, with| {
        clients.konnect.delete_auth_config(READY)
    }),
    operation!(Konnect create_auth_credential NonIdempotent Json by get_auth_credential, |clients, with| {
        let role = NewCredential::AwsRoleDelegation {
            role_arn: "arn:aws:iam::123456789012:role/catalog".into(),
        };
        clients.konnect.create_auth_credential(BARE, role)
    }),
    operation!(Konnect create_auth_credential NonIdempotent Json by get_auth_credential, |clients, with| {
        let granted = NewCredential::OAuth {
            code: with.code.clone(),
            redirect_uri: "https://app.acme.test/cb".into(),
        };
        clients.konnect.create_auth_credential(BARE, granted)
    }),
    operation!(Konnect create_auth_credential NonIdempotent Json by get_auth_credential, |clients, with| {
        let keys = NewCredential::MultiKeyAuth {
            headers: vec![HeaderKey {
                name: "X-Api-Key".into(),
                key: with.header_key.clone(),
            }],
        };
        clients.konnect.create_auth_credential(BARE, keys)
    }),
    operation!(Konnect get_auth_credential Safe Json, |clients, with| {
        clients.konnect.get_auth_credential(READY)
    }),
    operation!(Konnect delete_auth_credential Idempotent NoContent by get_auth_credential, |clients, with| {
        clients.konnect.delete_auth_credential(READY)
    }),
];
