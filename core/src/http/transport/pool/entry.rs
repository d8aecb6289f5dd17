//! What a pool has of one server, and what follows from a change.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use tokio::runtime::Handle;

use super::super::http1::Connection;
use super::super::http2::Http2;
use super::super::slot::{Origin, Slot};
use super::waiter::Waiter;
use crate::http::runtime::BoxFuture;

/// What a call is given to send its request by.
#[derive(Debug)]
pub(in super::super) enum Grant {
    /// A connection that no other call uses.
    Connection(Box<Connection>),
    /// One that calls share.
    Shared(Http2),
    /// The place of one that is to be made.
    Slot(Slot),
}

/// What a pool has of one server.
pub(super) struct Entry {
    pub(super) origin: Origin,
    /// How many connections there are, those that are being made included.
    pub(super) open: usize,
    /// Those that no call uses, the newest last.
    #[expect(
        clippy::vec_box,
        reason = "they are moved from call to call as they are"
    )]
    pub(super) idle: Vec<Box<Connection>>,
    pub(super) shared: Option<Http2>,
    /// The calls that wait for a connection, in the order in which they came.
    pub(super) waiters: VecDeque<Arc<Waiter<Grant>>>,
    /// The calls that make one, and would rather share one.
    pub(super) connecting: Vec<Arc<Waiter<Grant>>>,
}

impl Entry {
    pub(super) fn new(origin: Origin) -> Self {
        Self {
            origin,
            open: 0,
            idle: Vec::new(),
            shared: None,
            waiters: VecDeque::new(),
            connecting: Vec::new(),
        }
    }

    /// The connection that is shared, as far as is known.
    pub(super) fn live(&self) -> Option<Http2> {
        self.shared.clone().filter(|shared| !shared.is_closed())
    }

    /// Forgets a call that waits no more.
    pub(super) fn remove(&mut self, waiter: &Arc<Waiter<Grant>>) {
        self.waiters.retain(|other| !Arc::ptr_eq(other, waiter));
        self.connecting.retain(|other| !Arc::ptr_eq(other, waiter));
    }

    pub(super) fn is_unused(&self) -> bool {
        self.open == 0 && self.waiters.is_empty() && self.connecting.is_empty()
    }
}

/// What follows from a change of the pool, once its lock is free: all of it may run other code.
/// Mostly nothing does.
#[derive(Default)]
pub(super) struct Effects(Option<Box<Follows>>);

#[derive(Default)]
struct Follows {
    woken: Vec<Waker>,
    #[expect(clippy::vec_box, reason = "they are moved as they are")]
    closed: Vec<Box<Connection>>,
    closed_shared: Vec<Http2>,
    /// The guard, and where it runs.
    guard: Option<(Handle, BoxFuture<'static, ()>)>,
}

impl Effects {
    fn follows(&mut self) -> &mut Follows {
        self.0.get_or_insert_default()
    }

    /// Grants something to a call that waits; returns it if that call waits no more.
    pub(super) fn grant(&mut self, waiter: &Waiter<Grant>, grant: Grant) -> Option<Grant> {
        match waiter.grant(grant) {
            Ok(woken) => {
                self.follows().woken.extend(woken);
                None
            }
            Err(back) => Some(back),
        }
    }

    pub(super) fn close(&mut self, connections: impl IntoIterator<Item = Box<Connection>>) {
        self.follows().closed.extend(connections);
    }

    pub(super) fn close_shared(&mut self, http2: Option<Http2>) {
        self.follows().closed_shared.extend(http2);
    }

    pub(super) fn start(&mut self, runtime: Handle, guard: BoxFuture<'static, ()>) {
        self.follows().guard = Some((runtime, guard));
    }

    pub(super) fn happen(self) {
        let Some(follows) = self.0 else { return };
        follows.closed.into_iter().for_each(Connection::close);
        (follows.closed_shared.into_iter()).for_each(Http2::close_if_unused);
        follows.woken.into_iter().for_each(Waker::wake);
        if let Some((runtime, guard)) = follows.guard {
            runtime.spawn(guard);
        }
    }
}
