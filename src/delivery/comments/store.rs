//! Reads the approved comments on published articles.

use diesel::prelude::*;

use super::model::{Comment, CommentSort, SortKey};
use crate::db::schema::published_comments;
use crate::db::{Conn, QueryResult, first_reply_ids, seek};
use crate::http::page::PageRequest;

/// The number of replies that are returned with each comment of a page.
const FIRST_REPLIES: i64 = 10;

/// The rows of a page of top-level comments, or of replies to `parent`, and one more if another page follows.
pub fn list(
    conn: &mut Conn,
    article: i64,
    parent: Option<i64>,
    sort: CommentSort,
    page: &PageRequest<SortKey>,
) -> QueryResult<Vec<Comment>> {
    use published_comments as c;
    let query = c::table.select(Comment::as_select()).filter(c::article_id.eq(article)).limit(page.rows());
    let query = match parent {
        Some(parent) => query.filter(c::parent_id.eq(parent)).into_boxed(),
        None => query.filter(c::parent_id.is_null()).into_boxed(),
    };
    let ascending = (sort == CommentSort::Oldest) != page.backward();
    if sort == CommentSort::Best {
        let key = page.cursor.as_ref().map(|cursor| cursor.key);
        return seek!(query, by (c::likes, c::id), ascending ascending, after key).load(conn);
    }
    seek!(query, by (c::created_at, c::id), ascending ascending, after page.seek_key()).load(conn)
}

/// The first replies to each of these comments, oldest first.
pub fn first_replies(conn: &mut Conn, parents: &[i64]) -> QueryResult<Vec<Comment>> {
    use published_comments as c;
    if parents.is_empty() {
        return Ok(Vec::new());
    }
    let ids = first_reply_ids(conn, parents, FIRST_REPLIES)?;
    c::table
        .select(Comment::as_select())
        .filter(c::id.eq_any(ids))
        .order((c::created_at.asc(), c::id.asc()))
        .load(conn)
}
