//! Durations and instants.

use std::time::{Duration, SystemTime};

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt};

use super::argument::{FromArgument, wrong_type};
use super::error::invalid;
use super::field::ToField;

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
        let py = value.py();
        let class = py.import("datetime")?.getattr("datetime")?;
        if !value.is_instance(&class)? || value.getattr("tzinfo")?.is_none() {
            return Err(refused());
        }
        let epoch = epoch(py)?;
        // What gives a `timedelta` that is not negative: that is what can be made a `Duration`. Not
        // every system's clock reaches as far as Python's.
        let instant = if value.le(&epoch)? {
            Self::UNIX_EPOCH.checked_sub(epoch.sub(value)?.extract()?)
        } else {
            Self::UNIX_EPOCH.checked_add(value.sub(&epoch)?.extract()?)
        };
        instant.ok_or_else(|| invalid(py, name, "is beyond the clock of this system"))
    }
}

impl ToField for SystemTime {
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self.duration_since(Self::UNIX_EPOCH) {
            Ok(_) => Ok((*self).into_pyobject(py)?.into_any().unbind()),
            // pyo3 panics here. Python's instants have microseconds, of which the last that has
            // begun is meant, as after 1970.
            Err(before) => {
                let before = before.duration();
                let micros = before.subsec_nanos().div_ceil(1000);
                let before =
                    Duration::from_secs(before.as_secs()) + Duration::from_micros(micros.into());
                Ok(epoch(py)?.sub(before)?.unbind())
            }
        }
    }
}

/// The beginning of 1970, in UTC.
fn epoch(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    Ok(SystemTime::UNIX_EPOCH.into_pyobject(py)?.into_any())
}
