//! Fitbit Plus's operations.

use authloom::fitbit_plus::{BodyForm, CreateTokenOptions, Grant};

use super::{Operation, operation};

const CLIENT: &str = "acme-reporting";
const SECRET: &str = "s-9f1";
const TOKEN: &str = "64b0c1d2e3f4a5b6c7d8e9f0";

pub(super) const OPERATIONS: &[Operation] = &[
    operation!(FitbitPlus create_token NonIdempotent Json, |clients, with| {
        let grant = Grant::ClientCredentials {
            client_secret: Some(with.secret_or(SECRET)),
            refresh_token: None,
        };
        let options = CreateTokenOptions {
            client_id: Some(CLIENT.into()),
            ..CreateTokenOptions::default()
        };
        clients.fitbit_plus.create_token(grant, options)
    }),
    operation!(FitbitPlus create_token NonIdempotent Json, |clients, with| {
        let grant = Grant::RefreshToken {
            refresh_token: with.refresh_token.clone(),
            client_secret: Some(with.secret_or(SECRET)),
        };
        let options = CreateTokenOptions {
            client_id: Some(CLIENT.into()),
            body_form: BodyForm::Flat,
            ..CreateTokenOptions::default()
        };
        clients.fitbit_plus.create_token(grant, options)
    }),
    operation!(FitbitPlus fetch_token_groups Safe Json, |clients, with| {
        clients.fitbit_plus.fetch_token_groups(TOKEN)
    }),
    operation!(FitbitPlus fetch_token_organization Safe Json, |clients, with| {
        clients.fitbit_plus.fetch_token_organization(TOKEN)
    }),
];
