//! What speaks against showing a comment at once, as far as its text tells.

use crate::content::vocabulary::CommentReason;

/// The characters of an ordinary comment.
const ORDINARY: std::ops::RangeInclusive<usize> = 2..=2000;

/// How many links make a comment suspect.
const MANY_LINKS: usize = 2;

/// How many cased letters a text has at least, of which most are capitals, before that is shouting.
const SHOUT: usize = 12;

/// The findings on a text.
pub fn findings(body: &str) -> Vec<CommentReason> {
    let mut findings = Vec::new();
    if !ORDINARY.contains(&body.chars().count()) {
        findings.push(CommentReason::Length);
    }
    if links(body) >= MANY_LINKS {
        findings.push(CommentReason::Links);
    }
    if is_shouted(body) {
        findings.push(CommentReason::Capitals);
    }
    findings
}

/// How many addresses of pages a text has.
fn links(body: &str) -> usize {
    let body = body.to_lowercase();
    let bare = body.split_whitespace().filter(|word| word.starts_with("www.")).count();
    body.matches("://").count() + bare
}

/// Whether at least four of five letters are capitals, of those that could be small.
fn is_shouted(body: &str) -> bool {
    let capitals = body.chars().filter(|c| c.is_uppercase()).count();
    let small = body.chars().filter(|c| c.is_lowercase()).count();
    capitals + small >= SHOUT && capitals >= small * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_comment_has_nothing_against_it() {
        for body in [
            "Good news.",
            "OK",
            "NASA and ESA, at last",
            "See https://ferry.example/times for more.",
            "خبر خوب",
            "很好。",
        ] {
            assert_eq!(findings(body), [], "{body}");
        }
    }

    #[test]
    fn each_finding_has_its_reason() {
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
            assert_eq!(findings(body), reasons, "{body}");
        }
    }
}
