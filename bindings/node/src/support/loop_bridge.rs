//! What stands between the calls of one JavaScript environment and the thread that drives them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use authloom::Error;
use authloom_bindings_runtime::fork::OfThisProcess;
use authloom_bindings_runtime::panics::{provoked, watch};
use authloom_bindings_runtime::{
    CallEvents, CallName, Canceller, CompletionQueue, Course, IoThread, Phase, noting,
};
use napi::bindgen_prelude::{Function, Object, Unknown};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, JsError, Status, sys};
use napi_derive::napi;

use super::error::record;
use super::observers::reports;
use super::value::{Factories, Js, ToJs};

/// The calls of one environment: the main one, or that of a worker thread.
#[napi]
pub struct LoopBridge(Rc<Calls>);

#[napi]
impl LoopBridge {
    /// `factories` make the objects of models, in the order that the generated code knows;
    /// `deliver` is called when results are there to be taken.
    #[napi(constructor)]
    pub fn new(
        env: Env,
        factories: Object<'_>,
        deliver: Function<'_, (), ()>,
    ) -> napi::Result<Self> {
        watch();
        let notifier = Arc::new(
            deliver
                .build_threadsafe_function()
                .weak::<true>()
                .callee_handled::<false>()
                .build()?,
        );
        let wake = Arc::clone(&notifier);
        let results = CompletionQueue::new(move || {
            // Only an environment that ends refuses, and there nobody waits any more.
            wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        });
        let calls = Rc::new(Calls {
            env,
            notifier,
            results: Arc::new(results),
            batch: RefCell::default(),
            under_way: RefCell::default(),
            factories: Factories::new(&env, &factories)?,
        });
        // Before the environment goes, nothing may be under way that would tell it of its end.
        env.add_env_cleanup_hook(Rc::clone(&calls), |calls| calls.end())?;
        Ok(Self(calls))
    }

    /// The results that are there, four values each: the call's number, whether it failed, its
    /// value or error, and what happened in it.
    #[napi]
    pub fn take<'js>(&'js self, env: &'js Env) -> napi::Result<Unknown<'js>> {
        self.0.take(env)
    }

    /// Drops a call's request. No result of it comes any more.
    #[napi]
    pub fn cancel(&self, number: u32) -> napi::Result<()> {
        self.0.cancel(number)
    }
}

impl LoopBridge {
    pub(super) fn calls(&self) -> Rc<Calls> {
        Rc::clone(&self.0)
    }
}

/// A function of the environment's, which any thread may have called. By itself it does not keep
/// the environment alive.
type Notifier = ThreadsafeFunction<(), (), (), Status, false, true>;

/// The thread that drives calls, while somebody needs it.
pub(super) type Thread = Arc<OfThisProcess<IoThread>>;

/// The calls of an environment. It belongs to the environment's own thread.
pub(super) struct Calls {
    env: Env,
    notifier: Arc<Notifier>,
    results: Arc<CompletionQueue<Finished>>,
    /// Empty; the room for the next batch.
    batch: RefCell<Vec<Finished>>,
    /// By their numbers. While there is one, the environment stays alive.
    under_way: RefCell<HashMap<u32, UnderWay>>,
    factories: Factories,
}

struct UnderWay {
    name: CallName,
    /// There once the call has begun.
    canceller: Option<Canceller>,
    /// So that the thread stays until the call has ended, also if its client is closed.
    _thread: Thread,
}

impl UnderWay {
    fn cancel(&self) {
        self.canceller.iter().for_each(Canceller::cancel);
    }
}

/// A call that has ended.
struct Finished {
    number: u32,
    result: Result<Box<dyn Give>, Error>,
    call_events: CallEvents,
}

/// What begins a call of any operation, on the thread that will drive it and free it.
pub(super) type Call = Box<dyn FnOnce() -> Driven + Send>;

/// A call that has begun: boxed, so that all that drives it is there once and not for each operation.
pub(super) type Driven = Pin<Box<dyn Future<Output = Result<Box<dyn Give>, Error>> + Send>>;

/// A result that becomes a value of JavaScript on the environment's own thread.
pub(super) trait Give: Send {
    fn give<'js>(self: Box<Self>, js: &Js<'js>) -> napi::Result<Unknown<'js>>;
}

impl<T: ToJs + Send> Give for T {
    fn give<'js>(self: Box<Self>, js: &Js<'js>) -> napi::Result<Unknown<'js>> {
        self.to_js(js)
    }
}

impl Calls {
    /// What makes values of this environment, and reads them.
    pub(super) fn js<'js>(&'js self, env: &'js Env) -> Js<'js> {
        Js::new(env, &self.factories)
    }

    /// Has the thread make a call, whose result will be delivered under this number.
    pub(super) fn start(
        &self,
        thread: Thread,
        number: u32,
        name: CallName,
        call: Call,
    ) -> napi::Result<()> {
        let begin = move || async move {
            let (result, call_events) = noting(call()).await;
            Finished {
                number,
                result,
                call_events,
            }
        };
        let lost = move |panicked| Finished {
            number,
            result: Err(name.ended_by(panicked, Phase::Exchange, 0)),
            call_events: CallEvents::default(),
        };
        let is_alone = self.under_way.borrow().is_empty();
        if is_alone {
            self.keep_alive(true)?;
        }
        let under_way = UnderWay {
            name,
            canceller: None,
            _thread: Arc::clone(&thread),
        };
        self.under_way.borrow_mut().insert(number, under_way);
        let canceller = thread.call_for_loop(is_alone, begin, lost, &self.results);
        if let Some(call) = self.under_way.borrow_mut().get_mut(&number) {
            call.canceller = Some(canceller);
        }
        Ok(())
    }

    fn take<'js>(&'js self, env: &'js Env) -> napi::Result<Unknown<'js>> {
        let mut batch = self.batch.borrow_mut();
        self.results.take(&mut batch);
        let js = self.js(env);
        let mut taken = Vec::with_capacity(4 * batch.len());
        for Finished {
            number,
            result,
            call_events,
        } in batch.drain(..)
        {
            // One that is gone was cancelled just when it ended.
            let Some(ended) = self.remove(number)? else {
                continue;
            };
            let course = Course::of(ended.name);
            course.end(call_events.attempts());
            let mut failed = result.is_err();
            let value = course.caught(|| {
                provoked("result");
                match result {
                    Ok(value) => value.give(&js),
                    Err(error) => record(&js, &error),
                }
            });
            let value = value.unwrap_or_else(|error| {
                failed = true;
                record(&js, &error)
            });
            taken.push(js.number(number.into())?);
            match value {
                Ok(value) => taken.extend([js.boolean(failed)?, value]),
                Err(broken) => {
                    let broken = JsError::from(broken).into_unknown(*env);
                    taken.extend([js.boolean(true)?, broken]);
                }
            }
            taken.push(reports(&js, &call_events)?);
        }
        js.list(&taken)
    }

    /// Drops a call's request, if the call is under way.
    pub(super) fn cancel(&self, number: u32) -> napi::Result<()> {
        if let Some(call) = self.remove(number)? {
            call.cancel();
        }
        Ok(())
    }

    fn remove(&self, number: u32) -> napi::Result<Option<UnderWay>> {
        let mut under_way = self.under_way.borrow_mut();
        let removed = under_way.remove(&number);
        if removed.is_some() && under_way.is_empty() {
            self.keep_alive(false)?;
        }
        Ok(removed)
    }

    /// Drops the requests of every call, and lets the thread go.
    fn end(&self) {
        for call in self.under_way.take().into_values() {
            call.cancel();
        }
    }

    /// Whether the environment has to stay until it is notified.
    fn keep_alive(&self, alive: bool) -> napi::Result<()> {
        if self.notifier.aborted() {
            return Ok(());
        }
        let change = if alive {
            sys::napi_ref_threadsafe_function
        } else {
            sys::napi_unref_threadsafe_function
        };
        // SAFETY: this is the thread of the environment that made the function, which is not
        // finalized: nobody releases it but its owner, `self`, and the environment's end, which
        // marks it as aborted on this thread.
        #[allow(unsafe_code)]
        let status = unsafe { change(self.env.raw(), self.notifier.raw()) };
        match Status::from(status) {
            Status::Ok => Ok(()),
            refused => Err(napi::Error::from_status(refused)),
        }
    }
}
