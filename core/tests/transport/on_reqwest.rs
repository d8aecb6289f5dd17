//! What is reqwest's own: promises that its defaults would break, and those that are given up with
//! a client of the program's own. The other tests here run on it as on the built-in transport.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use authloom::{ErrorKind, HttpConfig, Konnect, Outcome, Proxy, RawRequest, ReqwestTransport};
use reqwest::ClientBuilder;
use reqwest::dns::{Name, Resolve, Resolving};
use rustls::RootCertStore;
use tokio::net::TcpSocket;

use crate::environment::{TARGETS, run_with, targets};
use crate::over_reqwest;
use crate::support::authority::Authority;
use crate::support::frames::{Reply, Scripted};
use crate::support::proxies::{self, Manner};
use crate::support::raw::{self, OK};
use crate::support::{client, get, guarded, next, once, post, run, trusting};

fn builder() -> ClientBuilder {
    over_reqwest::trusting(RootCertStore::empty())
}

fn of_builder(builder: fn() -> ClientBuilder) -> HttpConfig {
    HttpConfig {
        transport: Some(over_reqwest::transport(builder)),
        allow_http: true,
        ..once()
    }
}

/// The same client as the program's own.
fn of_client(builder: fn() -> ClientBuilder) -> HttpConfig {
    let client = builder().build().expect("a client can be built");
    HttpConfig {
        transport: Some(Arc::new(ReqwestTransport::from_client(client))),
        allow_http: true,
        ..once()
    }
}

/// Never finds an address.
struct Nowhere;

impl Resolve for Nowhere {
    fn resolve(&self, _name: Name) -> Resolving {
        Box::pin(std::future::pending())
    }
}

fn unconnected() -> ClientBuilder {
    builder().dns_resolver(Nowhere)
}

const SHORT: Duration = Duration::from_millis(5);

#[test]
fn a_connection_that_takes_too_long_is_not_sent() {
    run(async || {
        let config = HttpConfig {
            connect_timeout: SHORT,
            ..of_builder(unconnected)
        };
        let error = post(&client("https://api.authloom.test", config))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Timeout);
        assert_eq!(error.outcome, Outcome::NotSent);
        assert!(error.message.contains("could not connect"), "{error}");
    });
}

#[test]
fn a_request_may_have_left_once_it_has_a_connection() {
    run(async || {
        // How many requests of a connection get a response before it falls silent.
        for responses in [0, 1] {
            let server = raw::serve(move |mut connection, _| {
                for _ in 0..responses {
                    connection.request();
                    connection.send(OK);
                }
                while connection.request().is_some() {}
            });
            let patient = of_builder(builder);
            let config = HttpConfig {
                read_timeout: SHORT,
                ..patient.clone()
            };
            let url = format!("http://{server}");
            for _ in 0..responses {
                post(&client(&url, patient.clone()))
                    .await
                    .expect("a response");
            }
            let error = post(&client(&url, config)).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Timeout, "after {responses}");
            assert_eq!(error.outcome, Outcome::Unknown);
            assert!(error.message.contains("the server was silent"), "{error}");
        }
    });
}

#[test]
fn no_content_coding_is_asked_for_or_decoded() {
    run(async || {
        // As it is by default in a program that has reqwest's feature `gzip`.
        for (config, asked) in [(of_builder(builder), false), (of_client(builder), true)] {
            let (report, reported) = channel();
            let server = raw::serve(move |mut connection, _| {
                let _ = report.send(connection.request());
                connection.send(
                    "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
                );
            });
            let result = get(&client(format!("http://{server}"), config)).await;
            // What is not gzip breaks where it is decoded.
            assert_eq!(result.is_err(), asked, "{result:?}");
            if let Ok(response) = result {
                assert_eq!(response.body, "{}");
            }
            let request = next(&reported).expect("a request");
            assert_eq!(request.contains("accept-encoding"), asked, "{request}");
        }
    });
}

#[test]
fn settings_of_the_builder_break_no_promise_but_those_of_a_client_do() {
    const MOVED: &str = "HTTP/1.1 307 Moved\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
    run(async || {
        for (config, followed) in [(of_builder(builder), false), (of_client(builder), true)] {
            let (report, reported) = channel();
            let server = raw::serve(move |mut connection, _| {
                while let Some(request) = connection.request() {
                    let moved = request.starts_with("GET /v1/thing ");
                    let _ = report.send(request);
                    connection.send(if moved { MOVED } else { OK });
                }
            });
            let result = get(&client(format!("http://{server}"), config)).await;
            assert_eq!(result.is_ok(), followed);
            next(&reported);
            let second = reported.try_recv().ok();
            assert_eq!(second.is_some(), followed);
            if let Some(second) = second {
                assert!(second.contains("\r\nreferer: "), "{second}");
            }
        }
    });
}

#[test]
fn a_client_of_the_programs_own_proves_nothing_unsent() {
    run(async || {
        // Bound, so that nobody else listens there, but not listening.
        let bound = TcpSocket::new_v4().expect("a socket");
        let loopback = "127.0.0.1:0".parse().expect("an address");
        bound.bind(loopback).expect("loopback has a free port");
        let url = format!("http://{}", bound.local_addr().expect("it is bound"));
        for (config, outcome, attempts) in [
            (of_builder(builder), Outcome::NotSent, 2),
            (of_client(builder), Outcome::Unknown, 1),
        ] {
            let config = HttpConfig {
                max_attempts: 2,
                ..config
            };
            let error = post(&client(&url, config)).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Transport);
            assert_eq!(error.outcome, outcome);
            assert_eq!(error.attempts, attempts);
        }
        let config = HttpConfig {
            read_timeout: SHORT,
            ..of_client(unconnected)
        };
        let error = post(&client("https://api.authloom.test", config))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Timeout);
        assert_eq!(error.outcome, Outcome::Unknown);
    });
}

/// What h2 says after a GOAWAY of a request that it just took in is no proof, unless the request
/// is not whole without its body, which was not sent yet.
#[test]
fn a_goaway_proves_nothing_of_a_request_without_a_body() {
    run(async || {
        let authority = Authority::new();
        let server = Scripted::start(authority.server(&["h2"]), &[Reply::GoneBefore]);
        let http = HttpConfig {
            max_attempts: 2,
            ..trusting(&authority, &of_builder(builder))
        };
        let client = client(server.url(), http);
        let post = RawRequest {
            method: "POST".to_owned(),
            path: "/v1/thing".to_owned(),
            ..RawRequest::default()
        };
        let error = client.request(post).await;
        let error = error.expect_err("it is not repeated");
        assert_eq!(error.outcome, Outcome::Unknown);
        assert_eq!(error.attempts, 1);
    });
}

#[test]
fn a_path_that_reqwest_would_write_otherwise_is_refused() {
    run(async || {
        let server = raw::serve(|mut connection, _| connection.respond_all(OK));
        let client = client(format!("http://{server}"), of_builder(builder));
        for (path, is_sent) in [("/v1/a%7Bb", true), ("/v1/a{b", false)] {
            let request = RawRequest {
                method: "GET".to_owned(),
                path: path.to_owned(),
                ..RawRequest::default()
            };
            let result = client.request(request).await;
            match result {
                Ok(_) => assert!(is_sent, "{path}"),
                Err(error) => {
                    assert!(!is_sent, "{error}");
                    assert_eq!(error.outcome, Outcome::NotSent);
                }
            }
        }
    });
}

#[test]
fn a_builder_that_builds_nothing_is_refused() {
    let refused = ReqwestTransport::from_builder(|| builder().user_agent("\n"));
    let error = refused.expect_err("no user agent");
    assert_eq!(error.kind, ErrorKind::Config);
}

#[test]
fn errors_do_not_show_the_query() {
    run(async || {
        let request = RawRequest {
            method: "GET".to_owned(),
            path: "/v1/thing".to_owned(),
            query: [("code".to_owned(), "c0de".to_owned())].into(),
            ..RawRequest::default()
        };
        let server = raw::serve(|mut connection, _| drop(connection.request()));
        for config in [of_builder(builder), of_client(builder)] {
            let client: Konnect = client(format!("http://{server}"), config);
            let call = client.request(request.clone());
            let error = call.await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Transport);
            assert!(error.message.contains("closed the connection"), "{error}");
            assert!(!format!("{error} {error:?}").contains("c0de"), "{error:?}");
        }
    });
}

#[test]
fn loopback_is_called_directly_but_by_a_client_of_the_programs_own() {
    if let Some(targets) = targets() {
        return run(async move || {
            let [loopback, named, elsewhere] = &targets[..] else {
                panic!("three are expected: {targets:?}");
            };
            for (target, config) in [
                (loopback, of_builder(builder)),
                (named, of_builder(builder)),
                (elsewhere, of_builder(builder)),
                (loopback, of_client(builder)),
            ] {
                let config = HttpConfig {
                    proxy: Proxy::Environment,
                    ..config
                };
                let response = get(&client(target, config)).await;
                assert_eq!(response.expect(target).status, 200);
            }
        });
    }
    guarded(|| {
        let plain = raw::serve(|mut connection, _| connection.respond_all(OK));
        let proxy = proxies::http(Manner::Serve(plain), None);
        let targets = [
            format!("http://{plain}"),
            format!("http://localhost:{}", plain.port()),
            "http://elsewhere.authloom.test".to_owned(),
        ];
        run_with(
            &[
                ("HTTP_PROXY", format!("http://{}", proxy.address)),
                (TARGETS, targets.join(" ")),
            ],
            "on_reqwest::loopback_is_called_directly_but_by_a_client_of_the_programs_own",
        );
        for target in ["http://elsewhere.authloom.test", &*targets[0]] {
            let head = proxy.next();
            assert!(
                head.starts_with(&format!("GET {target}/v1/thing ")),
                "{head}"
            );
        }
        assert!(proxy.is_quiet());
    });
}
