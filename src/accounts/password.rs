//! Passwords: what is accepted, and how they are kept.

use std::num::NonZeroUsize;
use std::sync::Arc;

use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::Error;
use crate::http::Code;

/// The fewest characters a password may have (NIST SP 800-63B-4, a password alone).
pub const MIN_LENGTH: usize = 15;

/// The most characters a password may have.
pub const MAX_LENGTH: usize = 256;

/// Sign-ins that may wait for their turn before further ones are refused.
const MAX_WAITING: usize = 64;

/// Says what is wrong with a new password, if anything.
pub fn check(password: &str) -> Result<(), String> {
    let length = password.chars().count();
    if (MIN_LENGTH..=MAX_LENGTH).contains(&length) {
        return Ok(());
    }
    Err(format!("a password has {MIN_LENGTH} to {MAX_LENGTH} characters; this one has {length}"))
}

/// Hashes passwords with Argon2id (RFC 9106), a few at a time, so that a rush of sign-ins takes
/// neither all processors nor all memory.
pub struct Passwords {
    params: Params,
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    nobody: String,
}

impl Passwords {
    /// The strength for real accounts: 19 MiB, two passes, one lane, as OWASP asks at least.
    pub fn strong() -> Result<Self, String> {
        Self::with(Params::new(19 * 1024, 2, 1, None).map_err(|error| error.to_string())?)
    }

    /// The least that Argon2 takes; fit for trials only.
    pub fn weak() -> Result<Self, String> {
        Self::with(Params::new(8, 1, 1, None).map_err(|error| error.to_string())?)
    }

    fn with(params: Params) -> Result<Self, String> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let mut passwords = Self {
            params,
            turns: Arc::new(Semaphore::new(cores.div_ceil(2))),
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
            nobody: String::new(),
        };
        passwords.nobody = passwords.hash("the password of nobody")?;
        Ok(passwords)
    }

    /// The hash to keep of a password, as a PHC string with its own salt. Takes tens of milliseconds.
    pub fn hash(&self, password: &str) -> Result<String, String> {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        argon2
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| error.to_string())
    }

    /// Whether `password` made `hash`. Without a hash the answer is no, after the same work.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        let busy = || Error::new(Code::Overloaded, "Too many people are signing in.");
        let place = Arc::clone(&self.waiting).try_acquire_owned().map_err(|_| busy())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::internal)?;
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let matches = web::block(move || {
            // Held by the work itself, which goes on when the client has gone.
            let _held = (place, turn);
            // The parameters come from the hash itself, so older hashes still verify.
            let hash = PasswordHash::new(&hash).map_err(|error| error.to_string())?;
            Ok::<_, String>(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        let matches = matches.await.map_err(Error::internal)?.map_err(Error::internal)?;
        Ok(known && matches)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_measured_in_characters() {
        assert!(check(&"é".repeat(15)).is_ok());
        assert!(check(&"é".repeat(14)).is_err());
        assert!(check(&"a".repeat(257)).is_err());
    }

    #[actix_web::test]
    async fn only_the_right_password_of_a_known_account_passes() {
        let passwords = Passwords::weak().unwrap();
        let hash = passwords.hash("a long enough password").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("a long enough password".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("another long password".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("the password of nobody".into(), None).await.unwrap());
    }

    #[test]
    fn real_accounts_get_the_strength_that_owasp_asks_for() {
        let hash = Passwords::strong().unwrap().hash("x").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }
}
