//! A call that its caller gives up.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tokio::sync::mpsc::unbounded_channel;

use crate::support::authority::Authority;
use crate::support::https::Https;
use crate::support::raw::{self, OK};
use crate::support::{client, get, post, run_on_each, trusting};

#[test]
fn a_dropped_call_closes_its_connection_and_leaves_the_client_usable() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
    run_on_each(async |http| {
        for withheld in ["", "HTTP/1.1 200", HEAD] {
            let (tell_asked, mut asked) = unbounded_channel();
            let (tell_ended, mut ended) = unbounded_channel();
            let server = raw::serve(move |mut connection, number| {
                if number > 0 {
                    return connection.respond_all(OK);
                }
                connection.request();
                connection.send(withheld);
                let _ = tell_asked.send(());
                let _ = tell_ended.send(connection.request());
            });
            let client = client(format!("http://{server}"), http.clone());
            tokio::select! {
                response = post(&client) => panic!("there is no whole response: {response:?}"),
                Some(()) = asked.recv() => {}
            }
            assert_eq!(ended.recv().await, Some(None), "after {withheld:?}");
            post(&client)
                .await
                .expect("the client is as good as before");
        }
    });
}

#[test]
fn a_dropped_call_ends_its_stream_and_no_other() {
    /// Tells when it is dropped.
    struct Guard(tokio::sync::mpsc::UnboundedSender<()>);
    impl Drop for Guard {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }

    run_on_each(async |http| {
        let (tell_asked, mut asked) = unbounded_channel();
        let (tell_dropped, mut dropped) = unbounded_channel();
        let count = AtomicUsize::new(0);
        let authority = Authority::new();
        // Only the second request never gets a response.
        let server = Https::start_with(authority.server(&["h2"]), move || {
            let never = count.fetch_add(1, Relaxed) == 1;
            let guard = never.then(|| Guard(tell_dropped.clone()));
            let tell_asked = tell_asked.clone();
            async move {
                if never {
                    let _ = tell_asked.send(());
                    std::future::pending::<()>().await;
                }
                drop(guard);
            }
        });
        let trusting = trusting(&authority, &http);
        let client = client(server.url(), trusting);
        get(&client).await.expect("a success");
        tokio::select! {
            response = post(&client) => panic!("there is no response: {response:?}"),
            Some(()) = asked.recv() => {}
        }
        dropped
            .recv()
            .await
            .expect("the server lets the request go");
        get(&client).await.expect("the client is as good as before");
        let connections: Vec<_> = (0..3).map(|_| server.next().connection).collect();
        assert_eq!(connections, [0; 3]);
    });
}
