//! The servers: four that send without end, one that is well, and one that never responds.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use authloom_sandbox::{ApiName, CertificatePem, Sandbox};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Map, Value, json};

use super::kinds::KINDS;
use crate::machine::Noise;

/// How many calls are measured, how long each may take, and how long one to a flood.
const CALLS: u32 = 1_000;
const TIMEOUT_MS: u64 = 200;
const FLOOD_TIMEOUT_MS: u64 = 1_000;
/// How many of them are under way at a time.
const IN_FLIGHT: u32 = 8;
/// An instance of the sandbox that has an auth config.
const INSTANCE: &str = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";

/// Serves until standard input ends. Prints where, and at the end how late this machine woke a
/// thread meanwhile.
pub(crate) fn serve() -> Result<(), String> {
    let sandbox = Sandbox::builder()
        .start()
        .map_err(|error| error.to_string())?;
    let tls = tls(&sandbox.certificate_pem())?;
    let refused = |error: io::Error| format!("no port could be opened: {error}");
    let mut floods = Map::new();
    for kind in KINDS {
        let tls = Arc::clone(&tls);
        let send = kind.send;
        let address = listen(move |stream, number| {
            // It fails when the client leaves.
            let _ = send(stream, number, &tls);
        });
        let scheme = if kind.is_secure { "https" } else { "http" };
        let url = format!("{scheme}://{}", address.map_err(refused)?);
        floods.insert(kind.name.to_owned(), Value::String(url));
    }
    let silent = listen(|mut stream, _| {
        let _ = io::copy(&mut stream, &mut io::sink());
    });
    let token = sandbox.env().into_iter();
    let mut token = token.filter(|(name, _)| name == "AUTHLOOM_KONNECT_TOKEN");
    println!(
        "{}",
        json!({
            "healthy": sandbox.base_url(ApiName::Konnect),
            "silent": format!("http://{}", silent.map_err(refused)?),
            "floods": floods,
            "authority_pem": sandbox.authority_pem(),
            "token": token.next().map(|(_, token)| token),
            "instance": INSTANCE,
            "calls": CALLS,
            "in_flight": IN_FLIGHT,
            "timeout_ms": TIMEOUT_MS,
            "flood_timeout_ms": FLOOD_TIMEOUT_MS,
        })
    );
    let noise = Noise::listen();
    // An error ends it too: there is nobody left who could close it.
    let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
    println!(
        "{}",
        json!({"noise_ms": noise.latest().as_secs_f64() * 1e3})
    );
    Ok(())
}

/// Serves each connection on a thread of its own, numbered from 0; returns the address.
fn listen(
    serve: impl Fn(TcpStream, usize) + Send + Sync + 'static,
) -> io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            // One that was reset before it was accepted.
            let Ok(stream) = stream else { continue };
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream, number));
        }
    });
    Ok(address)
}

fn tls(pem: &CertificatePem) -> Result<Arc<ServerConfig>, String> {
    let certificate = CertificateDer::from_pem_slice(pem.certificate.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(pem.key.as_bytes());
    let (Ok(certificate), Ok(key)) = (certificate, key) else {
        return Err("the sandbox's certificate is none".to_owned());
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .map_err(|error| error.to_string())?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(Arc::new(config))
}
