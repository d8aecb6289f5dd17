//! What wakes a loop.

use std::io::{self, Read, Write};
use std::sync::{Condvar, Mutex, PoisonError};

/// A pair of sockets, whose reading end a loop watches.
#[cfg(unix)]
pub(super) struct Sockets {
    reading: std::os::unix::net::UnixStream,
    writing: std::os::unix::net::UnixStream,
}

#[cfg(unix)]
impl Sockets {
    pub(super) fn new() -> io::Result<Self> {
        let (reading, writing) = std::os::unix::net::UnixStream::pair()?;
        reading.set_nonblocking(true)?;
        writing.set_nonblocking(true)?;
        Ok(Self { reading, writing })
    }

    /// The descriptor to watch.
    pub(super) fn descriptor(&self) -> i32 {
        std::os::fd::AsRawFd::as_raw_fd(&self.reading)
    }

    /// Wakes the loop. A full socket wakes it too, so a failure is none.
    pub(super) fn ring(&self) {
        let _ = (&self.writing).write(&[1]);
    }

    /// Forgets that it was notified.
    pub(super) fn hush(&self) {
        let _ = (&self.reading).read(&mut [0; 64]);
    }
}

/// For a loop that watches no descriptors: a thread waits in its place.
#[derive(Default)]
pub(super) struct ThreadNotifier {
    state: Mutex<Struck>,
    struck: Condvar,
}

/// What a waiting thread wakes for.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Struck {
    #[default]
    Nothing,
    /// Results are there.
    Results,
    /// The bridge is taken down.
    End,
}

impl ThreadNotifier {
    /// Wakes the thread that waits.
    pub(super) fn strike(&self, what: Struck) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *state != Struck::End {
            *state = what;
        }
        self.struck.notify_one();
    }

    /// Waits until it is struck.
    pub(super) fn wait(&self) -> Struck {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while *state == Struck::Nothing {
            state = self
                .struck
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let struck = *state;
        if struck != Struck::End {
            *state = Struck::Nothing;
        }
        struck
    }
}
