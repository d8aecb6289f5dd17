//! A fault that strikes once: what bears repeating succeeds, and what does not is sent once.

use authloom_sandbox::Fault;
use authloom_sandbox::faults::{Kind, Malformation, Place, Reply};

use crate::operations::{self, Class, Clients};
use crate::support::{on_each, strike};

/// Which operations are sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    Every,
    /// Those that bear it.
    Repeatable,
    None,
}

#[test]
fn only_repeatable_requests_are_repeated() {
    let throttled = Reply::new(503).header("Retry-After", "0");
    let table = [
        (Kind::Status(Reply::new(429)), Again::Every),
        (Kind::Status(throttled), Again::Every),
        (Kind::Status(Reply::new(408)), Again::Repeatable),
        (Kind::Status(Reply::new(502)), Again::Repeatable),
        (Kind::Status(Reply::new(503)), Again::Repeatable),
        (Kind::Status(Reply::new(504)), Again::Repeatable),
        (Kind::Reset { at: Place::Before }, Again::Repeatable),
        (Kind::Reset { at: Place::Head }, Again::Repeatable),
        (Kind::Close { at: Place::Before }, Again::Repeatable),
        (Kind::Close { at: Place::Head }, Again::Repeatable),
        (Kind::EarlyResponse(Reply::new(503)), Again::Repeatable),
        (
            Kind::Malformed {
                part: Malformation::StatusLine,
            },
            Again::None,
        ),
    ];
    on_each(async |carrier, sandbox| {
        for (kind, again) in &table {
            for operation in operations::all() {
                sandbox.reset();
                strike(sandbox, [Fault::new(kind.clone()).nth(1)]);
                let clients = Clients::of(sandbox, &carrier.hasty());
                let called = operation.simply(&clients).await;
                let what = format!("{carrier:?}, {kind:?}, {operation:?}: {called:?}");
                let repeated = match again {
                    Again::Every => true,
                    Again::Repeatable => operation.class != Class::NonIdempotent,
                    Again::None => false,
                };
                assert_eq!(called.is_ok(), repeated, "{what}");
                let log = sandbox.log(0);
                assert_eq!(log.len(), 1 + usize::from(repeated), "{what}");
                if let ([first, second], Kind::Reset { .. } | Kind::Close { .. }) = (&log[..], kind)
                {
                    assert_ne!(first.connection, second.connection, "{what}");
                }
            }
        }
    });
}
