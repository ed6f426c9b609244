//! Random secrets that stand for somebody or something, such as the token of a preview link.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The random bytes of a secret: as many as nobody can try out.
const BYTES: usize = 32;

/// A secret, and what is kept of it.
#[derive(Clone)]
pub struct Secret {
    /// What its owner is given: 43 characters that may stand in a URL.
    pub text: String,
    /// What the database keeps.
    pub digest: String,
}

impl Secret {
    /// A new secret; an error when the system has no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut secret = [0; BYTES];
        getrandom::fill(&mut secret)?;
        let text = URL_SAFE_NO_PAD.encode(secret);
        let digest = digest(&text);
        Ok(Self { text, digest })
    }
}

/// What the database keeps of a secret. Since that is random, a plain digest is enough.
pub fn digest(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}
