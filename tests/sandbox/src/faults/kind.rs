//! What can befall a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::chunk::{ChunkForm, EndlessChunks, TrailerForm};
use super::flood::{EndlessHead, InterimFlood, Pace};
use super::head::{HeadForm, LargeHead};
use super::reply::Reply;
use super::stray::{StrayForm, When};
use super::unusual::UnusualForm;
use crate::tls::TlsMode;

/// What befalls a request.
///
/// The API carries the request out, and its response is what is delayed, cut or spoiled; so a lost
/// response is the response to something done. It does not with [`Kind::Status`], [`Kind::Echo`],
/// [`Kind::EarlyResponse`] and [`Kind::Redirect`], which bring a response of their own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// The response begins so much later. It adds to other faults that strike the same request.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// Interim responses come before the response. It adds to other faults that strike the same
    /// request.
    Interim {
        /// Their statuses, from 100 to 199 but not 101, in order.
        statuses: Vec<u16>,
    },
    /// A response of the script's own.
    Status(Reply),
    /// A response of the script's own that repeats what was sent.
    Echo(Reply),
    /// A response of the script's own that comes before the request's body is read; then the
    /// connection is closed.
    EarlyResponse(Reply),
    /// The connection is reset (TCP RST).
    Reset {
        /// Where in the response.
        at: Place,
    },
    /// The connection is closed (TCP FIN).
    Close {
        /// Where in the response.
        at: Place,
    },
    /// Nothing comes any more, and the connection stays open until the client leaves.
    Hang {
        /// Where in the response.
        #[serde(default)]
        at: Place,
    },
    /// The response comes in small pieces.
    Drip {
        /// Bytes in a piece, at least 1.
        bytes: usize,
        /// Milliseconds between two pieces.
        interval_ms: u64,
        /// What comes so.
        #[serde(default)]
        part: Part,
    },
    /// The response names another media type than that of its body.
    WrongContentType {
        /// The value of `Content-Type`.
        content_type: String,
    },
    /// The response's `Content-Length` is not the length of its body. One that is too long ends
    /// with a closed connection; after one that is too short the surplus follows, and the
    /// connection stays open.
    WrongContentLength {
        /// What it is off by; it does not go below 0.
        by: i64,
    },
    /// The response is no HTTP; then the connection is closed.
    Malformed {
        /// Which part of it.
        part: Malformation,
    },
    /// The response's body is a JSON string of that size, made as it is sent.
    Oversized {
        /// Bytes in the body, at least 2.
        bytes: u64,
        /// How its end is marked.
        #[serde(default)]
        framing: BodyFraming,
        /// The status, if not that of the API's response.
        #[serde(default)]
        status: Option<u16>,
    },
    /// The response's body begins with a member `nested` that holds arrays in arrays; if it is no
    /// JSON object, they are all of it.
    Nested {
        /// How many arrays.
        levels: usize,
        /// The status, if not that of the API's response.
        #[serde(default)]
        status: Option<u16>,
    },
    /// The response has a `Content-Encoding`.
    Coded {
        /// Its value.
        #[serde(default = "gzip")]
        coding: String,
        /// The body; base64 in JSON. The API's own, not coded at all, if absent.
        #[serde(default, rename = "body_base64", deserialize_with = "base64")]
        body: Option<Vec<u8>>,
        /// The status, if not that of the API's response.
        #[serde(default)]
        status: Option<u16>,
    },
    /// The client is sent elsewhere with the same path and query.
    Redirect {
        /// The status, by default 307.
        #[serde(default = "temporary_redirect")]
        status: u16,
        /// The other origin, such as `http://127.0.0.1:9`; the same one if absent.
        #[serde(default)]
        origin: Option<String>,
    },
    /// After the response, which does not say so, the server closes the connection.
    CloseAfter {
        /// Milliseconds that it waits for another request; 0 for none.
        #[serde(default)]
        idle_ms: u64,
    },
    /// Interim responses without end, or so many before the response.
    InterimFlood(InterimFlood),
    /// The head of the response does not end.
    EndlessHead(EndlessHead),
    /// The head of the response is large.
    LargeHead(LargeHead),
    /// The response's body comes in chunks without end.
    EndlessChunks(EndlessChunks),
    /// The head of the response is malformed. Then the connection stays open.
    MalformedHead {
        /// How.
        form: HeadForm,
    },
    /// The response's body comes in chunks that are malformed. Then the connection stays open,
    /// unless the form ends it.
    MalformedChunk {
        /// How.
        form: ChunkForm,
    },
    /// The response's body comes in chunks, with a trailer that is malformed. Then the connection
    /// stays open.
    MalformedTrailer {
        /// How.
        form: TrailerForm,
    },
    /// The response has a rare form that is HTTP all the same.
    Unusual {
        /// Which.
        form: UnusualForm,
    },
    /// The response has a body, and its `Content-Length`, where HTTP has none.
    ForbiddenBody {
        /// The status: 204 or 304. If absent that of the API's response, for a HEAD.
        #[serde(default)]
        status: Option<u16>,
    },
    /// The response says no length, and its body ends with the connection.
    UntilClose {
        /// How that ends.
        #[serde(default)]
        ending: Ending,
    },
    /// The response as ever, and then bytes that nobody asked for. The connection stays open,
    /// unless the form ends it.
    Stray {
        /// Which.
        form: StrayForm,
        /// When they come.
        #[serde(default)]
        when: When,
    },
    /// TLS fails, for a connection that begins it. Such faults match by API only, and count
    /// connections instead of requests.
    Tls {
        /// How.
        mode: TlsMode,
    },
}

/// A place in a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Before its first byte.
    #[default]
    Before,
    /// After half of its head.
    Head,
    /// After its head, before its body.
    Between,
    /// After half of its body.
    Body,
}

/// A part of a response that comes slowly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of it.
    #[default]
    Response,
    /// Its body; the head comes at once.
    Body,
}

/// What of a response is no HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Malformation {
    /// The status line is `HTTP/1.1 two hundred`.
    StatusLine,
    /// A line of the head is `no field at all`.
    Header,
    /// The body's first chunk has the size `zz`.
    Chunk,
}

/// How the end of a body is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyFraming {
    /// By `Content-Length`.
    #[default]
    Length,
    /// By chunks.
    Chunked,
    /// By the connection's end.
    Close,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It is closed, by TLS after `close_notify`.
    #[default]
    Close,
    /// It is closed, by TLS without `close_notify`.
    Unannounced,
    /// It is reset.
    Reset,
}

impl Kind {
    /// Whether the API carries the request out.
    pub(crate) fn carries_out(&self) -> bool {
        !matches!(
            self,
            Self::Status(_) | Self::Echo(_) | Self::EarlyResponse(_) | Self::Redirect { .. }
        )
    }

    /// What is wrong with it, in a sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self {
            Self::Interim { statuses } => {
                statuses.iter().try_for_each(|status| is_interim(*status))
            }
            Self::InterimFlood(flood) => flood.check(),
            Self::EndlessHead(EndlessHead { pace, .. }) => pace.map_or(Ok(()), Pace::check),
            Self::LargeHead(large) => large.check(),
            Self::EndlessChunks(endless) => endless.check(),
            Self::ForbiddenBody { status } => match status {
                None | Some(204 | 304) => Ok(()),
                Some(status) => Err(format!("{status} is no status without a body")),
            },
            Self::Drip { bytes: 0, .. } => Err("a piece has at least 1 byte".to_owned()),
            Self::Oversized { bytes: 0..=1, .. } => {
                Err("an oversized body has at least 2 bytes".to_owned())
            }
            Self::Status(reply) | Self::Echo(reply) | Self::EarlyResponse(reply) => {
                is_final(reply.status)
            }
            Self::Redirect { status, .. } if !(300..=399).contains(status) => {
                Err(format!("{status} is no status of a redirect"))
            }
            Self::Oversized { status, .. }
            | Self::Nested { status, .. }
            | Self::Coded { status, .. } => status.map_or(Ok(()), is_final),
            _ => Ok(()),
        }
    }
}

/// Whether it is the status of an interim response that changes nothing.
pub(super) fn is_interim(status: u16) -> Result<(), String> {
    match status {
        100 | 102..=199 => Ok(()),
        _ => Err(format!("{status} is no status of an interim response")),
    }
}

fn is_final(status: u16) -> Result<(), String> {
    match status {
        200..=999 => Ok(()),
        _ => Err(format!("{status} is no status of a response")),
    }
}

fn gzip() -> String {
    "gzip".to_owned()
}

fn temporary_redirect() -> u16 {
    307
}

fn base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| STANDARD.decode(text))
        .transpose()
        .map_err(|error| D::Error::custom(format!("body_base64 is not base64: {error}")))
}
