//! A list of long passwords that many people use, from leaks.
//!
//! `common_passwords.py` generates `common_passwords.bin`, and names its sources and their licences. The file contains
//! shortened digests, sorted for binary search.

use sha2::{Digest, Sha256};

/// The length of a shortened digest, in bytes. One uncommon password in about 900 million matches by accident.
const DIGEST_LENGTH: usize = 6;

/// The shortened digests, in ascending order.
static DIGESTS: &[[u8; DIGEST_LENGTH]] = include_bytes!("common_passwords.bin").as_chunks().0;

/// Whether a password is on the list. Ignores the case of letters, all characters but ASCII letters and digits, and digits
/// at the end.
pub fn contains(password: &str) -> bool {
    let folded: String =
        password.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    [folded.as_str(), stem].iter().any(|common| {
        Sha256::digest(common).first_chunk().is_some_and(|digest| DIGESTS.binary_search(digest).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_and_sorted() {
        assert!(DIGESTS.len() >= 300_000, "{}", DIGESTS.len());
        assert!(DIGESTS.is_sorted());
        assert_eq!(size_of_val(DIGESTS), include_bytes!("common_passwords.bin").len());
    }

    #[test]
    fn case_punctuation_and_final_digits_are_ignored() {
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
        for uncommon in ["seven herons guard the lamp", "hT7!xQz2#mL9pWv", "", "éàüßœ kelp îôãx"] {
            assert!(!contains(uncommon), "{uncommon}");
        }
    }
}
