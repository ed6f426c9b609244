//! Articles that may be related to another, in the database.

use diesel::prelude::*;

use super::model::Place;
use crate::db::schema::{published_article_tags as tags, published_articles as a};
use crate::db::{Conn, Json, QueryResult};

/// What an article is filed under: its section, its tags, and the News IDs that an editor chose.
pub fn filed(conn: &mut Conn, id: i64) -> QueryResult<Option<(i64, Json, Json)>> {
    a::table.find(id).select((a::section_id, a::tag_ids, a::related_ids)).first(conn).optional()
}

/// Those of these articles that are published.
pub fn published(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<i64>> {
    a::table.filter(a::id.eq_any(ids.to_vec())).select(a::id).load(conn)
}

/// The newest articles with a tag.
pub fn tagged(conn: &mut Conn, tag: i64, number: i64) -> QueryResult<Vec<Place>> {
    tags::table
        .filter(tags::tag_id.eq(tag))
        .order((tags::published_at.desc(), tags::article_id.desc()))
        .limit(number)
        .select((tags::published_at, tags::article_id))
        .load(conn)
}

/// The newest articles of a section.
pub fn in_section(conn: &mut Conn, section: i64, number: i64) -> QueryResult<Vec<Place>> {
    a::table
        .filter(a::section_id.eq(section))
        .order((a::published_at.desc(), a::id.desc()))
        .limit(number)
        .select((a::published_at, a::id))
        .load(conn)
}
