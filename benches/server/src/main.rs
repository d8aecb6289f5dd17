//! The server that the benchmarks call. It costs as little as it can and always sends the same
//! response, so that what is measured is the client.
//!
//! It prints one JSON line, `{"http": "http://127.0.0.1:…", "https": "https://127.0.0.1:…"}`,
//! and serves on one thread until its standard input closes.

mod connection;
mod request;
mod response;
mod tls;

use tokio::io::{AsyncReadExt, stdin};
use tokio::net::TcpListener;
use tokio::task::{LocalSet, spawn_local};
use tokio_rustls::TlsAcceptor;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let plain = TcpListener::bind("127.0.0.1:0").await?;
    let secure = TcpListener::bind("127.0.0.1:0").await?;
    println!(
        r#"{{"http": "http://{}", "https": "https://{}"}}"#,
        plain.local_addr()?,
        secure.local_addr()?
    );
    let serving = LocalSet::new();
    serving.spawn_local(accept(plain, None));
    serving.spawn_local(accept(secure, Some(tls::acceptor())));
    serving
        .run_until(async {
            let mut ignored = [0; 64];
            while !matches!(stdin().read(&mut ignored).await, Ok(0) | Err(_)) {}
        })
        .await;
    Ok(())
}

/// Serves every connection that comes, until the program ends.
async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let tls = tls.clone();
        // A client that goes away, or that speaks no TLS, ends its own connection and no other.
        spawn_local(async move {
            match tls {
                None => connection::serve(stream).await,
                Some(tls) => connection::serve(tls.accept(stream).await?).await,
            }
        });
    }
}
