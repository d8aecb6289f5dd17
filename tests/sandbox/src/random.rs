//! Fresh ids and tokens.

/// So many random lower-case hex digits.
pub(crate) fn hex(digits: usize) -> String {
    std::iter::repeat_with(|| fastrand::digit(16))
        .take(digits)
        .collect()
}

/// A random UUID, version 4.
pub(crate) fn uuid() -> String {
    let variant = ['8', '9', 'a', 'b'][fastrand::usize(..4)];
    format!(
        "{}-{}-4{}-{variant}{}-{}",
        hex(8),
        hex(4),
        hex(3),
        hex(3),
        hex(12)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_its_shape() {
        let uuid = uuid();
        let lengths: Vec<_> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(&uuid[14..15], "4");
        assert_ne!(uuid, super::uuid());
    }
}
