//! HTTP/1.1 on a byte stream: requests read, responses written.

mod read;
mod write;

pub(crate) use read::{Reader, Refusal, Unreadable, Watched};
pub(crate) use write::{CONTINUE, Framing, Terms, encode, head, is_bodiless};
