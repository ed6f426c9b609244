//! Published articles by what they are filed under, in the database.

use diesel::prelude::*;

use crate::db::schema::{published_article_authors, published_article_tags, published_articles};
use crate::db::{Conn, QueryResult};

/// Moves all published articles of one section into another.
pub fn move_articles(conn: &mut Conn, from: i64, to: i64) -> QueryResult<()> {
    diesel::update(published_articles::table.filter(published_articles::section_id.eq(from)))
        .set(published_articles::section_id.eq(to))
        .execute(conn)
        .map(drop)
}

/// The published articles that name an author.
pub fn articles_by(conn: &mut Conn, author: i64) -> QueryResult<Vec<i64>> {
    published_article_authors::table
        .filter(published_article_authors::author_id.eq(author))
        .select(published_article_authors::article_id)
        .load(conn)
}

/// The published articles that carry a tag.
pub fn articles_tagged(conn: &mut Conn, tag: i64) -> QueryResult<Vec<i64>> {
    published_article_tags::table
        .filter(published_article_tags::tag_id.eq(tag))
        .select(published_article_tags::article_id)
        .load(conn)
}
