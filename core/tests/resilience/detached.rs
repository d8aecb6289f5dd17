//! Detached work goes on although the runtime that asked for it is never driven again.

use std::sync::mpsc::channel;

use authloom::{Background, BoxFuture, Runtime, TokioRuntime};
use authloom_sandbox::ApiName;

use crate::operations::Clients;
use crate::support::{Carrier, PATIENCE, runtime, sandbox};

#[test]
fn detached_calls_end_by_themselves() {
    let kept = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("the system gives a runtime its threads");
    let background = Background::default();
    let tokio_runtime = TokioRuntime::new(kept.handle().clone());
    let runtimes: [&dyn Runtime; 2] = [&background, &tokio_runtime];
    for carrier in Carrier::all() {
        let sandbox = sandbox();
        let clients = Clients::of(&sandbox, &carrier.http());
        for detaching in runtimes {
            let (done, seen) = channel();
            let konnect = clients.konnect.clone();
            let id = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
            let work: BoxFuture<'static, ()> = Box::pin(async move {
                let called = konnect.get_auth_config(id).await;
                done.send(called.map(drop)).expect("the test waits");
            });
            let asking = runtime();
            asking.block_on(async { detaching.spawn(work) });
            let called = seen.recv_timeout(PATIENCE).expect("it ends");
            called.unwrap_or_else(|error| panic!("{carrier:?}, {detaching:?}: {error:?}"));
            drop(asking);
        }
        assert_eq!(sandbox.log(0).len(), 2);
        assert!(
            sandbox
                .log(0)
                .iter()
                .all(|entry| entry.api == ApiName::Konnect)
        );
    }
}
