//! Tags in the database.

use diesel::prelude::*;

use super::model::CheckedTag;
use crate::content::vocabulary::TagType;
use crate::content::{Slug, Time};
use crate::db::schema::tags;
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;

/// A tag as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct Tag {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub kind: TagType,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// The rows of a page of tags, by slug.
pub fn list(conn: &mut Conn, page: &PageRequest<Slug>) -> QueryResult<Vec<Tag>> {
    let mut query = tags::table.limit(page.rows()).into_boxed();
    query = match (&page.cursor, page.backward()) {
        (Some(cursor), true) => query.filter(tags::slug.lt(&cursor.key)).order(tags::slug.desc()),
        (Some(cursor), false) => query.filter(tags::slug.gt(&cursor.key)).order(tags::slug.asc()),
        (None, _) => query.order(tags::slug.asc()),
    };
    query.load(conn)
}

/// The tag with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Tag>> {
    tags::table.find(id).first(conn).optional()
}

/// Makes a tag.
pub fn insert(conn: &mut Conn, tag: &CheckedTag, now: Time) -> QueryResult<Tag> {
    diesel::insert_into(tags::table)
        .values((
            tags::slug.eq(&tag.slug),
            tags::name.eq(&tag.name),
            tags::kind.eq(tag.kind),
            tags::version.eq(1),
            tags::created_at.eq(now),
            tags::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// Writes a tag anew.
pub fn update(conn: &mut Conn, before: &Tag, tag: &CheckedTag, now: Time) -> QueryResult<Tag> {
    diesel::update(tags::table.find(before.id))
        .set((
            tags::slug.eq(&tag.slug),
            tags::name.eq(&tag.name),
            tags::kind.eq(tag.kind),
            tags::version.eq(before.version + 1),
            tags::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// Raises the version of a tag that another one was merged into.
pub fn touch(conn: &mut Conn, id: i64, now: Time) -> QueryResult<Tag> {
    diesel::update(tags::table.find(id))
        .set((tags::version.eq(tags::version + 1), tags::updated_at.eq(now)))
        .get_result(conn)
}

/// Deletes a tag; a foreign key violation when an article carries it.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(tags::table.find(id)).execute(conn).map(drop)
}
