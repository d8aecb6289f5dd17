//! Virtual environments.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Interpreter;
use crate::{process, repository};

/// A virtual environment.
pub(crate) struct Venv {
    folder: PathBuf,
}

/// Where a virtual environment has its programs.
const PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };
/// The file in which an environment says what it was made of. It is written last, so one that was
/// not finished has none.
const MADE_OF: &str = "made-of.txt";

impl Venv {
    /// One with the packages of a requirements file, made anew only when that file or the
    /// interpreter is not what it was.
    pub(super) fn with(
        interpreter: &Interpreter,
        folder: PathBuf,
        requirements: &str,
    ) -> Result<Self, String> {
        let file = repository::root().join(requirements);
        let text = fs::read_to_string(&file)
            .map_err(|error| format!("{requirements} cannot be read: {error}."))?;
        let made_of = made_of(interpreter, &text);
        if fs::read_to_string(folder.join(MADE_OF)).is_ok_and(|before| before == made_of) {
            return Ok(Self { folder });
        }
        println!(
            "Making an environment of Python {} with {requirements}.",
            interpreter.version
        );
        let venv = Self::empty(interpreter, folder)?;
        venv.pip([OsStr::new("--requirement"), file.as_os_str()])?;
        let written = fs::write(venv.folder.join(MADE_OF), made_of);
        written.map_err(|error| format!("{MADE_OF} cannot be written: {error}."))?;
        Ok(venv)
    }

    /// One with nothing in it, whatever there was before.
    pub(super) fn empty(interpreter: &Interpreter, folder: PathBuf) -> Result<Self, String> {
        let mut command = Command::new(&interpreter.program);
        command.args(["-I", "-m", "venv", "--clear"]).arg(&folder);
        succeed(&mut command, "The environment could not be made.")?;
        Ok(Self { folder })
    }

    /// Installs wheels from their files, in place of what was there, and fetches nothing.
    pub(crate) fn install(&self, wheels: &[&Path]) -> Result<(), String> {
        let options = ["--no-index", "--no-deps", "--force-reinstall"].map(OsStr::new);
        let wheels = wheels.iter().map(|wheel| wheel.as_os_str());
        self.pip(options.into_iter().chain(wheels))
    }

    /// Where a program of the environment lies.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        self.folder.join(PROGRAMS).join(name)
    }

    /// A program of the environment, as a shell would run it in which the environment is active.
    /// It sees nothing of what the user has set for clients of their own.
    pub(crate) fn command(&self, program: &str) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        self.command_with_path(program, std::env::split_paths(&path))
    }

    /// The same where no Rust is to be found.
    pub(crate) fn command_without_rust(&self, program: &str) -> Command {
        let mut command = self.command_with_path(program, process::path_without_rust());
        process::without_rust_settings(&mut command);
        command
    }

    fn command_with_path(&self, program: &str, path: impl Iterator<Item = PathBuf>) -> Command {
        let path = std::env::join_paths([self.folder.join(PROGRAMS)].into_iter().chain(path))
            .expect("what was split at its separators has none in it");
        let mut command = Command::new(self.program(program));
        command
            .current_dir(repository::root())
            .env("PATH", path)
            .env("VIRTUAL_ENV", &self.folder)
            // The environment's own packages, and not what the user's settings add.
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME")
            .env("PYTHONNOUSERSITE", "1");
        process::without_settings(&mut command);
        command
    }

    fn pip<'a>(&self, arguments: impl IntoIterator<Item = &'a OsStr>) -> Result<(), String> {
        let mut command = self.command("python");
        command
            .args(["-m", "pip", "install", "--quiet"])
            .args(["--disable-pip-version-check", "--no-input"])
            .args(arguments);
        succeed(&mut command, "pip could not install that.")
    }
}

/// What an environment is made of, for comparison.
fn made_of(interpreter: &Interpreter, requirements: &str) -> String {
    let Interpreter { program, version } = interpreter;
    format!("{version} {}\n{requirements}", program.display())
}

fn succeed(command: &mut Command, otherwise: &str) -> Result<(), String> {
    if process::run(command)?.success() {
        Ok(())
    } else {
        Err(otherwise.to_owned())
    }
}
