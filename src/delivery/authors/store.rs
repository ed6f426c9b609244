//! Reads published authors.

use diesel::prelude::*;

use super::model::Author;
use crate::content::Slug;
use crate::db::schema::published_authors;
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The author with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Author>> {
    published_authors::table.find(id).first(conn).optional()
}

/// The rows of a page of authors, ordered by slug, and one more if another page follows.
pub fn list(conn: &mut Conn, page: &PageRequest<Slug>) -> QueryResult<Vec<Author>> {
    use published_authors as a;
    let query = a::table.limit(page.rows()).into_boxed();
    seek!(query, by a::slug, page page).load(conn)
}
