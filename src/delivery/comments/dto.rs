//! Threads of comments.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Comment;
use crate::content::Time;
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// The order of comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommentSort {
    /// The newest thread first.
    #[default]
    Newest,
    /// The oldest thread first.
    Oldest,
    /// What is liked most first, and of the equally liked the newest.
    Best,
}

/// Which comments to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommentQuery {
    /// The order; `newest` when it is not given.
    #[param(inline)]
    pub sort: Option<CommentSort>,
    /// The answers to the comment with this id, instead of threads.
    pub parent: Option<i64>,
    /// How many threads or answers a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// A comment with the first answers to it. Its texts are a reader's own: show them as plain text. Of a comment that is not
/// shown any more, but has answers that are, the place is left: its name and text are null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Comment)]
pub struct CommentView {
    /// The comment's id.
    pub id: i64,
    /// The comment it answers; null for one that begins a thread.
    #[schema(required)]
    pub parent_id: Option<i64>,
    /// The name the reader gave.
    #[schema(required)]
    pub author_name: Option<String>,
    /// Plain text, its paragraphs separated by blank lines.
    #[schema(required)]
    pub body: Option<String>,
    /// When it was sent.
    pub created_at: Time,
    /// How many readers like it.
    pub likes: i64,
    /// How many answers it has.
    pub reply_count: i64,
    /// The first answers, up to 10, oldest first; `parent` lists all. An answer has none itself.
    #[schema(no_recursion)]
    pub replies: Vec<CommentView>,
}

/// A page of threads, or of answers to one comment.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct CommentPage {
    /// The comments.
    data: Vec<CommentView>,
    /// Where the page lies.
    page: PageInfo,
}

impl CommentView {
    /// The comment with its answers.
    pub fn new(comment: Comment, replies: Vec<Comment>) -> Self {
        Self {
            id: comment.id,
            parent_id: comment.parent_id,
            author_name: comment.author_name,
            body: comment.body,
            created_at: comment.created_at,
            likes: comment.likes,
            reply_count: comment.replies,
            replies: replies.into_iter().map(|reply| Self::new(reply, Vec::new())).collect(),
        }
    }
}
