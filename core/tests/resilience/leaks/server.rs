//! A server that makes its response of the request that it got.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The server. It runs on the runtime that started it.
pub(super) struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Responds to each request by this function, and closes the connection.
    pub(super) async fn start(respond: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.expect("it listens");
                let request = request(&mut stream).await;
                let response = respond(&request);
                kept.lock().expect("nobody panics with it").push(request);
                // Whether the client reads it to its end is its own affair.
                let _ = stream.write_all(response.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Self {
            url: format!("http://{address}"),
            requests,
        }
    }

    pub(super) fn url(&self) -> String {
        self.url.clone()
    }

    /// All that it was sent.
    pub(super) fn requests(&self) -> String {
        let requests = self.requests.lock().expect("nobody panics with it");
        requests.concat()
    }
}

async fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().expect("a number"));
            if bytes.len() >= end + 4 + length {
                return String::from_utf8(bytes).expect("all our requests are UTF-8");
            }
        }
        let read = stream.read_buf(&mut bytes).await.expect("a request");
        assert_ne!(read, 0, "the client hangs up");
    }
}
