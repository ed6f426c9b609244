//! Approved comments of published articles, read.

use diesel::prelude::*;

use super::dto::CommentSort;
use crate::content::Time;
use crate::db::schema::published_comments;
use crate::db::{Conn, QueryResult, in_order};
use crate::http::page::PageRequest;

/// A comment as readers see it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = published_comments)]
pub struct Comment {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub author_name: String,
    pub body: String,
    pub created_at: Time,
}

/// The sort key of threads: when sent, and the id.
pub type Key = (i64, i64);

/// The rows of a page of comments that begin a thread.
pub fn list(
    conn: &mut Conn,
    article: i64,
    sort: CommentSort,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<Comment>> {
    use published_comments as c;
    let query = c::table
        .select(Comment::as_select())
        .filter(c::article_id.eq(article).and(c::parent_id.is_null()))
        .limit(page.rows())
        .into_boxed();
    let ascending = (sort == CommentSort::Oldest) != page.backward();
    let query = in_order!(query, by (c::created_at, c::id), ascending ascending, after page.place());
    query.load(conn)
}

/// All answers to the comments with those ids, oldest first.
pub fn replies(conn: &mut Conn, to: Vec<i64>) -> QueryResult<Vec<Comment>> {
    use published_comments as c;
    c::table
        .select(Comment::as_select())
        .filter(c::parent_id.eq_any(to))
        .order((c::created_at.asc(), c::id.asc()))
        .load(conn)
}
