//! A way to a server on which the responses to some requests are lost.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Serves what `base_url` serves, and gives the base URL to call. Where a request begins with
/// `method` and holds `part`, the server gets it, and its response never arrives.
pub(crate) fn way_to(base_url: &str, method: &'static str, part: &'static str) -> String {
    let server = base_url.strip_prefix("http://").expect("plain http");
    let server = server.to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let Ok(server) = TcpStream::connect(&server) else {
                return;
            };
            carry(&client, &server, method, part);
        }
    });
    format!("http://{address}")
}

fn carry(client: &TcpStream, server: &TcpStream, method: &'static str, part: &'static str) {
    let lost = Arc::new(AtomicBool::new(false));
    let requests = (client.try_clone(), server.try_clone(), Arc::clone(&lost));
    let (Ok(mut from), Ok(mut to), losing) = requests else {
        return;
    };
    thread::spawn(move || {
        copy(&mut from, &mut to, |bytes| {
            let text = String::from_utf8_lossy(bytes);
            if text.starts_with(method) && text.contains(part) {
                losing.store(true, Ordering::SeqCst);
            }
            true
        });
    });
    let (Ok(mut from), Ok(mut to)) = (server.try_clone(), client.try_clone()) else {
        return;
    };
    thread::spawn(move || copy(&mut from, &mut to, |_| !lost.load(Ordering::SeqCst)));
}

/// Copies until either side ends or `pass` says no; then neither has the other any more.
fn copy(from: &mut TcpStream, to: &mut TcpStream, mut pass: impl FnMut(&[u8]) -> bool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if !pass(&buffer[..length]) || to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
