//! A call from its first attempt to its success or its last error.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use tracing::Instrument;

use super::call::Call;
use super::failure::{Failure, Reporter};
use super::hook::EventKind;
use super::http_request::Prepared;
use super::observer::Observer;
use super::options::CallOptions;
use super::pipeline::{Pipeline, Shared};
use super::response::Received;
use super::retry::{self, Charge, Fault};
use super::success::Success;
use super::timeout::Timer;
use super::track;
use crate::error::{Error, ErrorKind, Outcome};
use crate::panics::Phase;

/// What went before, as far as it decides what comes next.
#[derive(Default)]
struct History {
    attempts: i32,
    /// Connections that were closed without a response.
    closed: i32,
    /// Whether an attempt may have been applied.
    unknown: bool,
    /// Whether the request was repeated with another credential.
    replayed: bool,
    charge: Option<Charge>,
}

/// What follows a failed attempt.
enum Next {
    /// The call is done after all, though no response says so.
    Success,
    /// Another attempt, after a wait.
    Wait(Duration),
    Fail(Error),
}

impl Pipeline {
    /// Executes a call to its success or its last error, in a span of its own.
    pub(crate) async fn execute(
        &self,
        call: Call,
        options: &CallOptions,
    ) -> Result<Success<'_>, Error> {
        let span = tracing::debug_span!(
            "call",
            client = self.shared.api.client,
            operation = call.operation.name
        );
        self.attempts(call, options).instrument(span).await
    }

    async fn attempts(&self, mut call: Call, options: &CallOptions) -> Result<Success<'_>, Error> {
        call.secrets.extend(options.secret_headers());
        let shared = &*self.shared;
        call.secrets.extend(shared.proxy_passwords.iter().cloned());
        let named = |error: Error| error.of(shared.api.client, call.operation.name);
        shared.check_open().map_err(named)?;
        let prepared = shared.prepare(&call, options).map_err(named)?;
        let draft = || shared.draft(&prepared, &call, options);
        let mut first = Some(draft().map_err(named)?);
        track::note(|track| track.begin(prepared.began));
        let mut timer = Timer::new(&*shared.runtime, &prepared.limits, prepared.began);
        let mut lease = shared
            .lease(&call, options, &prepared.limits, &mut timer)
            .await
            .map_err(named)?;
        let mut observer = Observer::new(
            &shared.config.hooks,
            shared.api,
            call.operation.name,
            &*shared.runtime,
            prepared.began,
        );
        let mut history = History::default();
        let answer = loop {
            history.attempts += 1;
            track::note(|track| track.attempt(history.attempts));
            observer.tell(EventKind::Sending, history.attempts, None, None);
            if !shared.config.hooks.is_empty() {
                timer.reread_clock();
            }
            let reporter = Reporter {
                api: shared.api,
                call: &call,
                shown: lease.as_ref().map(|lease| &lease.secret),
                attempt: history.attempts,
            };
            let request = first.take().map_or_else(draft, Ok);
            let next = {
                let result = shared
                    .attempt(request, &prepared, &reporter, &mut timer)
                    .await;
                observer.answered(history.attempts, &result);
                match result {
                    Ok(answer) => {
                        shared.retry_budget.succeeded(history.charge);
                        break answer;
                    }
                    Err(failure) => shared.after(failure, &mut history, &prepared, &call),
                }
            };
            match next {
                Next::Success => {
                    break Received {
                        status: StatusCode::NO_CONTENT,
                        headers: HeaderMap::new(),
                        body: Bytes::new(),
                    };
                }
                Next::Wait(wait) => {
                    observer.retrying(history.attempts, wait);
                    if !wait.is_zero() {
                        shared.runtime.sleep(wait).await;
                    }
                }
                Next::Fail(error) => {
                    let may_replay = !history.replayed && history.attempts < prepared.max_attempts;
                    let another = if error.status == Some(401) && may_replay {
                        history.replayed = true;
                        track::note(|track| track.phase = Phase::Credential);
                        shared
                            .renewed(lease.as_ref(), &call, options, &prepared.limits, &mut timer)
                            .await
                    } else {
                        None
                    };
                    if another.is_none() {
                        track::note(|track| track.told = true);
                        observer.tell(EventKind::Finished, history.attempts, None, Some(&error));
                        return Err(error);
                    }
                    observer.retrying(history.attempts, Duration::ZERO);
                    lease = another;
                }
            }
        };
        track::note(|track| track.told = true);
        observer.tell(EventKind::Finished, history.attempts, Some(&answer), None);
        track::note(|track| track.phase = Phase::Decoding);
        Ok(Success {
            response: answer,
            call,
            shown: lease.map(|lease| lease.secret),
            attempts: history.attempts,
            pipeline: self,
        })
    }
}

impl Shared {
    fn check_open(&self) -> Result<(), Error> {
        if self.closed.load(Relaxed) {
            return Err(Error::new(ErrorKind::Closed, "the client was closed"));
        }
        Ok(())
    }

    /// Decides what follows a failed attempt.
    fn after(
        &self,
        failure: Failure,
        history: &mut History,
        prepared: &Prepared,
        call: &Call,
    ) -> Next {
        let Failure {
            fault,
            asked_wait,
            mut error,
        } = failure;
        if error.status == Some(404) && call.operation.absent_is_done && history.unknown {
            return Next::Success;
        }
        history.unknown |= error.outcome == Outcome::Unknown;
        history.closed += i32::from(fault == Fault::Closed);
        if history.unknown {
            // An earlier attempt may have been applied, whatever became of the last one.
            let details = error.details_mut();
            details.outcome = Outcome::Unknown;
            details.resolve_with = call.operation.resolve_with.map(str::to_owned);
        }
        if history.attempts >= prepared.max_attempts
            || !fault.allows_retry(call.operation.class, history.closed)
        {
            return Next::Fail(error);
        }
        let wait = retry::wait(fault, asked_wait, history.attempts, fastrand::f64());
        let left = prepared
            .limits
            .end
            .saturating_duration_since(self.runtime.now());
        if wait >= left {
            return Next::Fail(error);
        }
        let throttled = fault == Fault::Throttled || asked_wait.is_some();
        match self.retry_budget.charge(throttled) {
            Some(charge) => {
                history.charge = Some(charge);
                if fault == Fault::Closed {
                    // What closed this connection may have closed the others that wait.
                    self.transport.close();
                }
                Next::Wait(wait)
            }
            None => Next::Fail(error),
        }
    }
}
