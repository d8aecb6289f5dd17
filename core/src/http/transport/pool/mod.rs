//! The connections of a runtime: those that no call uses, the newest first, and how many there are.

mod entry;
mod guard;
mod waiter;

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use ::http::Uri;
use tokio::runtime::Handle;

pub(super) use self::entry::Grant;
use self::entry::{Effects, Entry};
use self::guard::{Guard, Guarded};
use self::waiter::Waiter;
use super::http1::{Connection, Home};
use super::http2::Http2;
use super::slot::{Origin, Places, Slot};
use crate::http::runtime::Runtime;

/// What a call that asks is given.
pub(super) enum Acquired {
    Now(Grant),
    /// All connections are in use: it has its turn.
    Later(Ticket),
}

/// The connections of a runtime.
pub(super) struct Pool {
    this: Weak<Pool>,
    state: Mutex<State>,
    most: usize,
    idle_timeout: Duration,
    runtime: Arc<dyn Runtime>,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    generation: u64,
    guard: GuardState,
}

#[derive(Default)]
enum GuardState {
    #[default]
    None,
    Started,
    /// What wakes it, for those that it has not looked at yet.
    Running(Waker),
}

impl Pool {
    pub(super) fn new(most: usize, idle_timeout: Duration, runtime: Arc<dyn Runtime>) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            state: Mutex::default(),
            most,
            idle_timeout,
            runtime,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing in it is left half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, and then, without the lock, does what follows from it.
    fn change<T>(&self, change: impl FnOnce(&mut State, &mut Effects) -> T) -> T {
        let mut effects = Effects::default();
        let result = change(&mut self.lock(), &mut effects);
        effects.happen();
        result
    }

    /// The newest connection to a server that no call uses and that can be used, if there is one.
    pub(super) fn take_idle(&self, server: &Uri, now: Instant) -> Option<Box<Connection>> {
        loop {
            let mut connection = {
                let mut state = self.lock();
                let entry = state
                    .entries
                    .iter_mut()
                    .find(|one| one.origin.has(server))?;
                entry.idle.pop()?
            };
            if !self.is_too_old(&connection, now) && connection.is_quiet() {
                return Some(connection);
            }
        }
    }

    fn is_too_old(&self, connection: &Connection, now: Instant) -> bool {
        let idle = (connection.idle_since).map(|since| now.saturating_duration_since(since));
        idle.is_some_and(|idle| idle >= self.idle_timeout)
    }

    /// A connection for a call, or the place of one, or a turn to get one of them.
    pub(super) fn acquire(&self, server: &Uri) -> Option<Acquired> {
        let origin = Origin::of(server)?;
        let mut state = self.lock();
        let generation = state.generation;
        let entry = state.entry(&origin);
        if let Some(shared) = entry.live() {
            return Some(Acquired::Now(Grant::Shared(shared)));
        }
        if let Some(idle) = entry.idle.pop() {
            return Some(Acquired::Now(Grant::Connection(idle)));
        }
        Some(if entry.open < self.most {
            entry.open += 1;
            Acquired::Now(Grant::Slot(self.slot(&origin, generation)))
        } else {
            let waiter = Waiter::new();
            entry.waiters.push_back(Arc::clone(&waiter));
            Acquired::Later(self.ticket(waiter))
        })
    }

    fn slot(&self, origin: &Origin, generation: u64) -> Slot {
        Slot::new(self.this.clone(), origin.clone(), generation)
    }

    fn ticket(&self, waiter: Arc<Waiter<Grant>>) -> Ticket {
        Ticket {
            pool: self.this.clone(),
            waiter,
        }
    }

    /// Whoever makes a connection is granted one that is shared meanwhile.
    pub(super) fn watch(&self, slot: &Slot) -> Ticket {
        let waiter = Waiter::new();
        let mut state = self.lock();
        let entry = state.entry(slot.origin());
        entry.connecting.push(Arc::clone(&waiter));
        self.ticket(waiter)
    }

    /// Shares a connection among all calls to its server, and returns the one to use: another may
    /// be shared already.
    pub(super) fn share(&self, origin: &Origin, http2: Http2) -> Http2 {
        self.change(|state, effects| {
            let entry = state.entry(origin);
            if let Some(shared) = entry.live() {
                return shared;
            }
            entry.shared = Some(http2.clone());
            let waiting = entry.waiters.drain(..).chain(entry.connecting.drain(..));
            for waiter in waiting {
                effects.grant(&waiter, Grant::Shared(http2.clone()));
            }
            self.want_guard(state, effects);
            http2
        })
    }

    /// Shares a connection no more.
    pub(super) fn forget(&self, server: &Uri, http2: &Http2) {
        self.change(|state, effects| {
            let entry = state.entries.iter_mut().find(|one| one.origin.has(server));
            let shared = entry.map(|entry| &mut entry.shared);
            if let Some(shared) = shared
                && shared.as_ref().is_some_and(|shared| shared.is_same(http2))
            {
                effects.close_shared(shared.take());
            }
        });
    }

    /// How often the connections that no call used were closed.
    pub(super) fn generation(&self) -> u64 {
        self.lock().generation
    }

    /// Closes the connections that no call uses; those that calls use are closed after them.
    pub(super) fn close_idle(&self) {
        self.change(|state, effects| {
            state.generation += 1;
            for entry in &mut state.entries {
                effects.close(entry.idle.drain(..));
                effects.close_shared(entry.shared.take());
            }
        });
    }

    fn want_guard(&self, state: &mut State, effects: &mut Effects) {
        if let GuardState::None = state.guard
            && let Ok(runtime) = Handle::try_current()
        {
            state.guard = GuardState::Started;
            let guard = Guard::new(self.this.clone(), Arc::clone(&self.runtime));
            effects.start(runtime, Box::pin(guard));
        }
    }

    /// Keeps a connection that can be used again, or grants it to the call that has waited longest.
    fn put(&self, mut connection: Box<Connection>) {
        self.change(|state, effects| {
            if connection.slot.generation != state.generation {
                return effects.close([connection]);
            }
            let entry = state.entries.iter_mut();
            let mut entry = entry.filter(|entry| entry.origin == *connection.slot.origin());
            let Some(entry) = entry.next() else {
                return effects.close([connection]);
            };
            while let Some(waiter) = entry.waiters.pop_front() {
                match effects.grant(&waiter, Grant::Connection(connection)) {
                    Some(Grant::Connection(back)) => connection = back,
                    _ => return,
                }
            }
            connection.idle_since = Some(self.runtime.now());
            if let GuardState::Running(waker) = &state.guard
                && !connection.is_quiet_until(&mut Context::from_waker(waker))
            {
                return effects.close([connection]);
            }
            entry.idle.push(connection);
            self.want_guard(state, effects);
        });
    }
}

impl State {
    fn entry(&mut self, origin: &Origin) -> &mut Entry {
        let found = self.entries.iter().position(|one| one.origin == *origin);
        let at = found.unwrap_or_else(|| {
            self.entries.push(Entry::new(origin.clone()));
            self.entries.len() - 1
        });
        &mut self.entries[at]
    }
}

impl Home for Arc<Pool> {
    fn give_back(&self, mut connection: Box<Connection>) {
        if connection.finish() {
            self.put(connection);
        }
    }
}

impl Places for Pool {
    fn release(self: Arc<Self>, origin: &Origin) {
        self.change(|state, effects| {
            let generation = state.generation;
            let entry = state.entry(origin);
            entry.open -= 1;
            while let Some(waiter) = entry.waiters.pop_front() {
                let slot = self.slot(origin, generation);
                if let Some(Grant::Slot(mut back)) = effects.grant(&waiter, Grant::Slot(slot)) {
                    back.disarm();
                } else {
                    entry.open += 1;
                    return;
                }
            }
            state.entries.retain(|entry| !entry.is_unused());
        });
    }
}

impl Guarded for Pool {
    fn look_after(&self, cx: &mut Context<'_>) -> Option<Instant> {
        self.change(|state, effects| {
            let now = self.runtime.now();
            let mut due: Option<Instant> = None;
            let mut note = |since: Instant| {
                let end = since + self.idle_timeout;
                due = Some(due.map_or(end, |due| due.min(end)));
            };
            for entry in &mut state.entries {
                // Those that calls use come back.
                note(now);
                for mut connection in mem::take(&mut entry.idle) {
                    if self.is_too_old(&connection, now) || !connection.is_quiet_until(cx) {
                        effects.close([connection]);
                    } else {
                        note(connection.idle_since.unwrap_or(now));
                        entry.idle.push(connection);
                    }
                }
                if let Some(shared) = &entry.shared {
                    let since = shared.idle_since().unwrap_or(now);
                    if shared.is_closed() || since + self.idle_timeout <= now {
                        effects.close_shared(entry.shared.take());
                    } else {
                        note(since);
                    }
                }
            }
            state.guard = match due {
                Some(_) => GuardState::Running(cx.waker().clone()),
                None => GuardState::None,
            };
            due
        })
    }

    fn abandon(&self) {
        self.lock().guard = GuardState::None;
        self.close_idle();
    }
}

/// A turn to get a connection.
#[derive(Debug)]
pub(super) struct Ticket {
    pool: Weak<Pool>,
    waiter: Arc<Waiter<Grant>>,
}

impl Future for Ticket {
    type Output = Grant;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Grant> {
        self.waiter.poll(cx)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let granted = self.waiter.leave();
        let Some(pool) = self.pool.upgrade() else {
            return;
        };
        match granted {
            // The next in turn gets it.
            Some(Grant::Connection(connection)) => pool.put(connection),
            Some(Grant::Slot(_) | Grant::Shared(_)) => {}
            None => {
                let mut state = pool.lock();
                for entry in &mut state.entries {
                    entry.remove(&self.waiter);
                }
            }
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let state = mem::take(self.state.get_mut().unwrap_or_else(PoisonError::into_inner));
        for entry in state.entries {
            entry.idle.into_iter().for_each(Connection::close);
            entry.shared.into_iter().for_each(Http2::close_if_unused);
        }
        if let GuardState::Running(guard) = state.guard {
            guard.wake();
        }
    }
}
