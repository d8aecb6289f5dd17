//! The Python package, as a user gets it: wheels, and virtual environments to use them in.

mod interpreter;
mod venv;
mod wheel;

use std::path::{Path, PathBuf};

pub(crate) use interpreter::Interpreter;
pub(crate) use venv::Venv;
pub(crate) use wheel::{AUTHLOOM, SANDBOX};

use crate::program;

/// What builds wheels.
const BUILD: &str = "bindings/python/requirements-build.txt";
/// What tests them.
const TEST: &str = "bindings/python/requirements-test.txt";

/// A Python that can build and use the package, and the folder in which it does.
pub(crate) struct Python {
    interpreter: Interpreter,
    folder: PathBuf,
}

impl Python {
    /// Finds one; an error is a sentence that says what is missing.
    pub(crate) fn find() -> Result<Self, String> {
        Ok(Self {
            interpreter: Interpreter::find()?,
            folder: program::target_folder()?.join("python"),
        })
    }

    /// An environment with the pinned tools of the tests and nothing else.
    pub(crate) fn with_tools(&self) -> Result<Venv, String> {
        self.with("venv", TEST)
    }

    /// An environment of that name with what a requirements file pins.
    pub(crate) fn with(&self, name: &str, requirements: &str) -> Result<Venv, String> {
        Venv::with(&self.interpreter, self.folder.join(name), requirements)
    }

    /// The version of Python.
    pub(crate) fn version(&self) -> &str {
        &self.interpreter.version
    }

    /// Where environments and wheels lie.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A new environment with nothing in it.
    pub(crate) fn empty(&self) -> Result<Venv, String> {
        Venv::empty(&self.interpreter, self.folder.join("empty"))
    }

    /// Builds the wheel of a package with one of cargo's profiles, and says where it lies.
    pub(crate) fn build(&self, package: &wheel::Package, profile: &str) -> Result<PathBuf, String> {
        package.build(&self.with_maturin()?, profile, &[], &self.folder)
    }

    /// The same for the suite: quick to build, and with what only tests need.
    pub(crate) fn build_for_suite(&self, package: &wheel::Package) -> Result<PathBuf, String> {
        let features = package.features_for_suite;
        package.build(&self.with_maturin()?, "wheel-test", features, &self.folder)
    }

    /// The same from the package's source distribution, as pip does where there is no wheel.
    pub(crate) fn build_from_source(
        &self,
        package: &wheel::Package,
        profile: &str,
    ) -> Result<PathBuf, String> {
        package.build_from_source(&self.with_maturin()?, profile, &self.folder)
    }

    fn with_maturin(&self) -> Result<Venv, String> {
        self.with("build", BUILD)
    }
}
