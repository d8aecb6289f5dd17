//! A SOCKS 5 proxy.

use authloom::{ErrorKind, HttpConfig, Outcome, Proxy};

use crate::support::authority::{Authority, Validity};
use crate::support::https::Https;
use crate::support::names::Names;
use crate::support::proxies::{self, Asked};
use crate::support::raw;
use crate::support::{TOKEN, client, get, next, once, run};

#[test]
fn a_name_is_looked_up_by_the_proxy_or_here_as_its_scheme_says() {
    run(async || {
        let authority = Authority::new();
        let own = authority.certify("api.authloom.test", false, Validity::Now);
        for (scheme, login, port, host, looked_up) in [
            ("socks5h", "", ":8443", "api.authloom.test", &[][..]),
            ("socks5h", "us%20er:p%40ss@", "", "api.authloom.test", &[]),
            ("socks5", "", "", "127.0.0.1", &["api.authloom.test"]),
            (
                "socks5",
                "us%20er:p%40ss@",
                ":8443",
                "127.0.0.1",
                &["api.authloom.test"],
            ),
        ] {
            let server = Https::start(own.server(&["h2"]));
            let proxy = proxies::socks(server.address);
            let names = Names::of(&["api.authloom.test"]);
            let config = HttpConfig {
                proxy: Proxy::Url(format!("{scheme}://{login}{}", proxy.address).into()),
                ca_certificates: Some(authority.pem()),
                resolver: Some(names.clone()),
                ..once()
            };
            let client = client(format!("https://api.authloom.test{port}"), config);
            get(&client).await.expect("by proxy");
            let asked = Asked {
                login: (!login.is_empty()).then(|| ("us er".to_owned(), "p@ss".to_owned())),
                host: host.to_owned(),
                port: if port.is_empty() { 443 } else { 8443 },
            };
            assert_eq!(proxy.next(), asked, "{scheme}");
            assert_eq!(names.asked(), looked_up, "{scheme}");
            let seen = server.next();
            assert_eq!(seen.headers["authorization"], format!("Bearer {TOKEN}"));
            assert_eq!(seen.headers.get("proxy-authorization"), None);
        }
    });
}

#[test]
fn a_name_that_is_not_found_here_is_said_to_be_so() {
    run(async || {
        let proxy = proxies::socks("127.0.0.1:1".parse().expect("an address"));
        let config = HttpConfig {
            proxy: Proxy::Url(format!("socks5://{}", proxy.address).into()),
            resolver: Some(Names::of(&[])),
            ..once()
        };
        let error = get(&client("https://api.authloom.test", config))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Transport);
        assert_eq!(error.outcome, Outcome::NotSent);
        assert!(error.message.contains("could not resolve"), "{error}");
    });
}

#[test]
fn a_plain_call_goes_to_its_own_port() {
    run(async || {
        let (report, reported) = std::sync::mpsc::channel();
        let server = raw::serve(move |mut connection, _| {
            let _ = report.send(connection.request());
            connection.send(raw::OK);
        });
        let proxy = proxies::socks(server);
        let config = HttpConfig {
            proxy: Proxy::Url(format!("socks5h://us:er@{}", proxy.address).into()),
            allow_http: true,
            ..once()
        };
        get(&client("http://api.authloom.test", config))
            .await
            .expect("by proxy");
        assert_eq!(proxy.next().port, 80);
        let request = next(&reported).expect("a request");
        assert!(
            request.starts_with("GET /v1/thing HTTP/1.1\r\n"),
            "{request}"
        );
        assert!(!request.contains("proxy-authorization"), "{request}");
    });
}
