//! An event queue that somebody closes under the I/O thread, as programs do that close every
//! descriptor: what drives calls panics. In a process of its own.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::future::pending;
use std::os::fd::AsRawFd;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authloom_bindings_runtime::{CompletionQueue, IoThread};

const GUARD: Duration = Duration::from_secs(30);

/// Puts something else in the place of every event queue of this process.
fn close_event_queues() {
    let nothing = File::open("/dev/null").expect("it is there");
    for entry in fs::read_dir("/proc/self/fd").expect("it is Linux") {
        let path = entry.expect("a descriptor").path();
        if fs::read_link(&path).is_ok_and(|of| of.ends_with("anon_inode:[eventpoll]")) {
            let name = path.file_name().and_then(|name| name.to_str());
            let descriptor = name.and_then(|name| name.parse().ok()).expect("a number");
            // SAFETY: whoever owns the descriptor finds another file there, which is the point, and
            // which it may close.
            #[allow(unsafe_code)]
            let replaced = unsafe { libc::dup2(nothing.as_raw_fd(), descriptor) };
            assert_eq!(replaced, descriptor);
        }
    }
}

#[test]
fn calls_under_way_are_told_and_later_ones_work() {
    let thread = IoThread::shared().expect("a thread");
    let (tell_rung, notified) = channel();
    let tell_rung = Mutex::new(tell_rung);
    let completion_queue = Arc::new(CompletionQueue::new(move || {
        let _ = tell_rung.lock().expect("nobody panics with it").send(());
    }));
    let mut batch = Vec::new();
    for _ in 0..3 {
        let (begun, seen) = channel();
        let call = || async move {
            let _ = begun.send(());
            pending::<&str>().await
        };
        let under_way = thread.call(call, |_| "lost", &completion_queue);
        seen.recv_timeout(GUARD).expect("the call begins");
        close_event_queues();
        // What wakes the thread has it look at its queue.
        let later = thread.call(|| async { "well" }, |_| "lost", &completion_queue);
        let mut told = Vec::new();
        while told.len() < 2 {
            notified.recv_timeout(GUARD).expect("both are reported");
            completion_queue.take(&mut batch);
            told.append(&mut batch);
        }
        // Whether the later one was still done is a matter of time.
        assert!(told.contains(&"lost"), "{told:?}");
        drop((under_way, later));
        drop(thread.call(|| async { "well" }, |_| "lost", &completion_queue));
        notified
            .recv_timeout(GUARD)
            .expect("the thread works again");
        completion_queue.take(&mut batch);
        assert_eq!(batch, ["well"]);
        batch.clear();
    }
}
