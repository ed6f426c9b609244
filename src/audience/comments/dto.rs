//! What a reader sends, and is told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::content::vocabulary::CommentStatus;

/// A reader's comment. `author_name` and `body` are required.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CommentInput {
    /// The name to be shown, up to 80 characters. Like the text it is plain: tags that a browser would act on,
    /// characters that turn the direction of text, and heaps of invisible ones are refused.
    #[schema(required, nullable = false, example = "A reader")]
    pub author_name: Option<String>,
    /// An e-mail address for the editors; never shown.
    #[schema(format = Email)]
    pub author_email: Option<String>,
    /// Plain text of up to 5,000 characters; blank lines separate paragraphs. A tag that a browser would act on is refused;
    /// `a<b` and `<https://x.example>` are not.
    #[schema(required, nullable = false)]
    pub body: Option<String>,
    /// The comment this one answers: one on the same article that readers see, and that is no answer itself.
    pub parent_id: Option<i64>,
    /// Leave it out. Forms should have a field of this name that people do not see: programs that
    /// fill in every field give themselves away.
    pub website: Option<String>,
}

/// What became of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentReceipt {
    /// The comment's id.
    pub id: i64,
    /// `approved`: readers see it; `pending`: a moderator will look at it.
    pub status: CommentStatus,
}
