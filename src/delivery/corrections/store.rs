//! Public corrections, read.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::published_corrections;
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::store::Correction;
use crate::http::page::PageRequest;

/// The sort key of a list: when published, and the id.
pub type Key = (i64, i64);

/// The rows of a page of an article's corrections with their ids, newest first.
pub fn list(conn: &mut Conn, article: i64, page: &PageRequest<Key>) -> QueryResult<Vec<(i64, Correction)>> {
    use published_corrections as c;
    let mut query = c::table
        .filter(c::article_id.eq(article))
        .select((c::id, (c::kind, c::plain_text, c::published_at)))
        .limit(page.rows())
        .into_boxed();
    if let Some(cursor) = &page.cursor {
        let (time, id) = (Time::from_micros(cursor.key.0), cursor.key.1);
        query = if page.backward() {
            query.filter(c::published_at.ge(time).and(c::published_at.gt(time).or(c::id.gt(id))))
        } else {
            query.filter(c::published_at.le(time).and(c::published_at.lt(time).or(c::id.lt(id))))
        };
    }
    query = if page.backward() {
        query.order((c::published_at.asc(), c::id.asc()))
    } else {
        query.order((c::published_at.desc(), c::id.desc()))
    };
    query.load(conn)
}
