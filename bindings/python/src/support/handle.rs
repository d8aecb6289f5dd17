//! A client whose calls are driven by the threads that make them.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use authloom::Error;
use authloom_bindings_runtime::fork::OfThisProcess;
use authloom_bindings_runtime::{PerProcess, Reactor, noting};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};

use super::core_client::CoreClient;
use super::error::{exception, forked};
use super::opening::open;
use super::result::IntoResult;
use super::telling::Telling;

/// How long a thread waits for its call before it looks whether a signal came.
const SLICE: Duration = Duration::from_millis(100);

/// A sync client.
pub(crate) struct Handle<C> {
    client: PerProcess<C>,
    /// There from the first call until the client is closed.
    reactor: Mutex<Option<Arc<OfThisProcess<Reactor>>>>,
    telling: Telling,
}

impl<C: CoreClient> Handle<C> {
    /// Builds the client from keyword arguments, after the environment if `source` says so. HTTP/1.1
    /// unless asked otherwise: a thread that waits for one call gains nothing from HTTP/2.
    pub(crate) fn open(
        py: Python<'_>,
        source: Option<&Bound<'_, PyAny>>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let (client, telling) = open::<C>(py, source, settings, false)?;
        Ok(Self {
            client: PerProcess::new(client),
            reactor: Mutex::new(None),
            telling,
        })
    }

    /// Makes a call on this thread, with the interpreter free for others meanwhile.
    pub(crate) fn run<T, F, R>(&self, py: Python<'_>, call: F) -> PyResult<Py<PyAny>>
    where
        T: IntoResult + Send,
        F: FnOnce(C) -> R,
        R: Future<Output = Result<T, Error>> + Send,
    {
        let reactor = self.reactor()?;
        let mut call = noting(call(self.client.get()));
        let (result, notes) = loop {
            let driven = py.detach(|| reactor.drive(Pin::new(&mut call), SLICE));
            if let Poll::Ready(done) = driven {
                break done;
            }
            // Between two slices, so that a handler may itself make a call, or fork.
            let raised = py.check_signals();
            if !reactor.is_ours() {
                mem::forget(call);
                raised?;
                return Err(forked(py));
            }
            if let Err(raised) = raised {
                drop(call);
                // Its connection goes when it is driven once more.
                py.detach(|| reactor.settle());
                return Err(raised);
            }
        };
        self.telling.tell(py, &notes)?;
        match result {
            Ok(value) => value.into_result(py),
            Err(error) => Err(exception(py, &error)),
        }
    }

    fn reactor(&self) -> PyResult<Arc<OfThisProcess<Reactor>>> {
        let mut held = self.reactor.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reactor) = held.as_ref().filter(|reactor| reactor.is_ours()) {
            return Ok(Arc::clone(reactor));
        }
        let reactor = Reactor::shared().map_err(|error| {
            PyRuntimeError::new_err(format!("the system gives no event queue: {error}"))
        })?;
        *held = Some(Arc::clone(&reactor));
        Ok(reactor)
    }

    /// Closes the client and its unused connections.
    pub(crate) fn close(&self, py: Python<'_>) {
        self.client.get().close();
        let held = self
            .reactor
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(reactor) = held.filter(|reactor| reactor.is_ours()) {
            py.detach(|| reactor.settle());
        }
    }

    /// The base URL that the client calls.
    pub(crate) fn base_url(&self) -> String {
        self.client.get().base_url()
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.telling.traverse(visit)
    }
}
