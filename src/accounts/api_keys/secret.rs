//! The text of an API key.

use crate::content::secret::{Secret, digest};

/// The first characters of every key, by which people and secret scanners recognise one.
const PREFIX: &str = "bs_";

/// The length of the checksum: a CRC-32 in hexadecimal digits.
const CHECKSUM_LENGTH: usize = 8;

/// The length of the hint, by which people recognise a key in a list.
const HINT_LENGTH: usize = 8;

/// The text of a key: `bs_`, 43 random characters, and a checksum of both, which reveals typing errors.
pub struct ApiKeySecret {
    /// The whole text.
    pub text: String,
    /// The digest of the text, which the database stores.
    pub digest: String,
}

impl ApiKeySecret {
    /// A new random key. Fails if the system has no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let secret = format!("{PREFIX}{}", Secret::random()?.text);
        let text = format!("{secret}{}", checksum(&secret));
        Ok(Self { digest: digest(&text), text })
    }

    /// Whether a credential begins like an API key, valid or not.
    pub fn has_prefix(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// Reads the key that a program sends. `None` if the prefix or the checksum is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        let (secret, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM_LENGTH)?)?;
        let is_valid = Self::has_prefix(secret) && checksum(secret) == sum;
        is_valid.then(|| Self { digest: digest(text), text: text.to_owned() })
    }

    /// The first characters of the text, which may be shown later.
    pub fn hint(&self) -> String {
        self.text.chars().take(HINT_LENGTH).collect()
    }
}

fn checksum(text: &str) -> String {
    format!("{:08x}", crc32fast::hash(text.as_bytes()))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_a_typing_error_is_refused() {
        let key = ApiKeySecret::random().unwrap();
        assert_eq!(key.text.len(), 3 + 43 + 8);
        assert_eq!(ApiKeySecret::parse(&key.text).map(|parsed| parsed.digest), Some(key.digest.clone()));
        let swapped = key.text.replacen('_', "-", 1);
        for wrong in ["", "bs_", "bs_00000000", "é", &key.text[1..], &key.text[..53], &swapped] {
            assert!(ApiKeySecret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
