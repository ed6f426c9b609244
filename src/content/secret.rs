//! Random bearer secrets, such as API keys, refresh tokens and the tokens of preview links.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The length of a secret in random bytes: 256 bits, which cannot be guessed.
const BYTES: usize = 32;

/// A new secret with its digest. The database stores only the digest.
#[derive(Clone)]
pub struct Secret {
    /// The secret for its owner: 43 characters that are safe in a URL (base64url).
    pub text: String,
    /// The SHA-256 digest that the database stores, in base64url.
    pub digest: String,
}

impl Secret {
    /// Generates a secret. Fails when the operating system has no source of random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut secret = [0; BYTES];
        getrandom::fill(&mut secret)?;
        let text = URL_SAFE_NO_PAD.encode(secret);
        let digest = digest(&text);
        Ok(Self { text, digest })
    }
}

/// The SHA-256 digest of a secret, as the database stores it. A password hash is not needed, because secrets are random.
pub fn digest(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}
