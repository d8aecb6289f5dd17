//! The text values of a `multipart/form-data` body.

use super::media::Media;
use super::query::Values;

/// Reads the parts that are no files; nothing when the body is not of that form.
///
/// Lines may end in a bare line feed, if the first one does.
pub(crate) fn values(body: &[u8], boundary: &str) -> Option<Values> {
    let delimiter = format!("--{boundary}");
    let mut values = Values::new();
    let mut rest = after(body, delimiter.as_bytes())?.1;
    let line_end = if rest.starts_with(b"\n") {
        "\n"
    } else {
        "\r\n"
    };
    let closing = format!("{line_end}{delimiter}");
    loop {
        if rest.starts_with(b"--") {
            return Some(values);
        }
        let (held, next) = after(after(rest, b"\n")?.1, closing.as_bytes())?;
        if let Some((name, value)) = part(held, line_end) {
            values.entry(name).or_default().push(value);
        }
        rest = next;
    }
}

fn part(part: &[u8], line_end: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let (head, value) = after(part, line_end.repeat(2).as_bytes())?;
    let head = String::from_utf8_lossy(head);
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("Content-Disposition")
            .then(|| Media::parse(value.trim()))
    })?;
    if disposition.kind != "form-data" || disposition.parameter("filename").is_some() {
        return None;
    }
    let name = disposition
        .parameter("name")
        .filter(|name| !name.is_empty())?;
    Some((name.as_bytes().to_vec(), value.to_vec()))
}

/// What stands before and after a piece of text.
fn after<'a>(text: &'a [u8], wanted: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = text
        .windows(wanted.len())
        .position(|window| window == wanted)?;
    Some((&text[..at], &text[at + wanted.len()..]))
}
