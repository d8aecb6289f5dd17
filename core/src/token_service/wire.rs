//! From the token service's responses to models.

use std::time::SystemTime;

use serde::Deserialize;

use super::models::IssuedToken;
use crate::Secret;
use crate::expiry::{Life, Stated};
use crate::wanted;

/// A token as the published description and the vendor's guides show it.
#[derive(Deserialize)]
pub(super) struct Issued {
    token_type: String,
    #[serde(deserialize_with = "wanted::token")]
    access_token: Secret,
    expires_in: Life,
    expires_at: Option<Stated>,
    scopes: Option<Vec<String>>,
    /// The guides' form: one text, parted by spaces.
    scope: Option<String>,
    token_id: Option<String>,
}

impl Issued {
    /// The token; `now` is the time of the response, and `header_id` the id that its header gives.
    pub(super) fn into_token(self, now: SystemTime, header_id: Option<&str>) -> IssuedToken {
        let scopes = self.scopes.unwrap_or_else(|| {
            let scope = self.scope.unwrap_or_default();
            scope.split_whitespace().map(str::to_owned).collect()
        });
        IssuedToken {
            token_type: self.token_type,
            access_token: self.access_token,
            expires_in: self.expires_in.0,
            expires_at: match self.expires_at {
                Some(Stated(end)) => end,
                None => self.expires_in.end(now),
            },
            scopes,
            token_id: self.token_id.or_else(|| header_id.map(str::to_owned)),
        }
    }
}
