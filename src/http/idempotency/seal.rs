//! Encrypts stored response bodies with a secret derived from the idempotency key of the request.
//!
//! A response can contain a secret, such as a preview link, of which the database otherwise stores only a digest. It can
//! also contain data that is later deleted permanently. So the database alone must not be enough to read it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::http::Error;

/// Encrypts the text with a secret of 32 bytes (AES-256-GCM with a random nonce). Returns base64url.
pub fn seal(secret: &[u8], text: &str) -> Result<String, Error> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, secret).map_err(Error::internal)?;
    let mut sealed = text.as_bytes().to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::empty(), &mut sealed).map_err(Error::internal)?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce.as_ref()[..], &sealed].concat()))
}

/// Decrypts a text. Fails with 500 when it was encrypted with another secret or was changed.
pub fn open(secret: &[u8], sealed: &str) -> Result<String, Error> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, secret).map_err(Error::internal)?;
    let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(Error::internal)?;
    let (nonce, text) = sealed
        .split_at_checked(NONCE_LEN)
        .ok_or_else(|| Error::internal("the stored response is too short"))?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(Error::internal)?;
    let mut text = text.to_vec();
    let text = key.open_in_place(nonce, Aad::empty(), &mut text).map_err(Error::internal)?;
    String::from_utf8(text.to_vec()).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_opens_a_sealed_text() -> Result<(), Error> {
        let sealed = seal(&[1; 32], "täglich")?;
        assert_eq!(open(&[1; 32], &sealed)?, "täglich");
        assert!(open(&[2; 32], &sealed).is_err());
        assert!(open(&[1; 32], &sealed[1..]).is_err());
        assert!(open(&[1; 32], "").is_err());
        assert_ne!(seal(&[1; 32], "täglich")?, sealed);
        Ok(())
    }
}
