//! The target of errors: whatever a server or a transport says, with echoes of the call's secrets
//! in any encoding. None of them may be seen in the error.
//!
//! Input: API, operation, form of the call, what happens, then: status (two bytes), media type,
//! shape, three counted header values and the body; or the text of a transport's failure.

use authloom::{Cause, Phase};
use http::{HeaderName, HeaderValue};

use super::APIS;
use crate::answer::Answer;
use crate::check::check;
use crate::echo;
use crate::input::Input;
use crate::stage::{Reply, Stage};

/// The fields in which an error shows what a server said.
const ECHOING: [&str; 3] = ["location", "x-request-id", "www-authenticate"];

/// What a transport's failure may be.
const FAILURES: [(Phase, Cause); 6] = [
    (Phase::Wait, Cause::Closed),
    (Phase::Wait, Cause::Reset),
    (Phase::Wait, Cause::Other),
    (Phase::Read, Cause::Reset),
    (Phase::Send, Cause::Other),
    (Phase::Tls, Cause::Other),
];

/// What happens: of this many, one is a failure of the transport.
pub(crate) const FATES: u8 = 8;

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let api = input.pick(&APIS);
    let operation = *input.pick(&api.operations());
    let form = input.byte();
    // Which secrets a call has is known once it was made: an echo needs that first.
    let blind = Stage::new(Reply::Answer(Answer::new(500)), 1, form);
    let secrets = api.call(&blind, operation).secrets;
    let fails = input.byte() % FATES == FATES - 1;
    let reply = if fails {
        let (phase, cause) = *input.pick(&FAILURES);
        let why = echo::fill(input.rest(), &secrets);
        Reply::Fail(phase, cause, String::from_utf8_lossy(&why).into_owned())
    } else {
        let (mut answer, repeats) = Answer::read(&mut input);
        for name in ECHOING {
            let mut value = echo::fill(input.counted(), &secrets);
            value.retain(|byte| *byte == b'\t' || *byte >= b' ' && *byte != 0x7f);
            if !value.is_empty() {
                let value = HeaderValue::from_bytes(&value).expect("no byte is left that cannot");
                answer.headers.push((HeaderName::from_static(name), value));
            }
        }
        answer.body = echo::fill(&input.rest().repeat(repeats), &secrets).into();
        Reply::Answer(answer)
    };
    let stage = Stage::new(reply, 1, form);
    let called = api.call(&stage, operation);
    check(&stage, &called);
}
