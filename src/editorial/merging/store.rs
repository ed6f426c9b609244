//! The SQL of merges: working copies by their section, author or tag.

use diesel::prelude::*;

use crate::content::taxonomy::Taxon;
use crate::db::schema::{article_authors, article_tags, articles};
use crate::db::{Conn, QueryResult};

/// The ids of at most `limit` articles whose working copies have this section, author or tag, ordered by id.
pub fn working_copies_with(conn: &mut Conn, taxon: Taxon, id: i64, limit: usize) -> QueryResult<Vec<i64>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    match taxon {
        Taxon::Section => articles::table
            .filter(articles::section_id.eq(id))
            .order(articles::id)
            .limit(limit)
            .select(articles::id)
            .load(conn),
        Taxon::Author => article_authors::table
            .filter(article_authors::author_id.eq(id))
            .order(article_authors::article_id)
            .limit(limit)
            .select(article_authors::article_id)
            .load(conn),
        Taxon::Tag => article_tags::table
            .filter(article_tags::tag_id.eq(id))
            .order(article_tags::article_id)
            .limit(limit)
            .select(article_tags::article_id)
            .load(conn),
    }
}

/// Sets the published revision of an article to its newest revision.
pub fn set_head_revision_live(conn: &mut Conn, article: i64) -> QueryResult<()> {
    diesel::update(articles::table.find(article))
        .set(articles::live_revision.eq(articles::head_revision.nullable()))
        .execute(conn)
        .map(drop)
}
