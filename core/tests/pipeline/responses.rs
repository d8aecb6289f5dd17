//! What of a response can be used.

use authloom::ErrorKind;
use authloom::tyk::{AuthorizeClientOptions, ResponseType};
use bytes::Bytes;

use crate::script::{Piece, Step};
use crate::{CONFIG, ID, Stage};

fn get(step: Step) -> Result<authloom::konnect::AuthConfig, authloom::Error> {
    let stage = Stage::new([step]);
    let konnect = stage.konnect_with(|config| {
        config.http.max_attempts = 1;
        config.http.max_body = 1000;
    });
    stage.run(konnect.get_auth_config(ID))
}

fn bytes(text: &str) -> Piece {
    Piece::Bytes(Bytes::copy_from_slice(text.as_bytes()))
}

#[test]
fn a_body_in_pieces_is_one_body() {
    let (begin, end) = CONFIG.split_at(17);
    let (middle, end) = end.split_at(5);
    get(Step::pieces(
        200,
        vec![bytes(begin), bytes(middle), bytes(""), bytes(end)],
    ))
    .expect("an auth config");
}

#[test]
fn a_body_larger_than_the_cap_is_refused_while_it_comes() {
    let step = Step::pieces(
        200,
        vec![
            bytes(&" ".repeat(600)),
            bytes(&" ".repeat(600)),
            Piece::Hang,
        ],
    );
    let error = get(step).expect_err("too large");
    assert_eq!((error.kind, error.status), (ErrorKind::Decode, Some(200)));
    assert_eq!(error.message, "the response is larger than 1000 bytes");
}

#[test]
fn a_refusal_stands_without_its_text() {
    for body in [
        vec![bytes(&"x".repeat(2000))],
        vec![bytes("{"), Piece::Break],
        vec![Piece::Hang],
        vec![bytes("<html>")],
        vec![],
    ] {
        let error = get(Step::pieces(403, body)).expect_err("refused");
        assert_eq!(
            (error.kind, error.status),
            (ErrorKind::Forbidden, Some(403))
        );
    }
}

#[test]
fn a_coded_body_is_not_used() {
    let coded = Step::response(200, CONFIG).with("content-encoding", "gzip");
    assert_eq!(get(coded).expect_err("coded").kind, ErrorKind::Decode);
    let coded = Step::response(404, r#"{"detail":"x"}"#).with("content-encoding", "gzip");
    let error = get(coded).expect_err("refused");
    assert_eq!((error.kind, &error.body), (ErrorKind::NotFound, &None));
    let plain = Step::response(200, CONFIG).with("content-encoding", "identity");
    get(plain).expect("no coding at all");
}

#[test]
fn deep_json_is_refused_before_it_is_parsed() {
    let deep = "[".repeat(900);
    let error = get(Step::response(200, &deep)).expect_err("deep");
    assert_eq!(error.message, "the response nests deeper than 64 levels");
}

#[test]
fn a_redirect_is_an_error_that_names_its_target_without_query() {
    let step = Step::status(302).with("location", "https://u:p@evil.test/x?code=abc#d");
    let error = get(step).expect_err("a redirect");
    assert_eq!((error.kind, error.status), (ErrorKind::Decode, Some(302)));
    assert_eq!(
        error.message,
        "it redirects to https://evil.test/x, and no redirect is followed"
    );
}

#[test]
fn an_error_keeps_what_helps() {
    let step = Step::response(429, r#"{"detail":"slow down","instance":"kong:trace:1"}"#)
        .with("retry-after", "3")
        .with("ratelimit-remaining", "0")
        .with("x-request-id", "r-1")
        .with("set-cookie", "session=x");
    let error = get(step).expect_err("limited");
    assert_eq!(error.retry_after.map(|wait| wait.as_secs()), Some(3));
    assert_eq!(error.request_id.as_deref(), Some("kong:trace:1"));
    for kept in [
        "retry-after",
        "ratelimit-remaining",
        "x-request-id",
        "content-type",
    ] {
        assert!(error.headers.contains_key(kept), "{kept}");
    }
    assert!(!error.headers.contains_key("set-cookie"));
    assert_eq!(
        error.to_string(),
        "Konnect get_auth_config: the server responded with 429 Too Many Requests: slow down. \
         Wait, then call again less often; the server asks to wait 3 s. \
         Quote kong:trace:1 to the server's support."
    );
}

#[test]
fn a_kept_body_is_at_most_8_kib() {
    let stage = Stage::new([Step::response(400, &format!("\"{}\"", "x".repeat(100_000)))]);
    let error = stage
        .run(stage.konnect().get_auth_config(ID))
        .expect_err("refused");
    assert_eq!(error.body.as_ref().map(String::len), Some(8192));

    let stage = Stage::new([Step::response(400, &" ".repeat(300_000))]);
    let error = stage
        .run(stage.konnect().get_auth_config(ID))
        .expect_err("refused");
    assert_eq!((error.kind, &error.body), (ErrorKind::BadRequest, &None));
}

#[test]
fn a_407_is_about_the_proxy() {
    let error = get(Step::response(407, "")).expect_err("refused");
    assert!(!error.retryable);
    assert_eq!(
        error.to_string(),
        "Konnect get_auth_config: a proxy responded with 407 Proxy Authentication Required: it gave \
         no reason. Check the user name and password in the setting `proxy`."
    );
}

#[test]
fn a_page_is_quoted_by_its_title() {
    let page = "<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>\r\n\
                <body>kpat_example</body></html>";
    let error = get(Step::response(400, page)).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "Konnect get_auth_config: the server responded with 400 Bad Request: it sent a page with \
         the title \"400 No required SSL certificate was sent\". A server in front of the API \
         refused the request: check the base URL, and whether it wants a `client_certificate`."
    );
    let page = "<html><head><title>502 Bad Gateway</title></head></html>";
    let error = get(Step::response(502, page)).expect_err("failed");
    assert!(error.message.ends_with("\"502 Bad Gateway\""), "{error}");
}

#[test]
fn a_server_error_of_oauth_is_not_blamed_on_arguments() {
    let stage = Stage::new([Step::response(403, r#"{"error":"server_error"}"#)]);
    let call = stage.tyk().authorize_client(
        ResponseType::Code,
        "shop",
        AuthorizeClientOptions::default(),
    );
    let error = stage.run(call).expect_err("refused");
    assert_eq!(error.kind, ErrorKind::OAuthError);
    let sentence = error.to_string();
    assert!(sentence.contains("ask the server's operator"), "{sentence}");
}
