//! An nginx of our own, for as long as it is kept.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use authloom_sandbox::CertificatePem;

use crate::config::{CERTIFICATE, Config, ERRORS, KEY, requests};
use crate::program::Program;
use crate::report::Requests;
use crate::scenario::SCENARIOS;

/// Runs a program and ends it when standard input ends: also when whoever holds the other end was
/// killed.
const UNTIL_INPUT_ENDS: &str = r#"exec 3<&0
"$@" </dev/null 3<&- &
program=$!
(read -r _ <&3; kill "$program") 2>/dev/null &
exec 3<&-
wait "$program""#;

/// How long it may take to open its ports, or to log what it did.
const PATIENCE: Duration = Duration::from_secs(10);
const NAP: Duration = Duration::from_millis(10);
/// How much of its errors is shown.
const LAST_ERRORS: usize = 20;

/// A running nginx. Dropping it ends it and removes its folder.
#[derive(Debug)]
pub(crate) struct Server {
    shell: Child,
    folder: PathBuf,
    keep: bool,
    ports: Vec<u16>,
}

impl Server {
    /// Starts it, with a port for each scenario.
    pub(crate) fn start(
        program: &Program,
        config: &Config,
        certificate: &CertificatePem,
    ) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("authloom-nginx-{}", std::process::id()));
        let ports = free_ports(SCENARIOS.len()).map_err(|error| format!("no port: {error}"))?;
        let servers: Vec<_> = SCENARIOS.iter().zip(ports.iter().copied()).collect();
        let text = config.text(&folder, &servers);
        write(&folder, &text, certificate)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        let shell = Command::new("sh")
            .args(["-c", UNTIL_INPUT_ENDS, "sh"])
            .arg(program.path())
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            // What it says before it has read that.
            .args(["-e", "stderr"])
            .stdin(Stdio::piped())
            .spawn();
        let mut server = Self {
            shell: shell.map_err(|error| format!("sh did not start: {error}"))?,
            folder,
            keep: config.debug,
            ports,
        };
        server.wait_for_ports()?;
        Ok(server)
    }

    fn wait_for_ports(&mut self) -> Result<(), String> {
        let began = Instant::now();
        for port in &self.ports {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, *port));
            while TcpStream::connect(address).is_err() {
                let ended = self.shell.try_wait().is_ok_and(|status| status.is_some());
                if ended || began.elapsed() > PATIENCE {
                    return Err(format!("nginx does not serve. {}", self.last_errors()));
                }
                thread::sleep(NAP);
            }
        }
        Ok(())
    }

    /// The base URL for a scenario.
    pub(crate) fn url(&self, index: usize) -> String {
        let scheme = SCENARIOS[index].protocol.scheme();
        format!("{scheme}://127.0.0.1:{}", self.ports[index])
    }

    /// What it logged of a scenario's requests, once it is as many as there should be; else what
    /// there is after some patience.
    pub(crate) fn requests(&self, index: usize, wanted: u32) -> Result<Requests, String> {
        let began = Instant::now();
        let path = self.folder.join(requests(index));
        loop {
            let text = fs::read_to_string(&path);
            let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
            let requests = Requests::read(&text);
            if requests.count() >= wanted || began.elapsed() > PATIENCE {
                return Ok(requests);
            }
            thread::sleep(NAP);
        }
    }

    /// The last of what it complained about.
    pub(crate) fn last_errors(&self) -> String {
        let text = fs::read_to_string(self.folder.join(ERRORS)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let last = &lines[lines.len().saturating_sub(LAST_ERRORS)..];
        format!("The end of nginx's errors:\n{}", last.join("\n"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its end is the signal. nginx ends its workers, and the shell with it.
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
        if self.keep {
            println!("nginx's logs are in {}.", self.folder.display());
        } else {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn write(folder: &Path, config: &str, certificate: &CertificatePem) -> io::Result<()> {
    // One of a process that had this number and was killed.
    let _ = fs::remove_dir_all(folder);
    fs::create_dir(folder)?;
    fs::write(folder.join(CERTIFICATE), &certificate.certificate)?;
    fs::write(folder.join(KEY), &certificate.key)?;
    fs::write(folder.join("nginx.conf"), config)
}

/// Ports that are free: all are open at once, so no two are the same.
fn free_ports(count: usize) -> io::Result<Vec<u16>> {
    let open = (0..count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
    let open: Vec<_> = open.collect::<io::Result<_>>()?;
    open.iter()
        .map(|listener| Ok(listener.local_addr()?.port()))
        .collect()
}
