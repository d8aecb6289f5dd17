//! An operation from its arguments to its result, whatever panics in it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::hook::EventKind;
use super::observer::Observer;
use super::operation::{Class, Operation};
use super::pipeline::Pipeline;
use super::track::{self, Track};
use crate::error::{Error, Outcome};
use crate::panics::{Panicked, caught};

/// What the error of a panic says of the operation that it ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OperationInfo {
    name: &'static str,
    class: Class,
    resolve_with: Option<&'static str>,
}

impl From<&Operation> for OperationInfo {
    fn from(operation: &Operation) -> Self {
        Self {
            name: operation.name,
            class: operation.class,
            resolve_with: operation.resolve_with,
        }
    }
}

impl Pipeline {
    /// Runs an operation: `work` is all that it does. A panic in it, or in dropping what it held,
    /// ends the call with an error of kind `internal`, and closes the call's connection.
    ///
    /// The caller's frame holds `work`, since what is handed over is there twice.
    pub(crate) fn guard<'a, F>(
        &'a self,
        operation: OperationInfo,
        work: Pin<&'a mut Option<F>>,
    ) -> Guarded<'a, F> {
        Guarded {
            pipeline: self,
            operation,
            track: Track::default(),
            work,
        }
    }

    /// The error of a panic, told as the end of its call.
    #[cold]
    fn ended_by(&self, panicked: Panicked, operation: OperationInfo, track: Track) -> Error {
        let shared = &*self.shared;
        let Track {
            phase, attempts, ..
        } = track;
        let mut error = panicked.into_error(shared.api.client, operation.name, phase, attempts);
        if operation.class == Class::Safe {
            error = error.of_safe_operation();
        }
        if error.outcome == Outcome::Unknown {
            error.details_mut().resolve_with = operation.resolve_with.map(str::to_owned);
            // The connection in use went with the work. The others may be in whatever state.
            let _ = caught(|| shared.transport.close());
        }
        // Here the track is another call's: that of one which waits for this one, if any.
        let around = track::replace(Track::default());
        // A hook that does not bear to hear of the end hears nothing more.
        let _ = caught(|| {
            if let (Some(began), false) = (track.began, track.told || attempts == 0) {
                let (hooks, runtime) = (&shared.config.hooks, &*shared.runtime);
                Observer::new(hooks, shared.api, operation.name, runtime, began).tell(
                    EventKind::Finished,
                    attempts,
                    None,
                    Some(&error),
                );
            }
        });
        track::replace(around);
        error
    }
}

/// What [`Pipeline::guard`] returns.
pub(crate) struct Guarded<'a, F> {
    pipeline: &'a Pipeline,
    operation: OperationInfo,
    track: Track,
    /// None once it has panicked.
    work: Pin<&'a mut Option<F>>,
}

impl<T, F: Future<Output = Result<T, Error>>> Future for Guarded<'_, F> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let outer = track::replace(this.track);
        let polled = caught(|| {
            let work = this.work.as_mut().as_pin_mut();
            work.expect("an operation is not polled after its end")
                .poll(cx)
        });
        this.track = track::replace(outer);
        polled.unwrap_or_else(|panicked| {
            this.clear();
            let error = this.pipeline.ended_by(panicked, this.operation, this.track);
            Poll::Ready(Err(error))
        })
    }
}

impl<F> Guarded<'_, F> {
    /// Drops the work where it stands. Of a panic in that there is nobody to tell.
    fn clear(&mut self) {
        let _ = caught(|| self.work.set(None));
    }
}

impl<F> Drop for Guarded<'_, F> {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HttpConfig;
    use crate::error::ErrorKind;
    use crate::http::call::{Auth, Call};
    use crate::http::operation::{Api, Reported, Scheme};
    use crate::http::{
        BoxFuture, Cause, Phase as Exchanging, Progress, ResponseBody, Transport, TransportError,
    };
    use ::http::{Method, Request, Response};
    use bytes::Bytes;
    use std::future::{IntoFuture, ready};
    use std::io;
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::Waker;

    static SHOP: Api = Api {
        client: "Shop",
        scheme: Scheme::Bearer,
        credential_variable: "SHOP_TOKEN",
        accept: |_| "application/json",
        strict_content_type: true,
        repeats_500: true,
        read_error: |_| Reported::default(),
        error_codes: &[],
        conflict_is_bad_request: false,
    };
    static SELL: Operation =
        Operation::new("sell", Method::POST, Class::NonIdempotent).resolved_by("list_sales");

    /// A transport whose connection's own task panicked, and which says so.
    #[derive(Debug)]
    struct Broken {
        may_have_left: bool,
    }

    impl Transport for Broken {
        fn send<'a>(
            &'a self,
            _request: Request<Bytes>,
            _progress: &'a Progress,
        ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
            let panicked = caught(|| panic!("hush-hush")).map(|()| "it panics");
            let panicked = panicked.expect_err("it panics");
            Box::pin(ready(Err(TransportError {
                phase: Exchanging::Wait,
                may_have_left: self.may_have_left,
                cause: Cause::Closed,
                source: io::Error::other(io::Error::other(panicked)).into(),
            })))
        }

        fn reopen(&self) -> Arc<dyn Transport> {
            unreachable!("nothing forks")
        }

        fn close(&self) {}
    }

    fn shop(may_have_left: bool) -> Pipeline {
        let config = HttpConfig {
            transport: Some(Arc::new(Broken { may_have_left })),
            ..HttpConfig::default()
        };
        Pipeline::new(&SHOP, "https://shop.test", None, config).expect("a pipeline")
    }

    /// What comes of work that needs nothing to be waited for.
    fn ended(work: impl Future<Output = Result<(), Error>>) -> Error {
        let work = pin!(Some(work));
        let shop = shop(true);
        let mut guarded = shop.guard((&SELL).into(), work);
        let polled = Pin::new(&mut guarded).poll(&mut Context::from_waker(Waker::noop()));
        let Poll::Ready(Err(error)) = polled else {
            panic!("it ends with an error");
        };
        assert!(guarded.work.is_none(), "the work is dropped at once");
        error
    }

    #[test]
    fn a_panic_before_anything_is_sent_is_an_error_that_says_so() {
        let error = ended(async { panic!("{}", "hush-hush") });
        assert_eq!(
            (error.kind, error.outcome, error.attempts),
            (ErrorKind::Internal, Outcome::NotSent, 0)
        );
        assert_eq!(
            error.to_string(),
            "Shop sell: an internal fault ended the call while preparing the request. Report this \
             as a bug in authloom."
        );
        assert!(!format!("{error:?}").contains("hush"));
    }

    /// Panics when it is polled, if so asked, and when it is dropped.
    struct Spiteful {
        polled: bool,
    }

    impl Future for Spiteful {
        type Output = Result<(), Error>;

        fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Self::Output> {
            assert!(!self.polled, "it panics");
            Poll::Pending
        }
    }

    impl Drop for Spiteful {
        fn drop(&mut self) {
            panic!("while it is dropped");
        }
    }

    #[test]
    fn a_panic_of_what_is_dropped_goes_no_further() {
        let error = ended(Spiteful { polled: true });
        assert_eq!(error.kind, ErrorKind::Internal);

        // As a caller does that gives the call up.
        let work = pin!(Some(Spiteful { polled: false }));
        let shop = shop(true);
        let mut guarded = shop.guard((&SELL).into(), work);
        let polled = Pin::new(&mut guarded).poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
        drop(guarded);
    }

    #[test]
    fn a_call_within_a_call_has_a_track_of_its_own() {
        let error = ended(async {
            track::note(|track| track.attempt(3));
            let inner = ended(async { panic!("within") });
            assert_eq!((inner.attempts, inner.outcome), (0, Outcome::NotSent));
            panic!("without")
        });
        assert_eq!((error.attempts, error.outcome), (3, Outcome::Unknown));
        assert_eq!(error.resolve_with.as_deref(), Some("list_sales"));
        assert!(error.message.contains("sending the request"), "{error}");
    }

    #[test]
    fn a_panic_in_a_connections_own_task_is_told_as_one() {
        for (may_have_left, outcome) in [(true, Outcome::Unknown), (false, Outcome::NotSent)] {
            let shop = shop(may_have_left);
            let sell = Call::new(&SELL, "/sales").auth(Auth::None);
            let mut call = shop.empty(sell).into_future();
            let polled = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            let Poll::Ready(Err(error)) = polled else {
                panic!("it ends with an error");
            };
            assert_eq!(
                (error.kind, error.outcome, error.attempts, error.retryable),
                (ErrorKind::Internal, outcome, 1, false)
            );
            let unknown = outcome == Outcome::Unknown;
            assert_eq!(error.resolve_with.is_some(), unknown);
            let all = format!("{error} {error:?}");
            assert!(!all.contains("hush"), "{all}");
            assert!(all.contains("receiving the response"), "{all}");
        }
    }
}
