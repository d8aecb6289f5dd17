//! When a token ends, as its issuer says: a time that some language cannot hold is none, so that
//! the token itself is not lost.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::timestamp::{self, Written};
use crate::wanted::wanted;

/// The longest life, in seconds: what is less than 1,000,000,000 days, which the durations of every
/// language hold, and their numbers to the second.
const LONGEST: i64 = 1_000_000_000 * 86_400 - 1;

/// How long a token lives, in seconds; none if that is more than can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Life(pub(crate) Option<i64>);

impl Life {
    /// When it ends, if it began at this time and years have four digits by then.
    pub(crate) fn end(self, began: SystemTime) -> Option<SystemTime> {
        let span = Duration::from_secs(u64::try_from(self.0?).unwrap_or(0));
        began.checked_add(span).filter(|end| timestamp::holds(*end))
    }

    /// Reads a number as JSON writes it, however long; nothing if it is no number of whole seconds.
    fn read(number: &str) -> Option<Self> {
        let held =
            |seconds: i64| Some(seconds).filter(|seconds| (-LONGEST..=LONGEST).contains(seconds));
        if let Ok(seconds) = number.parse() {
            return Some(Self(held(seconds)));
        }
        let is_number = number.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        // A fraction of what can be held is no whole number; beyond that nobody counts.
        #[expect(clippy::cast_precision_loss, reason = "it is less than 2^53")]
        let beyond = |size: f64| size > LONGEST as f64;
        let size = number.parse::<f64>().ok().filter(|_| is_number)?.abs();
        beyond(size).then_some(Self(None))
    }
}

impl<'de> Deserialize<'de> for Life {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let number = <&RawValue>::deserialize(input)?.get();
        Self::read(number).ok_or_else(|| wanted("a number of whole seconds"))
    }
}

/// An RFC 3339 text; none if its year has not four digits, or is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stated(pub(crate) Option<SystemTime>);

impl<'de> Deserialize<'de> for Stated {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        match timestamp::read(&text) {
            Written::Instant(end) => Ok(Self(Some(end))),
            Written::OtherYear => Ok(Self(None)),
            Written::NoDate => Err(wanted("an RFC 3339 time")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn life(json: &str) -> Option<Life> {
        let whole: Option<Life> = serde_json::from_str(json).ok();
        // As responses are read that are not as expected.
        let mut reader = serde_json::Deserializer::from_slice(json.as_bytes());
        let slowly: Option<Life> = serde_path_to_error::deserialize(&mut reader).ok();
        assert_eq!(whole, slowly, "{json}");
        whole
    }

    #[test]
    fn a_life_is_the_number_that_is_said() {
        for (json, seconds) in [
            ("0", 0),
            ("3600", 3600),
            (" 3600 ", 3600),
            ("-5", -5),
            ("86399999999999", LONGEST),
        ] {
            assert_eq!(life(json), Some(Life(Some(seconds))), "{json}");
        }
    }

    #[test]
    fn a_life_that_no_language_holds_is_none() {
        for json in [
            "86400000000000",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "18446744073709551616",
            "1e30",
            "1e14",
            "-1E+400",
            &"9".repeat(400),
        ] {
            assert_eq!(life(json), Some(Life(None)), "{json}");
        }
    }

    #[test]
    fn what_is_no_number_of_whole_seconds_is_an_error() {
        for json in [
            "3600.5",
            "1e3",
            "null",
            "true",
            "\"3600\"",
            "\"Infinity\"",
            "[3600]",
            "{}",
            "+5",
            "",
        ] {
            assert_eq!(life(json), None, "{json}");
        }
    }

    #[test]
    fn a_life_ends_before_the_year_10000() {
        let dawn = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let end = |seconds| {
            let end = Life(Some(seconds)).end(dawn)?;
            end.duration_since(SystemTime::UNIX_EPOCH)
                .ok()
                .map(|since| since.as_secs())
        };
        assert_eq!(end(3600), Some(1_000_003_600));
        assert_eq!(end(-3600), Some(1_000_000_000));
        assert_eq!(end(252_402_300_799), Some(253_402_300_799));
        assert_eq!(end(252_402_300_800), None);
        assert_eq!(end(LONGEST), None);
        assert_eq!(Life(None).end(dawn), None);
    }

    #[test]
    fn a_date_that_no_language_holds_is_none_and_what_is_no_date_an_error() {
        let stated = |text: &str| serde_json::from_value::<Stated>(text.into()).ok();
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(43_200);
        assert_eq!(stated("1970-01-01T12:00:00Z"), Some(Stated(Some(noon))));
        assert_eq!(stated("9999-12-31T23:59:59-01:00"), Some(Stated(None)));
        assert_eq!(stated("10000-01-01T00:00:00Z"), Some(Stated(None)));
        assert_eq!(stated("tomorrow"), None);
    }

    proptest! {
        #[test]
        fn no_number_breaks_it(number in "-?(0|[1-9][0-9]{0,60})(\\.[0-9]{1,9})?([eE][+-]?[0-9]{1,5})?") {
            let life = Life::read(&number);
            let whole = number.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
            prop_assert!(life.is_some() || !whole, "{}", number);
            let began = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            let end = life.and_then(|life| life.end(began));
            prop_assert!(end.is_none_or(timestamp::holds));
        }
    }
}
