//! Calls that begin on the thread that makes them.

use std::fmt::Debug;
use std::future::{Future, pending};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use authloom_bindings_runtime::{CompletionQueue, IoThread, Panicked};

const GUARD: Duration = Duration::from_secs(30);

/// What no call of these tests is.
fn lost<T>(_: Panicked) -> T {
    unreachable!("no call panics")
}

/// A completion queue, and what waits until its notifier is called and takes its only result.
fn completion_queue<T: Send + 'static>() -> (Arc<CompletionQueue<T>>, impl Fn() -> T) {
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    let completion_queue = Arc::new(CompletionQueue::new(move || {
        let _ = tell.lock().expect("nobody panics").send(());
    }));
    let taken = Arc::clone(&completion_queue);
    let take = move || {
        told.recv_timeout(GUARD).expect("there is a result");
        let mut batch = Vec::new();
        taken.take(&mut batch);
        assert_eq!(batch.len(), 1);
        batch.remove(0)
    };
    (completion_queue, take)
}

/// Tries until something is as expected: a call begins here only soon after another one, and a busy
/// machine may take its time between the two.
fn soon<T: PartialEq + Debug>(expected: &T, attempt: impl Fn() -> T) {
    let came = (0..1000).map(|_| attempt()).find(|came| came == expected);
    assert_eq!(came.as_ref(), Some(expected));
}

/// Has the thread make a call of its own: only then do others begin elsewhere.
fn warm(thread: &IoThread) -> ThreadId {
    on_it(thread, async { thread::current().id() })
}

/// Does something on the I/O thread.
fn on_it<T: Send + 'static>(
    thread: &IoThread,
    work: impl Future<Output = T> + Send + 'static,
) -> T {
    let (completion_queue, take) = completion_queue();
    drop(thread.call(|| work, lost, &completion_queue));
    take()
}

/// Tells when it is dropped.
struct Dropped(Sender<()>);

impl Drop for Dropped {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn a_call_begins_here_and_goes_on_on_the_thread() {
    let thread = IoThread::shared().expect("a thread");
    let its_id = warm(&thread);
    soon(&(thread::current().id(), its_id), || {
        warm(&thread);
        let (completion_queue, take) = completion_queue();
        let _call = thread.call_here(
            || async {
                let begun_on = thread::current().id();
                tokio::time::sleep(Duration::from_millis(1)).await;
                (begun_on, thread::current().id())
            },
            lost,
            &completion_queue,
        );
        take()
    });
}

#[test]
fn a_call_that_ends_at_once_is_told() {
    let thread = IoThread::shared().expect("a thread");
    warm(&thread);
    let (completion_queue, take) = completion_queue();
    let _call = thread.call_here(|| async { 7 }, lost, &completion_queue);
    assert_eq!(take(), 7);
}

#[test]
fn a_call_that_is_cancelled_is_dropped() {
    let thread = IoThread::shared().expect("a thread");
    warm(&thread);
    let (completion_queue, _take) = completion_queue::<()>();
    let (gone, seen) = channel();
    let guard = Dropped(gone);
    let call = thread.call_here(
        || async move {
            let _guard = guard;
            pending::<()>().await;
        },
        lost,
        &completion_queue,
    );
    call.cancel();
    seen.recv_timeout(GUARD).expect("the call is dropped");
}
