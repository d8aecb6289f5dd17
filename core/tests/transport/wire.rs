//! A request on the wire, byte for byte.

use std::sync::mpsc::{Receiver, channel};

use authloom::konnect::UpsertAuthConfig;
use authloom::{CallOptions, HttpConfig, RawRequest};

use crate::support::raw::{self, OK};
use crate::support::{TOKEN, client, get, next, run_on_each};

/// A server that tells each request.
fn server() -> (std::net::SocketAddr, Receiver<String>) {
    let (report, reported) = channel();
    let address = raw::serve(move |mut connection, _| {
        while let Some(request) = connection.request() {
            let _ = report.send(request);
            connection.send(OK);
        }
    });
    (address, reported)
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn a_request_without_a_body_holds_what_it_must_and_no_more() {
    run_on_each(async |http| {
        let (address, reported) = server();
        get(&client(format!("http://{address}/base/"), http.clone()))
            .await
            .expect("a success");
        assert_eq!(
            next(&reported),
            format!(
                "GET /base/v1/thing HTTP/1.1\r\n\
                 accept: application/json\r\n\
                 user-agent: authloom/{VERSION}\r\n\
                 authorization: Bearer {TOKEN}\r\n\
                 host: {address}\r\n\
                 \r\n"
            )
        );
    });
}

#[test]
fn a_request_with_a_body_says_what_it_is_and_how_long() {
    run_on_each(async |http| {
        let (address, reported) = server();
        let config = HttpConfig {
            user_agent_suffix: Some("billing/2.1".to_owned()),
            ..http.clone()
        };
        let config_of_instance = UpsertAuthConfig {
            client_id: "id".to_owned(),
            client_secret: "hush-hush".into(),
            authorization_endpoint: "https://id.test/a".to_owned(),
            token_endpoint: "https://id.test/t".to_owned(),
        };
        let options = CallOptions {
            headers: [("X-Trace-Id".to_owned(), "t1".to_owned())].into(),
            ..CallOptions::default()
        };
        // What comes back is no auth config; what went there is what counts.
        let _ = client(format!("http://{address}"), config)
            .upsert_auth_config("a/ü", config_of_instance)
            .options(options)
            .await;
        let sent = next(&reported);
        let (head, body) = sent.split_once("\r\n\r\n").expect("a head has an end");
        assert_eq!(
            head,
            format!(
                "PUT /v1/integration-instances/a%2F%C3%BC/auth-config HTTP/1.1\r\n\
                 accept: application/json\r\n\
                 user-agent: authloom/{VERSION} billing/2.1\r\n\
                 content-type: application/json\r\n\
                 x-trace-id: t1\r\n\
                 authorization: Bearer {TOKEN}\r\n\
                 host: {address}\r\n\
                 content-length: {}",
                body.len()
            )
        );
        // In which order the members stand is nobody's business.
        let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(
            body,
            serde_json::json!({
                "type": "oauth",
                "client_id": "id",
                "client_secret": "hush-hush",
                "authorization_endpoint": "https://id.test/a",
                "token_endpoint": "https://id.test/t",
            })
        );
    });
}

#[test]
fn a_post_of_nothing_says_that_it_is_nothing() {
    run_on_each(async |http| {
        let (address, reported) = server();
        let client = client(format!("http://{address}"), http.clone());
        for (method, length) in [("POST", true), ("PUT", true), ("DELETE", false)] {
            let request = RawRequest {
                method: method.to_owned(),
                path: "/v1/thing".to_owned(),
                ..RawRequest::default()
            };
            client.request(request).await.expect("a success");
            let sent = next(&reported);
            // RFC 9110, section 8.6: where a method gives a body a meaning, its absence is said.
            assert_eq!(sent.contains("\r\ncontent-length: 0\r\n"), length, "{sent}");
            assert!(!sent.contains("transfer-encoding"), "{sent}");
        }
    });
}
