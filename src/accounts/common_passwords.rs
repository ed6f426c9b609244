//! Long passwords that many people choose, as leaks have shown.
//!
//! `common_passwords.bin` is made by `common_passwords.py`, which names its sources and their licences. It holds the
//! beginnings of digests, sorted: shorter than the passwords, and found in microseconds.

use sha2::{Digest, Sha256};

/// The bytes of a digest that are kept. One password in some 900 million is taken for a common one by accident.
const DIGEST_LENGTH: usize = 6;

/// The beginnings of the passwords' digests.
static LIST: &[[u8; DIGEST_LENGTH]] = include_bytes!("common_passwords.bin").as_chunks().0;

/// Whether a password is on the list, whatever the case of its letters, the signs between them, and the digits at its end.
pub fn contains(password: &str) -> bool {
    let folded: String =
        password.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    [folded.as_str(), stem].iter().any(|common| {
        Sha256::digest(common).first_chunk().is_some_and(|digest| LIST.binary_search(digest).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_and_sorted() {
        assert!(LIST.len() >= 300_000, "{}", LIST.len());
        assert!(LIST.is_sorted());
        assert_eq!(size_of_val(LIST), include_bytes!("common_passwords.bin").len());
    }

    #[test]
    fn a_password_is_found_however_it_is_dressed_up() {
        for common in [
            "correcthorsebatterystaple",
            "Correct Horse Battery Staple",
            "correct-horse-battery-staple!",
            "CorrectHorseBatteryStaple2024",
            "thisismypassword",
            "ThisIsMyPassword!",
            "iloveyouforever",
        ] {
            assert!(contains(common), "{common}");
        }
        for other in ["seven herons guard the lamp", "hT7!xQz2#mL9pWv", "", "éàüßœ kelp îôãx"] {
            assert!(!contains(other), "{other}");
        }
    }
}
