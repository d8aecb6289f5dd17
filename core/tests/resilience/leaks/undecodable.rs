//! Responses that hold a new secret and cannot be used: nobody has marked it as one yet.

use authloom::Secret;

use super::canaries::Canaries;
use super::seen::Seen;
use super::server::Server;
use super::watched;
use crate::operations::{self, Arguments, Clients, Credentials, Success};
use crate::support::{on_each, within};

/// Responses that no operation can use, as far as it looks at them at all; `NEW` is the secret.
const BODIES: [&str; 14] = [
    r#""NEW""#,
    r#"{"NEW": "NEW"}"#,
    r#"{"access_token": "NEW"#,
    r#"{"access_token": "NEW", "refresh_token": "NEW", "token_type": ["NEW"], "expires_in": "NEW"}"#,
    r#"{"access_token": ["NEW"], "expires_in": 3600, "token_type": "bearer"}"#,
    r#"{"access_token": {"value": "NEW"}, "code": {"NEW": 1}, "redirect_to": "NEW"}"#,
    r#"{"data": {"id": 1, "attributes": {"access_token": "NEW", "expires_in": "NEW"}}}"#,
    r#"{"data": "NEW"}"#,
    r#"{"data": [{"id": "NEW"}]}"#,
    r#"{"type": "oauth", "client_id": {"NEW": "NEW"}, "config": "NEW", "created_at": "NEW"}"#,
    r#"{"client_id": 1, "secret": ["NEW"], "key": ["NEW"], "status": "NEW", "action": "NEW"}"#,
    r#"{"pagination": "NEW", "Pagination": {"page_num": "NEW"}, "Tokens": ["NEW"]}"#,
    r#"[{"code": "NEW", "expires": "NEW", "secret": "NEW", "client_id": ["NEW"]}]"#,
    "access_token=NEW&expires_in=3600",
];

#[test]
fn a_secret_in_an_undecodable_response_is_hidden() {
    on_each(async |carrier, _| {
        let canaries = Canaries::new();
        let new = Secret::new(canaries.get("call token").reveal().replace('"', ""));
        let seen = Seen::default();
        let _listening = seen.listen();
        for headers in [
            "Content-Type: application/json",
            "Content-Type: text/html",
            "Content-Type: application/json\r\nContent-Encoding: gzip",
        ] {
            for body in BODIES {
                let body = body.replace("NEW", new.reveal());
                let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\nConnection: close\r\n");
                let response = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
                let server = Server::start(move |_| response.clone()).await;
                let http = watched(carrier.http(), &seen);
                let clients = Clients::at(|_| server.url(), &Credentials::default(), &http);
                for operation in operations::all() {
                    let arguments = Arguments::default();
                    match within(operation.call(&clients, &arguments)).await {
                        Err(error) => seen.error(error),
                        Ok(_) => assert_ne!(operation.success, Success::Json, "{body}"),
                    }
                    let what = format!("{carrier:?}, {headers}, {operation:?}, {body}");
                    seen.check(&canaries, &what);
                }
            }
        }
        seen.control(&canaries);
    });
}
