//! The text values of a `multipart/form-data` body.

use super::media::Media;
use super::query::Values;

/// Reads the parts that are no files; nothing when the body is not of that form.
pub(crate) fn values(body: &[u8], boundary: &str) -> Option<Values> {
    let delimiter = format!("--{boundary}").into_bytes();
    let mut values = Values::new();
    let mut rest = &body[find(body, &delimiter)? + delimiter.len()..];
    loop {
        if rest.starts_with(b"--") {
            return Some(values);
        }
        let line_end = find(rest, b"\n")?;
        rest = &rest[line_end + 1..];
        let mut closing = b"\r\n".to_vec();
        closing.extend(&delimiter);
        let part_end = find(rest, &closing)?;
        if let Some((name, value)) = part(&rest[..part_end]) {
            values.entry(name).or_default().push(value);
        }
        rest = &rest[part_end + closing.len()..];
    }
}

fn part(part: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let head_end = find(part, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&part[..head_end]);
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("Content-Disposition")
            .then(|| value.trim())
    })?;
    let disposition = Media::parse(disposition);
    if disposition.kind != "form-data" || disposition.parameter("filename").is_some() {
        return None;
    }
    let name = disposition
        .parameter("name")
        .filter(|name| !name.is_empty())?;
    Some((name.as_bytes().to_vec(), part[head_end + 4..].to_vec()))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
