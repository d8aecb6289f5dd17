//! A call that succeeded, before its answer is decoded.

use std::time::SystemTime;

use serde::de::DeserializeOwned;

use super::response::Received;
use super::call::Call;
use super::failure::Reporter;
use super::pipeline::Pipeline;
use crate::Secret;
use crate::error::Error;

/// A call that succeeded.
pub(crate) struct Success {
    pub(crate) answer: Received,
    pub(super) call: Call,
    pub(super) shown: Option<Secret>,
    pub(super) attempts: i32,
    pub(super) pipeline: Pipeline,
}

impl Success {
    /// Decodes the answer's body as JSON.
    pub(crate) fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let shared = &*self.pipeline.shared;
        if let Some(coding) = self.answer.content_coding() {
            return Err(self.undecodable(&format!(
                "the answer is coded as {coding}, which was not asked for"
            )));
        }
        self.answer
            .decode(shared.api.strict_content_type, shared.config.max_json_depth)
            .map_err(|why| self.undecodable(&why))
    }

    /// The error of an answer that cannot be used.
    pub(crate) fn undecodable(&self, why: &str) -> Error {
        let shared = &*self.pipeline.shared;
        let reporter = Reporter {
            api: shared.api,
            call: &self.call,
            shown: self.shown.as_ref(),
            attempt: self.attempts,
        };
        let mut error = reporter.undecodable(&self.answer, why, shared.runtime.wall_clock());
        error.details_mut().resolve_with = self.call.operation.resolve_with.map(str::to_owned);
        error
    }

    /// The time of day, for what the answer states as a span.
    pub(crate) fn wall_clock(&self) -> SystemTime {
        self.pipeline.shared.runtime.wall_clock()
    }
}
