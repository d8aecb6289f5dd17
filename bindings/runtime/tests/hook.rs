//! The panic hook. In a process of its own, since a process has one.

use std::panic;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use authloom_bindings_runtime::panics::{caught, watch};
use authloom_bindings_runtime::{CallName, CompletionQueue, IoThread, Panicked, Phase};

const GUARD: Duration = Duration::from_secs(30);

fn sentence(panicked: Panicked) -> String {
    let name = CallName {
        client: "Tyk",
        operation: "revoke_token",
    };
    name.ended_by(panicked, Phase::Exchange, 1).message.clone()
}

#[test]
fn a_panic_of_a_call_is_named_by_its_place_and_every_other_is_told_as_before() {
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    panic::set_hook(Box::new(move |info| {
        let _ = tell
            .lock()
            .expect("nobody panics with it")
            .send(info.to_string());
    }));
    watch();
    watch();

    // One that is caught becomes an error, and the error names the place.
    let line = line!() + 1;
    let panicked = caught(|| panic!("hush-hush")).map(|()| "no panic");
    let message = sentence(panicked.expect_err("it panics"));
    let place = format!("tests/hook.rs:{line}:");
    assert!(message.contains(&place), "{message}");

    // So does one on the I/O thread, wherever it is.
    let thread = IoThread::shared().expect("a thread");
    let (tell_rung, rung) = channel();
    let tell_rung = Mutex::new(tell_rung);
    let completion_queue = Arc::new(CompletionQueue::new(move || {
        let _ = tell_rung.lock().expect("nobody panics with it").send(());
    }));
    let line = line!() + 1;
    let call = || async { panic!("hush-hush") };
    drop(thread.call(call, sentence, &completion_queue));
    rung.recv_timeout(GUARD).expect("there is a result");
    let mut batch = Vec::new();
    completion_queue.take(&mut batch);
    let place = format!("tests/hook.rs:{line}:");
    assert!(batch[0].contains(&place), "{batch:?}");
    thread.detach(Box::pin(async { panic!("hush-hush") }));
    drop(thread);
    assert!(told.try_recv().is_err(), "nothing is reported of them");

    // Any other panic of the process is not ours.
    let other = thread::spawn(|| panic!("another's"));
    other.join().expect_err("it panics");
    let told = told.recv_timeout(GUARD).expect("the other hook is called");
    assert!(told.contains("another's"), "{told}");
}
