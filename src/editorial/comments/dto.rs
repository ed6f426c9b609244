//! What the moderation operations take and answer.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Comment;
use crate::content::Time;
use crate::content::vocabulary::{CommentReason, CommentStatus};
use crate::db::{QueryError, QueryResult};
use crate::http::Problem;
use crate::http::comma_separated::{Choice, CommaSeparated};
use crate::http::page::{Count, Limit, PageInfo, excluded_from_filter};

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
    /// What spoke against showing it at once, and what readers reported since the last decision.
    pub reasons: Vec<CommentReason>,
    /// How many readers reported it since the last decision.
    pub reports: i64,
    /// How many readers like it.
    pub likes: i64,
    /// When its text was erased on request; it is never shown again then.
    #[schema(required)]
    pub erased_at: Option<Time>,
    /// Its version, as in the `ETag`. It counts decisions; likes and reports do not raise it.
    pub version: i64,
    /// When it was sent.
    pub created_at: Time,
    /// When it was last decided on, or sent.
    pub updated_at: Time,
}

/// A page of comments.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = ModeratedCommentPage)]
pub struct CommentPage {
    /// The comments.
    data: Vec<CommentView>,
    /// Where the page lies.
    page: PageInfo,
}

/// The order of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueSort {
    /// What was sent last first.
    #[default]
    Newest,
    /// What has waited longest first.
    Oldest,
}

/// Which comments to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommentQuery {
    /// Only those in any of these states, separated by commas.
    #[param(value_type = Option<String>, example = "pending,spam")]
    pub status: Option<CommaSeparated<Choice<CommentStatus>>>,
    /// Only those on the article with this News ID.
    pub article_id: Option<i64>,
    /// Only those on articles in the section with this path and all below it.
    #[param(example = "world/iran")]
    pub section: Option<String>,
    /// Only those that have this among their reasons.
    pub reason: Option<CommentReason>,
    /// Only those that readers reported since the last decision; or only the others.
    pub reported: Option<bool>,
    /// Only those sent at this time or later.
    pub created_after: Option<Time>,
    /// Only those sent before this time.
    pub created_before: Option<Time>,
    /// The order; `newest` when it is not given.
    #[param(inline)]
    pub sort: Option<QueueSort>,
    /// `exact` tells in `page.total` how many there are in all. That takes time where there are many.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline)]
    pub count: Option<Count>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// A decision on many comments.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentBatch)]
pub struct BatchInput {
    /// The ids of 1 to 100 comments.
    #[schema(required, nullable = false)]
    pub ids: Option<Vec<i64>>,
    /// The state to put them in.
    #[schema(required, nullable = false)]
    pub status: Option<CommentStatus>,
    /// Why, for colleagues, up to 500 characters.
    pub reason: Option<String>,
}

/// What became of the comments of a batch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentBatchResult)]
pub struct BatchView {
    /// Each comment, in the order of the ids.
    pub data: Vec<DecidedView>,
}

/// What became of a comment of a batch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecidedComment)]
pub struct DecidedView {
    /// The comment's id.
    pub id: i64,
    /// The state it is in now; null when nothing was decided on it.
    #[schema(required)]
    pub status: Option<CommentStatus>,
    /// Why nothing was decided on it: the problem that a request of its own would have been answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub problem: Option<Problem>,
}

/// Something that colleagues should know of a comment.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentNote)]
pub struct NoteInput {
    /// Plain text of up to 2,000 characters.
    #[schema(required, nullable = false)]
    pub text: Option<String>,
}

/// A note as it stands in the history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptCommentNote)]
pub struct NoteView {
    /// What it says.
    pub text: String,
    /// When it was left.
    pub created_at: Time,
}

/// Which part of a comment's history to read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many entries a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

impl TryFrom<Comment> for CommentView {
    type Error = QueryError;

    fn try_from(comment: Comment) -> QueryResult<Self> {
        Ok(Self {
            id: comment.id,
            article_id: comment.article_id,
            parent_id: comment.parent_id,
            author_name: comment.author_name,
            author_email: comment.author_email,
            body: comment.body,
            status: comment.status,
            reason: comment.reason,
            reasons: comment.reasons.read()?,
            reports: comment.reports,
            likes: comment.likes,
            erased_at: comment.erased_at,
            version: comment.version,
            created_at: comment.created_at,
            updated_at: comment.updated_at,
        })
    }
}

impl From<&Comment> for CommentInput {
    fn from(comment: &Comment) -> Self {
        Self { status: Some(comment.status), reason: comment.reason.clone() }
    }
}
