//! The Node package, as a user gets it: the native module, the tarball, and folders to use it in.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{process, program, repository};

/// Where the package lies.
pub(crate) const PACKAGE: &str = "bindings/node";
/// Where its examples lie.
pub(crate) const EXAMPLES: &str = "examples/node";
/// The oldest Node that it runs on.
const OLDEST: u32 = 20;
/// What a user may name another Node in.
const CHOICE: &str = "NODE";
/// Where npm says what it installed for; written last, so what was not finished has none.
const INSTALLED_BY: &str = "node_modules/.installed-by";

/// A Node that can build and use the package, and the folder in which it does.
pub(crate) struct Node {
    program: PathBuf,
    npm: &'static str,
    version: String,
    folder: PathBuf,
}

impl Node {
    /// The one that `NODE` names, or `node`; an error is a sentence that says what is missing.
    pub(crate) fn find() -> Result<Self, String> {
        let chosen = std::env::var_os(CHOICE).filter(|program| !program.is_empty());
        let program = PathBuf::from(chosen.unwrap_or_else(|| "node".into()));
        let version = version(&program)
            .ok_or_else(|| format!("There is no Node {OLDEST} or later. {CHOICE} may name one."))?;
        let runs = |command: &mut Command| {
            let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
            quiet.status().is_ok_and(|status| status.success())
        };
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        if !runs(Command::new(npm).arg("--version")) {
            return Err("There is Node, but not its npm.".to_owned());
        }
        Ok(Self {
            program,
            npm,
            version,
            folder: program::target_folder()?.join("node"),
        })
    }

    /// Its program.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Its version.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Node itself, in that folder. It sees nothing of what the user has set for it or for clients
    /// of their own.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(folder);
        process::without_variables(&mut command, "NODE_");
        process::without_settings(&mut command);
        command
    }

    /// Runs npm in that folder.
    pub(crate) fn npm<S: AsRef<OsStr>>(
        &self,
        folder: &Path,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<(), String> {
        run_npm(Command::new(self.npm).current_dir(folder).args(arguments))
    }

    /// Installs what a folder's lock file says, once for each lock file and Node.
    pub(crate) fn install_locked(&self, folder: &Path) -> Result<(), String> {
        let lock = folder.join("package-lock.json");
        let text = fs::read_to_string(&lock)
            .map_err(|error| format!("{} cannot be read: {error}.", lock.display()))?;
        let made_of = format!("{}\n{text}", self.version);
        let stamp = folder.join(INSTALLED_BY);
        if fs::read_to_string(&stamp).is_ok_and(|before| before == made_of) {
            return Ok(());
        }
        self.npm(
            folder,
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        )?;
        fs::write(&stamp, made_of)
            .map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))
    }

    /// Builds the native module with one of cargo's profiles; it ends beside the facade.
    pub(crate) fn build(&self, profile: &str) -> Result<(), String> {
        self.build_with(profile, "")
    }

    /// The same for the suite: quick to build, and with what only tests need.
    pub(crate) fn build_for_suite(&self) -> Result<(), String> {
        self.build_with("wheel-test", "provoked-panics")
    }

    fn build_with(&self, profile: &str, features: &str) -> Result<(), String> {
        eprintln!("Building Node's native module; the first time this takes a while.");
        let mut command = Command::new(self.npm);
        command
            .current_dir(package())
            .args(["run", "--silent", "build"])
            .env("AUTHLOOM_PROFILE", profile)
            .env("AUTHLOOM_FEATURES", features);
        run_npm(&mut command)
    }

    /// Builds the package with one of cargo's profiles, packs it as a checkout does, with its own
    /// native module, and says where the tarball lies.
    pub(crate) fn pack(&self, profile: &str) -> Result<PathBuf, String> {
        self.build(profile)?;
        fs::create_dir_all(&self.folder)
            .map_err(|error| format!("{}: {error}.", self.folder.display()))?;
        let destination = self.folder.as_os_str();
        self.npm(
            &package(),
            ["pack", "--silent", "--pack-destination"]
                .map(OsStr::new)
                .into_iter()
                .chain([destination]),
        )?;
        let name = format!("authloom-{}.tgz", env!("CARGO_PKG_VERSION"));
        Ok(self.folder.join(name))
    }

    /// A folder of that name with a tarball installed in it, and nothing else; nothing is fetched.
    pub(crate) fn with(&self, name: &str, tarball: &Path) -> Result<PathBuf, String> {
        let folder = self.folder.join(name);
        // That there was none before is no error.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}.", folder.display()))?;
        fs::write(folder.join("package.json"), "{ \"private\": true }\n")
            .map_err(|error| format!("{}: {error}.", folder.display()))?;
        let options = [
            "install",
            "--silent",
            "--offline",
            "--no-audit",
            "--no-fund",
        ];
        self.npm(
            &folder,
            options
                .map(OsStr::new)
                .into_iter()
                .chain([tarball.as_os_str()]),
        )?;
        Ok(folder)
    }
}

/// Where the native module was built.
pub(crate) fn binary() -> Result<PathBuf, String> {
    binary_in(&package())
}

/// The native module beside a facade.
pub(crate) fn binary_in(package: &Path) -> Result<PathBuf, String> {
    let entries =
        fs::read_dir(package).map_err(|error| format!("{}: {error}.", package.display()))?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "node"))
        .ok_or_else(|| "There is no native module beside the facade.".to_owned())
}

/// The package's folder.
pub(crate) fn package() -> PathBuf {
    repository::root().join(PACKAGE)
}

/// Copies the modules of a folder and of those in it, which are to have that ending.
pub(crate) fn copy_modules(from: &Path, to: &Path, ending: &str) -> Result<(), String> {
    let refused = |error: std::io::Error| format!("{}: {error}.", from.display());
    fs::create_dir_all(to).map_err(refused)?;
    for entry in fs::read_dir(from).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        let name = path.file_name().expect("an entry of a folder has a name");
        if path.is_dir() {
            if name != "node_modules" {
                copy_modules(&path, &to.join(name), ending)?;
            }
        } else if path.extension().is_some_and(|ending| ending == "mjs") {
            let text = fs::read_to_string(&path).map_err(refused)?;
            let text = text.replace(".mjs'", &format!(".{ending}'"));
            fs::write(to.join(name).with_extension(ending), text).map_err(refused)?;
        }
    }
    Ok(())
}

/// Runs npm; what it says is for people.
fn run_npm(command: &mut Command) -> Result<(), String> {
    if process::run(command.stdout(std::io::stderr()))?.success() {
        Ok(())
    } else {
        let arguments: Vec<_> = command
            .get_args()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect();
        Err(format!("`npm {}` failed.", arguments.join(" ")))
    }
}

/// The version of a Node that the package runs on.
fn version(program: &Path) -> Option<String> {
    let output = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    read(&String::from_utf8_lossy(&output.stdout))
}

/// Reads `v20.20.2`.
fn read(output: &str) -> Option<String> {
    let version = output.trim().strip_prefix('v')?;
    let major: u32 = version.split('.').next()?.parse().ok()?;
    (major >= OLDEST).then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_node_that_is_new_enough_fits() {
        for (output, version) in [
            ("v20.20.2\n", Some("20.20.2")),
            ("v26.0.0\r\n", Some("26.0.0")),
            ("v18.19.0\n", None),
            ("20.1.0\n", None),
            ("", None),
        ] {
            assert_eq!(read(output).as_deref(), version, "{output}");
        }
    }
}
