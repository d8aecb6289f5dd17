//! How the result of a call comes back from the I/O thread, or the news that there will be none.

use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::Arc;

use authloom::BoxFuture;
use futures_util::future::{AbortRegistration, Abortable, Aborted};

use crate::completion_queue::ResultSink;
use crate::panics::{Panicked, caught, provoked};
use crate::scheduler::Scheduler;

/// A call with what becomes of its result. Boxed, so that what drives it is there once, and not for
/// each kind of call.
pub(crate) fn delivered<T, F, P, L>(
    call: impl FnOnce() -> F + Send + 'static,
    registration: AbortRegistration,
    mut delivery: Delivery<T, P, L>,
) -> BoxFuture<'static, ()>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
    P: ResultSink<T> + Send + Sync + 'static,
    L: FnOnce(Panicked) -> T + Send + 'static,
{
    Box::pin(async move {
        let scheduler = Arc::clone(&delivery.scheduler);
        let mut call = pin!(Abortable::new(call(), registration));
        let ended = poll_fn(|context| {
            scheduler.count_poll();
            call.as_mut().poll(context)
        });
        match ended.await {
            Ok(result) => delivery.tell(result),
            Err(Aborted) => delivery.forget(),
        }
    })
}

/// A call's way back. Whatever drops it before the call has ended or was cancelled, be it a panic of
/// the call, of what drives it, or of the thread's own, whoever waits is notified.
pub(crate) struct Delivery<T, P: ResultSink<T>, L: FnOnce(Panicked) -> T> {
    scheduler: Arc<Scheduler>,
    /// None once it is reported, or nothing is to be reported.
    rest: Option<(Arc<P>, L)>,
    result: PhantomData<fn() -> T>,
}

impl<T, P: ResultSink<T>, L: FnOnce(Panicked) -> T> Delivery<T, P, L> {
    pub(crate) fn new(scheduler: &Arc<Scheduler>, sink: Arc<P>, lost: L) -> Self {
        Self {
            scheduler: Arc::clone(scheduler),
            rest: Some((sink, lost)),
            result: PhantomData,
        }
    }

    fn tell(&mut self, result: T) {
        let Some((sink, lost)) = self.rest.take() else {
            return;
        };
        let told = caught(|| {
            provoked("put");
            self.scheduler.deliver(Arc::clone(&sink), result);
        });
        if let Err(panicked) = told {
            self.scheduler.deliver(sink, lost(panicked));
        }
    }

    fn forget(&mut self) {
        self.rest = None;
    }
}

impl<T, P: ResultSink<T>, L: FnOnce(Panicked) -> T> Drop for Delivery<T, P, L> {
    fn drop(&mut self) {
        if let Some((sink, lost)) = self.rest.take()
            && !self.scheduler.is_closing()
        {
            let panicked = Panicked::unwinding();
            let _ = caught(|| self.scheduler.deliver(sink, lost(panicked)));
        }
    }
}
