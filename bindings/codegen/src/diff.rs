//! What changes from one text to another.

use std::fmt::Write as _;

/// How many lines around a change are shown.
const AROUND: usize = 3;

/// A unified diff of one hunk: from the first line that differs to the last.
pub(crate) fn unified(path: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let shorter = old.len().min(new.len());
    let same_before = (0..shorter)
        .take_while(|line| old[*line] == new[*line])
        .count();
    let same_after = (0..shorter - same_before)
        .take_while(|line| old[old.len() - 1 - line] == new[new.len() - 1 - line])
        .count();
    let start = same_before.saturating_sub(AROUND);
    let after = same_after.min(AROUND);
    let (old_end, new_end) = (old.len() - same_after, new.len() - same_after);
    let range = |start: usize, end: usize| match end + after - start {
        0 => "0,0".to_owned(),
        length => format!("{},{length}", start + 1),
    };
    let mut text = format!(
        "--- a/{path}\n+++ b/{path}\n@@ -{} +{} @@\n",
        range(start, old_end),
        range(start, new_end)
    );
    let mut show = |sign: char, lines: &[&str]| {
        for line in lines {
            let _ = writeln!(text, "{sign}{line}");
        }
    };
    show(' ', &old[start..same_before]);
    show('-', &old[same_before..old_end]);
    show('+', &new[same_before..new_end]);
    show(' ', &old[old_end..old_end + after]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_is_shown_with_what_stands_around_it() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let new = "1\n2\n3\n4\nfive\n5a\n6\n7\n8\n9\n";
        assert_eq!(
            unified("a.py", old, new),
            "--- a/a.py\n+++ b/a.py\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+5a\n 6\n 7\n 8\n"
        );
    }

    #[test]
    fn a_new_file_is_all_new_and_a_line_may_be_repeated() {
        assert_eq!(
            unified("a", "", "x\n"),
            "--- a/a\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n"
        );
        assert_eq!(
            unified("a", "x\n", "x\nx\n"),
            "--- a/a\n+++ b/a\n@@ -1,1 +1,2 @@\n x\n+x\n"
        );
    }
}
