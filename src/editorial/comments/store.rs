//! Comments in the database, as moderators see them.

use diesel::prelude::*;

use super::dto::CommentQuery;
use crate::content::Time;
use crate::content::vocabulary::CommentStatus;
use crate::db::schema::comments;
use crate::db::{Conn, QueryResult, in_order};
use crate::http::page::PageRequest;

/// A comment as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct Comment {
    pub id: i64,
    pub article_id: i64,
    pub parent_id: Option<i64>,
    pub author_name: String,
    pub author_email: Option<String>,
    pub body: String,
    pub status: CommentStatus,
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// The sort key of the queue: when sent, and the id.
pub type Key = (i64, i64);

/// The comment with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Comment>> {
    comments::table.find(id).first(conn).optional()
}

/// The rows of a page of comments, newest first.
pub fn list(conn: &mut Conn, filter: &CommentQuery, page: &PageRequest<Key>) -> QueryResult<Vec<Comment>> {
    let mut query = comments::table.limit(page.rows()).into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(comments::status.eq(status));
    }
    if let Some(article) = filter.article_id {
        query = query.filter(comments::article_id.eq(article));
    }
    let query = in_order!(query, by (comments::created_at, comments::id), ascending page.backward(), after page.place());
    query.load(conn)
}

/// Notes a decision; `None` when the comment is no longer in the version it was taken on.
pub fn decide(
    conn: &mut Conn,
    before: &Comment,
    status: CommentStatus,
    reason: Option<String>,
    now: Time,
) -> QueryResult<Option<Comment>> {
    diesel::update(
        comments::table.filter(comments::id.eq(before.id).and(comments::version.eq(before.version))),
    )
    .set((
        comments::status.eq(status),
        comments::reason.eq(reason),
        comments::version.eq(before.version + 1),
        comments::updated_at.eq(now),
    ))
    .get_result(conn)
    .optional()
}
