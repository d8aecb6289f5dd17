//! A page of HTML in place of an API's own error: what a proxy or a server in front of it sends.

use super::prefix::prefix;

/// How far ahead a title is looked for, in bytes.
const LOOKED_THROUGH: usize = 4 << 10;

/// The title of a page, if this is one that has a title. White space in it is one space each.
pub(super) fn title(page: &str) -> Option<String> {
    let page = page.trim_start();
    if !page.starts_with('<') {
        return None;
    }
    let page = prefix(page, LOOKED_THROUGH);
    // Of ASCII letters alone, so that places are the same.
    let lower = page.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let begin = tag + lower[tag..].find('>')? + 1;
    let end = begin + lower[begin..].find('<')?;
    let words: Vec<_> = page[begin..end].split_whitespace().collect();
    Some(words.join(" ")).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_title() {
        let long = format!("<html>{}<title>a</title>", " ".repeat(LOOKED_THROUGH));
        for (page, found) in [
            (
                "<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>",
                Some("400 No required SSL certificate was sent"),
            ),
            (
                "\n<!DOCTYPE html><TITLE lang=\"en\">\n ü\n b</TITLE>",
                Some("ü b"),
            ),
            ("<title></title>", None),
            ("<title>never ends", None),
            ("<title", None),
            ("<p>no title</p>", None),
            ("{\"a\": \"<title>b</title>\"}", None),
            ("", None),
            (&long, None),
        ] {
            assert_eq!(title(page).as_deref(), found, "{page:.60}");
        }
    }
}
