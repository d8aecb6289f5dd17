//! Results that are there when the thread ends.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authloom_bindings_runtime::{CompletionQueue, IoThread};

const GUARD: Duration = Duration::from_secs(30);

#[test]
fn what_the_thread_had_no_time_to_tell_is_told_when_it_ends() {
    let thread = IoThread::shared().expect("a thread");
    let (tell, rung) = channel();
    let tell = Mutex::new(tell);
    let completion_queue = Arc::new(CompletionQueue::new(move || {
        let _ = tell.lock().expect("nobody panics").send(());
    }));
    let (open, parker) = channel::<()>();
    // Keeps the thread busy until it has both of what follows, which it then does in one turn.
    thread.detach(Box::pin(async move {
        let _ = parker.recv_timeout(GUARD);
    }));
    drop(thread.call(|| async { 7 }, |_| 0, &completion_queue));
    let (begun, seen) = channel();
    let (end, ending) = channel::<()>();
    thread.detach(Box::pin(async move {
        begun.send(()).expect("the test waits");
        let _ = ending.recv_timeout(GUARD);
    }));
    open.send(()).expect("the thread is held");
    seen.recv_timeout(GUARD).expect("the thread works");
    assert!(rung.try_recv().is_err(), "it has not slept since");
    drop(thread);
    end.send(()).expect("the thread is held");
    rung.recv_timeout(GUARD).expect("the result is reported");
    let mut batch = Vec::new();
    completion_queue.take(&mut batch);
    assert_eq!(batch, [7]);
}
