//! The bodies that the token service takes.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::problem::Problem;
use super::{JSON, LONGEST_TTL};
use crate::exchange::Request;
use crate::json::object;

const SHORTEST_TTL: i64 = 3600;
/// The published type, and one that a guide uses.
const ASSERTION_TYPES: [&str; 2] = [
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
];

/// The body that asks for a long-term token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LongBody {
    #[serde(default, deserialize_with = "given")]
    grant_type: Option<String>,
    #[serde(default, deserialize_with = "given")]
    client_id: Option<String>,
    #[serde(default, deserialize_with = "given")]
    client_secret: Option<String>,
    #[serde(default, deserialize_with = "given")]
    otp_code: Option<String>,
    #[serde(default, deserialize_with = "given")]
    assertion_type: Option<String>,
    #[serde(default, deserialize_with = "given")]
    assertion: Option<String>,
    #[serde(default, deserialize_with = "given")]
    scopes: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    ttl_seconds: Option<i64>,
}

/// The body that asks for a short-term token; it may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShortBody {
    #[serde(default, deserialize_with = "given")]
    pub(super) long_token: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) scopes: Option<Vec<String>>,
}

/// A member that may be left out and may not be null.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What is asked for, when the body by itself is in order.
#[derive(Debug)]
pub(super) struct LongRequest {
    pub(super) client_id: String,
    pub(super) proof: Proof,
    pub(super) scopes: Option<Vec<String>>,
    pub(super) ttl_seconds: Option<i64>,
}

/// How a client proves itself.
#[derive(Debug)]
pub(super) enum Proof {
    ClientSecret(String),
    OtpCode(String),
    Assertion(String),
    /// A short-term token; none if the header that should hold one does not.
    ShortTermToken(Option<String>),
}

/// Reads a body that must be there.
fn json<T: DeserializeOwned>(request: &Request) -> Result<T, Problem> {
    if request.media_type().as_deref() != Some(JSON) {
        return Err(invalid("The body must be sent as application/json"));
    }
    object(&request.body).map_err(|error| {
        // The error's own text may hold a value that was sent.
        let mut message = "The body is not JSON of the known members and types".to_owned();
        // It has no place if it is about the body as a whole.
        if error.line() > 0 {
            let (line, column) = (error.line(), error.column());
            message = format!("{message}, see line {line} column {column}");
        }
        Problem::InvalidRequest(message)
    })
}

fn invalid(message: &str) -> Problem {
    Problem::InvalidRequest(message.to_owned())
}

impl LongRequest {
    /// Reads the request and makes the checks that need no state, in their order.
    pub(super) fn read(request: &Request) -> Result<Self, Problem> {
        let body: LongBody = json(request)?;
        let by_assertion = match body.grant_type.as_deref() {
            Some("client_credentials") => false,
            Some("assertion") => true,
            Some(_) => return Err(Problem::InvalidGrant("The grant_type is not known")),
            None => return Err(Problem::InvalidGrant("The grant_type is missing")),
        };
        let Some(client_id) = body.client_id.clone() else {
            return Err(invalid("The client_id is missing"));
        };
        if let Some(ttl) = body.ttl_seconds
            && !(SHORTEST_TTL..=LONGEST_TTL).contains(&ttl)
        {
            return Err(Problem::InvalidRequest(format!(
                "The ttl_seconds must be from {SHORTEST_TTL} to {LONGEST_TTL}"
            )));
        }
        Ok(Self {
            client_id,
            proof: body.proof(request, by_assertion)?,
            scopes: body.scopes,
            ttl_seconds: body.ttl_seconds,
        })
    }
}

impl LongBody {
    /// The one proof that was sent; none or several are refused, and so is one of the other grant.
    fn proof(&self, request: &Request, by_assertion: bool) -> Result<Proof, Problem> {
        let has_bearer = request.count("authorization") > 0;
        let has_assertion = self.assertion.is_some() || self.assertion_type.is_some();
        let sent = [
            self.client_secret.is_some(),
            self.otp_code.is_some(),
            has_assertion,
            has_bearer,
        ];
        if sent.iter().filter(|sent| **sent).count() != 1 {
            return Err(invalid("Exactly one proof must be sent"));
        }
        if has_assertion != by_assertion {
            return Err(invalid("The proof belongs to another grant_type"));
        }
        if has_bearer {
            return Ok(Proof::ShortTermToken(request.bearer().map(str::to_owned)));
        }
        match (&self.client_secret, &self.otp_code) {
            (Some(secret), _) => return Ok(Proof::ClientSecret(secret.clone())),
            (_, Some(code)) => return Ok(Proof::OtpCode(code.clone())),
            (None, None) => {}
        }
        match (&self.assertion, self.assertion_type.as_deref()) {
            (Some(assertion), Some(kind)) if ASSERTION_TYPES.contains(&kind) => {
                Ok(Proof::Assertion(assertion.clone()))
            }
            (Some(_), Some(_)) => Err(invalid("The assertion_type is not known")),
            _ => Err(invalid(
                "An assertion needs both assertion and assertion_type",
            )),
        }
    }
}

impl ShortBody {
    /// Reads the request. Without members the content type does not matter. `null` is what the
    /// vendor's own client sends for a body that is left out.
    pub(super) fn read(request: &Request) -> Result<Self, Problem> {
        let body = request.body.trim_ascii();
        let members = serde_json::from_slice::<serde_json::Map<_, _>>(body);
        if body.is_empty() || body == b"null" || members.is_ok_and(|members| members.is_empty()) {
            return Ok(Self::default());
        }
        json(request)
    }
}
