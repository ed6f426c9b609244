//! Where published articles stand.

use diesel::prelude::*;

use crate::db::schema::{published_articles, published_sections};
use crate::db::{Conn, QueryResult};

/// The path of the section that a published article is in.
pub fn section_path(conn: &mut Conn, article: i64) -> QueryResult<String> {
    published_articles::table
        .inner_join(published_sections::table)
        .filter(published_articles::id.eq(article))
        .select(published_sections::path)
        .first(conn)
}
