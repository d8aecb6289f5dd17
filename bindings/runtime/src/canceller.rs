//! How a call is cancelled.

use futures_util::future::AbortHandle;

/// Cancels a call: its request is dropped, and no result comes. After its end it does nothing.
#[derive(Debug)]
pub struct Canceller(pub(crate) AbortHandle);

impl Canceller {
    /// Cancels the call.
    pub fn cancel(&self) {
        self.0.abort();
    }
}
