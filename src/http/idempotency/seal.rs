//! Answers that can be read again only by whoever sends the key they were given for.
//!
//! An answer may tell a secret, such as a preview link, of which the database keeps no more than a
//! digest elsewhere; nor shall what was deleted for good live on here.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Error;

/// The text, sealed with a secret of 32 bytes (AES-256-GCM; a nonce of its own each time).
pub fn seal(secret: &[u8], text: &str) -> Result<String, Error> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, secret).map_err(Error::internal)?;
    let mut sealed = text.as_bytes().to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::empty(), &mut sealed).map_err(Error::internal)?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce.as_ref()[..], &sealed].concat()))
}

/// The text that was sealed with the same secret; of any other, or one that was tampered with, an
/// error.
pub fn open(secret: &[u8], sealed: &str) -> Result<String, Error> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, secret).map_err(Error::internal)?;
    let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(Error::internal)?;
    let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or_else(|| Error::internal("cut short"))?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(Error::internal)?;
    let mut text = text.to_vec();
    let text = key.open_in_place(nonce, Aad::empty(), &mut text).map_err(Error::internal)?;
    String::from_utf8(text.to_vec()).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_opens_what_it_sealed() -> Result<(), Error> {
        let sealed = seal(&[1; 32], "täglich")?;
        assert_eq!(open(&[1; 32], &sealed)?, "täglich");
        assert!(open(&[2; 32], &sealed).is_err());
        assert!(open(&[1; 32], &sealed[1..]).is_err());
        assert!(open(&[1; 32], "").is_err());
        assert_ne!(seal(&[1; 32], "täglich")?, sealed);
        Ok(())
    }
}
