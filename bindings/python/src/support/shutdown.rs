//! The end of the interpreter, which a thread must not meet while it is inside of our frames.
//!
//! Threads that Python does not wait for are ended where they next need the interpreter: by Python
//! up to 3.13 by unwinding their stacks, and a stack with frames of Rust's aborts the program. Where
//! we only wait, pyo3 lets them wait for ever instead. But where we call Python's functions, those
//! may hand the interpreter to another thread, and so find it gone. So before the interpreter ends,
//! whoever is in such a place is waited for, and nobody else enters one.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use authloom_bindings_runtime::fork::generation;
use pyo3::prelude::*;

/// A hook of the user's may take for ever; the end of the program does not.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_micros(200);

/// The thread that ends the interpreter, once it does.
static ENDING: OnceLock<ThreadId> = OnceLock::new();

/// How many threads are inside, in the process of that generation. Changed only by who is attached
/// to the interpreter.
static THREADS: AtomicUsize = AtomicUsize::new(0);
static OF: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// How often this thread is inside: hooks may call us again.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// A place in which functions of Python's are called.
pub(super) struct Inside {
    generation: u64,
}

impl Inside {
    /// Enters; a thread that would meet the end of the interpreter there waits for ever instead.
    pub(super) fn enter(py: Python<'_>) -> Self {
        let depth = DEPTH.get();
        if depth == 0 {
            if let Some(ending) = ENDING.get()
                && *ending != thread::current().id()
            {
                py.detach(|| {
                    loop {
                        thread::park();
                    }
                });
            }
            THREADS.store(inside() + 1, Relaxed);
        }
        DEPTH.set(depth + 1);
        Self {
            generation: generation(),
        }
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let depth = DEPTH.get() - 1;
        DEPTH.set(depth);
        // In the child of a fork nobody was counted who entered before it.
        if depth == 0 && self.generation == generation() {
            THREADS.fetch_sub(1, Relaxed);
        }
    }
}

/// How many threads of this process are inside.
fn inside() -> usize {
    if OF.load(Relaxed) != generation() {
        OF.store(generation(), Relaxed);
        THREADS.store(0, Relaxed);
    }
    THREADS.load(Relaxed)
}

/// Lets nobody enter any more but the thread that ends the interpreter, and waits for who is inside.
#[pyfunction]
fn _end(py: Python<'_>) {
    if ENDING.set(thread::current().id()).is_err() {
        return;
    }
    let begun = Instant::now();
    while inside() > 0 && begun.elapsed() < LONGEST_WAIT {
        py.detach(|| thread::sleep(PAUSE));
    }
}

/// Has the end of the interpreter told to us.
pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let end = wrap_pyfunction!(_end, module)?;
    module
        .py()
        .import("atexit")?
        .call_method1("register", (end,))?;
    Ok(())
}
