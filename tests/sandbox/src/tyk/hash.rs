//! Token text, and the hash under which a token may be stored.

use sha2::{Digest, Sha256};

use super::go::{base64, encode::Html, encode::Object, json};

/// How a gateway makes and stores tokens.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    /// Tokens are stored under their hash.
    pub(crate) hashed: bool,
    /// New tokens name this hash function, and are base64.
    pub(crate) function: Option<String>,
}

impl Keys {
    /// The text under which a token is stored.
    pub(crate) fn stored(&self, token: &str) -> String {
        if self.hashed {
            hash(token)
        } else {
            token.to_owned()
        }
    }

    /// A token of an organization with a given id.
    pub(crate) fn token(&self, org: &str, id: &str) -> String {
        let id = id.strip_prefix(org).unwrap_or(id);
        match &self.function {
            None => format!("{org}{id}"),
            Some(function) => {
                let known = ["murmur32", "murmur64", "murmur128", "sha256"];
                let function = if known.contains(&function.as_str()) {
                    function
                } else {
                    "murmur64"
                };
                let text = Object::new(Html::Plain)
                    .raw("org", format_args!("\"{org}\""))
                    .raw("id", format_args!("\"{id}\""))
                    .raw("h", format_args!("\"{function}\""));
                base64::standard(text.finish().as_bytes())
            }
        }
    }
}

/// Hashes with the function that the token itself names, or else the shortest.
fn hash(token: &str) -> String {
    let bytes = token.as_bytes();
    match function_of(token).as_deref() {
        Some("sha256") => Sha256::digest(bytes)
            .iter()
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")),
        Some("murmur64") => format!("{:016x}", murmur128(bytes).0),
        Some("murmur128") => {
            let (high, low) = murmur128(bytes);
            format!("{high:016x}{low:016x}")
        }
        _ => format!("{:08x}", murmur32(bytes)),
    }
}

fn function_of(token: &str) -> Option<String> {
    let decoded = token
        .starts_with("ey")
        .then(|| base64::decode_standard(token.as_bytes()))??;
    let json::Kind::Object(members) = json::first(&decoded).ok()?.kind else {
        return None;
    };
    members
        .into_iter()
        .find_map(|(name, value)| match value.kind {
            json::Kind::String(function) if name == "h" => Some(function),
            _ => None,
        })
}

/// `MurmurHash3` for 32 bits, seed 0, as the gateway's library has it: what is left over after the
/// last whole block, the length and the final mixing never enter.
fn murmur32(bytes: &[u8]) -> u32 {
    bytes.chunks_exact(4).fold(0, |hash: u32, block| {
        let block = u32::from_le_bytes(block.try_into().expect("a block has four bytes"));
        let block = block
            .wrapping_mul(0xcc9e_2d51)
            .rotate_left(15)
            .wrapping_mul(0x1b87_3593);
        (hash ^ block)
            .rotate_left(13)
            .wrapping_mul(5)
            .wrapping_add(0xe654_6b64)
    })
}

/// `MurmurHash3` for 128 bits on 64-bit machines, seed 0.
fn murmur128(bytes: &[u8]) -> (u64, u64) {
    const C1: u64 = 0x87c3_7b91_1142_53d5;
    const C2: u64 = 0x4cf5_ad43_2745_937f;
    let first = |block: u64| block.wrapping_mul(C1).rotate_left(31).wrapping_mul(C2);
    let second = |block: u64| block.wrapping_mul(C2).rotate_left(33).wrapping_mul(C1);
    let finish = |hash: u64| {
        let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ hash >> 33
    };
    let (mut a, mut b) = (0u64, 0u64);
    let blocks = bytes.chunks_exact(16);
    let tail = blocks.remainder();
    for block in blocks {
        a ^= first(little_endian(&block[..8]));
        a = a
            .rotate_left(27)
            .wrapping_add(b)
            .wrapping_mul(5)
            .wrapping_add(0x52dc_e729);
        b ^= second(little_endian(&block[8..]));
        b = b
            .rotate_left(31)
            .wrapping_add(a)
            .wrapping_mul(5)
            .wrapping_add(0x3849_5ab5);
    }
    b ^= second(little_endian(tail.get(8..).unwrap_or_default()));
    a ^= first(little_endian(&tail[..tail.len().min(8)]));
    a ^= bytes.len() as u64;
    b ^= bytes.len() as u64;
    a = a.wrapping_add(b);
    b = b.wrapping_add(a);
    (a, b) = (finish(a), finish(b));
    a = a.wrapping_add(b);
    (a, b.wrapping_add(a))
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
