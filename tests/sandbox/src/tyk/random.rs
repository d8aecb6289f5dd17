//! The random texts that a gateway makes up.

use super::go::base64;

fn uuid() -> u128 {
    let version = 4 << 76 | 2 << 62;
    fastrand::u128(..) & !(0xf << 76 | 3 << 62) | version
}

/// A UUID as 32 hexadecimal digits: client ids and the ids of tokens.
pub(crate) fn hex() -> String {
    format!("{:032x}", uuid())
}

/// A dashed UUID in base64, 48 characters: client secrets and refresh tokens.
pub(crate) fn secret() -> String {
    let hex = hex();
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    base64::standard(parts.join("-").as_bytes())
}

/// A UUID in base64, 22 characters: authorization codes.
pub(crate) fn code() -> String {
    base64::url_unpadded(&uuid().to_be_bytes())
}
