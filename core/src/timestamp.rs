//! Instants on the wire: RFC 3339, years 1 to 9999; or seconds since 1970.

use std::time::{Duration, SystemTime};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An RFC 3339 text.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<SystemTime, D::Error> {
    let text = String::deserialize(input)?;
    parse(&text).ok_or_else(|| D::Error::custom(", expected an RFC 3339 time of years 1 to 9999"))
}

/// An RFC 3339 text, null or nothing.
pub(crate) fn deserialize_option<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<SystemTime>, D::Error> {
    #[derive(Deserialize)]
    struct Present(#[serde(deserialize_with = "deserialize")] SystemTime);
    Ok(Option::<Present>::deserialize(input)?.map(|Present(time)| time))
}

/// A number of seconds since 1970, whole or not, null or nothing.
pub(crate) fn deserialize_seconds<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<SystemTime>, D::Error> {
    let Some(seconds) = Option::<f64>::deserialize(input)? else {
        return Ok(None);
    };
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|since| *since < YEAR_10000)
        .and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since))
        .map(Some)
        .ok_or_else(|| D::Error::custom(", expected seconds since 1970 before the year 10000"))
}

/// The instant that lies so many seconds after another, if a clock can hold it.
pub(crate) fn after(now: SystemTime, seconds: i64) -> Option<SystemTime> {
    let span = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    now.checked_add(span)
}

/// The first second that RFC 3339 cannot write.
const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);

fn parse(text: &str) -> Option<SystemTime> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    if !(1..=9999).contains(&time.to_utc().year()) {
        return None;
    }
    // In two steps, since not every system's clock reaches back to the year 1.
    let since = time - OffsetDateTime::UNIX_EPOCH;
    if since.is_negative() {
        SystemTime::UNIX_EPOCH.checked_sub(since.unsigned_abs())
    } else {
        SystemTime::UNIX_EPOCH.checked_add(since.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nanos(text: &str) -> Option<i128> {
        let time = parse(text)?;
        let signed = |since: Duration| i128::try_from(since.as_nanos()).expect("years fit");
        Some(match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => signed(since),
            Err(before) => -signed(before.duration()),
        })
    }

    #[test]
    fn every_form_of_the_rfc_is_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:01Z", Some(1_000_000_000)),
            ("1970-01-01T00:00:00.25Z", Some(250_000_000)),
            ("1970-01-01t00:00:01z", Some(1_000_000_000)),
            ("1970-01-01T01:00:00+01:00", Some(0)),
            ("1969-12-31T23:59:59Z", Some(-1_000_000_000)),
            ("0001-01-01T00:00:00Z", Some(-62_135_596_800_000_000_000)),
            ("0000-12-31T23:59:59Z", None),
            ("10000-01-01T00:00:00Z", None),
            ("1970-01-01", None),
            ("1970-13-01T00:00:00Z", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(nanos(text), expected, "{text}");
        }
    }
}
