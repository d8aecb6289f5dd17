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
    // Most values need no encoding. No early exit, so that many bytes are compared at once.
    if value
        .bytes()
        .fold(true, |plain, byte| plain & is_unreserved(byte))
    {
        out.push_str(value);
    } else {
        out.extend(utf8_percent_encode(value, ENCODED));
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
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
    fn what_is_sent_as_it_is_is_what_needs_no_encoding() {
        for byte in 0..=0x7F_u8 {
            let value = char::from(byte).to_string();
            let encoded = utf8_percent_encode(&value, ENCODED).to_string();
            assert_eq!(is_unreserved(byte), encoded == value, "{byte}");
        }
        assert!((0x80..=0xFF).all(|byte| !is_unreserved(byte)));
    }

    #[test]
    fn the_contracts_example_is_encoded_as_it_stands_there() {
        let mut encoded = String::new();
        push_encoded(&mut encoded, "ü+%~?#");
        assert_eq!(encoded, "%C3%BC%2B%25~%3F%23");
    }
}
