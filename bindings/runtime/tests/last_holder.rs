//! What becomes of the I/O thread when its last holder lets go. In a process of its own, since a
//! process has one such thread.

use std::future::pending;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use authloom_bindings_runtime::{CompletionQueue, IoThread};

const GUARD: Duration = Duration::from_secs(30);

struct Dropped(Sender<&'static str>);

impl Drop for Dropped {
    fn drop(&mut self) {
        let _ = self.0.send("dropped");
    }
}

#[test]
fn calls_are_dropped_detached_work_is_done_and_the_next_holder_gets_a_new_thread() {
    let thread = IoThread::shared().expect("a thread");
    let completion_queue = Arc::new(CompletionQueue::<()>::new(|| ()));
    let (tell, told) = channel();
    let guard = Dropped(tell.clone());
    let call = thread.call(
        || async move {
            let _guard = guard;
            pending::<()>().await;
        },
        |_| unreachable!("it is dropped, and nobody waits"),
        &completion_queue,
    );
    let (go_on, parker) = tokio::sync::oneshot::channel::<()>();
    thread.detach(Box::pin(async move {
        parker.await.expect("the test opens it");
        tell.send("done").expect("the test waits");
    }));
    drop(thread);
    go_on.send(()).expect("detached work outlives its holder");
    assert_eq!(told.recv_timeout(GUARD), Ok("done"));
    assert_eq!(told.recv_timeout(GUARD), Ok("dropped"));
    call.cancel();

    let again = IoThread::shared().expect("a thread");
    let (tell, told) = channel();
    again.detach(Box::pin(
        async move { tell.send(()).expect("the test waits") },
    ));
    assert_eq!(told.recv_timeout(GUARD), Ok(()));
}
