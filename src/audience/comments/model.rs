//! The rules of a comment.

use super::dto::CommentInput;
use crate::content::comment_rule::{CommentFacts, folded};
use crate::content::{Faults, email, html_injection, secret, untrusted_text};

/// A comment's members, all of them good.
pub struct CheckedComment {
    pub author_name: String,
    pub author_email: Option<String>,
    pub body: String,
    pub parent_id: Option<i64>,
    /// Whether the member is filled in that people do not see.
    pub trapped: bool,
}

impl CheckedComment {
    /// Checks the members; `None` when a required one is missing or bad, which is then noted.
    pub fn check(input: CommentInput, faults: &mut Faults) -> Option<Self> {
        let author_name = faults.line("/author_name", input.author_name, 80);
        let author_name = harmless(faults, "/author_name", author_name);
        let author_email = faults.parsed("/author_email", "invalid-email", input.author_email, email::parse);
        let author_email = author_email.map(|address| address.to_lowercase());
        let body = faults.text("/body", input.body, 5000);
        let body = harmless(faults, "/body", body);
        if let Some((name, body)) = author_name.as_ref().zip(body.as_ref())
            && (html_injection::contains_active_html(&format!("{name}: {body}"))
                || html_injection::contains_active_html(&format!("{body} {name}")))
        {
            // Each is harmless alone, but one begins a tag that the other goes on with, where both are in one line.
            faults.add(
                "/body",
                untrusted_text::UnsafeText::Markup.code(),
                untrusted_text::UnsafeText::Markup.to_string(),
            );
        }
        let trapped = input.website.is_some_and(|website| !website.is_empty());
        Some(Self {
            author_name: author_name?,
            author_email,
            body: body?,
            parent_id: input.parent_id,
            trapped,
        })
    }

    /// The comment as rules look at it.
    pub fn sent(&self, address: Option<std::net::IpAddr>) -> CommentFacts {
        CommentFacts::new(&self.author_name, &self.body, self.author_email.as_deref(), address)
    }

    /// What two comments with the same words have in common.
    pub fn fingerprint(&self) -> String {
        let words = folded(&self.body);
        secret::digest(if words.is_empty() { &self.body } else { &words })
    }
}

/// A text that must be there and do no harm where it is shown.
fn harmless(faults: &mut Faults, pointer: &str, text: Option<String>) -> Option<String> {
    let text = faults.required(pointer, text)?;
    if let Some(harm) = untrusted_text::check(&text) {
        faults.add(pointer, harm.code(), harm.to_string());
        return None;
    }
    Some(text)
}
