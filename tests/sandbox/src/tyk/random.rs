//! The random texts that a gateway makes up.

use super::go::base64;

fn uuid() -> [u8; 16] {
    let mut bytes = fastrand::u128(..).to_be_bytes();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    bytes
}

/// A UUID as 32 hexadecimal digits: client ids and the ids of tokens.
pub(crate) fn hex() -> String {
    uuid().iter().map(|byte| format!("{byte:02x}")).collect()
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
    base64::url_unpadded(&uuid())
}
