//! Where detached work runs, and where time comes from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// A boxed future, as the traits of this crate hand them around.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where detached work runs, and where time comes from.
///
/// The default is [`Background`]; give [`TokioRuntime`] to keep everything on a runtime of your own. A
/// test gives a clock that it turns by hand.
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
    fn start() -> UnboundedSender<BoxFuture<'static, ()>> {
        let (queue, mut work) = unbounded_channel::<BoxFuture<'static, ()>>();
        std::thread::Builder::new()
            .name("authloom".to_owned())
            .spawn(move || {
                let runtime = Builder::new_current_thread()
                    .enable_io()
                    .enable_time()
                    .build()
                    .expect("the system gives a thread its event queue");
                runtime.block_on(async {
                    let mut running = tokio::task::JoinSet::new();
                    while let Some(next) = work.recv().await {
                        running.spawn(next);
                        while running.try_join_next().is_some() {}
                    }
                    // The client is gone; what it began is still owed.
                    while running.join_next().await.is_some() {}
                });
            })
            .expect("the system gives the program one more thread");
        queue
    }
}

impl Runtime for Background {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = queue.get_or_insert_with(Self::start);
        if let Err(refused) = sender.send(work) {
            let fresh = Self::start();
            let _ = fresh.send(refused.0);
            *queue = Some(fresh);
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
