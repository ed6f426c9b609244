//! The checks of the members of a comment.

use super::dto::CommentInput;
use crate::content::comment_rule::{CommentFacts, folded};
use crate::content::{Faults, email, html_injection, secret, untrusted_text};

/// The valid members of a comment.
pub struct CheckedComment {
    pub author_name: String,
    pub author_email: Option<String>,
    pub body: String,
    pub parent_id: Option<i64>,
    /// Whether the hidden member `website` has a value.
    pub honeypot_filled: bool,
}

impl CheckedComment {
    /// Checks the members and adds their faults. Returns `None` when a required member is missing or not valid.
    pub fn check(input: CommentInput, faults: &mut Faults) -> Option<Self> {
        let author_name = faults.line("/author_name", input.author_name, 80);
        let author_name = safe_text(faults, "/author_name", author_name);
        let author_email = faults.parsed("/author_email", "invalid-email", input.author_email, email::parse);
        let author_email = author_email.as_deref().map(email::canonical);
        let body = faults.text("/body", input.body, 5000);
        let body = safe_text(faults, "/body", body);
        if let Some((name, body)) = author_name.as_ref().zip(body.as_ref())
            && (html_injection::contains_active_html(&format!("{name}: {body}"))
                || html_injection::contains_active_html(&format!("{body} {name}")))
        {
            // Each text alone is safe. Shown in one line, the one begins a tag that the other completes.
            faults.add(
                "/body",
                untrusted_text::UnsafeText::Markup.code(),
                untrusted_text::UnsafeText::Markup.to_string(),
            );
        }
        let honeypot_filled = input.website.is_some_and(|website| !website.is_empty());
        Some(Self {
            author_name: author_name?,
            author_email,
            body: body?,
            parent_id: input.parent_id,
            honeypot_filled,
        })
    }

    /// The facts that comment rules match.
    pub fn facts(&self, address: Option<std::net::IpAddr>) -> CommentFacts {
        CommentFacts::new(&self.author_name, &self.body, self.author_email.as_deref(), address)
    }

    /// A digest of the folded words. Two comments with the same words have the same fingerprint.
    pub fn fingerprint(&self) -> String {
        let words = folded(&self.body);
        secret::digest(if words.is_empty() { &self.body } else { &words })
    }
}

/// Checks that a required text is present and safe to show. Adds a fault if not.
fn safe_text(faults: &mut Faults, pointer: &str, text: Option<String>) -> Option<String> {
    let text = faults.required(pointer, text)?;
    if let Some(problem) = untrusted_text::check(&text) {
        faults.add(pointer, problem.code(), problem.to_string());
        return None;
    }
    Some(text)
}
