//! A resolver that knows what the test tells it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use authloom::{BoxFuture, Resolve};

/// Knows some names, all of this machine, and keeps what it was asked.
#[derive(Debug)]
pub(crate) struct Names {
    known: &'static [&'static str],
    asked: Mutex<Vec<String>>,
}

impl Names {
    pub(crate) fn of(known: &'static [&'static str]) -> Arc<Self> {
        Arc::new(Self {
            known,
            asked: Mutex::default(),
        })
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panics with it").clone()
    }
}

impl Resolve for Names {
    fn resolve(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let mut asked = self.asked.lock().expect("nobody panics with it");
        asked.push(host.to_owned());
        // The port does not count; an impossible one shows that it does not.
        let found = if self.known.contains(&host) {
            Ok(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, 9))])
        } else {
            Err(io::Error::other("no such name in this test"))
        };
        Box::pin(std::future::ready(found))
    }
}
