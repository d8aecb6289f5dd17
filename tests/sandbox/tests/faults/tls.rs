//! TLS on an API's port, and the ways in which it fails.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use authloom_sandbox::faults::{Kind, Place, TlsMode};
use authloom_sandbox::{ApiName, Fault, Sandbox};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, Error, InvalidMessage,
    RootCertStore, ServerConfig, ServerConnection, StreamOwned,
};

use crate::rig::{Ending, closing, connect, get, plain_response, read_to_end, strike, undated};
use crate::support::call;

pub(crate) type Secure = StreamOwned<ClientConnection, TcpStream>;

pub(crate) fn sandbox() -> Sandbox {
    Sandbox::builder().start().expect("a sandbox")
}

/// A client that knows the sandbox's authority and no other.
fn client(sandbox: &Sandbox, name: &'static str) -> Secure {
    let pem = sandbox.authority_pem();
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate");
    roots.add(authority).expect("an authority");
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name).expect("a name");
    let tls = ClientConnection::new(Arc::new(config), name).expect("a client");
    StreamOwned::new(tls, connect(sandbox))
}

/// Sends a request by TLS; an error is that of the handshake.
pub(crate) fn send(sandbox: &Sandbox, name: &'static str, request: &str) -> io::Result<Secure> {
    let mut secure = client(sandbox, name);
    secure.write_all(request.as_bytes())?;
    secure.flush()?;
    Ok(secure)
}

/// The error of a handshake that fails.
fn failure(sandbox: &Sandbox) -> io::Error {
    let failed = send(sandbox, "127.0.0.1", &get()).and_then(|mut secure| {
        // A handshake that the server ends may fail only here.
        secure.read(&mut [0])
    });
    failed.expect_err("no handshake")
}

fn tls_error(sandbox: &Sandbox) -> Error {
    let error = failure(sandbox);
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    Error::clone(inner.unwrap_or_else(|| panic!("{error:?}")))
}

#[test]
fn a_port_speaks_tls_to_who_begins_it() {
    let sandbox = sandbox();
    for name in ["127.0.0.1", "localhost"] {
        let mut secure = send(&sandbox, name, &get()).expect("a handshake");
        let plain = plain_response(&get());
        let mut came = vec![0; plain.len() + "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n".len()];
        secure.read_exact(&mut came).expect("a response");
        assert_eq!(undated(&String::from_utf8(came).expect("text")), plain);
        // It stays open, and its end is announced.
        let last = closing(&get());
        secure.write_all(last.as_bytes()).expect("sent");
        let (response, ending) = read_to_end(&mut secure);
        assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
        assert_eq!(ending, Ending::Closed);
    }
    let log = sandbox.log(0);
    assert_eq!(log.len(), 4);
    assert_eq!(log[0].connection, log[1].connection);
    assert!(
        sandbox
            .tls_base_url(ApiName::TokenService)
            .starts_with("https://127.0.0.1:")
    );
    assert_eq!(sandbox.tls_env().len(), 4);
    let reported = call(&sandbox.control_url(), "GET", "/authority", &[], "").json();
    assert_eq!(reported["authority_pem"], sandbox.authority_pem());
}

#[test]
fn another_server_may_have_a_certificate_of_the_same_authority() {
    let sandbox = sandbox();
    let pem = sandbox.certificate_pem();
    let certificate = CertificateDer::from_pem_slice(pem.certificate.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(pem.key.as_bytes());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.expect("a certificate")],
            key.expect("its key"),
        )
        .expect("they belong together");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a client");
        let tls = ServerConnection::new(Arc::new(config)).expect("a server");
        StreamOwned::new(tls, stream)
            .read(&mut [0])
            .expect("a byte")
    });
    let mut secure = client(&sandbox, "localhost");
    secure.sock = TcpStream::connect(address).expect("a connection");
    secure.write_all(b"x").expect("the client trusts it");
    assert_eq!(server.join().expect("it read"), 1);
}

#[test]
fn a_greeting_may_come_in_pieces() {
    let sandbox = sandbox();
    let mut secure = client(&sandbox, "localhost");
    let mut hello = Vec::new();
    secure.conn.write_tls(&mut hello).expect("a greeting");
    for byte in hello {
        secure.sock.write_all(&[byte]).expect("sent");
    }
    secure.write_all(closing(&get()).as_bytes()).expect("sent");
    assert!(read_to_end(&mut secure).0.starts_with("HTTP/1.1 200 OK"));
}

#[test]
fn an_idle_connection_by_tls_is_closed_without_a_word() {
    let sandbox = sandbox();
    let mut secure = send(&sandbox, "localhost", &get()).expect("a handshake");
    secure.read_exact(&mut [0; 100]).expect("a response");
    assert_eq!(sandbox.close_idle(), 1);
    let mut rest = Vec::new();
    let error = secure.read_to_end(&mut rest).expect_err("no farewell");
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn certificates_fail_as_they_are_told_to() {
    let sandbox = sandbox();
    let strike_tls = |mode| strike(&sandbox, Kind::Tls { mode });
    strike_tls(TlsMode::SelfSigned);
    let error = tls_error(&sandbox);
    let unknown = Error::InvalidCertificate(CertificateError::UnknownIssuer);
    assert_eq!(error, unknown);
    strike_tls(TlsMode::WrongName);
    let error = tls_error(&sandbox);
    assert!(
        matches!(
            error,
            Error::InvalidCertificate(CertificateError::NotValidForNameContext { .. })
        ),
        "{error:?}"
    );
    strike_tls(TlsMode::Expired);
    let error = tls_error(&sandbox);
    assert!(
        matches!(
            error,
            Error::InvalidCertificate(CertificateError::ExpiredContext { .. })
        ),
        "{error:?}"
    );
    assert_eq!(sandbox.log(0), []);
}

#[test]
fn handshakes_fail_as_they_are_told_to() {
    let sandbox = sandbox();
    let strike_tls = |mode| strike(&sandbox, Kind::Tls { mode });
    strike_tls(TlsMode::OldVersion);
    let error = tls_error(&sandbox);
    assert!(matches!(error, Error::PeerIncompatible(_)), "{error:?}");
    strike_tls(TlsMode::RefusedVersion);
    let refused = Error::AlertReceived(AlertDescription::ProtocolVersion);
    assert_eq!(tls_error(&sandbox), refused);
    strike_tls(TlsMode::NotTls);
    let error = tls_error(&sandbox);
    let foreign = Error::InvalidMessage(InvalidMessage::InvalidContentType);
    assert_eq!(error, foreign);
    strike_tls(TlsMode::Close);
    assert_eq!(failure(&sandbox).kind(), ErrorKind::UnexpectedEof);
    strike_tls(TlsMode::Reset);
    let kind = failure(&sandbox).kind();
    assert!(
        matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{kind:?}"
    );
    assert_eq!(sandbox.log(0), []);
}

#[test]
fn a_server_may_say_nothing_to_a_greeting() {
    let sandbox = sandbox();
    let mode = TlsMode::Hang;
    strike(&sandbox, Kind::Tls { mode });
    let mut secure = client(&sandbox, "localhost");
    let mut stream = secure.sock.try_clone().expect("a stream");
    secure.conn.write_tls(&mut secure.sock).expect("sent");
    // Only the sandbox's own end ends it, and nothing has come. If the greeting is still on its
    // way then, the end is a reset.
    drop(sandbox);
    assert_eq!(read_to_end(&mut stream).0, "");
}

#[test]
fn faults_of_tls_count_connections_that_begin_it() {
    let sandbox = sandbox();
    let mode = TlsMode::Close;
    let fault = || Fault::new(Kind::Tls { mode });
    sandbox
        .faults(vec![
            fault().api(ApiName::Tyk),
            fault().api(ApiName::Konnect).nth(2),
        ])
        .expect("faults");
    let asked = closing(&get());
    let call = || send(&sandbox, "localhost", &asked).map(|mut secure| read_to_end(&mut secure).0);
    assert!(call().is_ok_and(|response| response.starts_with("HTTP/1.1 200 ")));
    // Without TLS there is nothing to fail, or to count.
    let (response, _) = crate::rig::exchange(&sandbox, &asked);
    assert!(response.starts_with("HTTP/1.1 200 "));
    assert!(failure(&sandbox).kind() == ErrorKind::UnexpectedEof);
    assert!(call().is_ok_and(|response| response.starts_with("HTTP/1.1 200 ")));
}

#[test]
fn other_faults_come_by_tls_too() {
    let sandbox = sandbox();
    let plain = plain_response(&get());
    let (_, body) = plain.split_once("\r\n\r\n").expect("a head");
    let exchange = || {
        let mut secure = send(&sandbox, "localhost", &get()).expect("a handshake");
        read_to_end(&mut secure)
    };
    let at = Place::Body;
    strike(&sandbox, Kind::Close { at });
    let (close, ending) = exchange();
    assert_eq!(ending, Ending::Closed);
    assert!(close.ends_with(&body[..body.len() / 2]), "{close}");
    strike(&sandbox, Kind::Reset { at });
    let (reset, ending) = exchange();
    assert_eq!((undated(&reset), ending), (undated(&close), Ending::Reset));
    strike(&sandbox, Kind::Latency { ms: 5 });
    let mut secure = send(&sandbox, "localhost", &closing(&get())).expect("a handshake");
    assert!(read_to_end(&mut secure).0.ends_with(body));
}

#[test]
fn what_only_looks_like_tls_is_closed_on() {
    let sandbox = sandbox();
    let mut stream = connect(&sandbox);
    stream
        .write_all(b"\x16\x03\x01\x00\x01\x00GET / HTTP/1.1\r\n")
        .expect("sent");
    let mut came = Vec::new();
    // A fatal alert, or a reset that overtook it.
    let _ = stream.read_to_end(&mut came);
    assert!(came.is_empty() || came.starts_with(&[21, 3]), "{came:?}");
    let url = sandbox.control_url();
    let address = url.strip_prefix("http://").expect("plain http");
    let mut control = TcpStream::connect(address).expect("it listens");
    control.write_all(&[0x16]).expect("sent");
    assert_eq!(read_to_end(&mut control), (String::new(), Ending::Closed));
}
