//! Automatic checks of the text of a comment. A comment that fails one waits for a moderator.

use crate::content::vocabulary::CommentReason;

/// The number of characters of an ordinary comment.
const ORDINARY_LENGTH: std::ops::RangeInclusive<usize> = 2..=2000;

/// The number of links from which a comment is suspect.
const SUSPECT_LINKS: usize = 2;

/// The number of letters with case from which a text can count as written in capitals.
const MIN_CASED_LETTERS: usize = 12;

/// The reasons to hold a comment with that text.
pub fn text_reasons(body: &str) -> Vec<CommentReason> {
    let mut reasons = Vec::new();
    if !ORDINARY_LENGTH.contains(&body.chars().count()) {
        reasons.push(CommentReason::Length);
    }
    if count_links(body) >= SUSPECT_LINKS {
        reasons.push(CommentReason::Links);
    }
    if is_in_capitals(body) {
        reasons.push(CommentReason::Capitals);
    }
    reasons
}

/// The number of URLs in a text.
fn count_links(body: &str) -> usize {
    let body = body.to_lowercase();
    let bare = body.split_whitespace().filter(|word| word.starts_with("www.")).count();
    body.matches("://").count() + bare
}

/// Whether at least four of five letters with case are capitals.
fn is_in_capitals(body: &str) -> bool {
    let capitals = body.chars().filter(|c| c.is_uppercase()).count();
    let lower_case = body.chars().filter(|c| c.is_lowercase()).count();
    capitals + lower_case >= MIN_CASED_LETTERS && capitals >= lower_case * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_comment_has_no_reasons() {
        for body in [
            "Good news.",
            "OK",
            "NASA and ESA, at last",
            "See https://ferry.example/times for more.",
            "خبر خوب",
            "很好。",
        ] {
            assert_eq!(text_reasons(body), [], "{body}");
        }
    }

    #[test]
    fn each_check_has_its_reason() {
        use CommentReason::{Capitals, Length, Links};
        let long = "a ".repeat(1001);
        for (body, reasons) in [
            ("!", &[Length][..]),
            (long.as_str(), &[Length]),
            ("http://a.example HTTPS://b.example", &[Links]),
            ("www.a.example and www.b.example", &[Links]),
            ("THIS IS A SCANDAL, you know", &[Capitals][..0]),
            ("THIS IS A SCANDAL!!!", &[Capitals]),
            ("BUY AT HTTP://A.EXAMPLE HTTP://B.EXAMPLE", &[Links, Capitals]),
        ] {
            assert_eq!(text_reasons(body), reasons, "{body}");
        }
    }
}
