//! Calls that their own threads drive.

use std::future::{pending, ready};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use authloom_bindings_runtime::Reactor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const GUARD: Duration = Duration::from_secs(30);

#[test]
fn a_slice_ends_although_its_call_does_not_and_the_call_goes_on_in_the_next() {
    let reactor = Reactor::shared().expect("a reactor");
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut call = pin!(told);
    let slice = Duration::from_millis(1);
    assert_eq!(reactor.drive(call.as_mut(), slice), Poll::Pending);
    assert_eq!(reactor.drive(pin!(pending::<()>()), slice), Poll::Pending);
    tell.send(7).expect("the call waits");
    assert_eq!(reactor.drive(call.as_mut(), GUARD), Poll::Ready(Ok(7)));
}

#[test]
fn threads_that_wait_together_drive_each_others_connections() {
    let reactor = Reactor::shared().expect("a reactor");
    // One thread's call accepts and echoes what the other threads' calls send.
    let mut listening = pin!(TcpListener::bind("127.0.0.1:0"));
    let Poll::Ready(Ok(listener)) = reactor.drive(listening.as_mut(), GUARD) else {
        panic!("a loopback port can be had");
    };
    let address = listener.local_addr().expect("it is bound");
    std::thread::scope(|scope| {
        let server = Arc::clone(&reactor);
        scope.spawn(move || {
            let serve = async move {
                for _ in 0..8 {
                    let (mut peer, _) = listener.accept().await.expect("a caller");
                    let mut byte = [0];
                    peer.read_exact(&mut byte).await.expect("a byte");
                    peer.write_all(&byte).await.expect("it is taken");
                }
            };
            assert_eq!(server.drive(pin!(serve), GUARD), Poll::Ready(()));
        });
        for number in 0..8_u8 {
            let reactor = Arc::clone(&reactor);
            scope.spawn(move || {
                let call = async move {
                    let mut peer = TcpStream::connect(address).await.expect("it listens");
                    peer.write_all(&[number]).await.expect("it is taken");
                    let mut byte = [0];
                    peer.read_exact(&mut byte).await.expect("an echo");
                    byte[0]
                };
                assert_eq!(reactor.drive(pin!(call), GUARD), Poll::Ready(number));
            });
        }
    });
}

#[test]
fn what_is_ready_needs_no_turn() {
    let reactor = Reactor::shared().expect("a reactor");
    assert_eq!(reactor.drive(pin!(ready(1)), GUARD), Poll::Ready(1));
}
