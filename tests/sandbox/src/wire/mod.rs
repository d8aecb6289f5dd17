//! HTTP/1.1 on a byte stream: requests read, responses written.

mod read;
mod write;

pub(crate) use read::{Reader, Refusal, Unreadable};
pub(crate) use write::{CONTINUE, Terms, encode};
