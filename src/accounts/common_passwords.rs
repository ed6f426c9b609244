//! Long passwords that many people choose, as leaks have shown.
//!
//! `common_passwords.txt.zst` is made by `common_passwords.py`, which names its sources and their licences. It is read from
//! the binary whenever a password is chosen, which is seldom, and takes no memory at other times.

use std::io::{BufRead, BufReader};

/// The list: one folded password a line.
static LIST: &[u8] = include_bytes!("common_passwords.txt.zst");

/// Whether a password is on the list, whatever the case of its letters, the signs between them, and the digits at its end.
/// Takes some milliseconds.
pub fn contains(password: &str) -> bool {
    let folded: String =
        password.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    lines().is_some_and(|mut lines| {
        let mut line = Vec::new();
        loop {
            line.clear();
            match lines.read_until(b'\n', &mut line) {
                Ok(1..) => {
                    let known = line.strip_suffix(b"\n").unwrap_or(&line);
                    if known == folded.as_bytes() || known == stem.as_bytes() {
                        return true;
                    }
                }
                _ => return false,
            }
        }
    })
}

/// The lines of the list; `None` when it cannot be read, which a test rules out.
fn lines() -> Option<impl BufRead> {
    zstd::stream::read::Decoder::new(LIST).ok().map(BufReader::new)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_and_in_the_form_that_is_looked_up() {
        let lines: Vec<String> = lines().unwrap().lines().map(Result::unwrap).collect();
        assert!(lines.len() >= 300_000, "{}", lines.len());
        assert!(lines.is_sorted());
        let is_folded = |line: &String| {
            line.len() >= 15 && line.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        assert!(lines.iter().all(is_folded));
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
