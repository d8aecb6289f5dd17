//! Python: the stub of the native module, and the signatures of the modules over it.

use std::fs;
use std::path::Path;

/// Where the package is.
const PACKAGE: &str = "bindings/python/authloom";

pub(super) fn surface(root: &Path) -> Result<String, String> {
    let entries = fs::read_dir(root.join(PACKAGE))
        .map_err(|error| format!("{PACKAGE} cannot be listed: {error}."))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| is_python(name))
        .collect();
    names.sort();
    let mut surface = String::new();
    for name in names {
        let path = format!("{PACKAGE}/{name}");
        let text = fs::read_to_string(root.join(&path))
            .map_err(|error| format!("{path} cannot be read: {error}."))?;
        surface.extend(["\n# ", &path, "\n", &signatures(&text)]);
    }
    Ok(surface)
}

fn is_python(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| ending == "py" || ending == "pyi")
}

/// A module without docstrings, comments and the bodies of functions.
fn signatures(text: &str) -> String {
    let mut kept = String::new();
    let mut in_docstring = false;
    // How far the function is indented whose body is left out, and whether its head is over.
    let mut function: Option<(usize, bool)> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        let quotes = line.matches("\"\"\"").count();
        if in_docstring || quotes > 0 {
            in_docstring ^= quotes % 2 == 1;
            continue;
        }
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        if let Some((of, is_over)) = function {
            if is_over && indent > of {
                continue;
            }
            if is_over {
                function = None;
            }
        }
        if trimmed.starts_with("def ") || trimmed.starts_with("async def ") {
            function = Some((indent, false));
        }
        if let Some((_, is_over)) = &mut function
            && (trimmed.ends_with(':') || trimmed.ends_with("..."))
        {
            *is_over = true;
        }
        kept += line;
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_docstrings_and_comments_are_left_out() {
        let text = "\"\"\"A.\"\"\"\n\n# B.\nclass C(D):\n    \"\"\"E.\n\n    F.\n    \"\"\"\n\n    \
                    kind = \"g\"\n\n    def h(\n        self,\n        i: int = 1,\n    ) -> None:\n        \
                    return None\n\n    async def j(self) -> str:\n        if k:\n            l()\n\n\
                    __all__ = [\n    \"C\",\n]\n";
        assert_eq!(
            signatures(text),
            "class C(D):\n    kind = \"g\"\n    def h(\n        self,\n        i: int = 1,\n    ) -> None:\n    \
             async def j(self) -> str:\n__all__ = [\n    \"C\",\n]\n"
        );
    }
}
