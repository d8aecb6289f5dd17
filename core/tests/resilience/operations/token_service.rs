//! The token service's operations.

use authloom::token_service::{IssueLongTermTokenOptions, IssueShortTermTokenOptions, Proof};

use super::{Operation, operation};

const CLIENT: &str = "c2m_acme";

fn of_client() -> IssueLongTermTokenOptions {
    IssueLongTermTokenOptions {
        client_id: Some(CLIENT.into()),
        ..IssueLongTermTokenOptions::default()
    }
}

pub(super) const OPERATIONS: &[Operation] = &[
    operation!(TokenService issue_long_term_token NonIdempotent Json, |clients, with| {
        let proof = Proof::ClientSecret(Some(with.secret_or("pa55")));
        clients.token_service.issue_long_term_token(proof, of_client())
    }),
    operation!(TokenService issue_long_term_token NonIdempotent Json, |clients, with| {
        let proof = Proof::OtpCode(with.otp_code.clone());
        clients.token_service.issue_long_term_token(proof, of_client())
    }),
    operation!(TokenService issue_long_term_token NonIdempotent Json, |clients, with| {
        let proof = Proof::Assertion {
            assertion: with.assertion.clone(),
            assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".into(),
        };
        clients.token_service.issue_long_term_token(proof, of_client())
    }),
    operation!(TokenService issue_long_term_token NonIdempotent Json, |clients, with| {
        let proof = Proof::ShortTermToken(with.short_token.clone());
        clients.token_service.issue_long_term_token(proof, of_client())
    }),
    operation!(TokenService issue_short_term_token Idempotent Json, |clients, with| {
        let options = IssueShortTermTokenOptions::default();
        clients.token_service.issue_short_term_token(options)
    }),
    operation!(TokenService issue_short_term_token Idempotent Json, |clients, with| {
        let options = IssueShortTermTokenOptions {
            long_token: Some(with.long_token.clone()),
            scopes: None,
        };
        clients.token_service.issue_short_term_token(options)
    }),
    operation!(TokenService revoke_token Idempotent NoContent, |clients, with| {
        clients.token_service.revoke_token("tok_st_31c0de")
    }),
];
