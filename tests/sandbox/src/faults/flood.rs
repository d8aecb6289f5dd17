//! Heads that do not end: interim responses, one after another, and a head without a last line.

use std::time::Duration;

use serde::Deserialize;

use super::compose::{End, Performance, Step};
use super::kind::is_interim;
use crate::exchange::Response;
use crate::wire::{Framing, Terms, head};

/// How many bytes of an endless flood are written at once, if it has no pace.
const BATCH: usize = 64 * 1024;
/// The field that makes an interim response as large as it is to be.
const FILL: &str = "X-Fill: ";

/// Interim responses: so many before the response, or without end.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterimFlood {
    /// Their status, by default 103.
    #[serde(default = "early_hints")]
    pub status: u16,
    /// How many come before the response; without end if absent.
    #[serde(default)]
    pub count: Option<u64>,
    /// Bytes in each of them; a field makes it so large. If absent it has no fields.
    #[serde(default)]
    pub bytes: Option<usize>,
    /// Bytes in all of them together with the head of the response, instead of `bytes`.
    #[serde(default)]
    pub total_bytes: Option<usize>,
    /// How they are written; as fast as the client reads if absent.
    #[serde(default)]
    pub pace: Option<Pace>,
}

/// A head that does not end.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndlessHead {
    /// What of it does not end.
    #[serde(default)]
    pub part: HeadPart,
    /// How it is written; as fast as the client reads if absent.
    #[serde(default)]
    pub pace: Option<Pace>,
}

/// What of a head does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadPart {
    /// The value of a field.
    #[default]
    Value,
    /// The fields.
    Fields,
}

/// How a flood is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Bytes in a write, at least 1.
    pub bytes: usize,
    /// Milliseconds between two writes; 0 for none.
    #[serde(default)]
    pub interval_ms: u64,
}

impl Default for InterimFlood {
    fn default() -> Self {
        Self {
            status: early_hints(),
            count: None,
            bytes: None,
            total_bytes: None,
            pace: None,
        }
    }
}

fn early_hints() -> u16 {
    103
}

impl Pace {
    pub(super) fn interval(self) -> Duration {
        Duration::from_millis(self.interval_ms)
    }

    pub(super) fn check(self) -> Result<(), String> {
        match self.bytes {
            0 => Err("a write has at least 1 byte".to_owned()),
            _ => Ok(()),
        }
    }
}

impl InterimFlood {
    /// What is wrong with it, in a sentence.
    pub(super) fn check(&self) -> Result<(), String> {
        is_interim(self.status)?;
        let least = interim(self.status, Some(0)).len();
        if self.bytes.is_some_and(|bytes| bytes < least) {
            return Err(format!(
                "an interim response of that status with a field has at least {least} bytes"
            ));
        }
        match (self.total_bytes, self.bytes, self.count) {
            (Some(_), Some(_), _) => Err("bytes and total_bytes exclude each other".to_owned()),
            (Some(_), _, None | Some(0)) => {
                Err("total_bytes needs a count of at least 1".to_owned())
            }
            _ => self.pace.map_or(Ok(()), Pace::check),
        }
    }

    /// What comes before a response with a head of that length, if it comes at all.
    pub(super) fn steps(&self, head: usize) -> Vec<Step> {
        let Some(count) = self.count else {
            let one = interim(self.status, self.bytes);
            return vec![endless(one.into_bytes(), self.pace)];
        };
        let flood = |one: String, times| Step::Flood {
            piece: one.into_bytes(),
            times: Some(times),
            pace: self.pace,
        };
        let Some(total) = self.total_bytes else {
            return vec![flood(interim(self.status, self.bytes), count)];
        };
        // Of equal size but for the last, which takes what does not divide.
        let all = total.saturating_sub(head);
        let each = all / usize::try_from(count).unwrap_or(usize::MAX).max(1);
        let rest = count.saturating_sub(1);
        let used = each.saturating_mul(usize::try_from(rest).unwrap_or(usize::MAX));
        vec![
            flood(interim(self.status, Some(each)), rest),
            flood(interim(self.status, Some(all.saturating_sub(used))), 1),
        ]
    }
}

/// An interim response; with a size, it has a field that makes it so large.
pub(super) fn interim(status: u16, size: Option<usize>) -> String {
    let phrase = match status {
        100 => "Continue",
        102 => "Processing",
        103 => "Early Hints",
        _ => "Interim",
    };
    let line = format!("HTTP/1.1 {status} {phrase}\r\n");
    let Some(size) = size else {
        return line + "\r\n";
    };
    let least = line.len() + FILL.len() + "\r\n\r\n".len();
    let fill = "a".repeat(size.saturating_sub(least));
    format!("{line}{FILL}{fill}\r\n\r\n")
}

/// A piece that is sent again and again.
pub(super) fn endless(piece: Vec<u8>, pace: Option<Pace>) -> Step {
    let piece = match pace {
        Some(_) => piece,
        None => piece.repeat((BATCH / piece.len().max(1)).max(1)),
    };
    Step::Flood {
        piece,
        times: None,
        pace,
    }
}

impl EndlessHead {
    /// The beginning of the response's own head, and then no end.
    pub(super) fn perform(&self, response: &Response, terms: Terms) -> Performance {
        let mut begun = head(response, None, Framing::of(response), terms);
        begun.truncate(begun.len() - "\r\n".len());
        let piece: &[u8] = match self.part {
            HeadPart::Value => {
                begun.extend_from_slice(b"X-Endless: ");
                b"a"
            }
            HeadPart::Fields => b"X-Endless: a\r\n",
        };
        Performance {
            steps: vec![Step::Send(begun), endless(piece.to_vec(), self.pace)],
            end: End::Close,
            status: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interim_responses_and_a_head_have_the_size_that_is_asked_for() {
        for (count, total, head) in [(1, 65536, 100), (3, 65537, 101), (16, 65536, 0)] {
            let flood = InterimFlood {
                count: Some(count),
                total_bytes: Some(total),
                ..InterimFlood::default()
            };
            let steps = flood.steps(head);
            let sizes = steps.iter().map(|step| match step {
                Step::Flood {
                    piece,
                    times: Some(times),
                    ..
                } => piece.len() * usize::try_from(*times).expect("few"),
                other => panic!("{other:?}"),
            });
            assert_eq!(sizes.sum::<usize>() + head, total);
        }
    }
}
