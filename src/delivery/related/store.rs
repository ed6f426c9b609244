//! Reads the articles that can be related to another.

use diesel::prelude::*;

use crate::content::Term;
use crate::db::schema::{published_articles as a, published_terms as t};
use crate::db::{Conn, Json, QueryResult};
use crate::delivery::articles::listing::SeekKey;

/// The section id, the tag ids, and the News IDs that an editor selected, of a published article.
pub fn relations(conn: &mut Conn, id: i64) -> QueryResult<Option<(i64, Json, Json)>> {
    a::table.find(id).select((a::section_id, a::tag_ids, a::related_ids)).first(conn).optional()
}

/// Which of these articles are published, in no order.
pub fn published(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<i64>> {
    a::table.filter(a::id.eq_any(ids.to_vec())).select(a::id).load(conn)
}

/// The `limit` newest articles with a term, newest first.
pub fn newest(conn: &mut Conn, term: &Term, limit: i64) -> QueryResult<Vec<SeekKey>> {
    t::table
        .filter(t::term.eq(term.to_string()))
        .order((t::published_at.desc(), t::article_id.desc()))
        .limit(limit)
        .select((t::published_at, t::article_id))
        .load(conn)
}
