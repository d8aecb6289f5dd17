//! How long a server asks to wait: `retry-after-ms`, else `Retry-After` (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime};

use ::http::HeaderMap;

/// Longer waits count as this one: some 136 years, which every language's durations hold.
const LONGEST: Duration = Duration::from_secs(u32::MAX as u64);

/// What the server asked for. What is negative, past or unreadable counts as not said.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    text("retry-after-ms")
        .and_then(|text| number(text, 1000.0))
        .or_else(|| {
            let text = text("retry-after")?;
            number(text, 1.0).or_else(|| date(text, now))
        })
}

/// A number of a unit of which `per_second` make a second. A fraction is more than the RFC allows,
/// but some servers send it.
fn number(text: &str, per_second: f64) -> Option<Duration> {
    let plain = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value: f64 = plain.then(|| text.parse().ok())??;
    Some(Duration::try_from_secs_f64(value / per_second).map_or(LONGEST, |wait| wait.min(LONGEST)))
}

fn date(text: &str, now: SystemTime) -> Option<Duration> {
    let wait = httpdate::parse_http_date(text).ok()?.duration_since(now);
    wait.ok().map(|wait| wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(pairs: &[(&'static str, &str)]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().expect("a header value"));
        }
        retry_after(
            &headers,
            SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777),
        )
    }

    #[test]
    fn milliseconds_come_before_seconds_and_seconds_before_a_date() {
        for (pairs, expected) in [
            (
                vec![("retry-after-ms", "1500"), ("retry-after", "9")],
                Some(1.5),
            ),
            (
                vec![("retry-after-ms", "soon"), ("retry-after", "9")],
                Some(9.0),
            ),
            (vec![("retry-after", "0.25")], Some(0.25)),
            (vec![("retry-after", "0")], Some(0.0)),
            (vec![("retry-after", " 7 ")], Some(7.0)),
            (
                vec![("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")],
                Some(10.0),
            ),
            (
                vec![("retry-after", "Sunday, 06-Nov-94 08:49:47 GMT")],
                Some(10.0),
            ),
            (
                vec![("retry-after", "Sun Nov  6 08:49:47 1994")],
                Some(10.0),
            ),
            (vec![("retry-after", "Sun, 06 Nov 1994 08:49:27 GMT")], None),
            (vec![("retry-after", "-5")], None),
            (vec![("retry-after", "1e9")], None),
            (vec![("retry-after", "inf")], None),
            (
                vec![("retry-after", "99999999999999999999999999")],
                Some(LONGEST.as_secs_f64()),
            ),
            (vec![("retry-after", "")], None),
            (vec![], None),
        ] {
            assert_eq!(
                asked(&pairs).map(|wait| wait.as_secs_f64()),
                expected,
                "{pairs:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "[ -~]*") {
            let _ = asked(&[("retry-after", &text), ("retry-after-ms", &text)]);
        }

        #[test]
        fn whole_seconds_come_back(seconds in 0_u64..1_000_000_000) {
            prop_assert_eq!(
                asked(&[("retry-after", &seconds.to_string())]),
                Some(Duration::from_secs(seconds))
            );
        }

        #[test]
        fn a_date_to_come_is_the_wait_until_it(ahead in 1_u64..100_000_000) {
            let then = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 + ahead);
            prop_assert_eq!(
                asked(&[("retry-after", &httpdate::fmt_http_date(then))]),
                Some(Duration::from_secs(ahead))
            );
        }
    }
}
