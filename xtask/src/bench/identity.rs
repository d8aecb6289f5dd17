//! What results depend on beside the code: toolchain, libraries, machine.

use std::process::Command;

use sha2::{Digest, Sha256};

use crate::repository;

/// The first line that a program says.
fn says(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(repository::root())
        .output()
        .ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    Some(said.lines().next()?.trim().to_owned())
}

/// The compiler's version.
pub(crate) fn rustc() -> String {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    says(&rustc, &["--version"]).unwrap_or_else(|| "an unknown rustc".to_owned())
}

/// The C library, whose allocator and copying are counted too.
pub(crate) fn libc() -> String {
    says("getconf", &["GNU_LIBC_VERSION"]).unwrap_or_else(|| "an unknown libc".to_owned())
}

/// The system and its kernel.
pub(crate) fn system() -> String {
    says("uname", &["--operating-system", "--kernel-release"])
        .unwrap_or_else(|| std::env::consts::OS.to_owned())
}

/// The processor, and how many cores of it there are.
pub(crate) fn processor() -> String {
    let described = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = described
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("an unknown processor", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {cores} cores")
}

/// The workspace's lock file.
pub(crate) fn lock() -> Result<String, String> {
    std::fs::read_to_string(repository::root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}."))
}

/// A hash of the packages that the lock file takes from elsewhere, short enough to be read. What
/// members of the workspace need of each other changes no instruction.
pub(crate) fn lock_hash(lock: &str) -> String {
    let packages = lock.split("[[package]]");
    let of_others: String = packages.filter(|one| one.contains("source = ")).collect();
    let digest = Sha256::digest(of_others.as_bytes());
    let front = digest.first_chunk().expect("a digest has 32 bytes");
    format!("{:016x}", u64::from_be_bytes(*front))
}

/// The version of a package in the lock file.
pub(crate) fn version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let named = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != named);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_the_lock() {
        let lock = "[[package]]\nname = \"reqwest-x\"\nversion = \"2.0.0\"\n\n\
                    [[package]]\nname = \"reqwest\"\nversion = \"0.13.5\"\nsource = \"r\"\n";
        assert_eq!(version(lock, "reqwest"), Some("0.13.5"));
        assert_eq!(version(lock, "hyper"), None);
    }

    #[test]
    fn another_lock_has_another_hash() {
        assert_eq!(lock_hash(""), "e3b0c44298fc1c14");
        let package = |version| format!("[[package]]\nversion = \"{version}\"\nsource = \"r\"\n");
        assert_ne!(lock_hash(&package(1)), lock_hash(&package(2)));
        let member = format!("{}[[package]]\nname = \"ours\"\n", package(1));
        assert_eq!(lock_hash(&package(1)), lock_hash(&member));
    }
}
