//! The input and the response of comments.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::content::vocabulary::CommentStatus;

/// A reader's comment. `author_name` and `body` are required.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CommentInput {
    /// The name to show with the comment, as plain text of up to 80 characters. It must not have HTML tags,
    /// characters that change the direction of text, or many invisible characters.
    #[schema(required, nullable = false, min_length = 1, max_length = 80, example = "A reader")]
    pub author_name: Option<String>,
    /// An e-mail address for the editors. Readers never see it.
    #[schema(format = Email, max_length = 254)]
    pub author_email: Option<String>,
    /// Plain text of up to 5,000 characters. Blank lines separate paragraphs. It must not have HTML tags; `a<b` and
    /// `<https://x.example>` are allowed.
    #[schema(required, nullable = false, min_length = 1, max_length = 5000)]
    pub body: Option<String>,
    /// The id of the comment that this one replies to. That comment must be visible, on the same article, and not a
    /// reply itself.
    pub parent_id: Option<i64>,
    /// Leave it out or empty. Add a field of this name to your form, and hide it with CSS. Spam programs fill in
    /// every field, and a comment with a value here is stored as spam.
    pub website: Option<String>,
}

/// The result of sending a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentReceipt {
    /// The id of the comment.
    pub id: i64,
    /// `approved`: readers see the comment. `pending`: a moderator has to approve it first.
    pub status: CommentStatus,
}
