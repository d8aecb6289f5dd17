//! A resolver of the caller's own.

use authloom::{ErrorKind, HttpConfig, Outcome};

use crate::support::names::Names;
use crate::support::raw::{self, OK};
use crate::support::{client, get, once, post, run};

#[test]
fn names_are_looked_up_where_the_caller_says() {
    run(async || {
        let server = raw::serve(|mut connection, _| connection.respond_all(OK));
        let names = Names::of(&["api.authloom.test"]);
        let config = HttpConfig {
            resolver: Some(names.clone()),
            allow_http: true,
            ..once()
        };
        let url = format!("http://api.authloom.test:{}", server.port());
        let response = get(&client(url, config.clone())).await;
        assert_eq!(response.expect("the name is known").status, 200);
        assert_eq!(names.asked(), ["api.authloom.test"]);

        // An address is looked up nowhere.
        let response = get(&client(format!("http://{server}"), config)).await;
        assert_eq!(response.expect("the address is known").status, 200);
        assert_eq!(names.asked().len(), 1);
    });
}

#[test]
fn a_name_that_is_not_found_is_said_to_be_so() {
    run(async || {
        let names = Names::of(&[]);
        let config = HttpConfig {
            resolver: Some(names.clone()),
            max_attempts: 2,
            ..once()
        };
        let error = post(&client("https://api.authloom.test", config))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Transport);
        assert_eq!(error.outcome, Outcome::NotSent);
        assert_eq!(error.attempts, 2);
        assert!(error.retryable);
        let sentence = error.to_string();
        assert!(
            sentence.contains("could not resolve the host name"),
            "{sentence}"
        );
        assert!(sentence.contains("no such name in this test"), "{sentence}");
        assert_eq!(names.asked(), ["api.authloom.test", "api.authloom.test"]);
    });
}

#[test]
fn a_name_without_an_address_is_not_resolved_either() {
    #[derive(Debug)]
    struct Nothing;
    impl authloom::Resolve for Nothing {
        fn resolve(
            &self,
            _host: &str,
        ) -> authloom::BoxFuture<'static, std::io::Result<Vec<std::net::SocketAddr>>> {
            Box::pin(std::future::ready(Ok(Vec::new())))
        }
    }
    run(async || {
        let config = HttpConfig {
            resolver: Some(std::sync::Arc::new(Nothing)),
            ..once()
        };
        let error = post(&client("https://api.authloom.test", config))
            .await
            .unwrap_err();
        assert_eq!(error.outcome, Outcome::NotSent);
        assert!(error.message.contains("could not resolve"), "{error}");
    });
}
