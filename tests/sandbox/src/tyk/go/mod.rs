//! What Go's standard library does with text, since a gateway's responses depend on it to the byte.
//!
//! Go strings are bytes: a path or a form value may hold what is no UTF-8, and it comes back so.

pub(crate) mod base64;
pub(crate) mod encode;
pub(crate) mod form;
pub(crate) mod json;
pub(crate) mod media;
pub(crate) mod multipart;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod url;
pub(crate) mod utf8;
