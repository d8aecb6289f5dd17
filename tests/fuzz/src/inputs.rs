//! The inputs that a target begins with: its seeds, which are made, and its corpus, which holds what
//! was found once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::targets::{TARGETS, Target};

/// The longest input of a corpus. The fuzzer cuts off what is longer.
pub const LONGEST: usize = 4096;

/// An input with a name.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its name, distinct among those of its target.
    pub name: String,
    /// The input itself.
    pub input: Vec<u8>,
}

/// The folder of the corpus: in it is one for each target that has findings.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

impl Target {
    /// The seeds and the corpus of this target, by name, so that the fuzzer takes them in the same
    /// order everywhere.
    ///
    /// # Errors
    ///
    /// Where the corpus cannot be read.
    pub fn inputs(&self) -> io::Result<Vec<Named>> {
        let mut inputs = (self.seeds)();
        let folder = corpus().join(self.name);
        if folder.exists() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                inputs.push(Named {
                    name: format!("corpus-{name}"),
                    input: fs::read(&path)?,
                });
            }
        }
        inputs.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(inputs)
    }
}

/// Writes the inputs of each target into a folder of its name.
///
/// # Errors
///
/// Where the corpus cannot be read, or a folder or file not be written.
pub fn write(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    for target in TARGETS {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder)?;
        for Named { name, input } in target.inputs()? {
            fs::write(folder.join(name), input)?;
            count += 1;
        }
    }
    Ok(count)
}
