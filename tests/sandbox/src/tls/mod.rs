//! TLS on the same ports: an authority of the sandbox's own, and servers that do it wrong.

mod authority;
mod key;
mod manner;
mod refusal;

pub use authority::CertificatePem;
pub use manner::TlsMode;

pub(crate) use manner::{Manner, Tls};

/// The first byte of a TLS connection: the type of the record with the handshake's beginning. No
/// HTTP request begins so.
pub(crate) const FIRST_BYTE: u8 = 0x16;
