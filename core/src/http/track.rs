//! How far the call has come that this thread polls.

use std::cell::Cell;
use std::time::Instant;

use crate::panics::Phase;

/// How far a call has come, for the error of a panic in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Track {
    pub(super) phase: Phase,
    /// How many requests were sent or tried.
    pub(super) attempts: i32,
    /// When it began, once its arguments are known to be right.
    pub(super) began: Option<Instant>,
    /// Whether its end was reported, or at least to some.
    pub(super) told: bool,
}

impl Track {
    /// The arguments are right, and the credential is asked for.
    pub(super) fn begin(&mut self, began: Instant) {
        self.phase = Phase::Credential;
        self.began = Some(began);
    }

    /// An attempt begins.
    pub(super) fn attempt(&mut self, attempts: i32) {
        self.phase = Phase::Exchange;
        self.attempts = attempts;
    }
}

thread_local! {
    /// That of the call which this thread polls: whatever takes part in it runs on this thread, and
    /// need not be handed the track.
    static CURRENT: Cell<Track> = Cell::default();
}

/// Notes how far the call has come that this thread polls.
pub(super) fn note(change: impl FnOnce(&mut Track)) {
    let mut track = CURRENT.get();
    change(&mut track);
    CURRENT.set(track);
}

/// Does a part of the call that is another phase than what goes on around it.
pub(super) fn during(phase: Phase, work: impl FnOnce()) {
    let around = CURRENT.get().phase;
    note(|track| track.phase = phase);
    work();
    note(|track| track.phase = around);
}

/// Takes the track of the call that this thread polls, and puts another in its place.
pub(super) fn replace(track: Track) -> Track {
    CURRENT.replace(track)
}
