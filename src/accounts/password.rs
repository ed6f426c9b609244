//! Which passwords are accepted, and how they are hashed and verified.

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

/// The default minimum length of a password, in characters (NIST SP 800-63B-4, for a password without a second factor).
pub const MIN_LENGTH: usize = 15;

/// The maximum length of a password, in characters.
const MAX_LENGTH: usize = 256;

/// The common logarithm of the number of guesses that a password must withstand.
const MIN_GUESSES_LOG10: f64 = 10.0;

/// The most jobs in the queue. Further ones are refused with 503.
const MAX_QUEUED: usize = 64;

/// The password of [`Passwords::dummy_hash`].
const DUMMY_PASSWORD: &str = "the password of no account";

/// Checks passwords, and hashes them with Argon2id (RFC 9106).
///
/// Hashes run on half of the processors at most, so that many sign-ins at the same time leave processors and memory for
/// other requests.
#[derive(Clone)]
pub struct Passwords {
    min_length: usize,
    params: Params,
    running: Arc<Semaphore>,
    queued: Arc<Semaphore>,
    /// The hash that is verified for an account that does not exist.
    dummy_hash: String,
}

impl Passwords {
    /// For production: passwords of at least `min_length` characters, hashed with 19 MiB, two passes and one lane, the
    /// minimum that OWASP recommends.
    pub fn strong(min_length: usize) -> Result<Self, String> {
        Self::with(min_length, Params::new(19 * 1024, 2, 1, None).map_err(|error| error.to_string())?)
    }

    /// For tests only: the hash takes 16 KiB and one pass.
    pub fn weak() -> Result<Self, String> {
        Self::with(MIN_LENGTH, Params::new(16, 1, 1, None).map_err(|error| error.to_string())?)
    }

    fn with(min_length: usize, params: Params) -> Result<Self, String> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let mut passwords = Self {
            min_length,
            params,
            running: Arc::new(Semaphore::new(cores.div_ceil(2))),
            queued: Arc::new(Semaphore::new(MAX_QUEUED)),
            dummy_hash: String::new(),
        };
        passwords.dummy_hash = passwords.hash(DUMMY_PASSWORD)?;
        Ok(passwords)
    }

    /// Checks a new password. The error says what is wrong: the length, or that the password is common or easy to guess.
    /// `owner` are texts about the account, such as its name, from which an attacker would guess. Takes some milliseconds.
    pub fn check(&self, password: &str, owner: &[&str]) -> Result<(), String> {
        let (length, min_length) = (password.chars().count(), self.min_length);
        if !(min_length..=MAX_LENGTH).contains(&length) {
            return Err(format!("must have {min_length} to {MAX_LENGTH} characters, but has {length}"));
        }
        let known: Vec<&str> = owner.iter().copied().chain(["broadsheet"]).collect();
        if common_passwords::contains(password) {
            return Err("is a password that many people use; choose several unrelated words".to_owned());
        }
        if zxcvbn(password, &known).guesses_log10() < MIN_GUESSES_LOG10 {
            return Err("can be guessed too easily; choose several unrelated words".to_owned());
        }
        Ok(())
    }

    /// Hashes a password with a random salt. Returns a PHC string. Takes tens of milliseconds and blocks the thread.
    pub fn hash(&self, password: &str) -> Result<String, String> {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        argon2
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| error.to_string())
    }

    /// Hashes a password on another thread. Fails with 503 if the queue is full.
    pub async fn hash_queued(&self, password: String) -> Result<String, Error> {
        let passwords = self.clone();
        self.run_queued(move || passwords.hash(&password)).await
    }

    /// Whether `hash` is the hash of `password`. Without a hash it returns false after the same amount of work, so that the
    /// time does not reveal whether an account exists. Fails with 503 if the queue is full.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        let has_account = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy_hash.clone());
        let matches = self.run_queued(move || {
            // The parameters come from the hash itself, so older hashes still verify.
            let hash = PasswordHash::new(&hash).map_err(|error| error.to_string())?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(matches.await? && has_account)
    }

    /// Whether a hash took less memory or fewer passes than new hashes, or cannot be read.
    pub fn is_outdated(&self, hash: &str) -> bool {
        PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok()).is_none_or(|params| {
            params.m_cost() < self.params.m_cost() || params.t_cost() < self.params.t_cost()
        })
    }

    async fn run_queued<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Result<T, Error> {
        let overloaded =
            || Error::new(Code::Overloaded, "Too many sign-ins are waiting. Try again in a second.");
        let queued = Arc::clone(&self.queued).try_acquire_owned().map_err(|_| overloaded())?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(Error::internal)?;
        let result = web::block(move || {
            // The job holds the permits, because it continues when the client disconnects.
            let _permits = (queued, running);
            work()
        });
        result.await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_password_counts_characters() {
        let passwords = Passwords::weak().unwrap();
        assert!(passwords.check("éàüßœ kelp îôã", &[]).is_err());
        assert!(passwords.check("éàüßœ kelp îôãx", &[]).is_ok());
        assert!(passwords.check(&"kelp lantern ".repeat(20), &[]).is_err());
        let longer = Passwords::strong(16).unwrap();
        assert!(longer.check("éàüßœ kelp îôãx", &[]).is_err());
        assert!(longer.check("éàüßœ kelp îôãxy", &[]).is_ok());
    }

    #[test]
    fn a_password_that_is_easy_to_guess_is_refused() {
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
        for strong in [
            "seven herons guard the lamp",
            "a long enough password",
            "kelp lantern under orbit",
            "hT7!xQz2#mL9pWv",
        ] {
            assert!(check(strong).is_ok(), "{strong}");
        }
    }

    #[actix_web::test]
    async fn only_the_correct_password_of_an_existing_account_is_verified() {
        let passwords = Passwords::weak().unwrap();
        let hash = passwords.hash("a long enough password").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("a long enough password".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("another long password".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify(DUMMY_PASSWORD.into(), None).await.unwrap());
    }

    #[test]
    fn a_hash_with_weaker_parameters_is_outdated() {
        let (weak, strong) = (Passwords::weak().unwrap(), Passwords::strong(MIN_LENGTH).unwrap());
        let hash = weak.hash("a long enough password").unwrap();
        assert!(strong.is_outdated(&hash) && !weak.is_outdated(&hash));
    }

    #[test]
    fn production_hashes_use_the_parameters_that_owasp_recommends() {
        let hash = Passwords::strong(MIN_LENGTH).unwrap().hash("x").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }
}
