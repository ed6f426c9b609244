//! Articles that may be related to another, in the database.

use diesel::prelude::*;

use super::model::Place;
use crate::content::Term;
use crate::db::schema::{published_articles as a, published_terms as t};
use crate::db::{Conn, Json, QueryResult};

/// What an article is filed under: its section, its tags, and the News IDs that an editor chose.
pub fn filed(conn: &mut Conn, id: i64) -> QueryResult<Option<(i64, Json, Json)>> {
    a::table.find(id).select((a::section_id, a::tag_ids, a::related_ids)).first(conn).optional()
}

/// Those of these articles that are published.
pub fn published(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<i64>> {
    a::table.filter(a::id.eq_any(ids.to_vec())).select(a::id).load(conn)
}

/// The newest articles with a term.
pub fn newest(conn: &mut Conn, term: &Term, number: i64) -> QueryResult<Vec<Place>> {
    t::table
        .filter(t::term.eq(term.to_string()))
        .order((t::published_at.desc(), t::article_id.desc()))
        .limit(number)
        .select((t::published_at, t::article_id))
        .load(conn)
}
