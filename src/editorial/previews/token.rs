//! The secret of a preview link.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::Error;

/// The random bytes of a token: as many as nobody can try out.
const BYTES: usize = 32;

/// A token, and what is kept of it.
pub struct Token {
    /// What the link holds.
    pub text: String,
    /// What the database keeps.
    pub digest: String,
}

impl Token {
    /// A new token.
    pub fn random() -> Result<Self, Error> {
        let mut secret = [0; BYTES];
        getrandom::fill(&mut secret).map_err(Error::internal)?;
        let text = URL_SAFE_NO_PAD.encode(secret);
        let digest = digest(&text);
        Ok(Self { text, digest })
    }
}

/// What the database keeps of a token.
pub fn digest(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}
