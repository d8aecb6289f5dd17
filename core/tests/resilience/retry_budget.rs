//! A server in trouble, or one that asks for absurd waits, is not met by a crowd.

use authloom::ErrorKind;
use authloom_sandbox::faults::{Kind, Reply, RetryAfter};
use authloom_sandbox::{ApiName, Fault};

use crate::operations::{self, Clients};
use crate::support::{on_each, strike};

#[test]
fn retries_stay_within_the_budget() {
    on_each(async |carrier, sandbox| {
        strike(sandbox, [Fault::new(Kind::Status(Reply::new(503)))]);
        let clients = Clients::of(sandbox, &carrier.hasty());
        let get = operations::named(ApiName::Konnect, "get_auth_config");
        for _ in 0..1000 {
            let error = get.simply(&clients).await.expect_err("trouble");
            assert_eq!(error.kind, ErrorKind::ServerError);
        }
        let sent = sandbox.log(0).len();
        assert!((1001..=1036).contains(&sent), "{carrier:?}: {sent}");
    });
}

#[test]
fn an_absurd_wait_is_not_waited_for() {
    // Minutes, ages, and more than a number holds: none fits into a call.
    let replies = ["60", "99999999999", "99999999999999999999999999", "1e9"]
        .map(|wait| Reply::new(429).header("Retry-After", wait))
        .into_iter()
        .chain([3600, i64::from(u32::MAX)].map(|seconds| {
            // By the sandbox's time, of which the client's is years behind.
            Reply::new(429).retry_after(RetryAfter::DateInSeconds(seconds))
        }));
    on_each(async |carrier, sandbox| {
        for reply in replies.clone() {
            for operation in operations::all() {
                sandbox.reset();
                strike(sandbox, [Fault::new(Kind::Status(reply.clone()))]);
                let clients = Clients::of(sandbox, &carrier.hasty());
                let error = operation.simply(&clients).await.expect_err("throttled");
                let what = format!("{carrier:?}, {reply:?}, {operation:?}: {error:?}");
                assert_eq!(error.kind, ErrorKind::RateLimited, "{what}");
                // What is no number of seconds is not said.
                let said = !reply.headers.iter().any(|(_, value)| value == "1e9");
                assert_eq!(error.retry_after.is_some(), said, "{what}");
                let sent = if said { 1 } else { 3 };
                assert_eq!(error.attempts, sent, "{what}");
                assert_eq!(i32::try_from(sandbox.log(0).len()), Ok(sent), "{what}");
                assert!(error.retryable, "{what}");
            }
        }
    });
}
