//! A client whose calls are driven by the I/O thread, and awaited.

use std::future::Future;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use authloom::Error;
use authloom_bindings_runtime::fork::OfThisProcess;
use authloom_bindings_runtime::panics::provoked;
use authloom_bindings_runtime::{
    CallEvents, CallName, CoreClient, Course, PerProcess, Phase, noting,
};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};

use super::call::{Call, Under, slot};
use super::loop_bridge::{self, Finished, Modules};
use super::open::Open;
use crate::support::construct::open;
use crate::support::error::exception;
use crate::support::observers::Observers;
use crate::support::result::IntoResult;
use crate::support::settings::Configure;
use crate::support::shutdown::Inside;

/// An async client.
pub(crate) struct AsyncHandle<C> {
    client: PerProcess<C>,
    /// There from the first call until the client is closed.
    open: Mutex<Option<Arc<OfThisProcess<Open>>>>,
    observers: Arc<Observers>,
    modules: Modules,
}

impl<C: CoreClient<Config: Configure>> AsyncHandle<C> {
    /// Builds the client from keyword arguments, after the environment if `source` says so.
    pub(crate) fn open(
        py: Python<'_>,
        source: Option<&Bound<'_, PyAny>>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let (client, observers) = open::<C>(py, source, settings, true)?;
        Ok(Self {
            client: PerProcess::new(client),
            open: Mutex::new(None),
            observers: Arc::new(observers),
            modules: Modules::import(py)?,
        })
    }

    /// Begins a call with the arguments that `read` takes, for a coroutine of the running loop to
    /// await.
    pub(crate) fn start<T, F, R>(
        &self,
        py: Python<'_>,
        operation: &'static str,
        read: impl FnOnce() -> PyResult<F>,
    ) -> PyResult<Call>
    where
        T: IntoResult + Send + 'static,
        F: FnOnce(C) -> R + Send + 'static,
        R: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let name = CallName {
            client: C::NAME,
            operation,
        };
        let course = Course::of(name);
        let begun = course.caught(|| {
            let _inside = Inside::enter(py);
            provoked("arguments");
            self.begin(py, name, read()?)
        });
        begun.unwrap_or_else(|error| Err(exception(py, &error)))
    }

    fn begin<T, F, R>(&self, py: Python<'_>, name: CallName, call: F) -> PyResult<Call>
    where
        T: IntoResult + Send + 'static,
        F: FnOnce(C) -> R + Send + 'static,
        R: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let running = self.modules.running_loop(py)?;
        let open = self.open_now(py)?;
        let bridge = loop_bridge::of_loop(&running, &self.modules)?;
        let slot = slot();
        let client = self.client.get();
        let (number, is_alone) = bridge.get().enter(Arc::clone(&slot));
        // From here on the call is known to the bridge: dropping this makes it forget the call.
        let awaited = Call::under_way(Under {
            slot,
            its_loop: running.unbind(),
            number,
            name,
            bridge: bridge.clone().unbind(),
            observers: Arc::clone(&self.observers),
            blocking: AtomicBool::new(false),
            waits: AtomicBool::new(false),
            _open: Arc::clone(&open),
        });
        let begin = move || async move {
            let (result, call_events) = noting(call(client)).await;
            let result = Box::new(move |py: Python<'_>| match result {
                Ok(value) => value.into_result(py),
                Err(error) => Err(exception(py, &error)),
            });
            (
                number,
                Finished {
                    result,
                    call_events,
                },
            )
        };
        let lost = move |panicked| {
            let error = name.ended_by(panicked, Phase::Exchange, 0);
            let result = Box::new(move |py: Python<'_>| Err(exception(py, &error)));
            let call_events = CallEvents::default();
            (
                number,
                Finished {
                    result,
                    call_events,
                },
            )
        };
        let results = bridge.get().results();
        let canceller = open.thread.call_for_loop(is_alone, begin, lost, results);
        bridge.get().begun(number, canceller);
        Ok(awaited)
    }

    fn open_now(&self, py: Python<'_>) -> PyResult<Arc<OfThisProcess<Open>>> {
        let mut held = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = held.as_ref().filter(|open| open.is_ours()) {
            return Ok(Arc::clone(open));
        }
        let open = Open::shared(py)?;
        *held = Some(Arc::clone(&open));
        Ok(open)
    }

    /// Closes the client and its unused connections; with the last client goes the thread.
    pub(crate) fn close(&self, py: Python<'_>) -> Call {
        let _inside = Inside::enter(py);
        self.client.get().close();
        loop_bridge::abandon_dead(py);
        let held = self
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(held);
        Call::done()
    }

    /// The base URL that the client calls.
    pub(crate) fn base_url(&self) -> String {
        self.client.get().base_url()
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.observers.traverse(visit)
    }
}
