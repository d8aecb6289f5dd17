//! From Tyk's responses to models.

use std::fmt;
use std::time::SystemTime;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::models::{Authorization, KeyStatus, ListedToken, OAuthClient, TokenPage};
use crate::Secret;
use crate::expiry::Life;
use crate::http::bounded_json;
use crate::timestamp;
use crate::wanted::{self, wanted};

impl<'de> Deserialize<'de> for OAuthClient {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            client_id: String,
            secret: Secret,
            redirect_uri: Option<String>,
            api_id: Option<String>,
            policy_id: Option<String>,
            #[serde(default, deserialize_with = "bounded_json::deserialize_option")]
            meta_data: Option<Value>,
            description: Option<String>,
        }
        let wire = Wire::deserialize(input)?;
        Ok(Self {
            client_id: wire.client_id,
            secret: wire.secret,
            redirect_uri: wire.redirect_uri.unwrap_or_default(),
            api_id: wire.api_id,
            policy_id: wire.policy_id,
            meta_data: wire.meta_data,
            description: wire.description.unwrap_or_default(),
        })
    }
}

/// One client, or a list of which the first counts.
pub(super) struct OneOrFirst(pub(super) OAuthClient);

impl<'de> Deserialize<'de> for OneOrFirst {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = OAuthClient;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a client or a list of clients")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<OAuthClient, A::Error> {
                OAuthClient::deserialize(MapAccessDeserializer::new(members))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut clients: A) -> Result<OAuthClient, A::Error> {
                let first = clients.next_element()?;
                while clients.next_element::<IgnoredAny>()?.is_some() {}
                first.ok_or_else(|| wanted("at least one client"))
            }
        }

        input.deserialize_any(Form).map(Self)
    }
}

impl<'de> Deserialize<'de> for Authorization {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            code: Option<Secret>,
            #[serde(default, deserialize_with = "wanted::optional_token")]
            access_token: Option<Secret>,
            token_type: Option<String>,
            expires_in: Option<Life>,
            redirect_to: Secret,
            state: Option<String>,
        }
        let wire = Wire::deserialize(input)?;
        match (wire.code, wire.access_token) {
            (Some(code), _) => Ok(Self::Code {
                code,
                redirect_to: wire.redirect_to,
                state: wire.state,
            }),
            (None, Some(access_token)) => Ok(Self::Token {
                access_token,
                token_type: wire.token_type.unwrap_or_default(),
                expires_in: wire.expires_in.and_then(|Life(seconds)| seconds),
                redirect_to: wire.redirect_to,
                state: wire.state,
            }),
            (None, None) => Err(wanted("`code` or `access_token`")),
        }
    }
}

impl<'de> Deserialize<'de> for KeyStatus {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            key: Secret,
            status: String,
            action: String,
        }
        let Wire {
            key,
            status,
            action,
        } = Wire::deserialize(input)?;
        Ok(Self {
            key,
            status,
            action,
        })
    }
}

impl<'de> Deserialize<'de> for ListedToken {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            code: Secret,
            #[serde(default, deserialize_with = "timestamp::deserialize_seconds")]
            expires: Option<SystemTime>,
        }
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = ListedToken;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a token")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<ListedToken, A::Error> {
                let Wire { code, expires } =
                    Wire::deserialize(MapAccessDeserializer::new(members))?;
                Ok(ListedToken { code, expires })
            }

            /// The published description's form, which no gateway sends.
            fn visit_str<E>(self, code: &str) -> Result<ListedToken, E> {
                Ok(ListedToken {
                    code: code.into(),
                    expires: None,
                })
            }
        }

        input.deserialize_any(Form)
    }
}

impl<'de> Deserialize<'de> for TokenPage {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Wire {
            pagination: Pagination,
            tokens: Option<Vec<ListedToken>>,
        }
        #[derive(Deserialize)]
        #[expect(clippy::struct_field_names, reason = "the wire's names")]
        struct Pagination {
            page_num: i64,
            page_total: i64,
            page_size: i64,
        }
        let wire = Wire::deserialize(input)?;
        Ok(Self {
            tokens: wire.tokens.unwrap_or_default(),
            page_num: wire.pagination.page_num,
            page_total: wire.pagination.page_total,
            page_size: wire.pagination.page_size,
        })
    }
}
