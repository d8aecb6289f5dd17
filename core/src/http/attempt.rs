//! One attempt: send, read, and tell success from failure, all under the deadlines.

use std::pin::pin;

use ::http::Request;
use ::http::response::Parts;
use bytes::Bytes;

use super::failure::{Failure, Reporter};
use super::http_request::Prepared;
use super::pipeline::Shared;
use super::response::{Received, Unread, read_body};
use super::retry::Fault;
use super::timeout::Timer;
use super::transport::Progress;
use crate::error::Error;
use crate::panics::Foreign;

/// How much of a refusal is read, in bytes: its text is searched for secrets, and no deadline
/// bounds that work. One that is longer loses its text.
const LARGEST_REFUSAL: usize = 256 << 10;

impl Shared {
    /// Makes one attempt with a request that has no credential yet.
    pub(super) async fn attempt(
        &self,
        draft: Result<Box<Request<Bytes>>, Error>,
        prepared: &Prepared,
        reporter: &Reporter<'_>,
        timer: &mut Timer<'_>,
    ) -> Result<Received, Failure> {
        let unsendable = |error| reporter.unsendable(error);
        let mut request = draft.map_err(unsendable)?;
        self.admit(&mut request, reporter.shown)
            .map_err(unsendable)?;
        let limits = &prepared.limits;
        let began = timer.begin_attempt();
        let progress = Progress::new(&*self.runtime, began);
        let due = || limits.next(&progress);
        let late = |passed| reporter.timeout(limits, passed, &progress);
        let mut sent = Foreign::new(self.transport.send(*request, &progress));
        let answered = timer.race(sent.as_mut(), due).await;
        // Not at the end of a block whose value the response is: if this panics, that would not be
        // dropped.
        drop(sent);
        let answered = answered
            .map_err(late)?
            .map_err(|error| reporter.transport(error))?;
        let (
            Parts {
                status, headers, ..
            },
            body,
        ) = answered.into_parts();
        progress.heard();
        let cap = if status.is_success() {
            prepared.cap
        } else {
            prepared.cap.min(LARGEST_REFUSAL)
        };
        let read = pin!(read_body(body, cap, &progress));
        let read = timer.race(read, due).await;
        let mut answer = Received {
            status,
            headers,
            body: Bytes::new(),
        };
        let wall_clock = || self.runtime.wall_clock();
        match read {
            Ok(Ok(body)) => answer.body = body,
            // A refusal stands by its status, with or without its text.
            _ if !answer.status.is_success() => {}
            Err(passed) => return Err(late(passed)),
            Ok(Err(Unread::Broken(error))) => return Err(reporter.transport(error)),
            Ok(Err(Unread::TooLarge)) => {
                let why = format!("the response is larger than {} bytes", prepared.cap);
                return Err(Failure {
                    fault: Fault::Permanent,
                    asked_wait: None,
                    error: reporter.undecodable(&answer, &why, wall_clock()),
                });
            }
        }
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(reporter.answer(&answer, wall_clock()))
        }
    }
}
