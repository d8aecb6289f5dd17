//! A call that always has something to do, such as to read what a server sends without end.

use std::future::{poll_fn, ready};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use authloom_bindings_runtime::{CompletionQueue, IoThread, Panicked};

const GUARD: Duration = Duration::from_secs(30);

/// What no call of this test is.
fn lost<T>(_: Panicked) -> T {
    unreachable!("no call panics")
}

#[test]
fn a_call_that_keeps_the_thread_from_sleeping_holds_up_no_other() {
    let thread = IoThread::shared().expect("a thread");
    let over = Arc::new(AtomicBool::new(false));
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    let completion_queue = Arc::new(CompletionQueue::new(move || {
        let _ = tell.lock().expect("nobody panics").send(());
    }));
    let ended = Arc::clone(&over);
    let busy = thread.wait_for(
        move || {
            poll_fn(move |context| {
                if ended.load(SeqCst) {
                    return Poll::Ready(0);
                }
                context.waker().wake_by_ref();
                Poll::Pending
            })
        },
        lost,
    );
    let mut batch = Vec::new();
    for number in 1..=3 {
        drop(thread.call(move || ready(number), lost, &completion_queue));
        told.recv_timeout(GUARD)
            .expect("it begins, and its result is reported");
        completion_queue.take(&mut batch);
        assert_eq!(batch, [number]);
        batch.clear();
        let waiting = thread.wait_for(move || ready(number), lost);
        assert_eq!(waiting.sleep(GUARD), Poll::Ready(number));
    }
    over.store(true, SeqCst);
    assert_eq!(busy.sleep(GUARD), Poll::Ready(0));
}
