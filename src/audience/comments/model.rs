//! The rules of a comment.

use super::dto::CommentInput;
use crate::content::vocabulary::CommentStatus;
use crate::content::{Faults, email};

/// A comment's members, all of them good.
pub struct CheckedComment {
    pub author_name: String,
    pub author_email: Option<String>,
    pub body: String,
    pub parent_id: Option<i64>,
    pub status: CommentStatus,
}

impl CheckedComment {
    /// Checks the members; `None` when a required one is missing or bad, which is then noted.
    pub fn check(input: CommentInput, faults: &mut Faults) -> Option<Self> {
        let author_name = faults.line("/author_name", input.author_name, 80);
        let author_name = faults.required("/author_name", author_name);
        let author_email = faults.parsed("/author_email", "invalid-email", input.author_email, email::parse);
        let body = faults.text("/body", input.body, 5000);
        let body = faults.required("/body", body);
        let trapped = input.website.is_some_and(|website| !website.is_empty());
        let status = if trapped { CommentStatus::Spam } else { CommentStatus::Pending };
        Some(Self {
            author_name: author_name?,
            author_email,
            body: body?,
            parent_id: input.parent_id,
            status,
        })
    }
}
