//! Node: the declarations that the package publishes, without comments.

use std::fs;
use std::path::Path;

/// Where the declarations are.
const FOLDERS: [&str; 2] = ["bindings/node/lib", "bindings/node/lib/generated"];

pub(super) fn surface(root: &Path) -> Result<String, String> {
    let mut surface = String::new();
    for folder in FOLDERS {
        let entries = fs::read_dir(root.join(folder))
            .map_err(|error| format!("{folder} cannot be listed: {error}."))?;
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".d.ts") || name.ends_with(".d.mts"))
            .collect();
        names.sort();
        for name in names {
            let path = format!("{folder}/{name}");
            let text = fs::read_to_string(root.join(&path))
                .map_err(|error| format!("{path} cannot be read: {error}."))?;
            surface.extend(["\n# ", &path, "\n", &without_comments(&text)]);
        }
    }
    Ok(surface)
}

fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut in_comment = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if !in_comment && trimmed.starts_with("/*") {
            in_comment = true;
        }
        let is_code = !in_comment && !trimmed.is_empty() && !trimmed.starts_with("//");
        if is_code {
            kept += line;
            kept.push('\n');
        }
        if trimmed.ends_with("*/") {
            in_comment = false;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out() {
        let text = "// A.\n/** B. */\nexport type A = 'a';\n/**\n * C.\n */\nexport interface B {\n  \
                    /** D. */\n  b: 1;\n}\n";
        assert_eq!(
            without_comments(text),
            "export type A = 'a';\nexport interface B {\n  b: 1;\n}\n"
        );
    }
}
