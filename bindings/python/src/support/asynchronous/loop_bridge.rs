//! Where a loop gets the results of its calls.

use std::collections::BTreeMap;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use authloom_bindings_runtime::fork::OfThisProcess;
use authloom_bindings_runtime::{CallEvents, Canceller, CompletionQueue};
use pyo3::exceptions::asyncio::CancelledError;
use pyo3::exceptions::{PyNotImplementedError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyWeakrefMethods, PyWeakrefReference};

use super::notifier::{Struck, ThreadNotifier};
use crate::support::shutdown::Inside;

/// Makes a call's result, once attached to the interpreter.
type MakeResult = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;

/// A call that ended, on its way to the loop.
pub(super) struct Finished {
    pub(super) result: MakeResult,
    pub(super) call_events: CallEvents,
}

/// Where a call finds its end.
pub(super) type Slot = Arc<Mutex<Option<Finished>>>;

/// A call that a coroutine waits for, or will.
struct BlockingCall {
    slot: Slot,
    /// There once a task waits.
    wake: Option<Wake>,
    /// There once the call has begun.
    canceller: Option<Canceller>,
}

impl BlockingCall {
    /// Drops the request: nobody will take its result.
    fn cancel(&self) {
        self.canceller.iter().for_each(Canceller::cancel);
    }
}

/// How a task is woken that waits.
pub(super) struct Wake {
    pub(super) callback: Py<PyAny>,
    pub(super) context: Py<PyAny>,
}

/// Where one loop gets the results of its calls.
#[pyclass(frozen, module = "authloom._authloom", name = "_Port")]
pub(crate) struct LoopBridge {
    results: Arc<CompletionQueue<(u64, Finished)>>,
    /// By number, so the newest is last: a tree finds them without hashing.
    waiting: Mutex<BTreeMap<u64, BlockingCall>>,
    next: AtomicU64,
    /// Emptied and filled again with every batch, so that batches cost no memory.
    batch: Mutex<Vec<(u64, Finished)>>,
    watch: Watch,
}

/// How the loop is woken.
enum Watch {
    /// The loop watches a descriptor.
    #[cfg(unix)]
    Reader(Arc<super::notifier::Sockets>),
    /// The loop cannot, so a thread of Python's waits and calls it.
    Thread(Arc<ThreadNotifier>),
}

/// The bridge of each loop of this process. Loops are held weakly.
type Ports = Vec<Arc<OfThisProcess<(Py<PyWeakrefReference>, Py<LoopBridge>)>>>;

static PORTS: Mutex<Ports> = Mutex::new(Vec::new());

/// Locks that are held for a few instructions, attached to the interpreter. Nothing of Python's is
/// called meanwhile: it may hand the interpreter to a thread that waits for the same lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is needed of Python's modules. It is had when a client is built: a module that one thread
/// imports while another forks can never be imported in the child.
pub(super) struct Modules {
    get_running_loop: Py<PyAny>,
    /// What the loop runs when it is woken. It is Python's, so that no frame of ours lies below a
    /// task: a thread that the interpreter ends must be in none.
    deliver: Py<PyAny>,
}

impl Modules {
    pub(super) fn import(py: Python<'_>) -> PyResult<Self> {
        let of = |module: &str, name: &str| py.import(module)?.getattr(name).map(Bound::unbind);
        // pyo3 keeps it, and whatever else it makes at its first use, by a lock that it holds without
        // the interpreter: so `intern!` and the like have no place where calls come by.
        py.get_type::<CancelledError>();
        Ok(Self {
            get_running_loop: of("asyncio", "get_running_loop")?,
            deliver: of("authloom._waking", "deliver")?,
        })
    }

    /// The loop that runs on this thread.
    pub(super) fn running_loop<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.get_running_loop.bind(py).call0().map_err(|raised| {
            let none = PyRuntimeError::new_err(
                "no running event loop: an async client needs one of asyncio; under trio, or without \
                 a loop, use the sync client in a thread",
            );
            none.set_cause(py, Some(raised));
            none
        })
    }
}

/// The bridge of a loop that runs on this thread, set up if it has none yet.
pub(super) fn of_loop<'py>(
    running: &Bound<'py, PyAny>,
    modules: &Modules,
) -> PyResult<Bound<'py, LoopBridge>> {
    let py = running.py();
    for entry in lock(&PORTS).iter().filter(|entry| entry.is_ours()) {
        let (its_loop, bridge) = &***entry;
        if its_loop
            .bind(py)
            .upgrade()
            .is_some_and(|its_loop| its_loop.is(running))
        {
            return Ok(bridge.bind(py).clone());
        }
    }
    let bridge = LoopBridge::set_up(running, &modules.deliver)?;
    let its_loop = PyWeakrefReference::new(running)?.unbind();
    let entry = OfThisProcess::new((its_loop, bridge.clone().unbind()));
    lock(&PORTS).push(Arc::new(entry));
    abandon_dead(py);
    Ok(bridge)
}

/// Lets go of the ports of loops that are closed: their tasks wait for what never comes, and are
/// kept by nothing else. A loop tells nobody that it is closed, so this is asked now and then.
pub(super) fn abandon_dead(py: Python<'_>) {
    let dead: Ports = {
        let all = lock(&PORTS).clone();
        all.into_iter()
            .filter(|entry| !entry.is_ours() || is_dead(py, &entry.0))
            .collect()
    };
    lock(&PORTS).retain(|entry| !dead.iter().any(|other| Arc::ptr_eq(entry, other)));
    for entry in dead.iter().filter(|entry| entry.is_ours()) {
        entry.1.get().abandon();
    }
}

/// Whether nothing will run on a loop any more.
fn is_dead(py: Python<'_>, its_loop: &Py<PyWeakrefReference>) -> bool {
    let Some(its_loop) = its_loop.bind(py).upgrade() else {
        return true;
    };
    its_loop
        .call_method0("is_closed")
        .and_then(|closed| closed.is_truthy())
        .unwrap_or(true)
}

/// Takes down the ports that no call waits at, when nothing is open any more.
pub(super) fn take_down_idle(py: Python<'_>) {
    let idle: Ports = {
        let mut ports = lock(&PORTS);
        let (idle, busy): (Ports, Ports) = mem::take(&mut *ports)
            .into_iter()
            .partition(|entry| !entry.is_ours() || lock(&entry.1.get().waiting).is_empty());
        *ports = busy;
        idle
    };
    for entry in idle.iter().filter(|entry| entry.is_ours()) {
        let (its_loop, bridge) = &***entry;
        if let Some(its_loop) = its_loop.bind(py).upgrade() {
            // A loop that is closed has let go already, and says so.
            let _ = bridge.get().take_down(&its_loop);
        }
    }
}

impl LoopBridge {
    fn set_up<'py>(running: &Bound<'py, PyAny>, deliver: &Py<PyAny>) -> PyResult<Bound<'py, Self>> {
        #[cfg(unix)]
        match Self::watched(running, deliver) {
            Err(error) if error.is_instance_of::<PyNotImplementedError>(running.py()) => {}
            answered => return answered,
        }
        Self::waited_for(running, deliver)
    }

    fn new(
        py: Python<'_>,
        watch: Watch,
        notifier: impl Fn() + Send + Sync + 'static,
    ) -> PyResult<Bound<'_, Self>> {
        let bridge = Self {
            results: Arc::new(CompletionQueue::new(notifier)),
            waiting: Mutex::default(),
            next: AtomicU64::new(0),
            batch: Mutex::default(),
            watch,
        };
        Bound::new(py, bridge)
    }

    #[cfg(unix)]
    fn watched<'py>(
        running: &Bound<'py, PyAny>,
        deliver: &Py<PyAny>,
    ) -> PyResult<Bound<'py, Self>> {
        let sockets = Arc::new(super::notifier::Sockets::new()?);
        let notifier = Arc::clone(&sockets);
        let descriptor = sockets.descriptor();
        let py = running.py();
        let bridge = Self::new(py, Watch::Reader(sockets), move || notifier.ring())?;
        running.call_method1("add_reader", (descriptor, deliver, &bridge))?;
        Ok(bridge)
    }

    fn waited_for<'py>(
        running: &Bound<'py, PyAny>,
        deliver: &Py<PyAny>,
    ) -> PyResult<Bound<'py, Self>> {
        let py = running.py();
        let thread_notifier = Arc::new(ThreadNotifier::default());
        let notifier = Arc::clone(&thread_notifier);
        let notifier = move || notifier.strike(Struck::Results);
        let bridge = Self::new(py, Watch::Thread(thread_notifier), notifier)?;
        let settings = PyDict::new(py);
        settings.set_item("target", bridge.getattr("_wait")?)?;
        settings.set_item("args", (running.getattr("call_soon_threadsafe")?, deliver))?;
        settings.set_item("name", "authloom-wait")?;
        settings.set_item("daemon", true)?;
        py.import("threading")?
            .call_method("Thread", (), Some(&settings))?
            .call_method0("start")?;
        Ok(bridge)
    }

    fn take_down(&self, its_loop: &Bound<'_, PyAny>) -> PyResult<()> {
        match &self.watch {
            #[cfg(unix)]
            Watch::Reader(sockets) => {
                let descriptor = sockets.descriptor();
                let py = its_loop.py();
                let here = py
                    .import("asyncio")?
                    .call_method0("get_running_loop")
                    .is_ok_and(|running| running.is(its_loop));
                let remove = its_loop.getattr("remove_reader")?;
                if here {
                    remove.call1((descriptor,))?;
                } else {
                    its_loop.call_method1("call_soon_threadsafe", (remove, descriptor))?;
                }
            }
            Watch::Thread(thread_notifier) => thread_notifier.strike(Struck::End),
        }
        Ok(())
    }

    /// Drops the calls that are waited for here, and lets go of the tasks, so that they can be
    /// destroyed.
    fn abandon(&self) {
        let waiting = mem::take(&mut *lock(&self.waiting));
        if let Watch::Thread(thread_notifier) = &self.watch {
            thread_notifier.strike(Struck::End);
        }
        waiting.values().for_each(BlockingCall::cancel);
    }

    pub(super) fn results(&self) -> &Arc<CompletionQueue<(u64, Finished)>> {
        &self.results
    }

    /// Makes room for the result of a call: returns its number, and whether no other is under way.
    pub(super) fn enter(&self, slot: Slot) -> (u64, bool) {
        let number = self.next.fetch_add(1, Relaxed);
        let (wake, canceller) = (None, None);
        let waiting = BlockingCall {
            slot,
            wake,
            canceller,
        };
        let mut others = lock(&self.waiting);
        let is_alone = others.is_empty();
        others.insert(number, waiting);
        (number, is_alone)
    }

    /// Keeps what cancels a call.
    pub(super) fn begun(&self, number: u64, canceller: Canceller) {
        if let Some(call) = lock(&self.waiting).get_mut(&number) {
            call.canceller = Some(canceller);
        }
    }

    /// Lets a task wait for a call; gives `wake` back if no end of it will be reported any more.
    pub(super) fn wait(&self, number: u64, wake: Wake) -> Result<(), Wake> {
        match lock(&self.waiting).get_mut(&number) {
            Some(call) if call.wake.is_none() => call.wake = Some(wake),
            _ => return Err(wake),
        }
        Ok(())
    }

    /// Lets a task wait no longer: returns how to wake it.
    pub(super) fn wait_no_longer(&self, number: u64) -> Option<Wake> {
        lock(&self.waiting).get_mut(&number)?.wake.take()
    }

    /// Nobody waits for this call any more: without a result it is cancelled.
    pub(super) fn leave(&self, number: u64) {
        let left = lock(&self.waiting).remove(&number);
        left.iter().for_each(BlockingCall::cancel);
    }
}

#[pymethods]
impl LoopBridge {
    /// Hands out the results that are there: returns how to wake the tasks that wait for them, the
    /// last one first.
    fn _take<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let _inside = Inside::enter(py);
        #[cfg(unix)]
        if let Watch::Reader(sockets) = &self.watch {
            sockets.hush();
        }
        let mut batch = mem::take(&mut *lock(&self.batch));
        self.results.take(&mut batch);
        let woken = PyList::empty(py);
        for (number, finished) in batch.drain(..).rev() {
            let Some(BlockingCall { slot, wake, .. }) = lock(&self.waiting).remove(&number) else {
                continue;
            };
            *lock(&slot) = Some(finished);
            if let Some(Wake { callback, context }) = wake {
                woken.append((context, callback))?;
            }
        }
        *lock(&self.batch) = batch;
        Ok(woken)
    }

    /// Waits for results in place of a loop that cannot, until the bridge is taken down.
    fn _wait(
        slf: &Bound<'_, Self>,
        call_soon: &Bound<'_, PyAny>,
        deliver: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let py = slf.py();
        let Watch::Thread(thread_notifier) = &slf.get().watch else {
            return Err(PyRuntimeError::new_err(
                "this loop watches its bridge itself",
            ));
        };
        while py.detach(|| thread_notifier.wait()) == Struck::Results {
            let _inside = Inside::enter(py);
            if call_soon.call1((deliver, slf)).is_err() {
                // The loop is closed.
                break;
            }
        }
        Ok(())
    }
}
