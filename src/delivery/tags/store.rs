//! Reads published tags.

use diesel::prelude::*;

use super::model::Tag;
use crate::content::Slug;
use crate::content::vocabulary::TagType;
use crate::db::schema::published_tags;
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The tag with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Tag>> {
    published_tags::table.find(id).first(conn).optional()
}

/// The rows of a page of tags of that type, ordered by slug, and one more if another page follows.
pub fn list(conn: &mut Conn, kind: Option<TagType>, page: &PageRequest<Slug>) -> QueryResult<Vec<Tag>> {
    use published_tags as t;
    let mut query = t::table.limit(page.rows()).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(t::kind.eq(kind));
    }
    seek!(query, by t::slug, page page).load(conn)
}
