//! Finding an nginx.

use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A version, as it is compared.
pub(crate) type Version = (u32, u32, u32);

/// The oldest that counts HTTP/2's requests as it counts others, and closes after 1,000 by default.
const OLDEST: Version = (1, 19, 10);

/// Debian has it where only an administrator's shell looks.
const PLACES: [&str; 3] = ["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx"];

/// An nginx that is installed.
#[derive(Debug)]
pub(crate) struct Program {
    path: PathBuf,
    version: Version,
}

impl Program {
    /// The first that is new enough; an error is a sentence.
    pub(crate) fn find() -> Result<Self, String> {
        // It is started by a shell, which ends it whatever happens here.
        let found = if cfg!(unix) { &PLACES[..] } else { &[] };
        let mut found = found.iter().filter_map(|path| ask(path.into()));
        found
            .find(|program| program.version >= OLDEST)
            .ok_or_else(|| {
                let (major, minor, patch) = OLDEST;
                format!("There is no nginx {major}.{minor}.{patch} or later.")
            })
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn path(&self) -> &PathBuf {
        &self.path
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor, patch) = self.version;
        write!(f, "nginx {major}.{minor}.{patch}")
    }
}

fn ask(path: PathBuf) -> Option<Program> {
    let output = Command::new(&path)
        .arg("-v")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let version = read(&String::from_utf8_lossy(&output.stderr))?;
    Some(Program { path, version })
}

/// Reads `nginx version: nginx/1.22.1 (Ubuntu)`.
fn read(output: &str) -> Option<Version> {
    let (_, version) = output.trim().split_once('/')?;
    let version = version.split(' ').next()?;
    let mut numbers = version.split('.').map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some((next()?, next()?, next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_three_numbers() {
        for (output, version) in [
            ("nginx version: nginx/1.22.1\n", Some((1, 22, 1))),
            ("nginx version: nginx/1.24.0 (Ubuntu)\n", Some((1, 24, 0))),
            ("nginx version: nginx/1.29\n", None),
            ("nginx: invalid option: \"v\"\n", None),
            ("", None),
        ] {
            assert_eq!(read(output), version, "{output}");
        }
    }
}
