//! Finding a Python.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The oldest Python that the package runs on.
const OLDEST: (u32, u32) = (3, 10);

/// What a user may name another interpreter in.
const CHOICE: &str = "PYTHON";

/// Under what names interpreters are known. `python3` comes first: it is the one that its user
/// means; the others are for those whose `python3` is too old.
const NAMES: [&str; 7] = [
    "python3",
    "python3.14",
    "python3.13",
    "python3.12",
    "python3.11",
    "python3.10",
    "python",
];

/// Says who it is. On Debian `ensurepip` is in a package of its own, and without it there is no
/// virtual environment. One without the global lock loads no module of the stable interface.
const QUESTION: &str = "\
import sys, sysconfig, venv, ensurepip
print(*sys.version_info[:3], int(bool(sysconfig.get_config_var('Py_GIL_DISABLED'))))
print(sys.executable)";

/// A Python that the package runs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Interpreter {
    pub(super) program: PathBuf,
    pub(super) version: String,
}

impl Interpreter {
    /// The one that `PYTHON` names, or the first that fits.
    pub(super) fn find() -> Result<Self, String> {
        if let Some(program) = std::env::var_os(CHOICE).filter(|program| !program.is_empty()) {
            return ask(&program).map_err(|why| {
                format!("{CHOICE} names {}, but {why}.", program.to_string_lossy())
            });
        }
        NAMES
            .iter()
            .find_map(|name| ask(&OsString::from(name)).ok())
            .ok_or_else(|| {
                format!(
                    "There is no Python {}.{} or later with the module venv (on Debian, \
                     python3-venv). {CHOICE} may name one.",
                    OLDEST.0, OLDEST.1
                )
            })
    }
}

/// Asks a program what it is; an error is half a sentence.
fn ask(program: &OsString) -> Result<Interpreter, String> {
    let output = Command::new(program)
        .args(["-I", "-c", QUESTION])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("it does not start: {error}"))?;
    if !output.status.success() {
        return Err("it is no Python with the module venv".to_owned());
    }
    read(&String::from_utf8_lossy(&output.stdout))
}

/// Reads the output of [`QUESTION`]; an error is half a sentence.
fn read(output: &str) -> Result<Interpreter, String> {
    let not_understood = || "its output is not understood".to_owned();
    let mut lines = output.lines();
    let numbers: Vec<u32> = lines
        .next()
        .unwrap_or_default()
        .split(' ')
        .filter_map(|number| number.parse().ok())
        .collect();
    let [major, minor, micro, unlocked] = numbers[..] else {
        return Err(not_understood());
    };
    if (major, minor) < OLDEST {
        return Err(format!("it is Python {major}.{minor}"));
    }
    if unlocked != 0 {
        return Err("it is a free-threaded build".to_owned());
    }
    Ok(Interpreter {
        program: lines.next().ok_or_else(not_understood)?.trim().into(),
        version: format!("{major}.{minor}.{micro}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_output_is_a_version_and_a_program() {
        for (output, version, program) in [
            ("3 10 0 0\n/usr/bin/python3\n", "3.10.0", "/usr/bin/python3"),
            (
                "3 14 1 0\r\nC:\\a b\\python.exe\r\n",
                "3.14.1",
                "C:\\a b\\python.exe",
            ),
            ("4 0 0 0\n/p\n", "4.0.0", "/p"),
        ] {
            let read = read(output).expect("an interpreter");
            assert_eq!(read.version, version);
            assert_eq!(read.program, PathBuf::from(program));
        }
    }

    #[test]
    fn what_does_not_fit_says_why() {
        for (output, why) in [
            ("3 9 18 0\n/p\n", "it is Python 3.9"),
            ("2 7 18 0\n/p\n", "it is Python 2.7"),
            ("3 14 0 1\n/p\n", "it is a free-threaded build"),
            ("", "its output is not understood"),
            ("3 11 7 0\n", "its output is not understood"),
            ("hello\n/p\n", "its output is not understood"),
        ] {
            assert_eq!(read(output), Err(why.to_owned()), "{output}");
        }
    }

    #[test]
    fn a_program_that_is_none_has_its_own_sentence() {
        let nothing = ask(&"no-such-program-anywhere".into()).expect_err("there is none");
        assert!(nothing.starts_with("it does not start: "), "{nothing}");
    }
}
