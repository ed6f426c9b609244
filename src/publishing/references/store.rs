//! Published articles by what they are filed under, in the database.

use diesel::prelude::*;

use crate::content::Term;
use crate::db::schema::{published_articles, published_terms};
use crate::db::{Conn, QueryResult};

/// Moves all published articles of one section into another.
pub fn move_articles(conn: &mut Conn, from: i64, to: i64) -> QueryResult<()> {
    diesel::update(published_articles::table.filter(published_articles::section_id.eq(from)))
        .set(published_articles::section_id.eq(to))
        .execute(conn)
        .map(drop)
}

/// The published articles with that term.
pub fn articles_with(conn: &mut Conn, term: &Term) -> QueryResult<Vec<i64>> {
    published_terms::table
        .filter(published_terms::term.eq(term.to_string()))
        .select(published_terms::article_id)
        .load(conn)
}
