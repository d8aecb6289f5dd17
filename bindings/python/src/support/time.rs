//! Durations and instants.

use std::time::{Duration, SystemTime};

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt};

use super::argument::{FromArgument, wrong_type};
use super::error::invalid;

impl FromArgument for Duration {
    const ACCEPTS: &'static str = "seconds or a timedelta";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let refused = || invalid(value.py(), name, "is no duration that can be waited for");
        if value.is_instance_of::<PyBool>() {
            return Err(wrong_type(name, Self::ACCEPTS, value));
        }
        if value.is_instance_of::<PyFloat>() || value.is_instance_of::<PyInt>() {
            let seconds = value.extract::<f64>().map_err(|_| refused())?;
            return Self::try_from_secs_f64(seconds).map_err(|_| refused());
        }
        // A number needs no `datetime`, so that its module is not imported for nothing.
        let is_timedelta = value
            .py()
            .import("datetime")?
            .getattr("timedelta")
            .and_then(|class| value.is_instance(&class))?;
        if !is_timedelta {
            return Err(wrong_type(name, Self::ACCEPTS, value));
        }
        value.extract().map_err(|_| refused())
    }
}

impl FromArgument for SystemTime {
    const ACCEPTS: &'static str = "an aware datetime";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let refused = || wrong_type(name, Self::ACCEPTS, value);
        // pyo3 takes instants in UTC alone; any aware one can be said in UTC.
        let utc = value
            .py()
            .import("datetime")?
            .getattr("timezone")?
            .getattr("utc")?;
        if value.getattr("tzinfo").map_err(|_| refused())?.is_none() {
            return Err(refused());
        }
        value
            .call_method1("astimezone", (utc,))
            .and_then(|value| value.extract())
            .map_err(|_| refused())
    }
}
