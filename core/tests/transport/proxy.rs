//! A proxy that the configuration names.

use authloom::{Error, ErrorKind, HttpConfig, Outcome, Proxy};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::net::TcpSocket;

use crate::support::authority::{Authority, Validity};
use crate::support::https::Https;
use crate::support::names::Names;
use crate::support::proxies::{self, Manner};
use crate::support::raw::{self, OK};
use crate::support::{TOKEN, client, get, once, post, run, try_client};

const PASSWORD: &str = "p@ss:w0rd";
/// User and password as they stand in a URL.
const LOGIN: &str = "us%20er:p%40ss%3Aw0rd";

fn basic() -> String {
    format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("us er:{PASSWORD}"))
    )
}

fn by(proxy: impl Into<String>, authority: &Authority) -> HttpConfig {
    HttpConfig {
        proxy: Proxy::Url(proxy.into().into()),
        ca_certificates: Some(authority.pem()),
        allow_http: true,
        ..once()
    }
}

/// What a failure that never reached the server must look like.
fn assert_not_sent(error: &Error) {
    assert_eq!(error.kind, ErrorKind::Transport, "{error}");
    assert_eq!(error.outcome, Outcome::NotSent, "{error}");
    let shown = format!("{error} {error:?}");
    for secret in [PASSWORD, "w0rd", &basic(), TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_plain_call_is_forwarded_in_absolute_form() {
    run(async || {
        let authority = Authority::new();
        let nobody = "127.0.0.1:1".parse().expect("an address");
        for tls in [None, Some(authority.server(&["h2", "http/1.1"]))] {
            let scheme = if tls.is_some() { "https" } else { "http" };
            let proxy = proxies::http(Manner::Serve(nobody), tls);
            let url = format!("{scheme}://{LOGIN}@{}", proxy.address);
            let client = client("http://api.authloom.test:8080/base", by(url, &authority));
            for _ in 0..2 {
                assert_eq!(get(&client).await.expect("forwarded").status, 200);
                let version = env!("CARGO_PKG_VERSION");
                assert_eq!(
                    proxy.next(),
                    format!(
                        "GET http://api.authloom.test:8080/base/v1/thing HTTP/1.1\r\n\
                         accept: application/json\r\n\
                         user-agent: authloom/{version}\r\n\
                         authorization: Bearer {TOKEN}\r\n\
                         proxy-authorization: {}\r\n\
                         host: api.authloom.test:8080\r\n\
                         \r\n",
                        basic()
                    )
                );
            }
        }
    });
}

#[test]
fn a_secure_call_is_tunnelled_and_each_credential_reaches_whom_it_is_for() {
    run(async || {
        let authority = Authority::new();
        let own = authority.certify("api.authloom.test", false, Validity::Now);
        for (offered, secure_proxy) in [
            (&["http/1.1"][..], false),
            (&["h2"], false),
            (&["http/1.1"], true),
            (&["h2"], true),
        ] {
            let server = Https::start(own.server(offered));
            let tls = secure_proxy.then(|| authority.server(&["h2", "http/1.1"]));
            let scheme = if secure_proxy { "https" } else { "http" };
            let proxy = proxies::http(Manner::Serve(server.address), tls);
            let url = format!("{scheme}://{LOGIN}@{}", proxy.address);
            let client = client("https://api.authloom.test", by(url, &authority));
            for _ in 0..2 {
                post(&client).await.expect("tunnelled");
                let seen = server.next();
                assert_eq!(seen.connection, 0);
                assert_eq!(seen.server_name.as_deref(), Some("api.authloom.test"));
                assert_eq!(seen.headers["authorization"], format!("Bearer {TOKEN}"));
                assert_eq!(seen.headers.get("proxy-authorization"), None);
            }
            assert_eq!(
                proxy.next(),
                format!(
                    "CONNECT api.authloom.test:443 HTTP/1.1\r\n\
                     Host: api.authloom.test:443\r\n\
                     Proxy-Authorization: {}\r\n\
                     \r\n",
                    basic()
                )
            );
            assert!(proxy.is_quiet(), "one tunnel is enough");
        }
    });
}

#[test]
fn a_certificate_is_checked_within_a_tunnel_and_before_it() {
    run(async || {
        let (trusted, stranger) = (Authority::new(), Authority::new());
        let certify =
            |authority: &Authority| authority.certify("api.authloom.test", true, Validity::Now);
        for (own, of_proxy) in [
            (certify(&stranger), certify(&trusted)),
            (certify(&trusted), certify(&stranger)),
            (
                trusted.certify("other.authloom.test", false, Validity::Now),
                certify(&trusted),
            ),
        ] {
            let server = Https::start(own.server(&[]));
            let proxy = proxies::http(Manner::Serve(server.address), Some(of_proxy.server(&[])));
            let url = format!("https://{LOGIN}@{}", proxy.address);
            let error = post(&client("https://api.authloom.test", by(url, &trusted)))
                .await
                .unwrap_err();
            assert_not_sent(&error);
            assert!(
                error.message.contains("the TLS handshake failed"),
                "{error}"
            );
            assert!(server.is_quiet());
        }
    });
}

#[test]
fn a_proxy_that_refuses_is_reported_without_its_password() {
    run(async || {
        let authority = Authority::new();
        for (response, said) in [
            (
                "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
                "the proxy refused the credentials: it responded with 407",
            ),
            (
                "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
                "the proxy does not allow api.authloom.test:443: it responded with 403",
            ),
            (
                "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
                "the proxy could not reach api.authloom.test:443: it responded with 502",
            ),
            ("", ""),
            ("not HTTP at all\r\n\r\n", "not HTTP"),
        ] {
            let proxy = proxies::http(Manner::Refuse(response), None);
            let url = format!("http://{LOGIN}@{}", proxy.address);
            let error = post(&client("https://api.authloom.test", by(url, &authority)))
                .await
                .unwrap_err();
            assert_not_sent(&error);
            assert!(error.message.contains("could not connect"), "{error}");
            assert!(error.message.contains(said), "{error}");
            let is_final = said.ends_with("407") || said.ends_with("403");
            assert_eq!(error.retryable, !is_final, "{error}");
            let advised = error
                .to_string()
                .contains("user name and password in the setting");
            assert_eq!(advised, said.ends_with("407"), "{error}");
            assert!(error.to_string().contains("the proxy"), "{error}");
            assert!(proxy.next().starts_with("CONNECT "));
        }
    });
}

#[test]
fn a_proxy_that_is_not_there_is_a_failed_connection() {
    run(async || {
        // Bound, so that nobody else listens there, but not listening.
        let bound = TcpSocket::new_v4().expect("a socket");
        let loopback = "127.0.0.1:0".parse().expect("an address");
        bound.bind(loopback).expect("loopback has a free port");
        let address = bound.local_addr().expect("it is bound");
        let url = format!("http://{LOGIN}@{address}");
        for target in ["http://api.authloom.test", "https://api.authloom.test"] {
            let config = by(url.clone(), &Authority::new());
            let error = post(&client(target, config)).await.unwrap_err();
            assert_not_sent(&error);
            assert!(error.message.contains("could not connect"), "{error}");
        }
    });
}

#[test]
fn a_proxy_that_is_named_sees_calls_to_loopback_too() {
    run(async || {
        let server = raw::serve(|mut connection, _| connection.respond_all(OK));
        let proxy = proxies::http(Manner::Serve(server), None);
        let config = by(format!("http://{}", proxy.address), &Authority::new());
        get(&client(format!("http://{server}"), config))
            .await
            .expect("forwarded");
        let head = proxy.next();
        assert!(
            head.starts_with(&format!("GET http://{server}/v1/thing ")),
            "{head}"
        );
        assert!(!head.contains("proxy-authorization"), "{head}");
    });
}

#[test]
fn the_name_of_a_proxy_is_looked_up_here_and_that_of_the_server_there() {
    run(async || {
        let authority = Authority::new();
        let own = authority.certify("api.authloom.test", false, Validity::Now);
        let server = Https::start(own.server(&[]));
        let proxy = proxies::http(Manner::Serve(server.address), None);
        let names = Names::of(&["proxy.authloom.test"]);
        let url = format!("http://proxy.authloom.test:{}", proxy.address.port());
        let config = HttpConfig {
            resolver: Some(names.clone()),
            ..by(url, &authority)
        };
        for target in ["http://api.authloom.test", "https://api.authloom.test"] {
            get(&client(target, config.clone()))
                .await
                .expect("by proxy");
        }
        assert_eq!(names.asked(), ["proxy.authloom.test"; 2]);
    });
}

#[test]
fn what_is_no_url_of_a_proxy_is_refused() {
    let long_ago = format!("socks4://{LOGIN}@localhost:1080");
    let other = format!("ftp://{LOGIN}@localhost");
    for url in ["", "http://", "://x", "http://a b", &long_ago, &other] {
        let config = by(url, &Authority::new());
        let error = try_client("https://api.authloom.test", config).expect_err(url);
        assert_eq!(error.kind, ErrorKind::Config);
        assert_eq!(error.field.as_deref(), Some("proxy"), "{error}");
        assert!(!format!("{error} {error:?}").contains("w0rd"), "{error:?}");
    }
}
