//! Writing into a checkout, and comparing with one.

use std::fs;
use std::path::{Path, PathBuf};

use authloom_codegen::{HEADER, check, write};

/// A checkout that has the core's source and nothing else.
fn checkout() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("checkout");
    if root.exists() {
        fs::remove_dir_all(&root).expect("it is ours");
    }
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/src");
    copy(&core, &root.join("core/src"));
    root
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the core's source is there") {
        let path = entry.expect("it can be listed").path();
        let copied = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).expect("it can be copied");
        }
    }
}

#[test]
fn what_was_written_is_up_to_date_until_something_changes() {
    let root = checkout();
    let new = write(&root).expect("the core is in the grammar");
    assert!(!new.is_empty());
    for path in &new {
        let text = fs::read_to_string(root.join(path)).expect("it was written");
        let first = text.lines().next().expect("it has a line");
        assert!(first.contains(HEADER), "{path}: {first}");
    }
    assert_eq!(check(&root), Ok(Vec::new()));
    assert_eq!(write(&root), Ok(Vec::new()));

    // A file that somebody edited, one that is gone, and one that nobody writes.
    let generated = "bindings/python/src/generated";
    let edited = root.join(generated).join("mod.rs");
    let text = fs::read_to_string(&edited).expect("it was written");
    fs::write(&edited, text.replace("pub(crate) mod tyk;", "")).expect("it can be edited");
    fs::remove_file(root.join(generated).join("tyk.rs")).expect("it was there");
    fs::write(root.join(generated).join("stray.rs"), "// Stray.\n").expect("it can be written");

    let differences = check(&root).expect("the core is in the grammar");
    let about = |name: &str| {
        let path = format!("--- a/{generated}/{name}\n");
        let found = differences.iter().find(|diff| diff.starts_with(&path));
        found.unwrap_or_else(|| panic!("{name} is not in {differences:?}"))
    };
    assert_eq!(differences.len(), 3);
    assert!(about("mod.rs").contains("\n+pub(crate) mod tyk;\n"));
    assert!(about("tyk.rs").contains("\n+use authloom::tyk as core;\n"));
    assert!(about("stray.rs").contains("\n-// Stray.\n"));

    assert_eq!(write(&root).expect("the core is in the grammar").len(), 3);
    assert_eq!(check(&root), Ok(Vec::new()));
    assert!(!root.join(generated).join("stray.rs").exists());
}
