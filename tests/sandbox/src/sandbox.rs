//! A sandbox in this process: four servers and the control port, for as long as it is kept.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::api_name::ApiName;
use crate::control::Control;
use crate::controls::Controls;
use crate::environment;
use crate::faults::{Fault, FaultError};
use crate::log::Entry;
use crate::seed::{Seed, SeedError};
use crate::server::Server;
use crate::tls::CertificatePem;
use crate::tyk::Profile;
use crate::vectors::{Vector, Vectors, Verdict};
use crate::world::{Port, World};

/// A running sandbox. Dropping it closes its ports and connections.
pub struct Sandbox {
    servers: Vec<(ApiName, Server)>,
    control: Server,
    controls: Arc<Controls>,
    env: Vec<(String, String)>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("servers", &self.servers)
            .field("control", &self.control)
            .finish_non_exhaustive()
    }
}

/// How a sandbox is to be.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    seed: Seed,
    profile: Profile,
    vectors: Option<PathBuf>,
}

/// Why a sandbox did not start.
#[derive(Debug)]
pub enum StartError {
    /// The seed contradicts itself.
    Seed(SeedError),
    /// The vectors cannot be read; a sentence that names the file.
    Vectors(String),
    /// No port could be opened.
    Io(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed(error) => write!(formatter, "seed: {error}"),
            Self::Vectors(error) => write!(formatter, "vectors: {error}"),
            Self::Io(error) => write!(formatter, "no port could be opened: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Builder {
    /// Begins with this state instead of the default data.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// Has Tyk behave as this profile says.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Responds from the vectors of this folder, and from nothing else.
    #[must_use]
    pub fn vectors(mut self, folder: impl Into<PathBuf>) -> Self {
        self.vectors = Some(folder.into());
        self
    }

    /// Opens the ports.
    pub fn start(self) -> Result<Sandbox, StartError> {
        self.seed.check().map_err(StartError::Seed)?;
        let vectors = self.vectors.as_deref().map(Vectors::read).transpose();
        let vectors = vectors.map_err(StartError::Vectors)?;
        let seed = self.seed.clone();
        let world = Arc::new(World::new(self.seed, self.profile, vectors));
        let servers = ApiName::ALL
            .into_iter()
            .map(|api| {
                let port = Port {
                    world: Arc::clone(&world),
                    api,
                };
                Ok((api, Server::start(api.as_str(), Arc::new(port))?))
            })
            .collect::<io::Result<Vec<_>>>()?;
        let connections = servers
            .iter()
            .map(|(api, server)| (*api, Arc::clone(server.connections())))
            .collect();
        let controls = Arc::new(Controls::new(world, connections));
        let control = Control::new(Arc::clone(&controls));
        let control = Server::start("control", Arc::new(control))?;
        let env = environment::variables(&seed, |api| base_url(&servers, api));
        Ok(Sandbox {
            servers,
            control,
            controls,
            env,
        })
    }
}

fn base_url(servers: &[(ApiName, Server)], api: ApiName) -> String {
    let (_, server) = &servers[api as usize];
    format!("http://{}{}", server.address(), api.base_path())
}

/// The same URL by TLS: it is the same port.
fn secured(url: &str) -> String {
    url.replacen("http:", "https:", 1)
}

impl Sandbox {
    /// A sandbox that is still to be described.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base URL of an API.
    pub fn base_url(&self, api: ApiName) -> String {
        base_url(&self.servers, api)
    }

    /// The base URL of an API by TLS, with a certificate of [`Self::authority_pem`].
    pub fn tls_base_url(&self, api: ApiName) -> String {
        secured(&self.base_url(api))
    }

    /// The base URLs by TLS, as variables that replace those of [`Self::env`].
    pub fn tls_env(&self) -> Vec<(String, String)> {
        let urls = self
            .env
            .iter()
            .filter(|(name, _)| name.ends_with("_BASE_URL"));
        urls.map(|(name, url)| (name.clone(), secured(url)))
            .collect()
    }

    /// The certificate of the authority that signs the certificates of this sandbox, as PEM.
    pub fn authority_pem(&self) -> String {
        self.controls.authority_pem()
    }

    /// A certificate of that authority for `127.0.0.1` and `localhost`, with its key: for another
    /// server that stands before this one.
    pub fn certificate_pem(&self) -> CertificatePem {
        self.controls.certificate_pem()
    }

    /// The URL of the control port.
    pub fn control_url(&self) -> String {
        format!("http://{}", self.control.address())
    }

    /// The environment in which a client finds this sandbox and gets in.
    pub fn env(&self) -> Vec<(String, String)> {
        self.env.clone()
    }

    /// The log's entries after the one of that number; 0 for all.
    pub fn log(&self, since: u64) -> Vec<Entry> {
        self.controls.log(since)
    }

    /// Puts the clock forward; false, and no change, if that is beyond [`crate::FURTHEST`].
    pub fn advance(&self, by: Duration) -> bool {
        self.controls.advance(by)
    }

    /// Puts these faults in force instead of those before; without any, ends them. Refused, and no
    /// change, if one of them makes no sense.
    pub fn faults(&self, faults: Vec<Fault>) -> Result<(), FaultError> {
        self.controls.faults(faults)
    }

    /// Returns to the seed: state, clock, log and vectors; ends all faults.
    pub fn reset(&self) {
        self.controls.reset();
    }

    /// The open connections by API.
    pub fn stats(&self) -> BTreeMap<&'static str, usize> {
        self.controls.stats()
    }

    /// Closes the connections that wait for another request, and tells how many there were.
    pub fn close_idle(&self) -> usize {
        self.controls.close_idle()
    }

    /// Sends what faults of the kind `stray` hold back, on connections that wait for another
    /// request, and tells how many there were. When it returns the bytes are sent.
    pub fn send_stray(&self) -> usize {
        self.controls.send_stray()
    }

    /// The vectors, in the order of their files' names and of the files; empty without a folder.
    pub fn vectors(&self) -> &[Arc<Vector>] {
        self.controls.vectors().unwrap_or_default()
    }

    /// Has the vector's API respond from it, and forgets what it received before. False when there
    /// is no such vector.
    pub fn arm(&self, id: &str) -> bool {
        self.controls.arm(id)
    }

    /// What became of a vector since it was armed; none when there is no such vector.
    pub fn verdict(&self, id: &str) -> Option<Verdict> {
        self.controls.verdict(id)
    }
}
