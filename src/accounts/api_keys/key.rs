//! The text of an API key.

use crate::content::secret::{Secret, digest};

/// What every key begins with, so that people and programs that look for leaked secrets know one.
const PREFIX: &str = "bs_";

/// The characters of the checksum: a CRC-32 in hexadecimal digits.
const CHECKSUM: usize = 8;

/// How much of a key is kept, for people to know it again.
const HINT: usize = 8;

/// A key: `bs_`, 43 random characters, and a checksum of both, by which one that was mistyped is known.
pub struct ApiKey {
    /// The whole text.
    pub text: String,
    /// What the database keeps.
    pub digest: String,
}

impl ApiKey {
    /// A new key; an error when the system has no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let secret = format!("{PREFIX}{}", Secret::random()?.text);
        let text = format!("{secret}{}", checksum(&secret));
        Ok(Self { digest: digest(&text), text })
    }

    /// Whether a credential looks like a key, good or not.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// Reads what a program shows. Nothing when it cannot be a key.
    pub fn read(text: &str) -> Option<Self> {
        let (secret, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM)?)?;
        let sound = Self::is_meant(secret) && checksum(secret) == sum;
        sound.then(|| Self { digest: digest(text), text: text.to_owned() })
    }

    /// Its beginning.
    pub fn hint(&self) -> String {
        self.text.chars().take(HINT).collect()
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
    fn a_key_that_was_mistyped_is_known_as_none() {
        let key = ApiKey::random().unwrap();
        assert_eq!(key.text.len(), 3 + 43 + 8);
        assert_eq!(ApiKey::read(&key.text).map(|read| read.digest), Some(key.digest.clone()));
        let swapped = key.text.replacen('_', "-", 1);
        for wrong in ["", "bs_", "bs_00000000", "é", &key.text[1..], &key.text[..53], &swapped] {
            assert!(ApiKey::read(wrong).is_none(), "{wrong}");
        }
    }
}
