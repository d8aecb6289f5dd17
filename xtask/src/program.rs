//! The workspace's own programs.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use crate::process;

/// Builds the program of that name, which is also its package's, with a profile, and says where it
/// lies.
pub(crate) fn build(name: &str, profile: &str) -> Result<PathBuf, String> {
    eprintln!("Building {name}; the first time this takes a while.");
    let mut command = process::cargo([
        "build",
        "--quiet",
        "--locked",
        "--message-format=json-render-diagnostics",
        "--profile",
        profile,
        "--package",
        name,
        "--bin",
        name,
    ]);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo did not start: {error}."))?;
    if !output.status.success() {
        return Err(format!("{name} does not build."));
    }
    // The target folder is the user's choice, so cargo is asked.
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|message| executable(message, name))
        .ok_or_else(|| format!("cargo built {name} and did not say where it lies."))
}

/// Where cargo builds: that is the user's choice, so cargo is asked.
pub(crate) fn target_folder() -> Result<PathBuf, String> {
    let output = process::cargo(["metadata", "--format-version=1", "--no-deps", "--locked"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo did not start: {error}."))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    match metadata["target_directory"].as_str() {
        Some(folder) => Ok(folder.into()),
        None => Err("cargo did not say where it builds.".to_owned()),
    }
}

/// Reads one of cargo's messages.
fn executable(message: &str, name: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let path = message["executable"].as_str()?;
    (message["target"]["name"] == name).then(|| path.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_cargos_messages() {
        let found =
            r#"{"reason":"compiler-artifact","target":{"name":"tour"},"executable":"/x/tour"}"#;
        let library =
            r#"{"reason":"compiler-artifact","target":{"name":"tour"},"executable":null}"#;
        assert_eq!(executable(found, "tour"), Some("/x/tour".into()));
        for message in [library, r#"{"reason":"build-finished"}"#, "not JSON", ""] {
            assert_eq!(executable(message, "tour"), None, "{message}");
        }
        assert_eq!(executable(found, "sandbox"), None);
    }
}
