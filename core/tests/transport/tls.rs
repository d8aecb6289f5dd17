//! Whom a client trusts, and how it shows itself.

use authloom::{ClientCertificate, ErrorKind, HttpConfig, Outcome};

use crate::support::authority::{Authority, Validity};
use crate::support::https::Https;
use crate::support::{client, get, once, post, run, run_on_each, trusting, try_client};

#[test]
fn a_private_authority_is_trusted_only_when_it_is_given() {
    run_on_each(async |http| {
        let authority = Authority::new();
        let server = Https::start(authority.server(&[]));
        for stranger in [http.clone(), trusting(&Authority::new(), &http)] {
            let error = post(&client(server.url(), stranger)).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Transport);
            assert_eq!(error.outcome, Outcome::NotSent);
            let sentence = error.to_string();
            assert!(sentence.contains("the TLS handshake failed"), "{sentence}");
        }
        assert!(server.is_quiet(), "a request reached who was not trusted");

        let friend = client(server.url(), trusting(&authority, &http));
        assert_eq!(post(&friend).await.expect("it is trusted").status, 200);
        assert_eq!(server.next().server_name, None, "an address is no name");
    });
}

#[test]
fn a_certificate_must_be_for_this_host_and_for_now() {
    run_on_each(async |http| {
        let authority = Authority::new();
        for (name, loopback, validity, said) in [
            (
                "other.authloom.test",
                false,
                Validity::Now,
                "not valid for name",
            ),
            ("localhost", true, Validity::Past, "expired"),
            ("localhost", true, Validity::Future, "not valid yet"),
        ] {
            let own = authority.certify(name, loopback, validity);
            let server = Https::start(own.server(&[]));
            let error = post(&client(server.url(), trusting(&authority, &http)))
                .await
                .unwrap_err();
            assert_eq!(error.kind, ErrorKind::Transport, "{name} {validity:?}");
            assert_eq!(error.outcome, Outcome::NotSent);
            assert!(
                error.message.contains("the TLS handshake failed"),
                "{error}"
            );
            assert!(error.message.contains(said), "{error}");
            assert!(server.is_quiet());
        }
    });
}

#[test]
fn a_client_is_not_built_of_what_is_no_pem() {
    let authority = Authority::new();
    let own = authority.certify("a-client", false, Validity::Now);
    let other = authority.certify("another", false, Validity::Now);
    let no_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let authorities = |pem: &str| HttpConfig {
        ca_certificates: Some(pem.to_owned()),
        ..once()
    };
    let identity = |chain: &str, key: &str| HttpConfig {
        client_certificate: Some(ClientCertificate {
            chain: chain.to_owned(),
            key: key.into(),
        }),
        ..once()
    };
    let (chain, key) = (own.chain_pem(), own.key_pem());
    for (config, named) in [
        (authorities(""), "no PEM certificate"),
        (authorities("ca.pem"), "no PEM certificate"),
        (authorities(&key), "no PEM certificate"),
        (authorities(no_certificate), "cannot be a trust root"),
        (identity("", &key), "no PEM certificate in `chain`"),
        (identity(&key, &key), "no PEM certificate in `chain`"),
        (identity(&chain, ""), "no PEM private key in `key`"),
        (identity(&chain, &chain), "no PEM private key in `key`"),
        (
            identity(&chain, &other.key_pem()),
            "a key that does not belong to its certificate",
        ),
    ] {
        let error = try_client("https://localhost", config).expect_err(named);
        assert_eq!(error.kind, ErrorKind::Config);
        assert!(error.message.contains(named), "{error}");
        let field = error.field.as_deref();
        let settings = ["ca_certificates", "client_certificate"];
        assert!(
            field.is_some_and(|field| settings.contains(&field)),
            "{error:?}"
        );
    }
    try_client("https://localhost", identity(&chain, &key)).expect("these belong together");
}

#[test]
fn a_client_certificate_is_shown_to_a_server_that_asks() {
    run(async || {
        for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
            let authority = Authority::new();
            let server = Https::start(authority.strict_server(version));
            let own = authority.certify("a-client", false, Validity::Now);
            let known = HttpConfig {
                client_certificate: Some(ClientCertificate {
                    chain: own.chain_pem(),
                    key: own.key_pem().into(),
                }),
                ..trusting(&authority, &once())
            };
            let response = get(&client(server.url(), known)).await;
            assert_eq!(response.expect("it showed a certificate").status, 200);
            assert_eq!(server.next().shown, [own.certificate]);

            let unknown = client(server.url(), trusting(&authority, &once()));
            let error = post(&unknown).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Transport, "{version:?}");
            assert!(error.message.contains("TLS handshake failed"), "{error}");
            assert!(server.is_quiet());
        }
    });
}
