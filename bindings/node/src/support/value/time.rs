//! Durations in milliseconds, and instants.

use std::time::{Duration, SystemTime};

use napi::Result;
use napi::bindgen_prelude::Unknown;

use super::from_js::FromJs;
use super::given::Given;
use super::js::Js;
use super::raw;
use super::refusal::Refusal;
use super::to_js::ToJs;

impl FromJs for Duration {
    const ACCEPTS: &'static str = "a number of milliseconds";

    fn from_js(given: Given<'_>) -> std::result::Result<Self, Refusal> {
        let Some(milliseconds) = raw::as_number(given.value)? else {
            return Err(given.wrong_type(Self::ACCEPTS));
        };
        Self::try_from_secs_f64(milliseconds / 1000.0)
            .map_err(|_| given.invalid("is no duration that can be waited for"))
    }
}

impl ToJs for Duration {
    #[allow(
        clippy::cast_precision_loss,
        reason = "a duration of that many seconds has no use for its milliseconds"
    )]
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        let seconds = self.as_secs() as f64;
        js.number(seconds * 1000.0 + f64::from(self.subsec_nanos()) / 1e6)
    }
}

impl FromJs for SystemTime {
    const ACCEPTS: &'static str = "a Date";

    fn from_js(given: Given<'_>) -> std::result::Result<Self, Refusal> {
        let Some(milliseconds) = raw::as_date(given.value)? else {
            return Err(given.wrong_type(Self::ACCEPTS));
        };
        let from_epoch = Duration::try_from_secs_f64(milliseconds.abs() / 1000.0);
        from_epoch
            .ok()
            .and_then(|from_epoch| {
                if milliseconds < 0.0 {
                    Self::UNIX_EPOCH.checked_sub(from_epoch)
                } else {
                    Self::UNIX_EPOCH.checked_add(from_epoch)
                }
            })
            .ok_or_else(|| given.invalid("is no valid Date"))
    }
}

impl ToJs for SystemTime {
    /// The last millisecond that had begun.
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        let milliseconds = match self.duration_since(Self::UNIX_EPOCH) {
            Ok(after) => as_number(after.as_millis()),
            Err(before) => -as_number(before.duration().as_nanos().div_ceil(1_000_000)),
        };
        raw::date(js.env(), milliseconds)
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "no instant on the wire is later than the year 9999"
)]
fn as_number(milliseconds: u128) -> f64 {
    milliseconds as f64
}
