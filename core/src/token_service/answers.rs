//! The token service's answers into models.

use std::time::SystemTime;

use serde::Deserialize;

use super::models::IssuedToken;
use crate::Secret;
use crate::timestamp;

/// A token as the published description and the vendor's guides show it.
#[derive(Deserialize)]
pub(super) struct Issued {
    token_type: String,
    access_token: Secret,
    expires_in: i64,
    #[serde(default, deserialize_with = "timestamp::deserialize_option")]
    expires_at: Option<SystemTime>,
    scopes: Option<Vec<String>>,
    /// The guides' form: one text, parted by spaces.
    scope: Option<String>,
    token_id: Option<String>,
}

impl Issued {
    /// The token; `now` is the time of the answer, and `header_id` the id that its header gives.
    /// None where its end cannot be told.
    pub(super) fn into_token(
        self,
        now: SystemTime,
        header_id: Option<&str>,
    ) -> Option<IssuedToken> {
        let scopes = self.scopes.unwrap_or_else(|| {
            let scope = self.scope.unwrap_or_default();
            scope.split_whitespace().map(str::to_owned).collect()
        });
        Some(IssuedToken {
            token_type: self.token_type,
            access_token: self.access_token,
            expires_in: self.expires_in,
            expires_at: match self.expires_at {
                Some(stated) => stated,
                None => timestamp::after(now, self.expires_in)?,
            },
            scopes,
            token_id: self.token_id.or_else(|| header_id.map(str::to_owned)),
        })
    }
}
