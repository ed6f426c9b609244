//! Public corrections, read.

use diesel::prelude::*;

use crate::db::schema::published_corrections;
use crate::db::{Conn, QueryResult, in_order};
use crate::delivery::articles::store::Correction;
use crate::http::page::PageRequest;

/// The sort key of a list: when published, and the id.
pub type Key = (i64, i64);

/// The rows of a page of an article's corrections with their ids, newest first.
pub fn list(conn: &mut Conn, article: i64, page: &PageRequest<Key>) -> QueryResult<Vec<(i64, Correction)>> {
    use published_corrections as c;
    let query = c::table
        .filter(c::article_id.eq(article))
        .select((c::id, (c::kind, c::plain_text, c::published_at)))
        .limit(page.rows())
        .into_boxed();
    let query = in_order!(query, by (c::published_at, c::id), ascending page.backward(), after page.place());
    query.load(conn)
}
