//! Request paths: decoding, cleaning, and how a cleaned one is written.

use super::query::{Malformed, percent_decode, percent_encode};

/// A path as sent and as understood.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    /// Percent-decoded; routing looks at this alone.
    pub(crate) decoded: Vec<u8>,
    /// Written otherwise than Go itself would write the decoded one.
    pub(crate) unusual: Option<Vec<u8>>,
}

impl Path {
    /// Reads the path of a request line.
    pub(crate) fn parse(sent: &[u8]) -> Result<Self, Malformed> {
        let rooted = sent.first() == Some(&b'/') || sent == b"*";
        if !rooted || sent.iter().any(u8::is_ascii_control) {
            return Err(Malformed);
        }
        let decoded = percent_decode(sent)?;
        let unusual = (escape(&decoded).as_bytes() != sent).then(|| sent.to_vec());
        Ok(Self { decoded, unusual })
    }

    /// What remains without a prefix, which ends in a slash that stays; as understood and as it
    /// will be written again. Nothing where the prefix does not stand there.
    pub(crate) fn below(&self, prefix: &str) -> Option<Self> {
        let kept = prefix.trim_end_matches('/').len();
        let rest = |path: &[u8]| {
            path.starts_with(prefix.as_bytes())
                .then(|| path[kept..].to_vec())
        };
        let decoded = rest(&self.decoded)?;
        let unusual = self.unusual.as_deref().and_then(rest);
        Some(Self { decoded, unusual })
    }

    /// The path as text.
    pub(crate) fn written(&self) -> Vec<u8> {
        self.unusual
            .clone()
            .unwrap_or_else(|| escape(&self.decoded).into_bytes())
    }
}

/// Writes a path that stands for itself as a whole.
pub(crate) fn escape(path: &[u8]) -> String {
    percent_encode(path, |byte| b"$&+,/:;=@".contains(&byte))
}

/// Resolves empty, `.` and `..` segments; a final slash remains.
pub(crate) fn clean(path: &[u8]) -> Vec<u8> {
    let mut segments: Vec<&[u8]> = Vec::new();
    for segment in path.split(|byte| *byte == b'/') {
        match segment {
            b"" | b"." => {}
            b".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let mut cleaned = vec![b'/'];
    cleaned.extend(segments.join(&b'/'));
    if path.last() == Some(&b'/') && cleaned.len() > 1 {
        cleaned.push(b'/');
    }
    cleaned
}
