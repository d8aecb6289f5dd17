//! A client whose calls are waited for by the threads that make them.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use authloom::Error;
use authloom_bindings_runtime::fork::OfThisProcess;
use authloom_bindings_runtime::panics::provoked;
use authloom_bindings_runtime::{
    CallEvents, CallName, CoreClient, Course, IoThread, PerProcess, Phase, Reactor, noting,
};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};

use super::blocking_call::{SLICE, wait};
use super::construct::open;
use super::error::exception;
use super::observers::{Observers, check_depth};
use super::result::IntoResult;
use super::settings::Configure;
use super::shutdown::Inside;

/// Something that a client holds while it is open, if it needs it at all.
type Held<T> = Mutex<Option<Arc<OfThisProcess<T>>>>;

/// A sync client.
pub(crate) struct Handle<C> {
    client: PerProcess<C>,
    /// There from the first call until the client is closed.
    reactor: Held<Reactor>,
    /// There from the first call that is not alone until the client is closed.
    thread: Held<IoThread>,
    observers: Observers,
}

impl<C: CoreClient<Config: Configure>> Handle<C> {
    /// Builds the client from keyword arguments, after the environment if `source` says so. HTTP/1.1
    /// unless asked otherwise: a thread that waits for one call gains nothing from HTTP/2.
    pub(crate) fn open(
        py: Python<'_>,
        source: Option<&Bound<'_, PyAny>>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let (client, observers) = open::<C>(py, source, settings, false)?;
        Ok(Self {
            client: PerProcess::new(client),
            reactor: Mutex::new(None),
            thread: Mutex::new(None),
            observers,
        })
    }

    /// Makes a call with the arguments that `read` takes, with the interpreter free for other threads
    /// meanwhile. A thread that is alone drives its call itself; of several, each waits for the I/O
    /// thread.
    pub(crate) fn run<T, F, R>(
        &self,
        py: Python<'_>,
        operation: &'static str,
        read: impl FnOnce() -> PyResult<F>,
    ) -> PyResult<Py<PyAny>>
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
        let ended = course.caught(|| {
            provoked("arguments");
            check_depth()?;
            let call = read()?;
            course.begin();
            let (result, call_events) = self.driven(py, name, call)?;
            course.end(call_events.attempts());
            let _inside = Inside::enter(py);
            self.observers.tell(py, &call_events)?;
            provoked("result");
            match result {
                Ok(value) => value.into_result(py),
                Err(error) => Err(exception(py, &error)),
            }
        });
        ended.unwrap_or_else(|error| Err(exception(py, &error)))
    }

    fn driven<T, F, R>(
        &self,
        py: Python<'_>,
        name: CallName,
        call: F,
    ) -> PyResult<(Result<T, Error>, CallEvents)>
    where
        T: Send + 'static,
        F: FnOnce(C) -> R + Send + 'static,
        R: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let reactor = self.reactor(py)?;
        let entered = reactor.enter();
        let client = self.client.get();
        if entered.is_alone() {
            let mut call = noting(call(client));
            let done = wait(py, || reactor.drive(Pin::new(&mut call), SLICE));
            // A request that was given up is dropped, and its connection goes when it is driven
            // once more.
            let ended = matches!(&done, Ok((Ok(_), _)));
            let done = done.map_err(|stopped| stopped.leave(call));
            if !ended && reactor.is_ours() {
                py.detach(|| reactor.settle());
            }
            return done;
        }
        // Held until the call has ended, also if the client is closed meanwhile.
        let thread = self.thread(py)?;
        let lost = move |panicked| {
            let error = name.ended_by(panicked, Phase::Exchange, 0);
            (Err(error), CallEvents::default())
        };
        let mut begin = Some(move || noting(call(client)));
        let mut waiting = None;
        // Handed over without the interpreter: the thread that is woken may run at once, and
        // others would wait for both.
        let done = wait(py, || {
            let begin = || thread.wait_for(begin.take().expect("a call begins once"), lost);
            waiting.get_or_insert_with(begin).sleep(SLICE)
        });
        done.map_err(|stopped| stopped.leave(waiting))
    }

    fn reactor(&self, py: Python<'_>) -> PyResult<Arc<OfThisProcess<Reactor>>> {
        ours(py, &self.reactor, Reactor::shared)
    }

    fn thread(&self, py: Python<'_>) -> PyResult<Arc<OfThisProcess<IoThread>>> {
        ours(py, &self.thread, IoThread::shared)
    }

    /// Closes the client and its unused connections.
    pub(crate) fn close(&self, py: Python<'_>) {
        self.client.get().close();
        let reactor = lock(&self.reactor).take();
        if let Some(reactor) = reactor.filter(|reactor| reactor.is_ours()) {
            py.detach(|| reactor.settle());
        }
        drop(lock(&self.thread).take());
    }

    /// The base URL that the client calls.
    pub(crate) fn base_url(&self) -> String {
        self.client.get().base_url()
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.observers.traverse(visit)
    }
}

/// Locks that are held for a few instructions, attached to the interpreter.
fn lock<T>(held: &Held<T>) -> MutexGuard<'_, Option<Arc<OfThisProcess<T>>>> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is held, if it is of this process, else what is had anew.
fn ours<T>(
    py: Python<'_>,
    held: &Held<T>,
    shared: fn() -> io::Result<Arc<OfThisProcess<T>>>,
) -> PyResult<Arc<OfThisProcess<T>>> {
    let mut held = lock(held);
    if let Some(ours) = held.as_ref().filter(|held| held.is_ours()) {
        return Ok(Arc::clone(ours));
    }
    let fresh = shared().map_err(|error| exception(py, &Error::of_thread(error)))?;
    *held = Some(Arc::clone(&fresh));
    Ok(fresh)
}
