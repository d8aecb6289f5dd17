//! The bodies of responses: how large, how many bytes are taken in, what an end too early means.

use authloom::{ErrorKind, HttpConfig, Outcome};
use tokio::sync::mpsc::unbounded_channel;

use crate::support::raw::{self, OK};
use crate::support::{client, get, post, run_on_each};

const CAP: usize = 64;

fn capped(http: &HttpConfig) -> HttpConfig {
    HttpConfig {
        max_body: CAP.try_into().expect("a small number"),
        ..http.clone()
    }
}

/// JSON text of so many bytes.
fn json(length: usize) -> String {
    format!("\"{}\"", "x".repeat(length - 2))
}

fn with_length(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn chunked(status: &str, body: &str) -> String {
    let (first, second) = body.split_at(body.len() / 2);
    let chunk = |piece: &str| format!("{:x}\r\n{piece}\r\n", piece.len());
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{}{}0\r\n\r\n",
        chunk(first),
        chunk(second)
    )
}

fn until_close(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\r\n{body}")
}

type Form = fn(&str, &str) -> String;
const FORMS: [(&str, Form); 3] = [
    ("with a length", with_length),
    ("in chunks", chunked),
    ("until the connection closes", until_close),
];

#[test]
fn a_body_may_be_as_large_as_the_cap_and_no_larger() {
    run_on_each(async |http| {
        for (name, form) in FORMS {
            for (length, fits) in [(CAP, true), (CAP + 1, false)] {
                let response = form("200 OK", &json(length));
                let server = raw::serve(move |mut connection, _| {
                    connection.request();
                    connection.send(&response);
                });
                let result = post(&client(format!("http://{server}"), capped(&http))).await;
                if fits {
                    assert_eq!(result.expect(name).body, json(CAP));
                    continue;
                }
                let error = result.expect_err(name);
                assert_eq!(error.kind, ErrorKind::Decode, "{name}");
                assert_eq!(error.status, Some(200));
                assert_eq!(error.outcome, Outcome::Unknown);
                assert_eq!(error.attempts, 1);
                assert!(error.message.contains("larger than 64 bytes"), "{error}");
            }
        }
    });
}

#[test]
fn a_body_that_is_announced_as_too_large_is_not_waited_for() {
    run_on_each(async |http| {
        let server = raw::serve(|mut connection, _| {
            connection.request();
            let length = CAP + 1;
            connection.send(format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n"
            ));
            connection.request();
        });
        let error = get(&client(format!("http://{server}"), capped(&http)))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Decode, "{error}");
    });
}

#[test]
fn a_failure_keeps_its_status_when_its_body_is_too_large() {
    run_on_each(async |http| {
        for (name, form) in FORMS {
            for (status, kind) in [
                ("500 Internal Server Error", ErrorKind::ServerError),
                ("404 Not Found", ErrorKind::NotFound),
            ] {
                let response = form(status, &json(CAP + 1));
                let server = raw::serve(move |mut connection, _| {
                    connection.request();
                    connection.send(&response);
                });
                let error = get(&client(format!("http://{server}"), capped(&http)))
                    .await
                    .expect_err(name);
                assert_eq!(error.kind, kind, "{name}");
                assert_eq!(error.status, status[..3].parse().ok());
                assert_eq!(error.body, None);
            }
        }
    });
}

#[test]
fn an_endless_body_is_given_up_and_its_connection_with_it() {
    run_on_each(async |http| {
        let (report, mut reported) = unbounded_channel();
        let server = raw::serve(move |mut connection, number| {
            if number > 0 {
                return connection.respond_all(OK);
            }
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            while connection.send("5\r\n     \r\n") {}
            let _ = report.send(());
        });
        let client = client(format!("http://{server}"), capped(&http));
        let error = get(&client).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Decode);
        reported.recv().await.expect("the client hangs up");
        assert_eq!(get(&client).await.expect("a fresh connection").status, 200);
    });
}

#[test]
fn half_a_response_is_no_response() {
    run_on_each(async |http| {
        for response in [
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
        ] {
            let server = raw::serve(move |mut connection, _| {
                connection.request();
                connection.send(response);
            });
            let config = HttpConfig {
                max_attempts: 3,
                ..http.clone()
            };
            let error = post(&client(format!("http://{server}"), config))
                .await
                .unwrap_err();
            assert_eq!(error.kind, ErrorKind::Transport);
            assert_eq!(error.outcome, Outcome::Unknown);
            assert_eq!(
                error.attempts, 1,
                "a POST that got a response is not repeated"
            );
            assert!(
                error.message.contains("in the middle of the response"),
                "{error}"
            );
        }
    });
}
