//! The task that looks after the connections that no call uses.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::Instant;

use crate::http::runtime::{BoxFuture, Runtime};

/// What is looked after.
pub(super) trait Guarded: Send + Sync + 'static {
    /// Closes what the server has closed, and what is too old, and has the task woken when there
    /// may be more of that. Returns when the next may be too old; none if there is no connection,
    /// and with it the guard.
    fn look_after(&self, cx: &mut Context<'_>) -> Option<Instant>;

    /// The runtime has ended, and with it the guard.
    fn abandon(&self);
}

/// The task that looks after the connections that no call uses. It ends when there is no
/// connection, with the client, or with its runtime, and then closes them.
pub(super) struct Guard<G: Guarded> {
    guarded: Weak<G>,
    runtime: Arc<dyn Runtime>,
    timer: Option<BoxFuture<'static, ()>>,
    is_done: bool,
}

impl<G: Guarded> Guard<G> {
    pub(super) fn new(guarded: Weak<G>, runtime: Arc<dyn Runtime>) -> Self {
        Self {
            guarded,
            runtime,
            timer: None,
            is_done: false,
        }
    }
}

impl<G: Guarded> Future for Guard<G> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        loop {
            let guarded = this.guarded.upgrade();
            let Some(due) = guarded.and_then(|guarded| guarded.look_after(cx)) else {
                this.is_done = true;
                return Poll::Ready(());
            };
            // A timer that is set rings no later than the next one is due: what is put in after
            // it was set is due after it.
            let timer = this.timer.get_or_insert_with(|| {
                let wait = due.saturating_duration_since(this.runtime.now());
                this.runtime.sleep(wait)
            });
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            this.timer = None;
        }
    }
}

impl<G: Guarded> Drop for Guard<G> {
    fn drop(&mut self) {
        if !self.is_done
            && let Some(guarded) = self.guarded.upgrade()
        {
            guarded.abandon();
        }
    }
}
