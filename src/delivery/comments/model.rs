//! The row of a comment, and the orders of comments.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::content::Time;
use crate::db::schema::published_comments;

/// The order of comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommentSort {
    /// The latest comment first.
    #[default]
    Newest,
    /// The earliest comment first.
    Oldest,
    /// The comment with the most likes first; of comments with equal likes, the latest first.
    Best,
}

/// A row of `published_comments`.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = published_comments)]
pub struct Comment {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub author_name: Option<String>,
    pub body: Option<String>,
    pub created_at: Time,
    pub likes: i64,
    pub replies: i64,
}

/// The sort key of comments: the time in microseconds or the number of likes, then the id.
pub type SortKey = (i64, i64);

impl Comment {
    /// The sort key of the comment in that order.
    pub fn key(&self, sort: CommentSort) -> SortKey {
        match sort {
            CommentSort::Newest | CommentSort::Oldest => (self.created_at.micros(), self.id),
            CommentSort::Best => (self.likes, self.id),
        }
    }
}
