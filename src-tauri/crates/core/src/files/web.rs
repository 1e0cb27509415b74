//! Addresses that a person gives for a file. Pure.

use parlance_client::AddressError;
use url::Url;

use crate::error::Error;

/// An address that the platform can fetch.
pub(super) fn address(text: &str) -> Result<Url, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AddressError::Empty.into());
    }
    let url = Url::parse(text).map_err(|_| AddressError::NotAnAddress)?;
    match url.scheme() {
        "https" | "http" if url.username().is_empty() && url.password().is_none() => Ok(url),
        "https" | "http" => Err(AddressError::Credentials.into()),
        other => Err(AddressError::Scheme(other.to_owned()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_without_a_password_are_taken() {
        assert_eq!(address(" https://x.edu/a b.pdf ").unwrap().as_str(), "https://x.edu/a%20b.pdf");
        for wrong in [
            "",
            "notes.pdf",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/plain,x",
            "ftp://x.edu/a",
            "https://me:pw@x.edu/a",
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
