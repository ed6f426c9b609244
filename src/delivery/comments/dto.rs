//! Comments in the delivery API.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Comment, CommentSort};
use crate::content::Time;
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// The comments to return, and their order.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommentQuery {
    /// The order of the comments. Default: `newest`.
    #[param(inline)]
    pub sort: Option<CommentSort>,
    /// The id of a comment: returns the replies to it instead of top-level comments.
    pub parent: Option<i64>,
    /// The maximum number of comments per page; `replies` do not count.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The position of the page: `next_cursor` or `prev_cursor` of another page of the list. Send the same `sort`
    /// and `parent` with it. Omit it for the first page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// A comment with the first replies to it. Readers write `author_name` and `body`: escape both as plain text. If a
/// comment is removed but has visible replies, it stays in the thread with both null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Comment)]
pub struct CommentView {
    /// The comment's id.
    pub id: i64,
    /// The id of the comment that this one replies to; null for a top-level comment.
    #[schema(required)]
    pub parent_id: Option<i64>,
    /// The name that the reader entered.
    #[schema(required)]
    pub author_name: Option<String>,
    /// The comment as plain text. Blank lines separate paragraphs.
    #[schema(required)]
    pub body: Option<String>,
    /// The time at which the reader sent the comment.
    pub created_at: Time,
    /// The number of likes.
    pub likes: i64,
    /// The number of visible replies.
    pub reply_count: i64,
    /// The first replies, oldest first, at most 10. Request the list with `parent` for all of them. A reply has no
    /// replies of its own.
    #[schema(no_recursion)]
    pub replies: Vec<CommentView>,
}

/// A page of comments.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct CommentPage {
    /// The comments.
    data: Vec<CommentView>,
    /// The cursors of the adjacent pages.
    page: PageInfo,
}

impl CommentView {
    /// The comment with its first replies.
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
