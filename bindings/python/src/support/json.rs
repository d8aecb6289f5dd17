//! JSON values as Python's own: dict, list, str, int, float, bool and None.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

use super::argument::{FromArgument, text, wrong_key, wrong_type};
use super::error::invalid;
use super::field::ToField;

/// How deep a value may nest, which is as deep as a JSON answer may.
const DEEPEST: usize = 128;

impl FromArgument for Value {
    const ACCEPTS: &'static str = "a dict, list, tuple, str, int, float, bool or None";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        read(name, value, DEEPEST)
    }
}

fn read(name: &str, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    let deeper = || {
        let too_deep = || invalid(value.py(), name, "nests deeper than 128 levels");
        depth.checked_sub(1).ok_or_else(too_deep)
    };
    if value.is_none() {
        Ok(Value::Null)
    } else if let Ok(flag) = value.cast::<PyBool>() {
        Ok(Value::Bool(flag.is_true()))
    } else if let Ok(value) = value.cast::<PyString>() {
        text(name, value).map(Value::String)
    } else if value.is_instance_of::<PyInt>() {
        let number = value
            .extract::<i64>()
            .map(Number::from)
            .or_else(|_| value.extract::<u64>().map(Number::from));
        number
            .map(Value::Number)
            .map_err(|_| invalid(value.py(), name, "holds an int of more than 64 bits"))
    } else if let Ok(number) = value.cast::<PyFloat>() {
        Number::from_f64(number.value())
            .map(Value::Number)
            .ok_or_else(|| invalid(value.py(), name, "holds a float that JSON has no word for"))
    } else if let Ok(dict) = value.cast::<PyDict>() {
        let depth = deeper()?;
        let mut members = Map::new();
        for (key, member) in dict {
            let Ok(key) = key.cast::<PyString>() else {
                return Err(wrong_key(name, &key));
            };
            members.insert(text(name, key)?, read(name, &member, depth)?);
        }
        Ok(Value::Object(members))
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let depth = deeper()?;
        value
            .try_iter()?
            .map(|item| read(name, &item?, depth))
            .collect::<PyResult<_>>()
            .map(Value::Array)
    } else {
        Err(wrong_type(name, Value::ACCEPTS, value))
    }
}

impl ToField for Value {
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(match self {
            Self::Null => py.None(),
            Self::Bool(flag) => return flag.to_field(py),
            Self::String(text) => return text.to_field(py),
            Self::Number(number) => {
                if let Some(number) = number.as_i64() {
                    number.into_pyobject(py)?.into_any().unbind()
                } else if let Some(number) = number.as_u64() {
                    number.into_pyobject(py)?.into_any().unbind()
                } else {
                    PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN))
                        .into_any()
                        .unbind()
                }
            }
            Self::Array(items) => {
                let list = PyList::empty(py);
                for item in items {
                    list.append(item.to_field(py)?)?;
                }
                list.into_any().unbind()
            }
            Self::Object(members) => {
                let dict = PyDict::new(py);
                for (key, member) in members {
                    dict.set_item(key, member.to_field(py)?)?;
                }
                dict.into_any().unbind()
            }
        })
    }
}
