//! Percent-encoding, the same for paths, queries and forms: all but the unreserved characters of
//! RFC 3986 (section 2.3).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Appends one value, encoded. A form decodes `%20` as it decodes `+`, so that one encoding serves
/// all three.
pub(crate) fn push_encoded(out: &mut String, value: &str) {
    out.extend(utf8_percent_encode(value, ENCODED));
}

/// Appends `name=value`, behind `&` where something stands already.
pub(crate) fn push_pair(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    push_encoded(out, name);
    out.push('=');
    push_encoded(out, value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_path_value_stays_one_segment_and_comes_back(value in "\\PC*") {
            let mut encoded = String::new();
            push_encoded(&mut encoded, &value);
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
            prop_assert!(encoded.bytes().all(plain));
            let decoded = percent_encoding::percent_decode_str(&encoded).decode_utf8();
            prop_assert_eq!(decoded.expect("it was UTF-8"), value);
        }

        #[test]
        fn a_form_comes_back(pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..6)) {
            let mut form = String::new();
            for (name, value) in &pairs {
                push_pair(&mut form, name, value);
            }
            let decoded: Vec<_> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
            prop_assert_eq!(decoded, pairs);
        }
    }

    #[test]
    fn the_contracts_example_is_encoded_as_it_stands_there() {
        let mut encoded = String::new();
        push_encoded(&mut encoded, "ü+%~?#");
        assert_eq!(encoded, "%C3%BC%2B%25~%3F%23");
    }
}
