//! Links what makes a run under libFuzzer the same each time. An ordinary build needs no compiler
//! of C.

use std::env;
use std::path::Path;
use std::process::Command;

const SOURCE: &str = "src/same.c";

fn main() {
    println!("cargo::rerun-if-changed={SOURCE}");
    println!("cargo::rerun-if-env-changed=CXX");
    let is_linux = env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux");
    if env::var_os("CARGO_CFG_FUZZING").is_none() || !is_linux {
        return;
    }
    let folder = env::var_os("OUT_DIR").expect("cargo names it");
    let object = Path::new(&folder).join("same.o");
    // The compiler that builds libFuzzer is there in any case.
    let compiler = env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let status = Command::new(compiler)
        .args(["-x", "c", "-O1", "-fPIC", "-c", SOURCE, "-o"])
        .arg(&object)
        .status()
        .expect("the C++ compiler starts");
    assert!(status.success(), "{SOURCE} does not compile");
    println!("cargo::rustc-link-arg-bins={}", object.display());
}
