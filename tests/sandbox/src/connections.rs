//! The open connections of one server: counted, closed when idle, closed all at the end.

use std::collections::HashMap;
use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::channel::Channel;
use crate::faults::StrayForm;

/// What a connection is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// There was no response yet, or a request is being read or a response sent.
    Busy,
    /// It got a response and waits for another request, or for the command to send something.
    Idle(Option<StrayForm>),
    /// It was closed while idle.
    Closed,
    /// It ends in a reset.
    Reset,
}

/// What a connection is for after a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// It ends.
    Nothing,
    /// Another request.
    Request,
    /// Another request, or bytes that are sent on command.
    Stray(StrayForm),
}

/// One open connection.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) id: u64,
    pub(crate) channel: Channel,
    stage: Mutex<Stage>,
}

impl Connection {
    /// Says that a request has begun to arrive; false when the connection was closed before.
    pub(crate) fn begin(&self) -> bool {
        let mut stage = lock(&self.stage);
        if *stage == Stage::Closed {
            return false;
        }
        *stage = Stage::Busy;
        true
    }

    /// Writes the end of a response. From then on the connection is idle if it stays open: whoever
    /// has read the response finds it so.
    pub(crate) fn finish(&self, bytes: &[u8], next: Next) -> io::Result<()> {
        let mut stage = lock(&self.stage);
        (&self.channel).write_all(bytes)?;
        match next {
            Next::Nothing => {}
            Next::Request => *stage = Stage::Idle(None),
            Next::Stray(form) => *stage = Stage::Idle(Some(form)),
        }
        Ok(())
    }

    /// Sends what waits for the command to be sent, and tells whether it did.
    fn send_stray(&self) -> bool {
        let mut stage = lock(&self.stage);
        let Stage::Idle(Some(form)) = *stage else {
            return false;
        };
        *stage = Stage::Idle(None);
        let sent = (&self.channel).write_all(form.bytes()).is_ok();
        if form.closes() {
            // An error says that the client was faster.
            let _ = self.channel.end_writes();
            *stage = Stage::Closed;
        }
        sent
    }

    /// Closes the connection if it waits for another request, and tells whether it did.
    pub(crate) fn close_if_idle(&self) -> bool {
        let mut stage = lock(&self.stage);
        if !matches!(*stage, Stage::Idle(_)) {
            return false;
        }
        *stage = Stage::Closed;
        self.channel.close();
        true
    }

    /// Has the connection end in a reset as soon as everybody has left it.
    pub(crate) fn reset_when_left(&self) -> io::Result<()> {
        *lock(&self.stage) = Stage::Reset;
        self.channel.reset_when_left()
    }

    /// Closes the connection, unless it is to be reset: that would be a polite end after all.
    pub(crate) fn end(&self) {
        if *lock(&self.stage) != Stage::Reset {
            self.channel.close();
        }
    }
}

/// The open connections of one server.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    open: Mutex<Register>,
}

#[derive(Debug, Default)]
struct Register {
    by_id: HashMap<u64, Arc<Connection>>,
    ended: bool,
}

impl Connections {
    /// Takes in a new connection; none when the server has ended.
    pub(crate) fn enter(&self, id: u64, stream: TcpStream) -> Option<Arc<Connection>> {
        let mut register = lock(&self.open);
        if register.ended {
            return None;
        }
        let connection = Arc::new(Connection {
            id,
            channel: Channel::new(stream),
            stage: Mutex::new(Stage::Busy),
        });
        register.by_id.insert(id, Arc::clone(&connection));
        Some(connection)
    }

    /// Strikes off a connection that has ended.
    pub(crate) fn leave(&self, id: u64) {
        lock(&self.open).by_id.remove(&id);
    }

    pub(crate) fn count(&self) -> usize {
        lock(&self.open).by_id.len()
    }

    /// Closes the connections that wait for another request, and tells how many there were.
    pub(crate) fn close_idle(&self) -> usize {
        let open: Vec<_> = lock(&self.open).by_id.values().cloned().collect();
        let closed: Vec<_> = open
            .into_iter()
            .filter(|connection| connection.close_if_idle())
            .collect();
        for connection in &closed {
            self.leave(connection.id);
        }
        closed.len()
    }

    /// Sends, on each connection that waits for the command, what is to be sent then, and tells how
    /// many there were.
    pub(crate) fn send_stray(&self) -> usize {
        let open: Vec<_> = lock(&self.open).by_id.values().cloned().collect();
        open.iter().filter(|open| open.send_stray()).count()
    }

    /// Closes every connection and takes in no more.
    pub(crate) fn end(&self) {
        let mut register = lock(&self.open);
        register.ended = true;
        for (_, connection) in register.by_id.drain() {
            connection.channel.close();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
