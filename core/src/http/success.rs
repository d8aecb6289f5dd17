//! A call that succeeded, before its response is decoded.

use std::time::SystemTime;

use serde::de::DeserializeOwned;

use super::call::Call;
use super::failure::Reporter;
use super::pipeline::Pipeline;
use super::response::Received;
use crate::Secret;
use crate::error::Error;

/// A call that succeeded.
pub(crate) struct Success<'a> {
    pub(crate) response: Received,
    pub(super) call: Call,
    pub(super) shown: Option<Secret>,
    pub(super) attempts: i32,
    pub(super) pipeline: &'a Pipeline,
}

impl Success<'_> {
    /// Decodes the response's body as JSON.
    pub(crate) fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let shared = &*self.pipeline.shared;
        if let Some(coding) = self.response.content_coding() {
            return Err(self.undecodable(&format!(
                "the response has an unexpected Content-Encoding: {coding}"
            )));
        }
        self.response
            .decode(shared.api.strict_content_type, shared.config.max_json_depth)
            .map_err(|why| self.undecodable(&why))
    }

    /// The error of a response that cannot be used.
    pub(crate) fn undecodable(&self, why: &str) -> Error {
        let shared = &*self.pipeline.shared;
        let reporter = Reporter {
            api: shared.api,
            call: &self.call,
            shown: self.shown.as_ref(),
            attempt: self.attempts,
        };
        let mut error = reporter.undecodable(&self.response, why, shared.runtime.wall_clock());
        error.details_mut().resolve_with = self.call.operation.resolve_with.map(str::to_owned);
        error
    }

    /// How deep the JSON of a response may be nested.
    pub(crate) fn max_json_depth(&self) -> i32 {
        self.pipeline.shared.config.max_json_depth
    }

    /// The time of day, for what the response states as a span.
    pub(crate) fn wall_clock(&self) -> SystemTime {
        self.pipeline.shared.runtime.wall_clock()
    }
}
