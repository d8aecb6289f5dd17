//! What a client is built from.

use std::sync::Arc;

use authloom::{Hook, Proxy};
use authloom_bindings_runtime::{Recorder, proxy};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::argument::{FromArgument, wrong_type};
use super::error::invalid;

/// The keyword arguments of a client's constructor, taken one by one.
pub(crate) struct Settings<'a, 'py> {
    given: Option<&'a Bound<'py, PyDict>>,
    taken: usize,
    hooks: Vec<Py<PyAny>>,
    names: Vec<&'static str>,
}

/// What takes its settings from keyword arguments.
pub(crate) trait Configure {
    /// Takes those that are given.
    fn configure(&mut self, given: &mut Settings<'_, '_>) -> PyResult<()>;
}

impl<'a, 'py> Settings<'a, 'py> {
    pub(super) fn new(given: Option<&'a Bound<'py, PyDict>>) -> Self {
        Self {
            given,
            taken: 0,
            hooks: Vec::new(),
            names: Vec::new(),
        }
    }

    fn get(&mut self, name: &'static str) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.names.push(name);
        let Some(value) = self
            .given
            .map(|given| given.get_item(name))
            .transpose()?
            .flatten()
        else {
            return Ok(None);
        };
        self.taken += 1;
        Ok((!value.is_none()).then_some(value))
    }

    /// Sets what is given; what is not, or is `None`, stays as it is.
    pub(crate) fn set<T: FromArgument>(
        &mut self,
        name: &'static str,
        place: &mut T,
    ) -> PyResult<()> {
        if let Some(value) = self.get(name)? {
            *place = T::from_argument(name, &value)?;
        }
        Ok(())
    }

    /// Keeps the callables of `hooks`, which are run when their call is over, and has events recorded
    /// for them.
    pub(crate) fn hooks(&mut self, place: &mut Vec<Arc<dyn Hook>>) -> PyResult<()> {
        place.push(Arc::new(Recorder));
        let Some(hooks) = self.get("hooks")? else {
            return Ok(());
        };
        let items = hooks
            .try_iter()
            .map_err(|_| wrong_type("hooks", "a list or tuple of callables", &hooks))?;
        for (place, hook) in items.enumerate() {
            let hook = hook?;
            if !hook.is_callable() {
                let name = format!("hooks[{place}]");
                return Err(wrong_type(&name, "a callable", &hook));
            }
            if is_coroutine_function(&hook)? {
                return Err(PyTypeError::new_err(format!(
                    "`hooks[{place}]` must not be a coroutine function: nothing awaits what a hook \
                     returns"
                )));
            }
            self.hooks.push(hook.unbind());
        }
        Ok(())
    }

    /// The hooks, once every setting is taken. A name that is no setting is refused.
    pub(super) fn finish(self) -> PyResult<Vec<Py<PyAny>>> {
        if let Some(given) = self.given.filter(|given| given.len() > self.taken) {
            for name in given.keys() {
                let name = name.extract::<String>()?;
                if !self.names.contains(&&*name) {
                    return Err(PyTypeError::new_err(format!(
                        "unexpected keyword argument '{name}'; there are {}",
                        self.names.join(", ")
                    )));
                }
            }
        }
        Ok(self.hooks)
    }
}

/// Whether calling this only makes a coroutine or an async generator. `inspect` would say so too,
/// but takes milliseconds to import.
fn is_coroutine_function(callable: &Bound<'_, PyAny>) -> PyResult<bool> {
    const MAKES_COROUTINE: u32 = 0x80;
    const MAKES_ITERABLE_COROUTINE: u32 = 0x100;
    const MAKES_ASYNC_GENERATOR: u32 = 0x200;
    let mut function = callable.clone();
    // `functools.partial` keeps what it calls as `func`.
    while let Some(inner) = function.getattr_opt("func")? {
        function = inner;
    }
    // A function has its own, an object that can be called its class's.
    let mut code = function.getattr_opt("__code__")?;
    if code.is_none()
        && let Some(call) = function.get_type().getattr_opt("__call__")?
    {
        code = call.getattr_opt("__code__")?;
    }
    let flags = code.map(|code| code.getattr("co_flags")?.extract::<u32>());
    let any = MAKES_COROUTINE | MAKES_ITERABLE_COROUTINE | MAKES_ASYNC_GENERATOR;
    Ok(flags.transpose()?.is_some_and(|flags| flags & any != 0))
}

impl FromArgument for Proxy {
    const ACCEPTS: &'static str = "'environment', 'direct', or a URL as Secret or str";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = value.py();
        let string = authloom::Secret::from_argument(name, value).map_err(|refusal| {
            if refusal.is_instance_of::<PyTypeError>(py) {
                wrong_type(name, Self::ACCEPTS, value)
            } else {
                refusal
            }
        })?;
        proxy::named(string).ok_or_else(|| invalid(py, name, proxy::NO_PROXY))
    }
}
