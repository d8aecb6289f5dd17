//! Calls that panic outside of core, and what stands between them and whoever waits.

use std::panic::panic_any;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use authloom::{ErrorKind, Outcome};
use authloom_bindings_runtime::{CallName, CompletionQueue, Course, IoThread, Panicked, Phase};

const GUARD: Duration = Duration::from_secs(30);
const NAME: CallName = CallName {
    client: "Tyk",
    operation: "revoke_token",
};

/// What comes of a call here: a number, or the sentence of its panic.
type Told = Result<usize, String>;

fn lost(panicked: Panicked) -> Told {
    let error = NAME.ended_by(panicked, Phase::Exchange, 0);
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Internal, Outcome::Unknown)
    );
    Err(error.to_string())
}

/// A completion queue, and what tells that its notifier was called.
fn completion_queue() -> (Arc<CompletionQueue<Told>>, Receiver<()>) {
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    let notifier = move || {
        let _ = tell.lock().expect("nobody panics").send(());
    };
    (Arc::new(CompletionQueue::new(notifier)), told)
}

/// The results that come, in their order, once there are so many.
fn take(completion_queue: &CompletionQueue<Told>, rung: &Receiver<()>, count: usize) -> Vec<Told> {
    let (mut all, mut batch) = (Vec::new(), Vec::new());
    while all.len() < count {
        rung.recv_timeout(GUARD).expect("there are results");
        completion_queue.take(&mut batch);
        all.append(&mut batch);
    }
    all
}

/// Panics when it is polled.
async fn panicking() -> Told {
    panic!("hush-hush")
}

fn check(told: &Told) {
    let sentence = told.as_ref().expect_err("it panics");
    assert!(sentence.starts_with("Tyk revoke_token: "), "{sentence}");
    assert!(sentence.contains("an internal fault"), "{sentence}");
    assert!(!sentence.contains("hush"), "{sentence}");
}

#[test]
fn a_call_that_panics_is_told_and_the_others_go_on() {
    let thread = IoThread::shared().expect("a thread");
    let (completion_queue, rung) = completion_queue();
    drop(thread.call(panicking, lost, &completion_queue));
    // One that is not even made.
    drop(thread.call(
        || -> std::future::Ready<Told> { panic_any("hush-hush") },
        lost,
        &completion_queue,
    ));
    drop(thread.call(|| async { Ok(7) }, lost, &completion_queue));
    let told = take(&completion_queue, &rung, 3);
    check(&told[0]);
    check(&told[1]);
    assert_eq!(told[2], Ok(7));
}

#[test]
fn a_call_that_panics_where_it_begins_is_told_too() {
    let thread = IoThread::shared().expect("a thread");
    let (completion_queue, rung) = completion_queue();
    for _ in 0..100 {
        // Soon after another call, it begins here.
        drop(thread.call(|| async { Ok(7) }, lost, &completion_queue));
        assert_eq!(take(&completion_queue, &rung, 1), [Ok(7)]);
        drop(thread.call_here(panicking, lost, &completion_queue));
        check(&take(&completion_queue, &rung, 1)[0]);
    }
}

#[test]
fn a_thread_that_waits_for_a_call_that_panics_is_woken() {
    let thread = IoThread::shared().expect("a thread");
    let waiting = thread.wait_for(panicking, lost);
    let Poll::Ready(told) = waiting.sleep(GUARD) else {
        panic!("it waits for ever");
    };
    check(&told);
}

#[test]
fn a_bell_that_panics_is_rung_again() {
    let thread = IoThread::shared().expect("a thread");
    let (tell, rung) = channel();
    let tell = Mutex::new(tell);
    let times = AtomicUsize::new(0);
    let completion_queue = Arc::new(CompletionQueue::new(move || {
        assert!(times.fetch_add(1, SeqCst) > 0, "the first time");
        let _ = tell.lock().expect("nobody panics with it").send(());
    }));
    let (others, others_rung) = self::completion_queue();
    drop(thread.call(|| async { Ok(1) }, lost, &completion_queue));
    drop(thread.call(|| async { Ok(2) }, lost, &others));
    assert_eq!(take(&others, &others_rung, 1), [Ok(2)]);
    assert_eq!(take(&completion_queue, &rung, 1), [Ok(1)]);
}

#[test]
fn detached_work_that_panics_is_its_own_affair() {
    let thread = IoThread::shared().expect("a thread");
    thread.detach(Box::pin(async { panic!("hush-hush") }));
    let (tell, told) = channel();
    thread.detach(Box::pin(async move {
        let _ = tell.send(());
    }));
    told.recv_timeout(GUARD).expect("the thread works");
}

#[test]
fn a_course_names_how_far_a_call_has_come() {
    let course = Course::of(NAME);
    let failed = |doing: &str| {
        let error = course.caught(|| panic!("hush-hush")).map(|()| "no panic");
        let error = error.expect_err("it panics");
        assert!(error.message.contains(doing), "{error}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
        (error.outcome, error.attempts)
    };
    assert_eq!(failed("preparing the request"), (Outcome::NotSent, 0));
    course.begin();
    assert_eq!(failed("receiving the response"), (Outcome::Unknown, 0));
    course.end(2);
    assert_eq!(failed("returning the result"), (Outcome::Unknown, 2));
}
