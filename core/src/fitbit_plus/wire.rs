//! JSON:API documents into models.

use std::time::SystemTime;

use serde::{Deserialize, Deserializer};

use super::models::{Group, Organization, Token};
use crate::Secret;
use crate::expiry::Life;
use crate::wanted;

/// The response to `create_token`: a JSON:API document, or OAuth's own flat form.
#[derive(Deserialize)]
pub(super) struct TokenDocument {
    meta: Option<Meta>,
    data: Option<TokenData>,
    included: Option<Vec<Resource>>,
    // The attributes where there is no `data` around them. Not flattened: serde would keep all
    // that it does not know meanwhile.
    #[serde(default, deserialize_with = "wanted::optional_token")]
    access_token: Option<Secret>,
    refresh_token: Option<Secret>,
    token_type: Option<String>,
    expires_in: Option<Life>,
}

#[derive(Deserialize, Default)]
struct Meta {
    req_id: Option<String>,
    ignored: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct TokenData {
    id: Option<String>,
    attributes: Attributes,
    relationships: Option<Relationships>,
}

#[derive(Deserialize)]
struct Attributes {
    #[serde(deserialize_with = "wanted::token")]
    access_token: Secret,
    refresh_token: Option<Secret>,
    token_type: Option<String>,
    expires_in: Option<Life>,
}

#[derive(Deserialize, Default)]
struct Relationships {
    groups: Option<Relationship<Vec<Reference>>>,
    organization: Option<Relationship<Reference>>,
}

#[derive(Deserialize)]
struct Relationship<T> {
    data: Option<T>,
}

#[derive(Deserialize)]
struct Reference {
    id: String,
}

/// A resource of any type.
#[derive(Deserialize)]
struct Resource {
    r#type: String,
    id: String,
    attributes: Option<ResourceAttributes>,
}

#[derive(Deserialize)]
struct ResourceAttributes {
    name: Option<String>,
    bio: Option<String>,
}

impl TokenDocument {
    /// The token, if there is one; `now` is the time of the response.
    pub(super) fn into_token(self, now: SystemTime) -> Option<Token> {
        let meta = self.meta.unwrap_or_default();
        let included = self.included.unwrap_or_default();
        let (id, attributes, relationships) = if let Some(data) = self.data {
            let relationships = data.relationships.unwrap_or_default();
            (data.id, data.attributes, relationships)
        } else {
            let attributes = Attributes {
                access_token: self.access_token?,
                refresh_token: self.refresh_token,
                token_type: self.token_type,
                expires_in: self.expires_in,
            };
            (None, attributes, Relationships::default())
        };
        let described = |r#type: &str, id: &str| {
            included
                .iter()
                .find(|resource| resource.r#type == r#type && resource.id == id)
                .and_then(|resource| resource.attributes.as_ref())
        };
        let group = |Reference { id }| {
            let known = described("group", &id);
            Group {
                name: known.and_then(|known| known.name.clone()),
                bio: known.and_then(|known| known.bio.clone()),
                id,
            }
        };
        let organization = |Reference { id }| {
            let name = described("organization", &id).and_then(|known| known.name.clone());
            Organization { id, name }
        };
        let groups = relationships.groups.and_then(|groups| groups.data);
        let owner = relationships.organization.and_then(|owner| owner.data);
        Some(Token {
            id,
            access_token: attributes.access_token,
            refresh_token: attributes.refresh_token,
            token_type: attributes.token_type,
            expires_in: attributes.expires_in.and_then(|Life(seconds)| seconds),
            expires_at: attributes.expires_in.and_then(|life| life.end(now)),
            groups: groups.into_iter().flatten().map(group).collect(),
            organization: owner.map(organization),
            ignored: meta.ignored.unwrap_or_default(),
            request_id: meta.req_id,
        })
    }
}

/// A document around one thing or a list of them.
#[derive(Deserialize)]
pub(super) struct Document<T> {
    data: T,
}

impl<T> Document<T> {
    pub(super) fn into_data(self) -> T {
        self.data
    }
}

/// A resource whose name must be there.
#[derive(Deserialize)]
struct Named {
    id: String,
    #[expect(
        dead_code,
        reason = "the contract asks for it, so its absence is an error"
    )]
    r#type: String,
    attributes: NamedAttributes,
}

#[derive(Deserialize)]
struct NamedAttributes {
    name: String,
    bio: Option<String>,
}

impl<'de> Deserialize<'de> for Group {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let named = Named::deserialize(input)?;
        Ok(Self {
            id: named.id,
            name: Some(named.attributes.name),
            bio: named.attributes.bio,
        })
    }
}

impl<'de> Deserialize<'de> for Organization {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let named = Named::deserialize(input)?;
        Ok(Self {
            id: named.id,
            name: Some(named.attributes.name),
        })
    }
}
