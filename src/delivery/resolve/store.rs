//! Reads the sections of articles, and redirects.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::{published_articles, published_redirects, published_sections};
use crate::db::{Conn, QueryResult};

/// The path of the section of a published article, and the time of publication that readers see.
pub fn section_path_and_time(conn: &mut Conn, article: i64) -> QueryResult<(String, Time)> {
    published_articles::table
        .inner_join(published_sections::table)
        .filter(published_articles::id.eq(article))
        .select((published_sections::path, published_articles::published_at))
        .first(conn)
}

/// The redirect from the first of these paths that has one: its id and its target, a path of the site or a URL.
pub fn first_redirect(conn: &mut Conn, paths: &[String]) -> QueryResult<Option<(i64, String)>> {
    for from in paths {
        let redirect = published_redirects::table
            .filter(published_redirects::from_path.eq(from))
            .select((published_redirects::id, published_redirects::to_address))
            .first(conn)
            .optional()?;
        if redirect.is_some() {
            return Ok(redirect);
        }
    }
    Ok(None)
}
