//! What a piece of work costs: time on the wall, and time of this process on a processor.

use std::fmt;
use std::time::{Duration, Instant};

/// What so many calls cost.
pub(crate) struct Cost {
    calls: u32,
    wall: Duration,
    cpu: Duration,
}

/// A measurement that goes on.
pub(crate) struct Running {
    wall: Instant,
    cpu: Duration,
}

impl Running {
    pub(crate) fn start() -> Self {
        Self {
            cpu: cpu_time(),
            wall: Instant::now(),
        }
    }

    pub(crate) fn stop(&self, calls: u32) -> Cost {
        Cost {
            calls,
            wall: self.wall.elapsed(),
            cpu: cpu_time().saturating_sub(self.cpu),
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = |whole: Duration| whole.as_secs_f64() * 1e6 / f64::from(self.calls);
        write!(
            f,
            r#"{{"wall_us": {:.3}, "cpu_us": {:.3}}}"#,
            each(self.wall),
            each(self.cpu)
        )
    }
}

/// User and system time of all threads of this process.
#[cfg(unix)]
fn cpu_time() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;

    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("a process may ask for its own usage");
    let span = |time: TimeVal| {
        let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
        Duration::from_micros(u64::try_from(micros).expect("time spent is not negative"))
    };
    span(usage.user_time()) + span(usage.system_time())
}

/// `cargo xtask bench` runs on Linux alone; elsewhere this program is only compiled.
#[cfg(not(unix))]
fn cpu_time() -> Duration {
    Duration::ZERO
}
