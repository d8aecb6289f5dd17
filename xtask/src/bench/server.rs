//! The server of a benchmark, while it runs.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::Value;

use super::programs::BenchServer;

/// A server that serves until it is dropped.
pub(crate) struct Server {
    child: Child,
    plain: String,
    secure: String,
}

impl Server {
    pub(crate) fn start(program: &BenchServer) -> Result<Self, String> {
        let mut child = program
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                format!("taskset, which starts the server, did not start: {error}.")
            })?;
        let output = child.stdout.take().expect("standard output is piped");
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line);
        let addresses: Option<Value> = read.ok().and_then(|_| serde_json::from_str(&line).ok());
        let address = |scheme: &str| Some(addresses.as_ref()?[scheme].as_str()?.to_owned());
        match (address("http"), address("https")) {
            (Some(plain), Some(secure)) => Ok(Self {
                child,
                plain,
                secure,
            }),
            _ => Err("The benchmarks' server did not say where it listens.".to_owned()),
        }
    }

    /// Its URL.
    pub(crate) fn url(&self, secure: bool) -> &str {
        if secure { &self.secure } else { &self.plain }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
