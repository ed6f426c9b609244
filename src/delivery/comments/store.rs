//! Comments of published articles, read.

use diesel::prelude::*;

use super::dto::CommentSort;
use crate::content::Time;
use crate::db::schema::published_comments;
use crate::db::{Conn, QueryResult, first_reply_ids, seek};
use crate::http::page::PageRequest;

/// How many answers are shown below each comment of a page.
const FIRST_REPLIES: i64 = 10;

/// A comment as readers see it.
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

/// The sort key of comments: when sent, or how often liked, and the id.
pub type Key = (i64, i64);

impl Comment {
    /// Its place in that order.
    pub fn key(&self, sort: CommentSort) -> Key {
        match sort {
            CommentSort::Newest | CommentSort::Oldest => (self.created_at.micros(), self.id),
            CommentSort::Best => (self.likes, self.id),
        }
    }
}

/// The rows of a page of comments that begin a thread, or of answers to one of them.
pub fn list(
    conn: &mut Conn,
    article: i64,
    parent: Option<i64>,
    sort: CommentSort,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<Comment>> {
    use published_comments as c;
    let query = c::table.select(Comment::as_select()).filter(c::article_id.eq(article)).limit(page.rows());
    let query = match parent {
        Some(parent) => query.filter(c::parent_id.eq(parent)).into_boxed(),
        None => query.filter(c::parent_id.is_null()).into_boxed(),
    };
    let ascending = (sort == CommentSort::Oldest) != page.backward();
    if sort == CommentSort::Best {
        let place = page.cursor.as_ref().map(|cursor| cursor.key);
        return seek!(query, by (c::likes, c::id), ascending ascending, after place).load(conn);
    }
    seek!(query, by (c::created_at, c::id), ascending ascending, after page.place()).load(conn)
}

/// The first answers to each of some comments, oldest first.
pub fn first_replies(conn: &mut Conn, to: &[i64]) -> QueryResult<Vec<Comment>> {
    use published_comments as c;
    if to.is_empty() {
        return Ok(Vec::new());
    }
    let ids = first_reply_ids(conn, to, FIRST_REPLIES)?;
    c::table
        .select(Comment::as_select())
        .filter(c::id.eq_any(ids))
        .order((c::created_at.asc(), c::id.asc()))
        .load(conn)
}
