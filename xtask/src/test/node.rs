//! The Node package: its suite, its types, and its tarball as a user meets it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::checks::{check, missing};
use super::node_test;
use super::tally::{Tally, judge};
use crate::node::{self, Node};
use crate::{process, program, repository};

/// The profile of what is published.
const PUBLISHED: &str = "release";
/// The largest native module, in bytes.
const LARGEST: u64 = 4 << 20;

/// The variable that names other vectors.
const VECTORS: &str = "AUTHLOOM_VECTORS";
/// The variable in which the suite finds the sandbox.
const SANDBOX: &str = "AUTHLOOM_SANDBOX";

/// What the tools are, below the package's folder.
const TSC: &str = "node_modules/typescript/bin/tsc";
const PUBLINT: &str = "node_modules/publint/src/cli.js";
const ATTW: &str = "node_modules/@arethetypeswrong/cli/dist/index.js";

/// Checks types, and runs the suite.
pub(super) fn suite() -> Result<Tally, String> {
    let node = match Node::find() {
        Ok(node) => node,
        Err(sentence) => return missing(&sentence),
    };
    let package = node::package();
    node.install_locked(&package)?;
    node.build_for_suite()?;
    let sandbox = program::build("authloom-sandbox", "dev")?;
    let types = check(node.command(&package).args([TSC, "-p", "tests"]))?;
    Ok(types + run_suite(&node, &package, &sandbox)?)
}

fn run_suite(node: &Node, package: &Path, sandbox: &Path) -> Result<Tally, String> {
    let mut command = node.command(package);
    command
        .args(["--test", "--test-reporter=spec"])
        .args(files(&package.join("tests"), ".test.mjs")?)
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR")
        .env(SANDBOX, sandbox);
    if let Some(vectors) = std::env::var_os(VECTORS) {
        // The tests run elsewhere.
        let vectors = std::path::absolute(&vectors)
            .map_err(|error| format!("{VECTORS} is no folder: {error}."))?;
        command.env(VECTORS, vectors);
    }
    let mut tally = Tally::default();
    let status = process::watch(&mut command, |line| node_test::count(&mut tally, line))?;
    judge(tally, status.success(), "node --test")
}

/// The files of a folder whose names end so, in order.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let refused = |error: std::io::Error| format!("{}: {error}.", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Packs the package and uses the tarball where there is no Rust and nothing else.
pub(super) fn tarball() -> Result<Tally, String> {
    let node = match Node::find() {
        Ok(node) => node,
        Err(sentence) => return missing(&sentence),
    };
    let package = node::package();
    node.install_locked(&package)?;
    let tarball = node.pack(PUBLISHED)?;
    let mut tally = Tally::of(is_small(&node::binary()?)?);
    for tool in [&[PUBLINT, "run", "--strict"][..], &[ATTW]] {
        tally = tally + check(node.command(&package).args(tool).arg(&tarball))?;
    }
    let folder = node.with("installed", &tarball)?;
    let sandbox = program::build("authloom-sandbox", "dev")?;
    for form in [Form::Modules, Form::TypeScript, Form::CommonJs] {
        println!("The tour as {form:?}");
        let tour = form.prepare(&node, &folder)?;
        let mut command = Command::new(&sandbox);
        command.arg("--").arg(node.program()).arg(tour);
        command.current_dir(&folder).env_remove("NODE_OPTIONS");
        process::without_settings(&mut command);
        let path = std::env::join_paths(process::path_without_rust())
            .expect("what was split at its separators has none in it");
        command.env("PATH", path);
        process::without_rust_settings(&mut command);
        tally = tally + check(&mut command)?;
    }
    Ok(tally)
}

/// What a program may be written in.
#[derive(Debug, Clone, Copy)]
enum Form {
    Modules,
    TypeScript,
    CommonJs,
}

impl Form {
    /// Puts the tour into a folder in which the package is installed, and says where it begins.
    fn prepare(self, node: &Node, folder: &Path) -> Result<PathBuf, String> {
        let examples = repository::root().join(node::EXAMPLES);
        match self {
            Self::Modules => {
                let copy = folder.join("modules");
                node::copy_modules(&examples, &copy, "mjs")?;
                Ok(copy.join("tour.mjs"))
            }
            Self::TypeScript => {
                let copy = folder.join("typescript");
                node::copy_modules(&examples, &copy, "mjs")?;
                compile(node, &copy, "tour.mjs")?;
                Ok(copy.join("compiled/tour.mjs"))
            }
            // What TypeScript makes of modules in a package of CommonJS.
            Self::CommonJs => {
                let copy = folder.join("commonjs");
                node::copy_modules(&examples, &copy, "js")?;
                compile(node, &copy, "tour.js")?;
                Ok(copy.join("compiled/tour.js"))
            }
        }
    }
}

/// Checks and compiles the program that begins in a file of the folder.
fn compile(node: &Node, folder: &Path, begin: &str) -> Result<(), String> {
    let tools = node::package().join("node_modules");
    let mut command = node.command(folder);
    command
        .arg(tools.join("typescript/bin/tsc"))
        .args(["--strict", "--allowJs", "--checkJs", "--module", "nodenext"])
        .args(["--target", "es2022", "--outDir", "compiled"])
        .args(["--types", "node", "--typeRoots"])
        .arg(tools.join("@types"))
        .arg(begin);
    if process::run(&mut command)?.success() {
        Ok(())
    } else {
        Err("The tour does not compile.".to_owned())
    }
}

fn is_small(binary: &Path) -> Result<bool, String> {
    let size = fs::metadata(binary)
        .map_err(|error| format!("The native module cannot be read: {error}."))?
        .len();
    let name = binary.file_name().unwrap_or_default();
    println!("{}: {size} bytes, of at most {LARGEST}.", name.display());
    Ok(size <= LARGEST)
}
