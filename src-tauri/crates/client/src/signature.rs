//! The V4 signature of the upload service: who asks is proved by a key that is not sent.
//!
//! Pure: the time is an argument.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A pair of keys for the upload service. The secret one prints as `•••`.
#[derive(Clone)]
pub struct UploadKeys {
    access: String,
    secret: Zeroizing<String>,
}

impl UploadKeys {
    /// Takes the pair; white space around either is dropped.
    #[must_use]
    pub fn new(access: &str, secret: &str) -> Self {
        Self { access: access.trim().to_owned(), secret: Zeroizing::new(secret.trim().to_owned()) }
    }
}

impl std::fmt::Debug for UploadKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UploadKeys({}, •••)", self.access)
    }
}

/// What is signed of a request.
#[derive(Debug, Clone, Copy)]
pub struct Unsigned<'a> {
    /// `POST` or `GET`.
    pub method: &'a str,
    /// The host, with its port where that is not the usual one.
    pub host: &'a str,
    /// The path, such as `/up`.
    pub path: &'a str,
    /// The query, in any order, not yet encoded.
    pub query: &'a [(&'a str, &'a str)],
    /// The `Content-Type` that is sent.
    pub content_type: &'a str,
    /// The whole body.
    pub body: &'a [u8],
}

/// The headers that prove who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `X-Date`.
    pub date: String,
    /// `X-Content-Sha256`.
    pub content_sha256: String,
    /// `Authorization`.
    pub authorization: String,
}

const ALGORITHM: &str = "HMAC-SHA256";
const REGION: &str = "cn-north-1";
const SERVICE: &str = "up";
const SIGNED: &str = "content-type;host;x-content-sha256;x-date";

/// Signs a request for the upload service.
#[must_use]
pub fn sign(request: Unsigned<'_>, keys: &UploadKeys, now: SystemTime) -> Signature {
    let date = basic_date(now);
    let day = &date[..8];
    let content_sha256 = hex(&Sha256::digest(request.body));
    let canonical = format!(
        "{}\n{}\n{}\ncontent-type:{}\nhost:{}\nx-content-sha256:{content_sha256}\nx-date:{date}\n\n{SIGNED}\n{content_sha256}",
        request.method,
        encoded(request.path, b"/"),
        canonical_query(request.query),
        request.content_type.trim(),
        request.host,
    );
    let scope = format!("{day}/{REGION}/{SERVICE}/request");
    let to_sign = format!("{ALGORITHM}\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let mut key = Zeroizing::new(keys.secret.as_bytes().to_vec());
    for part in [day, REGION, SERVICE, "request"] {
        key = Zeroizing::new(mac(&key, part));
    }
    let signature = hex(&mac(&key, &to_sign));
    let authorization =
        format!("{ALGORITHM} Credential={}/{scope}, SignedHeaders={SIGNED}, Signature={signature}", keys.access);
    Signature { date, content_sha256, authorization }
}

/// The query as it is signed and sent: by name, each part encoded as RFC 3986 has it.
pub(crate) fn canonical_query(query: &[(&str, &str)]) -> String {
    let mut pairs: Vec<_> = query.iter().map(|(name, value)| (encoded(name, b""), encoded(value, b""))).collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// Bytes as lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

fn encoded(text: &str, kept: &[u8]) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// `YYYYMMDDTHHMMSSZ`.
fn basic_date(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Days are counted from 1 March of year 0, in eras of 400 years.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_request_is_signed_as_the_vendors_own_library_signs_it() {
        let upload = Unsigned {
            method: "POST",
            host: "up.example.edu:8443",
            path: "/up",
            query: &[
                ("Version", "2022-01-01"),
                ("Action", "UploadRaw"),
                ("Id", "0123456789abcdef0123456789abcdef"),
                ("Expire", "15h"),
                ("Filename", "a b~桶.pdf"),
            ],
            content_type: "application/pdf",
            body: b"hello",
        };
        assert_eq!(
            sign(upload, &UploadKeys::new("AKexample", " SKexample==\n"), at(1_755_072_005)),
            Signature {
                date: "20250813T080005Z".into(),
                content_sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824".into(),
                authorization: "HMAC-SHA256 Credential=AKexample/20250813/cn-north-1/up/request, \
                                SignedHeaders=content-type;host;x-content-sha256;x-date, \
                                Signature=a7a5838cd8eea990a0a307d61a6b256d586161b73a721e63d148c02e82d80f37"
                    .into(),
            }
        );
        let download = Unsigned {
            method: "GET",
            host: "up.example.edu",
            path: "/down",
            query: &[
                ("Action", "Download"),
                ("Version", "2022-01-01"),
                ("Path", "upload/full/5d/63/1c"),
                ("Key", "k+/="),
            ],
            content_type: "application/json",
            body: b"",
        };
        let signed = sign(download, &UploadKeys::new("AK2", "s3cret"), at(951_868_799));
        assert_eq!(signed.date, "20000229T235959Z");
        assert!(
            signed.authorization.ends_with("d36a7653d530a58ac85d03a146ef4110001f792c3fc6315ace02a14243c59db8"),
            "{signed:?}"
        );
    }

    #[test]
    fn a_date_is_one_in_leap_years_and_centuries() {
        for (seconds, date) in [
            (0, "19700101T000000Z"),
            (951_782_400, "20000229T000000Z"),
            (1_709_251_199, "20240229T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
        ] {
            assert_eq!(basic_date(at(seconds)), date);
        }
    }

    #[test]
    fn the_secret_key_never_prints() {
        assert_eq!(format!("{:?}", UploadKeys::new("AK", "SK-secret")), "UploadKeys(AK, •••)");
    }
}
