//! What the moderation operations take and answer.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Comment;
use crate::content::Time;
use crate::content::vocabulary::CommentStatus;
use crate::http::page::{Limit, PageInfo, not_of_the_filter};

/// A decision on a comment.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentPatch)]
pub struct CommentInput {
    /// The state to put it in.
    pub status: Option<CommentStatus>,
    /// Why, for colleagues, up to 500 characters.
    pub reason: Option<String>,
}

/// A reader's comment as moderators see it. Every text in it comes from a stranger: show it as
/// plain text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModeratedComment)]
pub struct CommentView {
    /// The comment's id.
    pub id: i64,
    /// The article it is on.
    pub article_id: i64,
    /// The comment it answers; null for one that stands for itself.
    #[schema(required)]
    pub parent_id: Option<i64>,
    /// The name the reader gave.
    pub author_name: String,
    /// The e-mail address the reader gave; never public.
    #[schema(required, format = Email)]
    pub author_email: Option<String>,
    /// Plain text, its paragraphs separated by blank lines.
    pub body: String,
    /// Where it stands in moderation.
    pub status: CommentStatus,
    /// Why the last decision was taken.
    #[schema(required)]
    pub reason: Option<String>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// When it was sent.
    pub created_at: Time,
    /// When it was last decided on, or sent.
    pub updated_at: Time,
}

/// A page of comments, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = ModeratedCommentPage)]
pub struct CommentPage {
    /// The comments.
    data: Vec<CommentView>,
    /// Where the page lies.
    page: PageInfo,
}

/// Which comments to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommentQuery {
    /// Only those in this state.
    pub status: Option<CommentStatus>,
    /// Only those on the article with this News ID.
    pub article_id: Option<i64>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "not_of_the_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "not_of_the_filter")]
    pub cursor: Option<String>,
}

impl From<Comment> for CommentView {
    fn from(comment: Comment) -> Self {
        Self {
            id: comment.id,
            article_id: comment.article_id,
            parent_id: comment.parent_id,
            author_name: comment.author_name,
            author_email: comment.author_email,
            body: comment.body,
            status: comment.status,
            reason: comment.reason,
            version: comment.version,
            created_at: comment.created_at,
            updated_at: comment.updated_at,
        }
    }
}

impl From<&Comment> for CommentInput {
    fn from(comment: &Comment) -> Self {
        Self { status: Some(comment.status), reason: comment.reason.clone() }
    }
}
