//! The target of header fields: any, with any value, also with an echo of the call's secrets.
//!
//! Input: API, operation, form of the call, status (two bytes), body, then the fields: a name
//! (from the table, or of its own), and a counted value.

use http::{HeaderName, HeaderValue};

use super::APIS;
use crate::answer::Answer;
use crate::check::check;
use crate::echo;
use crate::input::Input;
use crate::stage::{Reply, Stage};

/// Fields that mean something, and one past them: a counted name.
pub(crate) const NAMES: [&str; 28] = [
    "retry-after",
    "retry-after-ms",
    "content-type",
    "content-encoding",
    "location",
    "x-request-id",
    "request-id",
    "x-kong-request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-token-id",
    "www-authenticate",
    "date",
    "ratelimit",
    "ratelimit-reset",
    "x-ratelimit-remaining",
    "traceparent",
    "x-b3-traceid",
    "content-length",
    "transfer-encoding",
    "connection",
    "set-cookie",
    "refresh",
    "link",
    "server",
    "age",
    "authorization",
    "x-tyk-authorization",
];

/// Bodies: of no operation, of one operation or another, and one that says why not.
pub(crate) const BODIES: [&str; 8] = [
    "",
    "{}",
    r#"{"token_type":"Bearer","access_token":"issued-c4n4ry-77aa01","expires_in":900}"#,
    r#"{"data":{"id":"t","attributes":{"access_token":"issued-c4n4ry-77aa01"}}}"#,
    r#"{"client_id":"shop","secret":"issued-c4n4ry-77aa01"}"#,
    r#"{"type":"oauth","client_id":"c","authorization_endpoint":"https://i.test/a","token_endpoint":"https://i.test/t"}"#,
    r#"[{"code":"issued-c4n4ry-77aa01","expires":1.5}]"#,
    r#"{"error":"invalid_request","message":"no"}"#,
];

const MOST_FIELDS: usize = 24;

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let api = input.pick(&APIS);
    let operation = *input.pick(&api.operations());
    let form = input.byte();
    let mut answer = Answer::new(input.status());
    answer.body = input.pick(&BODIES).as_bytes().into();
    // Which secrets a call has is known once it was made: an echo needs that first.
    let blind = Stage::new(Reply::Answer(Answer::new(500)), 1, form);
    let secrets = api.call(&blind, operation).secrets;
    while !input.is_empty() && answer.headers.len() < MOST_FIELDS {
        let name = match usize::from(input.byte()) {
            known if known < NAMES.len() => Ok(HeaderName::from_static(NAMES[known])),
            _ => HeaderName::from_bytes(input.counted()),
        };
        let mut value = echo::fill(input.counted(), &secrets);
        // What no parser lets through.
        value.retain(|byte| *byte == b'\t' || *byte >= b' ' && *byte != 0x7f);
        let value = HeaderValue::from_bytes(&value);
        answer.headers.extend(name.ok().zip(value.ok()));
    }
    let stage = Stage::new(Reply::Answer(answer), 3, form);
    check(&stage, &api.call(&stage, operation));
}
