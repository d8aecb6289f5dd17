//! Servers that send back what they were sent.

use authloom_sandbox::Fault;
use authloom_sandbox::faults::{Kind, Malformation, Place, Reply};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};

use super::canaries::{Canaries, hexadecimal, percent_throughout};
use super::responses::{self, Shape};
use super::seen::Seen;
use super::server::Server;
use super::{call, watched};
use crate::operations::{self, Clients};
use crate::support::{on_each, strike};

type Encode = fn(&str) -> String;

const THROUGHOUT: &str = "percent-encoded throughout";

/// How a server may write down what it was sent.
const ENCODINGS: [(&str, Encode); 10] = [
    ("as it is", str::to_owned),
    ("base64", |text| BASE64_STANDARD.encode(text)),
    ("base64 for URLs", |text| BASE64_URL_SAFE.encode(text)),
    ("as a form", |text| {
        form_urlencoded::byte_serialize(text.as_bytes()).collect()
    }),
    (THROUGHOUT, percent_throughout),
    ("escaped as in JSON", |text| {
        let quoted = serde_json::Value::from(text).to_string();
        quoted.trim_matches('"').to_owned()
    }),
    ("in upper case", str::to_uppercase),
    ("in lower case", str::to_lowercase),
    ("in hexadecimal", hexadecimal),
    ("in hexadecimal, upper case", |text| {
        hexadecimal(text).to_uppercase()
    }),
];

#[test]
fn an_echo_is_redacted() {
    on_each(async |carrier, _| {
        let canaries = Canaries::new();
        let seen = Seen::default();
        let _listening = seen.listen();
        for (number, (encoding, encode)) in ENCODINGS.into_iter().enumerate() {
            for (status, shape) in [
                (200, Shape::Quoted),
                (307, Shape::Text),
                (400, Shape::Errors),
                (401, Shape::Torn),
                (500, Shape::Page),
            ] {
                if encoding == THROUGHOUT && !matches!(shape, Shape::Page) {
                    // It is the same wherever it stands, and slow to look through.
                    continue;
                }
                let server =
                    Server::start(move |request| responses::with(status, shape, &encode(request)))
                        .await;
                let http = watched(carrier.http(), &seen);
                let clients = Clients::at(|_| server.url(), &canaries.credentials(), &http);
                let with_token = number % 2 == 1;
                for operation in operations::all() {
                    call(operation, &clients, &canaries, with_token, &seen).await;
                    let what =
                        format!("{carrier:?}, {status}, {encoding}, {shape:?}, {operation:?}");
                    seen.check(&canaries, &what);
                }
                // Each was sent, so that each could come back.
                let sent = canaries.in_text(&server.requests());
                let missing: Vec<_> = canaries
                    .all()
                    .map(|(name, _)| name)
                    .filter(|name| !sent.contains(name))
                    .collect();
                let unused = if with_token {
                    &["credential", "tyk secret"][..]
                } else {
                    &["call token"]
                };
                assert_eq!(missing, unused, "{carrier:?}");
            }
        }
        seen.control(&canaries);
    });
}

/// All of a request, as the sandbox fills it in.
const ALL: &str = "{target} {headers} {body}";

#[test]
fn an_echo_of_the_sandbox_is_redacted() {
    on_each(async |carrier, sandbox| {
        let canaries = Canaries::new();
        let seen = Seen::default();
        let _listening = seen.listen();
        let kept = |status| {
            let reply = Reply::new(status).reason(ALL).text(ALL);
            [
                "WWW-Authenticate",
                "X-Request-Id",
                "Content-Type",
                "Location",
            ]
            .into_iter()
            .fold(reply, |reply, name| reply.header(name, ALL))
        };
        for kind in [
            Kind::Echo(Reply::new(400)),
            Kind::Echo(kept(200)),
            Kind::Echo(kept(302)),
            Kind::Echo(kept(403)),
            Kind::Echo(kept(503)),
            Kind::Redirect {
                status: 308,
                origin: None,
            },
            Kind::Reset { at: Place::Before },
            Kind::Close { at: Place::Head },
            Kind::Malformed {
                part: Malformation::Header,
            },
        ] {
            for with_token in [false, true] {
                strike(sandbox, [Fault::new(kind.clone())]);
                let url = |api| sandbox.base_url(api);
                let http = watched(carrier.http(), &seen);
                let clients = Clients::at(url, &canaries.credentials(), &http);
                for operation in operations::all() {
                    call(operation, &clients, &canaries, with_token, &seen).await;
                    let what = format!("{carrier:?}, {kind:?}, {operation:?}");
                    seen.check(&canaries, &what);
                }
            }
        }
        seen.control(&canaries);
    });
}

#[test]
fn what_is_no_http_at_all_is_not_shown() {
    on_each(async |carrier, _| {
        let canaries = Canaries::new();
        let seen = Seen::default();
        let _listening = seen.listen();
        // The request itself, and what looks like a response until its second line.
        let responses: [fn(&str) -> String; 2] = [str::to_owned, |request| {
            format!("HTTP/1.1 200 OK\r\n{request}")
        }];
        for response in responses {
            let server = Server::start(response).await;
            let http = watched(carrier.http(), &seen);
            let clients = Clients::at(|_| server.url(), &canaries.credentials(), &http);
            for operation in operations::all() {
                let given = call(operation, &clients, &canaries, false, &seen).await;
                assert!(given.is_none(), "{operation:?}");
                seen.check(&canaries, &format!("{carrier:?}, {operation:?}"));
            }
        }
        seen.control(&canaries);
    });
}
