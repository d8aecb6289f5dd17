//! The sandbox's control port.

use std::io;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The control port, by its address.
#[derive(Debug, Clone)]
pub(crate) struct Control(String);

impl Control {
    /// The one that the environment names.
    pub(crate) fn from_env() -> Result<Self, String> {
        let url = std::env::var("AUTHLOOM_SANDBOX_CONTROL").map_err(|_| {
            "AUTHLOOM_SANDBOX_CONTROL is not set: run it as `authloom-sandbox -- authloom-soak`."
        })?;
        let address = url.trim_start_matches("http://").trim_end_matches('/');
        Ok(Self(address.to_owned()))
    }

    /// Sends a request and reads its response's JSON.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<Value, String> {
        let response = self.exchange(method, path, &body.to_string()).await;
        let response = response.map_err(|error| format!("the control port: {error}"))?;
        let (head, body) = response
            .split_once("\r\n\r\n")
            .ok_or("the control port does not speak HTTP")?;
        if !head.starts_with("HTTP/1.1 200") {
            return Err(format!("the control port refuses {method} {path}: {body}"));
        }
        serde_json::from_str(body).map_err(|error| format!("the control port: {error}"))
    }

    async fn exchange(&self, method: &str, path: &str, body: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(&self.0).await?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.0,
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut response = String::new();
        stream.read_to_string(&mut response).await?;
        Ok(response)
    }
}
