//! Wheels.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Venv;
use crate::{process, repository};

/// Something that is installed with pip.
pub(crate) struct Package {
    /// Its name, as pip has it.
    name: &'static str,
    /// The folder of its `pyproject.toml`.
    folder: &'static str,
    /// What its suite needs, in place of the features that its `pyproject.toml` has.
    pub(super) features_for_suite: &'static [&'static str],
}

/// The library.
pub(crate) const AUTHLOOM: Package = Package {
    name: "authloom",
    folder: "bindings/python",
    features_for_suite: &["extension-module", "provoked-panics"],
};

/// The sandbox, for those who have no Rust.
pub(crate) const SANDBOX: Package = Package {
    name: "authloom-sandbox",
    folder: "bindings/sandbox-wheel",
    features_for_suite: &[],
};

impl Package {
    /// Builds it with an environment that has maturin, and says where the wheel lies.
    pub(super) fn build(
        &self,
        tools: &Venv,
        profile: &str,
        features: &[&str],
        folder: &Path,
    ) -> Result<PathBuf, String> {
        let out = folder.join("wheels").join(profile).join(self.name);
        // A wheel of another version or platform would lie there still.
        let _ = fs::remove_dir_all(&out);
        println!(
            "Building the wheel of {} with the profile {profile}.",
            self.name
        );
        let mut command = tools.command("maturin");
        command
            .current_dir(repository::root().join(self.folder))
            .args([
                "build",
                "--quiet",
                "--locked",
                "--profile",
                profile,
                "--out",
            ])
            .arg(&out);
        if !features.is_empty() {
            command.arg("--features").arg(features.join(","));
        }
        self.made(&mut command, &out, "whl")
    }

    /// Builds a source distribution, and from nothing but that a wheel.
    pub(super) fn build_from_source(
        &self,
        tools: &Venv,
        profile: &str,
        folder: &Path,
    ) -> Result<PathBuf, String> {
        let out = folder.join("source").join(self.name);
        let _ = fs::remove_dir_all(&out);
        println!("Building the source distribution of {}.", self.name);
        let mut command = tools.command("maturin");
        command
            .current_dir(repository::root().join(self.folder))
            .args(["sdist", "--out"])
            .arg(&out);
        let source = self.made(&mut command, &out, "gz")?;
        println!("Building a wheel from that, with the profile {profile}.");
        let mut command = tools.command("python");
        command
            .args([
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--disable-pip-version-check",
            ])
            // With the maturin that is there, and nothing fetched but what cargo lacks.
            .args([
                "--no-index",
                "--no-deps",
                "--no-build-isolation",
                "--wheel-dir",
            ])
            .args([&out, &source])
            .env("MATURIN_PEP517_ARGS", format!("--profile {profile}"));
        self.made(&mut command, &out, "whl")
    }

    /// Runs what leaves a file of this ending in a folder, and says where it lies.
    fn made(&self, command: &mut Command, out: &Path, ending: &str) -> Result<PathBuf, String> {
        if !process::run(command)?.success() {
            return Err(format!("{} could not be built.", self.name));
        }
        fs::read_dir(out)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension().is_some_and(|its| its == ending))
            .ok_or_else(|| format!("{} was built, but no .{ending} is there.", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package may not reach out of its folder for its licences, so each has copies.
    #[test]
    fn the_licences_of_each_package_are_those_of_the_project() {
        for Package { folder, .. } in [AUTHLOOM, SANDBOX] {
            for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
                let read = |folder: &Path| fs::read_to_string(folder.join(name));
                let copy = read(&repository::root().join(folder)).expect("a copy");
                let original = read(repository::root()).expect("the licence");
                assert!(copy == original, "{folder}/{name} differs");
            }
        }
    }
}
