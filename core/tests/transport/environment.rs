//! Proxies that the environment names. It belongs to the whole process, so that each test runs
//! itself once more in a process of its own, and there makes the calls.

use std::process::Command;

use authloom::{ErrorKind, HttpConfig, Proxy};

use crate::support::authority::{Authority, Validity};
use crate::support::https::Https;
use crate::support::names::Names;
use crate::support::proxies::{self, Manner};
use crate::support::raw::{self, OK};
use crate::support::{client, get, guarded, once, run, try_client};

/// What the calling process receives.
pub(crate) const TARGETS: &str = "AUTHLOOM_TEST_TARGETS";
const AUTHORITY: &str = "AUTHLOOM_TEST_AUTHORITY";

/// Every variable that says something about proxies.
const PROXY_VARIABLES: [&str; 9] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY",
    "no_proxy",
    "REQUEST_METHOD",
];

/// Runs one test in a process with these variables, where [`targets`] are known.
pub(crate) fn run_with(variables: &[(&str, String)], test: &str) {
    let mut command = Command::new(std::env::current_exe().expect("a test is a program"));
    for variable in PROXY_VARIABLES {
        command.env_remove(variable);
    }
    let output = command
        .args(["--exact", test, "--nocapture"])
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .output()
        .expect("it can be run again");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
    assert!(said.contains("1 passed"), "{said}");
}

/// In the calling process: the URLs to call.
pub(crate) fn targets() -> Option<Vec<String>> {
    let targets = std::env::var(TARGETS).ok()?;
    Some(targets.split(' ').map(str::to_owned).collect())
}

/// In the calling process: how calls travel.
fn config(known: &'static [&'static str]) -> HttpConfig {
    HttpConfig {
        proxy: Proxy::Environment,
        ca_certificates: std::env::var(AUTHORITY).ok(),
        resolver: Some(Names::of(known)),
        allow_http: true,
        ..once()
    }
}

#[test]
fn loopback_is_never_called_by_a_proxy_of_the_environment() {
    if let Some(targets) = targets() {
        return run(async move || {
            for target in targets {
                let response = get(&client(target, config(&["localhost", "LOCALHOST"]))).await;
                assert_eq!(response.expect("called directly").status, 200);
            }
        });
    }
    guarded(|| {
        let authority = Authority::new();
        let plain = raw::serve(|mut connection, _| connection.respond_all(OK));
        let secure = Https::start(authority.server(&[]));
        let proxy = proxies::http(Manner::Serve(secure.address), None);
        let url = format!("http://user:password@{}", proxy.address);
        let targets = [
            format!("http://{plain}"),
            format!("http://localhost:{}", plain.port()),
            format!("http://LOCALHOST:{}", plain.port()),
            secure.url(),
            secure.url_at("localhost"),
        ];
        run_with(
            &[
                ("HTTP_PROXY", url.clone()),
                ("HTTPS_PROXY", url.clone()),
                ("ALL_PROXY", url),
                (TARGETS, targets.join(" ")),
                (AUTHORITY, authority.pem()),
            ],
            "environment::loopback_is_never_called_by_a_proxy_of_the_environment",
        );
        assert!(proxy.is_quiet(), "a proxy saw what was for this machine");
        for _ in 0..2 {
            let seen = secure.next();
            assert_eq!(seen.headers.get("proxy-authorization"), None);
        }
    });
}

#[test]
fn others_are_called_by_the_proxy_of_the_environment_but_for_exceptions() {
    if let Some(targets) = targets() {
        return run(async move || {
            let [proxied, plain, direct] = &targets[..] else {
                panic!("three are expected: {targets:?}");
            };
            let known = &["direct.authloom.test"];
            for target in [proxied, plain, direct] {
                let response = get(&client(target, config(known))).await;
                assert_eq!(response.expect(target).status, 200);
            }
            let direct = HttpConfig {
                proxy: Proxy::Direct,
                ..config(&["proxied.authloom.test"])
            };
            let response = get(&client(proxied, direct)).await;
            assert_eq!(response.expect("set to be direct").status, 200);
        });
    }
    guarded(|| {
        let authority = Authority::new();
        let one = authority.certify("proxied.authloom.test", false, Validity::Now);
        let other = authority.certify("direct.authloom.test", false, Validity::Now);
        let (one, other) = (
            Https::start(one.server(&[])),
            Https::start(other.server(&[])),
        );
        let proxy = proxies::http(Manner::Serve(one.address), None);
        let url = format!("http://user:password@{}", proxy.address);
        let proxied = one.url_at("proxied.authloom.test");
        let targets = [
            &*proxied,
            "http://plain.authloom.test",
            &other.url_at("direct.authloom.test"),
        ];
        run_with(
            &[
                ("HTTP_PROXY", url.clone()),
                ("HTTPS_PROXY", url),
                ("NO_PROXY", "direct.authloom.test".to_owned()),
                (TARGETS, targets.join(" ")),
                (AUTHORITY, authority.pem()),
            ],
            "environment::others_are_called_by_the_proxy_of_the_environment_but_for_exceptions",
        );
        let tunnel = format!("CONNECT proxied.authloom.test:{} ", one.address.port());
        for begin in [&*tunnel, "GET http://plain.authloom.test/v1/thing "] {
            let head = proxy.next();
            assert!(head.starts_with(begin), "{head}");
            let authorization = "proxy-authorization: Basic dXNlcjpwYXNzd29yZA==\r\n";
            assert!(
                head.to_lowercase().contains(&authorization.to_lowercase()),
                "{head}"
            );
        }
        assert!(proxy.is_quiet());
        for server in [&one, &one, &other] {
            let seen = server.next();
            assert_eq!(seen.headers.get("proxy-authorization"), None);
        }
    });
}

#[test]
fn a_proxy_variable_that_is_no_url_is_refused_when_the_client_is_built() {
    const TEST: &str =
        "environment::a_proxy_variable_that_is_no_url_is_refused_when_the_client_is_built";
    if let Some(targets) = targets() {
        let error = try_client("https://api.authloom.test", config(&[])).expect_err("no URL");
        assert_eq!(error.kind, ErrorKind::Config);
        assert_eq!(error.field.as_deref(), Some("proxy"));
        assert_eq!(
            (error.client.as_str(), error.operation.as_str()),
            ("Konnect", "new")
        );
        assert!(error.message.ends_with(&targets[0]), "{error}");
        assert!(!error.to_string().contains("w0rd"), "{error}");
        return;
    }
    for variable in ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"] {
        run_with(
            &[
                (variable, "ftp://user:w0rd@proxy.test".to_owned()),
                (TARGETS, variable.to_owned()),
            ],
            TEST,
        );
    }
}
