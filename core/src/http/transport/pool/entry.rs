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
#[derive(Default)]
pub(super) struct Effects {
    woken: Vec<Waker>,
    #[expect(clippy::vec_box, reason = "they are moved as they are")]
    pub(super) closed: Vec<Box<Connection>>,
    pub(super) closed_shared: Vec<Http2>,
    /// The guard, and where it runs.
    pub(super) start: Option<(Handle, BoxFuture<'static, ()>)>,
}

impl Effects {
    /// Grants something to a call that waits; returns it if that call waits no more.
    pub(super) fn grant(&mut self, waiter: &Waiter<Grant>, grant: Grant) -> Option<Grant> {
        match waiter.grant(grant) {
            Ok(woken) => {
                self.woken.extend(woken);
                None
            }
            Err(back) => Some(back),
        }
    }

    pub(super) fn happen(self) {
        for connection in self.closed {
            connection.close();
        }
        for http2 in self.closed_shared {
            http2.close_if_unused();
        }
        for waker in self.woken {
            waker.wake();
        }
        if let Some((runtime, guard)) = self.start {
            runtime.spawn(guard);
        }
    }
}
