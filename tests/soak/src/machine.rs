//! What the machine says of this process.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const PAGE: u64 = 4096;

/// The bytes of memory in use; none where the system does not say.
pub(crate) fn memory() -> Option<u64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    let resident: u64 = pages.split_whitespace().nth(1)?.parse().ok()?;
    Some(resident * PAGE)
}

/// The open descriptors; none where the system does not say.
pub(crate) fn descriptors() -> Option<usize> {
    // Reading the folder opens one itself.
    Some(fs::read_dir("/proc/self/fd").ok()?.count() - 1)
}

/// How long this thread was ready to run so far and had no processor; zero where the system does
/// not say. On a machine that has other things to do, that is not the library's doing.
pub(crate) fn without_processor() -> Duration {
    let schedule = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = schedule.split_whitespace().nth(1);
    let nanoseconds = nanoseconds.and_then(|nanoseconds| nanoseconds.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// Measures how late the machine wakes a thread, so that its own noise is not taken for ours.
pub(crate) struct Noise {
    latest: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Noise {
    const NAP: Duration = Duration::from_millis(5);

    pub(crate) fn listen() -> Self {
        let (latest, stop) = (
            Arc::new(AtomicU64::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let (seen, ended) = (Arc::clone(&latest), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            while !ended.load(Relaxed) {
                let before = Instant::now();
                std::thread::sleep(Self::NAP);
                let late = before.elapsed().saturating_sub(Self::NAP).as_micros();
                seen.fetch_max(u64::try_from(late).unwrap_or(u64::MAX), Relaxed);
            }
        });
        Self {
            latest,
            stop,
            thread: Some(thread),
        }
    }

    /// The latest wake-up so far.
    pub(crate) fn latest(&self) -> Duration {
        Duration::from_micros(self.latest.load(Relaxed))
    }
}

impl Drop for Noise {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
