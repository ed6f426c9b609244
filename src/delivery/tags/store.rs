//! Published tags, read.

use diesel::prelude::*;

use crate::content::Slug;
use crate::content::delivered::TagShort;
use crate::content::vocabulary::TagType;
use crate::db::schema::published_tags;
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;

/// A tag as readers see it.
#[derive(Debug, Queryable)]
pub struct Tag {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub kind: TagType,
}

impl Tag {
    /// The same from its short form; an error when the slug is none.
    pub fn of(tag: &TagShort) -> Result<Self, <Slug as std::str::FromStr>::Err> {
        Ok(Self { id: tag.id, slug: tag.slug.parse()?, name: tag.name.clone(), kind: tag.kind })
    }
}

/// The tag with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Tag>> {
    published_tags::table.find(id).first(conn).optional()
}

/// The rows of a page of tags, by slug.
pub fn list(conn: &mut Conn, kind: Option<TagType>, page: &PageRequest<Slug>) -> QueryResult<Vec<Tag>> {
    use published_tags as t;
    let mut query = t::table.limit(page.rows()).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(t::kind.eq(kind));
    }
    query = match (&page.cursor, page.backward()) {
        (Some(cursor), true) => query.filter(t::slug.lt(&cursor.key)).order(t::slug.desc()),
        (Some(cursor), false) => query.filter(t::slug.gt(&cursor.key)).order(t::slug.asc()),
        (None, _) => query.order(t::slug.asc()),
    };
    query.load(conn)
}
