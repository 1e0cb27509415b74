//! Ids in the platform's shapes. All of them are unguessable.

use ulid::Ulid;

/// 26 characters, upper case, sorted by the time of their making: answers and inner conversations.
pub(crate) fn ulid() -> String {
    Ulid::generate().to_string()
}

/// 20 characters of `0-9a-v`, the shape of an xid, sorted by the second of their making: conversations, questions.
pub(crate) fn xid() -> String {
    let made = Ulid::generate();
    let seconds = u128::from(made.timestamp_ms() / 1000) & 0xFFFF_FFFF;
    base32hex((seconds << 64) | (made.random() & u128::from(u64::MAX)))
}

/// 32 characters of hex: runs of workflows.
pub(crate) fn hex() -> String {
    format!("{:032x}", (Ulid::generate().random() << 64) ^ Ulid::generate().random())
}

/// 20 characters of `0-9a-v`, all of them random: API keys.
pub(crate) fn key() -> String {
    base32hex((Ulid::generate().random() << 48) ^ Ulid::generate().random())
}

/// The lower 96 bits in lower-case base32hex, as xid writes them.
fn base32hex(bits: u128) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    // 20 digits hold 100 bits: four zero bits fill up the last one.
    let bits = (bits & ((1 << 96) - 1)) << 4;
    (0..20).rev().map(|digit| char::from(DIGITS[usize::try_from((bits >> (digit * 5)) & 31).unwrap_or(0)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_xid_has_the_platforms_shape_and_begins_with_its_time() {
        let id = xid();
        assert_eq!(id.len(), 20);
        assert!(id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'v').contains(&b)), "{id}");
        assert_eq!(base32hex(0x68F0_1234 << 64).get(..6), Some("d3o14d"));
    }

    #[test]
    fn keys_share_nothing() {
        let (one, two) = (key(), key());
        assert_eq!(one.len(), 20);
        assert_ne!(one.get(..6), two.get(..6));
    }
}
