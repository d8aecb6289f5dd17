//! One connection, from its first request to its end.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::answer::Answers;
use crate::request::{Front, front};

/// Answers one request after the other.
pub(crate) async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    let answers = Answers::new();
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
                let answer = if served {
                    &answers.config
                } else {
                    &answers.refusal
                };
                stream.write_all(answer).await?;
                stream.flush().await?;
            }
            Front::NoRequest => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}
