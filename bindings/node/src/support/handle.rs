//! A client whose calls are driven by the I/O thread, and awaited.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use authloom::Error;
use authloom_bindings_runtime::panics::provoked;
use authloom_bindings_runtime::{CallName, CoreClient, Course, DetachedOnIoThread, IoThread};
use napi::Env;
use napi::bindgen_prelude::Unknown;

use super::error::refused;
use super::loop_bridge::{Calls, Driven, Give, LoopBridge, Thread};
use super::settings::{Configure, Settings};
use super::value::{Js, Refusal, ToJs};

/// A client of core, with the environment that it belongs to.
pub(crate) struct Handle<C> {
    client: C,
    calls: Rc<Calls>,
    /// There from the first call until the client is closed.
    thread: RefCell<Option<Thread>>,
}

impl<C: CoreClient<Config: Configure>> Handle<C> {
    /// Builds the client from its settings, after the environment if `from_env` says so.
    pub(crate) fn open(
        env: &Env,
        bridge: &LoopBridge,
        settings: Unknown<'_>,
        from_env: bool,
        observed: bool,
    ) -> napi::Result<Self> {
        let calls = bridge.calls();
        let js = calls.js(env);
        let client = Self::build(&js, settings, from_env, observed)
            .map_err(|refusal| refused(&js, refusal))?;
        Ok(Self {
            client,
            calls,
            thread: RefCell::new(None),
        })
    }

    fn build<'a>(
        js: &'a Js<'a>,
        settings: Unknown<'a>,
        from_env: bool,
        observed: bool,
    ) -> Result<C, Refusal> {
        let mut config = if from_env {
            C::from_env().map_err(Refusal::Core)?
        } else {
            C::Config::default()
        };
        C::http(&mut config).runtime = Some(Arc::new(DetachedOnIoThread));
        let mut given = Settings::new(js, settings, observed)?;
        config.configure(&mut given)?;
        given.finish()?;
        C::open(config).map_err(Refusal::Core)
    }

    /// Begins a call with the arguments that `read` takes; its result will be delivered under this
    /// number.
    pub(crate) fn start<T, F, R>(
        &self,
        env: &Env,
        number: u32,
        operation: &'static str,
        read: impl FnOnce(&Js<'_>) -> Result<F, Refusal>,
    ) -> napi::Result<()>
    where
        T: ToJs + Send + 'static,
        F: FnOnce(C) -> R + Send + 'static,
        R: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let js = self.calls.js(env);
        let name = CallName {
            client: C::NAME,
            operation,
        };
        let begun = Course::of(name).caught(|| {
            provoked("arguments");
            let call = read(&js).map_err(|refusal| refused(&js, refusal))?;
            let client = self.client.clone();
            let begin = move || -> Driven {
                let call = call(client);
                Box::pin(async move {
                    let value = call.await?;
                    Ok(Box::new(value) as Box<dyn Give>)
                })
            };
            let thread = self
                .thread()
                .map_err(|error| refused(&js, Refusal::Core(error)))?;
            self.calls.start(thread, number, name, Box::new(begin))
        });
        begun.unwrap_or_else(|error| {
            // It may have begun by then.
            self.calls.cancel(number)?;
            Err(refused(&js, Refusal::Core(error)))
        })
    }

    fn thread(&self) -> Result<Thread, Error> {
        let mut held = self.thread.borrow_mut();
        if let Some(thread) = &*held {
            return Ok(Arc::clone(thread));
        }
        let thread = IoThread::shared().map_err(Error::of_thread)?;
        Ok(Arc::clone(held.insert(thread)))
    }

    /// Closes the client and its unused connections; with the last client goes the thread.
    pub(crate) fn close(&self) {
        self.client.close();
        drop(self.thread.take());
    }

    /// The base URL that the client calls.
    pub(crate) fn base_url(&self) -> String {
        self.client.base_url()
    }
}
