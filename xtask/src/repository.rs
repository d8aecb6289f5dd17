//! The checkout: where it is, and which files are in it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that holds the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this crate lies one folder below the workspace")
}

/// A text file of the checkout.
pub(crate) struct TextFile {
    /// Its path from the root, with `/` on every system.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

/// Every text file that git tracks, or would if all were added: a check that only saw what is
/// committed would speak up too late.
pub(crate) fn text_files() -> Result<Vec<TextFile>, String> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "--deduplicate",
        ])
        .current_dir(root())
        .output()
        .map_err(|error| format!("git, which lists the files to check, did not start: {error}."))?;
    if !output.status.success() {
        return Err(format!(
            "git, which lists the files to check, said: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ));
    }
    let mut files = Vec::new();
    for path in String::from_utf8_lossy(&output.stdout)
        .split('\0')
        .filter(|path| !path.is_empty())
    {
        let on_disk: PathBuf = root().join(path);
        match fs::read(&on_disk) {
            Ok(bytes) => files.extend(String::from_utf8(bytes).ok().map(|text| TextFile {
                path: path.to_owned(),
                text,
            })),
            // Deleted, and the deletion not yet committed.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{path} cannot be read: {error}.")),
        }
    }
    Ok(files)
}
