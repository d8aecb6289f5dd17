//! A call that waits for a connection.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A call that waits for what the pool grants it.
#[derive(Debug)]
pub(super) struct Waiter<G>(Mutex<State<G>>);

#[derive(Debug)]
enum State<G> {
    Waiting(Option<Waker>),
    Granted(G),
    /// It has taken what it was granted, or waits no more.
    Gone,
}

impl<G> Waiter<G> {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State::Waiting(None))))
    }

    fn lock(&self) -> MutexGuard<'_, State<G>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Grants it something, and returns whom to wake; or gives it back if nobody waits any more.
    pub(super) fn grant(&self, granted: G) -> Result<Option<Waker>, G> {
        let mut state = self.lock();
        let State::Waiting(waker) = &mut *state else {
            return Err(granted);
        };
        let waker = waker.take();
        *state = State::Granted(granted);
        Ok(waker)
    }

    /// Ends the wait; returns what was granted and not taken.
    pub(super) fn leave(&self) -> Option<G> {
        match mem::replace(&mut *self.lock(), State::Gone) {
            State::Granted(granted) => Some(granted),
            State::Waiting(_) | State::Gone => None,
        }
    }

    pub(super) fn poll(&self, cx: &mut Context<'_>) -> Poll<G> {
        let mut state = self.lock();
        match &mut *state {
            State::Waiting(waker) => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
            State::Gone => Poll::Pending,
            State::Granted(_) => match mem::replace(&mut *state, State::Gone) {
                State::Granted(granted) => Poll::Ready(granted),
                State::Waiting(_) | State::Gone => Poll::Pending,
            },
        }
    }
}
