//! Calls that the I/O thread drives.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authloom_bindings_runtime::{CompletionQueue, IoThread, Panicked};

const GUARD: Duration = Duration::from_secs(30);

/// What no call of these tests is.
fn lost<T>(_: Panicked) -> T {
    unreachable!("no call panics")
}

/// A completion queue that tells when its notifier is called.
fn completion_queue() -> (Arc<CompletionQueue<usize>>, Receiver<()>) {
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    let notifier = move || {
        let _ = tell.lock().expect("nobody panics").send(());
    };
    (Arc::new(CompletionQueue::new(notifier)), told)
}

/// Tells when it is dropped.
struct Dropped(Sender<()>);

impl Drop for Dropped {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn the_bell_rings_once_for_all_results_until_they_are_taken() {
    let thread = IoThread::shared().expect("a thread");
    let (completion_queue, rung) = completion_queue();
    let mut batch = Vec::new();
    for round in 0..3 {
        let ended = Arc::new(AtomicUsize::new(0));
        for number in 0..100 {
            let ended = Arc::clone(&ended);
            let call = async move {
                ended.fetch_add(1, SeqCst);
                number
            };
            drop(thread.call(|| call, lost, &completion_queue));
        }
        // The thread does what it is handed in turn, so this is the last of them.
        let (last, seen) = channel();
        thread.detach(Box::pin(
            async move { last.send(()).expect("the test waits") },
        ));
        seen.recv_timeout(GUARD).expect("the thread works");
        assert_eq!(ended.load(SeqCst), 100);
        rung.recv_timeout(GUARD).expect("there are results");
        assert!(rung.try_recv().is_err(), "round {round}: nobody took them");
        completion_queue.take(&mut batch);
        batch.sort_unstable();
        assert_eq!(batch, (0..100).collect::<Vec<_>>(), "round {round}");
        batch.clear();
    }
}

#[test]
fn a_call_that_is_cancelled_is_dropped_and_has_no_result() {
    let thread = IoThread::shared().expect("a thread");
    let (completion_queue, _rung) = completion_queue();
    let (tell, told) = channel();
    let (gone, seen) = channel();
    let guard = Dropped(gone);
    let call = thread.call(
        || async move {
            let _guard = guard;
            tell.send(()).expect("the test waits");
            pending::<usize>().await
        },
        lost,
        &completion_queue,
    );
    told.recv_timeout(GUARD).expect("the call begins");
    call.cancel();
    seen.recv_timeout(GUARD).expect("the call is dropped");
    let mut batch = Vec::new();
    completion_queue.take(&mut batch);
    assert!(batch.is_empty());
}

#[test]
fn a_call_that_is_cancelled_before_it_begins_never_begins() {
    let thread = IoThread::shared().expect("a thread");
    let (completion_queue, _rung) = completion_queue();
    let (open, parker) = channel::<()>();
    // Keeps the thread busy until the call is cancelled.
    thread.detach(Box::pin(async move {
        let _ = parker.recv_timeout(GUARD);
    }));
    let (gone, seen) = channel();
    let guard = Dropped(gone);
    let call = thread.call(
        || async move {
            let _guard = guard;
            panic!("it was cancelled");
        },
        lost,
        &completion_queue,
    );
    call.cancel();
    open.send(()).expect("the thread is held");
    seen.recv_timeout(GUARD).expect("the call is dropped");
}
