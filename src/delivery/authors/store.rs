//! Published authors, read.

use diesel::prelude::*;

use crate::content::Slug;
use crate::db::schema::published_authors;
use crate::db::{Conn, Json, QueryResult};
use crate::http::page::PageRequest;

/// An author as readers see one.
#[derive(Debug, Queryable)]
pub struct Author {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub bio: Option<String>,
    pub image: Option<Json>,
    pub links: Json,
}

/// The author with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Author>> {
    published_authors::table.find(id).first(conn).optional()
}

/// The rows of a page of authors, by slug.
pub fn list(conn: &mut Conn, page: &PageRequest<Slug>) -> QueryResult<Vec<Author>> {
    use published_authors as a;
    let mut query = a::table.limit(page.rows()).into_boxed();
    query = match (&page.cursor, page.backward()) {
        (Some(cursor), true) => query.filter(a::slug.lt(&cursor.key)).order(a::slug.desc()),
        (Some(cursor), false) => query.filter(a::slug.gt(&cursor.key)).order(a::slug.asc()),
        (None, _) => query.order(a::slug.asc()),
    };
    query.load(conn)
}
