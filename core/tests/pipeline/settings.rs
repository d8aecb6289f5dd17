//! Settings that cannot be used: refused when the client is built, by name.

use std::time::Duration;

use authloom::{
    Error, ErrorKind, FitbitPlus, FitbitPlusConfig, HttpConfig, Konnect, KonnectConfig,
    TokenService, TokenServiceConfig, Tyk, TykConfig,
};

#[track_caller]
fn refused<C: std::fmt::Debug>(built: Result<C, Error>, client: &str, setting: &str) -> Error {
    let error = built.expect_err(setting);
    assert_eq!(error.kind, ErrorKind::Config, "{error}");
    assert_eq!(error.field.as_deref(), Some(setting), "{error}");
    assert_eq!((&*error.client, &*error.operation), (client, "new"));
    let sentence = error.to_string();
    assert!(
        sentence.starts_with(&format!("{client} new: setting `{setting}` ")),
        "{sentence}"
    );
    error
}

#[test]
fn an_empty_credential_is_refused() {
    let konnect = Konnect::new(KonnectConfig {
        token: Some("".into()),
        ..KonnectConfig::default()
    });
    refused(konnect, "Konnect", "token");
    let tyk = Tyk::new(TykConfig {
        base_url: Some("https://gateway.test".into()),
        secret: Some("".into()),
        ..TykConfig::default()
    });
    refused(tyk, "Tyk", "secret");
    let fitbit_plus = FitbitPlus::new(FitbitPlusConfig {
        client_secret: Some("".into()),
        ..FitbitPlusConfig::default()
    });
    refused(fitbit_plus, "FitbitPlus", "client_secret");
    let service = TokenService::new(TokenServiceConfig {
        client_id: Some(String::new()),
        ..TokenServiceConfig::default()
    });
    refused(service, "TokenService", "client_id");
}

#[test]
fn a_base_url_is_refused_for_its_own_reason() {
    for (url, reason) in [
        ("", "is not a URL"),
        ("nowhere", "is not absolute"),
        ("https://h.test:99999", "port"),
        ("https://h.test:0", "port"),
        ("https://h.test:", "port"),
        ("https://u:p@h.test", "user or password"),
        ("https://h.test/?q", "query"),
        ("http://h.test", "plain http"),
        ("ftp://h.test", "must begin with"),
        ("https://h.test/a//b", "segments"),
    ] {
        let error = refused(
            Tyk::new(TykConfig {
                base_url: Some(url.into()),
                ..TykConfig::default()
            }),
            "Tyk",
            "base_url",
        );
        assert!(error.message.contains(reason), "{url}: {error}");
    }
    let error = refused(Tyk::new(TykConfig::default()), "Tyk", "base_url");
    assert!(error.message.contains("AUTHLOOM_TYK_BASE_URL"), "{error}");
}

#[test]
fn a_bound_names_its_range() {
    let second = Duration::from_secs(1);
    let http = HttpConfig::default;
    for (http, setting, range) in [
        (
            HttpConfig {
                read_timeout: Duration::ZERO,
                ..http()
            },
            "read_timeout",
            "between 1 ms and 24 h",
        ),
        (
            HttpConfig {
                idle_timeout: second * 26,
                ..http()
            },
            "idle_timeout",
            "at most 25 s",
        ),
        (
            HttpConfig {
                max_json_depth: 129,
                ..http()
            },
            "max_json_depth",
            "between 1 and 128",
        ),
        (
            HttpConfig {
                max_attempts: 0,
                ..http()
            },
            "max_attempts",
            "at least 1, not 0",
        ),
        (
            HttpConfig {
                user_agent_suffix: Some("a\nb".into()),
                ..http()
            },
            "user_agent_suffix",
            "characters",
        ),
    ] {
        let konnect = Konnect::new(KonnectConfig {
            http,
            ..KonnectConfig::default()
        });
        let error = refused(konnect, "Konnect", setting);
        assert!(error.message.contains(range), "{error}");
    }
}
