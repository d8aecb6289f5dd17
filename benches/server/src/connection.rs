//! One connection, from its first request to its end.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::request::{Front, front};
use crate::response::Responses;

/// Responds to one request after the other.
pub(crate) async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    let responses = Responses::new();
    let mut buffer = Vec::with_capacity(4096);
    loop {
        match front(&buffer) {
            Front::Part => {
                if stream.read_buf(&mut buffer).await? == 0 {
                    return Ok(());
                }
            }
            Front::Whole { length, served } => {
                buffer.drain(..length);
                let response = if served {
                    &responses.config
                } else {
                    &responses.refusal
                };
                stream.write_all(response).await?;
                stream.flush().await?;
            }
            Front::NoRequest => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}
