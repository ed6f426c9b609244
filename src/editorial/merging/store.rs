//! Articles by what they are filed under, in the database.

use diesel::prelude::*;

use crate::content::taxonomy::Taxon;
use crate::db::schema::{article_authors, article_tags, articles};
use crate::db::{Conn, QueryResult};

/// Articles whose working copies are filed under the thing with that id: the first ones, at most so many.
pub fn articles_under(conn: &mut Conn, taxon: Taxon, id: i64, most: usize) -> QueryResult<Vec<i64>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    match taxon {
        Taxon::Section => articles::table
            .filter(articles::section_id.eq(id))
            .order(articles::id)
            .limit(most)
            .select(articles::id)
            .load(conn),
        Taxon::Author => article_authors::table
            .filter(article_authors::author_id.eq(id))
            .order(article_authors::article_id)
            .limit(most)
            .select(article_authors::article_id)
            .load(conn),
        Taxon::Tag => article_tags::table
            .filter(article_tags::tag_id.eq(id))
            .order(article_tags::article_id)
            .limit(most)
            .select(article_tags::article_id)
            .load(conn),
    }
}

/// Notes that what readers see of an article is its newest revision.
pub fn show_head_revision(conn: &mut Conn, article: i64) -> QueryResult<()> {
    diesel::update(articles::table.find(article))
        .set(articles::live_revision.eq(articles::head_revision.nullable()))
        .execute(conn)
        .map(drop)
}
