//! Calls for threads that wait for them, without an async runtime of the program's own.

use std::fmt;
use std::io;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::{Builder, Handle, Runtime as Tokio};

use super::runtime::{Background, BoxFuture};
use crate::error::Error;

/// Where a client and its clones make the calls that a thread waits for. Nothing is started before
/// the first.
#[derive(Default)]
pub(super) struct Blocking {
    /// Driven by the threads that wait: one of them drives all, and hands over when its own call
    /// has ended.
    driven: Mutex<Option<Arc<Driven>>>,
    /// For threads that are within a runtime, and cannot drive another.
    background: Background,
}

/// A runtime that is driven while a thread waits, and that can be dropped anywhere.
struct Driven(Option<Tokio>);

impl Drop for Driven {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // The last client may go within another runtime, where a drop must not block.
            runtime.shutdown_background();
        }
    }
}

impl Blocking {
    /// Makes a call to its end; fails where the operating system starts no event loop or thread.
    pub(super) fn run<T: Send + 'static>(&self, call: BoxFuture<'static, T>) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return self.in_background(call);
        }
        let driven = self.driven().map_err(Error::of_thread)?;
        let runtime = driven.0.as_ref().expect("it is taken when it is dropped");
        Ok(runtime.block_on(call))
    }

    fn driven(&self) -> io::Result<Arc<Driven>> {
        let mut driven = self.driven.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(driven) = &*driven {
            return Ok(Arc::clone(driven));
        }
        let runtime = Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()?;
        Ok(Arc::clone(driven.insert(Arc::new(Driven(Some(runtime))))))
    }

    fn in_background<T: Send + 'static>(&self, call: BoxFuture<'static, T>) -> Result<T, Error> {
        let (send, receive) = sync_channel(1);
        let work = Box::pin(async move {
            let _ = send.send(call.await);
        });
        self.background.try_spawn(work).map_err(Error::of_thread)?;
        // The thread ends no earlier than what it was given.
        receive
            .recv()
            .map_err(|_| Error::of_thread(io::ErrorKind::BrokenPipe.into()))
    }
}

impl fmt::Debug for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blocking")
    }
}
