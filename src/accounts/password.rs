//! Passwords: what is accepted, and how they are kept.

use std::num::NonZeroUsize;
use std::sync::Arc;

use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use zxcvbn::zxcvbn;

use super::common_passwords;
use crate::Error;
use crate::http::Code;

/// The fewest characters a password may have, unless a newsroom asks for more (NIST SP 800-63B-4, a password alone).
pub const MIN_LENGTH: usize = 15;

/// The most characters a password may have.
const MAX_LENGTH: usize = 256;

/// The power of ten of the guesses that a password must withstand.
const MIN_GUESSES: f64 = 10.0;

/// Sign-ins that may wait for their turn before further ones are refused.
const MAX_WAITING: usize = 64;

/// Checks passwords, and hashes them with Argon2id (RFC 9106), a few at a time, so that a rush of sign-ins takes neither
/// all processors nor all memory.
#[derive(Clone)]
pub struct Passwords {
    min_length: usize,
    params: Params,
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    nobody: String,
}

impl Passwords {
    /// For real accounts: passwords of at least so many characters, hashed with 19 MiB, two passes and one lane, as OWASP
    /// asks at least.
    pub fn strong(min_length: usize) -> Result<Self, String> {
        Self::with(min_length, Params::new(19 * 1024, 2, 1, None).map_err(|error| error.to_string())?)
    }

    /// Twice the least that Argon2 takes; fit for trials only.
    pub fn weak() -> Result<Self, String> {
        Self::with(MIN_LENGTH, Params::new(16, 1, 1, None).map_err(|error| error.to_string())?)
    }

    fn with(min_length: usize, params: Params) -> Result<Self, String> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let mut passwords = Self {
            min_length,
            params,
            turns: Arc::new(Semaphore::new(cores.div_ceil(2))),
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
            nobody: String::new(),
        };
        passwords.nobody = passwords.hash("the password of nobody")?;
        Ok(passwords)
    }

    /// Says what is wrong with a new password, if anything: its length, or that it is easily guessed, be it from what
    /// many people choose or from what is known of its owner. Takes some milliseconds.
    pub fn check(&self, password: &str, owner: &[&str]) -> Result<(), String> {
        let (length, min_length) = (password.chars().count(), self.min_length);
        if !(min_length..=MAX_LENGTH).contains(&length) {
            return Err(format!("must have {min_length} to {MAX_LENGTH} characters; this one has {length}"));
        }
        let known: Vec<&str> = owner.iter().copied().chain(["broadsheet"]).collect();
        if common_passwords::contains(password) {
            return Err("is one that many people choose; take words that have nothing to do with each other"
                .to_owned());
        }
        if zxcvbn(password, &known).guesses_log10() < MIN_GUESSES {
            return Err(
                "is too easily guessed; several words that have nothing to do with each other are not"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// The hash to keep of a password, as a PHC string with its own salt. Takes tens of milliseconds.
    pub fn hash(&self, password: &str) -> Result<String, String> {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        argon2
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| error.to_string())
    }

    /// The hash to keep of a new password, made when its turn comes.
    pub async fn make(&self, password: String) -> Result<String, Error> {
        let passwords = self.clone();
        self.in_turn(move || passwords.hash(&password)).await
    }

    /// Whether `password` made `hash`. Without a hash the answer is no, after the same work.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let matches = self.in_turn(move || {
            // The parameters come from the hash itself, so older hashes still verify.
            let hash = PasswordHash::new(&hash).map_err(|error| error.to_string())?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(matches.await? && known)
    }

    /// Whether a hash is weaker than those that are made now.
    pub fn is_outdated(&self, hash: &str) -> bool {
        PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok()).is_none_or(|params| {
            params.m_cost() < self.params.m_cost() || params.t_cost() < self.params.t_cost()
        })
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Result<T, Error> {
        let busy = || Error::new(Code::Overloaded, "Too many people are signing in.");
        let place = Arc::clone(&self.waiting).try_acquire_owned().map_err(|_| busy())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::internal)?;
        let done = web::block(move || {
            // Held by the work itself, which goes on when the client has gone.
            let _held = (place, turn);
            work()
        });
        done.await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_measured_in_characters() {
        let passwords = Passwords::weak().unwrap();
        assert!(passwords.check("éàüßœ kelp îôã", &[]).is_err());
        assert!(passwords.check("éàüßœ kelp îôãx", &[]).is_ok());
        assert!(passwords.check(&"kelp lantern ".repeat(20), &[]).is_err());
        let longer = Passwords::strong(16).unwrap();
        assert!(longer.check("éàüßœ kelp îôãx", &[]).is_err());
        assert!(longer.check("éàüßœ kelp îôãxy", &[]).is_ok());
    }

    #[test]
    fn what_is_easily_guessed_is_no_password() {
        let check =
            |password| Passwords::weak().unwrap().check(password, &["ada.admin@news.example", "Ada Admin"]);
        for guessed in [
            "passwordpassword",
            "Password123456789",
            "123456789012345",
            "qwertyuiopasdfghjkl",
            "aaaaaaaaaaaaaaaa",
            "1qaz2wsx3edc4rfv",
            "iloveyouiloveyou",
            "broadsheetbroadsheet",
            "ada.admin@news.example",
            "abcdefghijklmnopqrstuvwxyz",
            "letmeinletmein12",
            "correcthorsebatterystaple",
            "correct horse battery staple",
            "thisismypassword",
            "iloveyouforever",
            "maryhadalittlelamb",
            "1q2w3e4r5t6y7u8i",
            "administrator123",
            "toinfinityandbeyond",
            "maytheforcebewithyou",
            "jesuslovesmeforever",
            "neversaynever123",
            "thequickbrownfox",
            "manchesterunited",
            "summer2024summer2024",
            "trustno1trustno1",
            "changeme12345678",
            "letmeinplease123",
        ] {
            assert!(check(guessed).is_err(), "{guessed}");
        }
        for sound in [
            "seven herons guard the lamp",
            "a long enough password",
            "kelp lantern under orbit",
            "hT7!xQz2#mL9pWv",
        ] {
            assert!(check(sound).is_ok(), "{sound}");
        }
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
    fn a_hash_of_less_work_is_outdated() {
        let (weak, strong) = (Passwords::weak().unwrap(), Passwords::strong(MIN_LENGTH).unwrap());
        let hash = weak.hash("a long enough password").unwrap();
        assert!(strong.is_outdated(&hash) && !weak.is_outdated(&hash));
    }

    #[test]
    fn real_accounts_get_the_strength_that_owasp_asks_for() {
        let hash = Passwords::strong(MIN_LENGTH).unwrap().hash("x").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }
}
