//! Request and response bodies of the moderation operations.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Comment, SeenArticle};
use crate::content::Time;
use crate::content::vocabulary::{CommentReason, CommentStatus};
use crate::db::QueryResult;
use crate::http::Problem;
use crate::http::comma_separated::{Choice, CommaSeparated};
use crate::http::page::{Count, Limit, PageInfo, excluded_from_filter};

/// A moderation decision on one comment.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentPatch)]
pub struct CommentInput {
    /// The new status.
    pub status: Option<CommentStatus>,
    /// The reason for the decision, up to 500 characters. Readers do not see it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// A reader's comment, as the newsroom sees it. Its texts come from untrusted readers: display them as plain text, never as
/// HTML.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModeratedComment)]
pub struct CommentView {
    /// The comment's id.
    pub id: i64,
    /// The News ID of the article.
    pub article_id: i64,
    /// The id of the comment that it replies to; null when it is not a reply.
    #[schema(required)]
    pub parent_id: Option<i64>,
    /// The name that the reader entered.
    pub author_name: String,
    /// The e-mail address that the reader entered. The delivery API does not return it.
    #[schema(required, format = Email)]
    pub author_email: Option<String>,
    /// The text of the comment: plain text, with blank lines between paragraphs.
    pub body: String,
    /// The moderation status.
    pub status: CommentStatus,
    /// The moderator's reason for the last decision.
    #[schema(required)]
    pub reason: Option<String>,
    /// What the automatic checks found when it was sent, and what readers have reported since the last decision.
    pub reasons: Vec<CommentReason>,
    /// The number of readers who have reported it since the last decision.
    pub reports: i64,
    /// The number of readers who like it.
    pub likes: i64,
    /// The time at which its text was erased on a privacy request. An erased comment cannot be approved.
    #[schema(required)]
    pub erased_at: Option<Time>,
    /// The version number. The `ETag` header has the same number. Decisions and erasure raise it; likes and reports do not.
    pub version: i64,
    /// The time at which the reader sent it.
    pub created_at: Time,
    /// The time of the last decision or of the erasure; without one, the time at which it was sent.
    pub updated_at: Time,
}

/// A comment in the moderation queue, with its article.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedComment {
    /// The comment.
    #[serde(flatten)]
    pub comment: CommentView,
    /// The article.
    pub article: CommentedArticle,
}

/// The article of a comment, as readers see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommentedArticle {
    /// The News ID.
    pub id: i64,
    /// Whether readers see the article. While they do not see it, they do not see its comments either.
    pub is_published: bool,
    /// The headline that readers see; null while they do not see the article.
    #[schema(required)]
    pub headline: Option<String>,
    /// The slug that readers see; null while they do not see the article.
    #[schema(required)]
    pub slug: Option<String>,
}

/// A page of comments in moderation.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = ModeratedCommentPage)]
pub struct CommentPage {
    /// The comments.
    data: Vec<QueuedComment>,
    /// The page's limit, and the cursors of the next and previous pages.
    page: PageInfo,
}

/// The order of the list of comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueSort {
    /// The newest comment first.
    #[default]
    Newest,
    /// The oldest comment first.
    Oldest,
}

/// Query parameters of the list of comments.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommentQuery {
    /// Only comments with one of these statuses, separated by commas.
    #[param(value_type = Option<Vec<CommentStatus>>, example = json!(["pending", "spam"]), max_items = 100)]
    pub status: Option<CommaSeparated<Choice<CommentStatus>>>,
    /// Only comments on the article with this News ID.
    pub article_id: Option<i64>,
    /// Only comments on articles in one of these sections and in their subsections: section paths, separated by commas, at most
    /// 100. A former path stands for the current one.
    #[param(value_type = Option<Vec<String>>, example = json!(["world/iran", "politics"]), max_items = 100)]
    pub section: Option<CommaSeparated<String>>,
    /// Only comments with this value in `reasons`.
    pub reason: Option<CommentReason>,
    /// `true`: only comments that readers have reported since the last decision. `false`: only the other comments.
    pub reported: Option<bool>,
    /// Only comments sent at this time or later.
    pub created_after: Option<Time>,
    /// Only comments sent before this time.
    pub created_before: Option<Time>,
    /// The order of the list. The default is `newest`.
    #[param(inline)]
    pub sort: Option<QueueSort>,
    /// `exact` adds the total number of matching comments as `page.total`. It is slow when many comments match.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline)]
    pub count: Option<Count>,
    /// The maximum number of comments on a page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// The same moderation decision on many comments.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentBatch)]
pub struct BatchInput {
    /// The ids of 1 to 100 comments.
    #[schema(required, nullable = false, min_items = 1, max_items = 100)]
    pub ids: Option<Vec<i64>>,
    /// The new status of all of them.
    #[schema(required, nullable = false)]
    pub status: Option<CommentStatus>,
    /// The reason for the decision, up to 500 characters. Readers do not see it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// The results of a decision on many comments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentBatchResult)]
pub struct BatchView {
    /// One result for each id, in the order of the request.
    pub data: Vec<DecidedView>,
}

/// The result of the decision on one of many comments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecidedComment)]
pub struct DecidedView {
    /// The comment's id.
    pub id: i64,
    /// The new status; null when the decision failed.
    #[schema(required)]
    pub status: Option<CommentStatus>,
    /// Why the decision failed: the same problem document as for a request on this comment alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub problem: Option<Problem>,
}

/// A note on a comment for other moderators.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentNote)]
pub struct NoteInput {
    /// The text of the note: plain text, up to 2,000 characters.
    #[schema(required, nullable = false, min_length = 1, max_length = 2000)]
    pub text: Option<String>,
}

/// A note in the history of a comment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StoredCommentNote)]
pub struct NoteView {
    /// The text of the note.
    pub text: String,
    /// The time at which the note was added.
    pub created_at: Time,
}

/// Query parameters of the history of a comment.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The maximum number of entries on a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this history.
    pub cursor: Option<String>,
}

impl QueuedComment {
    /// The comment with its article; `None` when readers do not see the article.
    pub fn new(comment: Comment, article: Option<SeenArticle>) -> QueryResult<Self> {
        let (id, is_published) = (comment.article_id, article.is_some());
        let (headline, slug) = article.map(|article| (article.headline, article.slug)).unzip();
        let article = CommentedArticle { id, is_published, headline, slug };
        Ok(Self { article, comment: CommentView::new(comment)? })
    }
}

impl CommentView {
    /// The comment as it is stored.
    pub fn new(comment: Comment) -> QueryResult<Self> {
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
