//! Where detached work runs, and where time comes from.

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// A boxed future, as the traits of this crate hand them around.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where detached work runs, and where time comes from.
///
/// The default is [`Background`]; give [`TokioRuntime`] to keep everything on a runtime of your
/// own. A test gives a clock that it turns by hand.
pub trait Runtime: fmt::Debug + Send + Sync + 'static {
    /// Runs a piece of work to its end, whatever becomes of whoever asked for it.
    fn spawn(&self, work: BoxFuture<'static, ()>);

    /// The time that deadlines are measured by.
    fn now(&self) -> Instant;

    /// The time of day, for what servers state as a date.
    fn wall_clock(&self) -> SystemTime;

    /// Waits. It is awaited where the call is awaited: within a tokio runtime.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The default: detached work runs on one thread of its own, started when it is first needed, so
/// that it goes on although the runtime that asked for it is never driven again.
#[derive(Default)]
pub struct Background {
    queue: Mutex<Option<UnboundedSender<BoxFuture<'static, ()>>>>,
}

impl Background {
    fn start() -> io::Result<UnboundedSender<BoxFuture<'static, ()>>> {
        let (queue, mut work) = unbounded_channel::<BoxFuture<'static, ()>>();
        let runtime = Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()?;
        std::thread::Builder::new()
            .name("authloom".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    let mut running = tokio::task::JoinSet::new();
                    while let Some(next) = work.recv().await {
                        running.spawn(next);
                        while running.try_join_next().is_some() {}
                    }
                    // The client is gone; what it began is still owed.
                    while running.join_next().await.is_some() {}
                });
            })?;
        Ok(queue)
    }

    /// Runs a piece of work as [`spawn`](Runtime::spawn) does. Fails, and drops the work, where the
    /// operating system starts no thread or event loop.
    pub(super) fn try_spawn(&self, work: BoxFuture<'static, ()>) -> io::Result<()> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = match &*queue {
            Some(sender) => match sender.send(work) {
                Ok(()) => return Ok(()),
                Err(refused) => refused.0,
            },
            None => work,
        };
        let fresh = queue.insert(Self::start()?);
        // The thread that receives it has just been started.
        let _ = fresh.send(refused);
        Ok(())
    }
}

impl Runtime for Background {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        if let Err(error) = self.try_spawn(work) {
            tracing::error!(%error, "could not start a thread or event loop: work was dropped");
        }
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall_clock(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Background")
    }
}

/// Detached work runs on a tokio runtime that the program keeps alive.
#[derive(Debug, Clone)]
pub struct TokioRuntime(Handle);

impl TokioRuntime {
    /// Uses this runtime.
    pub fn new(handle: Handle) -> Self {
        Self(handle)
    }
}

impl Runtime for TokioRuntime {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self.0.spawn(work);
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall_clock(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detached_work_ends_although_nobody_drives_the_runtime_that_asked() {
        let (done, seen) = std::sync::mpsc::channel();
        let background = Background::default();
        let asked = Builder::new_current_thread().build().expect("a runtime");
        asked.block_on(async {
            background.spawn(Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(1)).await;
                done.send(()).expect("the test waits");
            }));
        });
        drop(background);
        seen.recv_timeout(Duration::from_secs(30))
            .expect("the work ends although its runtime and its client are gone");
    }
}
