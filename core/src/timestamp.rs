//! Instants on the wire: RFC 3339, years 1 to 9999; or seconds since 1970.

use std::ops::Range;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer};

use crate::wanted::wanted;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An RFC 3339 text.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<SystemTime, D::Error> {
    let text = String::deserialize(input)?;
    match read(&text) {
        Written::Instant(time) => Ok(time),
        Written::OtherYear | Written::NoDate => Err(wanted("an RFC 3339 time of years 1 to 9999")),
    }
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
        .ok_or_else(|| wanted("seconds since 1970 before the year 10000"))
}

/// The first second that RFC 3339 cannot write.
const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);
/// Nanoseconds from 1970 to the instants that are read.
const READ: Range<i128> = -62_135_596_800_000_000_000..253_402_300_800_000_000_000;

/// Whether an instant is before the year 10000.
pub(crate) fn holds(time: SystemTime) -> bool {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .is_ok_and(|since| since < YEAR_10000)
}

/// What a string says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Instant(SystemTime),
    /// A date, but not within the years 1 to 9999.
    OtherYear,
    NoDate,
}

/// Reads a string.
pub(crate) fn read(text: &str) -> Written {
    let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) else {
        return if is_of_another_year(text) {
            Written::OtherYear
        } else {
            Written::NoDate
        };
    };
    // Not by the year in UTC, of which the library panics where it is 10000.
    let since = time.unix_timestamp_nanos();
    if !READ.contains(&since) {
        return Written::OtherYear;
    }
    let whole = since.unsigned_abs();
    let distance = u64::try_from(whole / NANOS)
        .ok()
        .zip(u32::try_from(whole % NANOS).ok())
        .map(|(seconds, nanos)| Duration::new(seconds, nanos));
    // Not every system's clock reaches back to the year 1.
    let time = distance.and_then(|distance| {
        if since < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    });
    time.map_or(Written::OtherYear, Written::Instant)
}

const NANOS: u128 = 1_000_000_000;

/// Whether a string is a date of a year that RFC 3339 has no place for, as ISO 8601 writes it:
/// `10000-01-01T00:00:00Z`, with a sign or without.
fn is_of_another_year(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(unsigned.len());
    let (year, rest) = unsigned.split_at(digits);
    let is_other = year.trim_start_matches('0').len() > 4 || text.starts_with('-');
    // A leap year has every day that there is.
    is_other && year.len() >= 4 && OffsetDateTime::parse(&format!("2000{rest}"), &Rfc3339).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Nanoseconds since 1970, if an instant is read.
    fn instant(text: &str) -> Option<i128> {
        let Written::Instant(time) = read(text) else {
            return None;
        };
        let signed = |since: Duration| i128::try_from(since.as_nanos()).expect("years fit");
        Some(match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => signed(since),
            Err(before) => -signed(before.duration()),
        })
    }

    #[test]
    fn every_form_of_the_rfc_is_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:01Z", 1_000_000_000),
            ("1970-01-01T00:00:00.25Z", 250_000_000),
            ("1970-01-01t00:00:01z", 1_000_000_000),
            ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T23:59:59Z", -1_000_000_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000_000),
            ("0000-12-31T23:30:00-01:00", -62_135_595_000_000_000_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000_000_000),
        ] {
            assert_eq!(instant(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_date_outside_of_the_years_is_told_from_none() {
        for text in [
            "9999-12-31T23:59:59-01:00",
            "9999-12-31T23:59:59.999999999-23:59",
            "0001-01-01T00:00:00+00:01",
            "0000-12-31T23:59:59Z",
            "0000-01-01T00:00:00+23:59",
            "10000-01-01T00:00:00Z",
            "+10000-02-29T00:00:00.5+02:00",
            "-0001-12-31T23:59:59Z",
            "+1000000000-12-31T23:59:59.999999999Z",
        ] {
            assert_eq!(read(text), Written::OtherYear, "{text}");
        }
        for text in [
            "",
            "soon",
            "1970-01-01",
            "1970-13-01T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "+2026-03-01T10:00:00Z",
            "002026-03-01T10:00:00Z",
            "10000-13-01T00:00:00Z",
            "10000",
            "10000Z",
            "-",
            "99999999999",
        ] {
            assert_eq!(read(text), Written::NoDate, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn no_text_that_looks_like_a_date_breaks_it(
            text in "[+-]?[0-9]{0,6}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,12})?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
        ) {
            let _ = read(&text);
        }

        #[test]
        fn every_instant_is_read_with_every_offset(
            // Mostly about where the years begin and end.
            seconds in prop_oneof![
                -62_167_305_600_i64..253_402_387_200,
                -62_135_683_200_i64..-62_135_510_400,
                253_402_214_400_i64..253_402_387_200,
            ],
            nanos in 0_u32..1_000_000_000,
            offset in -1439_i32..=1439,
        ) {
            // What a clock at that offset shows, of years 0 to 9999.
            let local = seconds + i64::from(offset) * 60;
            let Ok(shown) = OffsetDateTime::from_unix_timestamp(local) else {
                return Ok(());
            };
            let Ok(text) = shown.format(&Rfc3339) else {
                return Ok(());
            };
            let sign = if offset < 0 { '-' } else { '+' };
            let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
            let text = format!(
                "{}.{nanos:09}{sign}{hours:02}:{minutes:02}",
                text.trim_end_matches('Z')
            );
            let whole = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
            let expected = READ.contains(&whole).then_some(whole);
            prop_assert_eq!(instant(&text), expected, "{}", text);
            prop_assert_ne!(read(&text), Written::NoDate, "{}", text);
        }
    }
}
