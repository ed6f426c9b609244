//! The SQL of tags.

use diesel::prelude::*;

use super::model::{CheckedTag, Tag};
use crate::content::{Slug, Time};
use crate::db::schema::tags;
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The rows of a page of tags, ordered by slug.
pub fn list(conn: &mut Conn, page: &PageRequest<Slug>) -> QueryResult<Vec<Tag>> {
    let query = tags::table.limit(page.rows()).into_boxed();
    seek!(query, by tags::slug, page page).load(conn)
}

/// The tag with this id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Tag>> {
    tags::table.find(id).first(conn).optional()
}

/// The id and the name of the tag with this slug.
pub fn slug_holder(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<(i64, String)>> {
    let holder = tags::table.filter(tags::slug.eq(slug));
    holder.select((tags::id, tags::name)).first(conn).optional()
}

/// Inserts a tag as version 1. Fails with a unique violation when another tag has the slug.
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

/// Writes the next version of a tag. Fails with a unique violation when another tag has the slug.
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

/// Raises the version of a tag by one, because another tag was merged into it.
pub fn advance_version(conn: &mut Conn, id: i64, now: Time) -> QueryResult<Tag> {
    diesel::update(tags::table.find(id))
        .set((tags::version.eq(tags::version + 1), tags::updated_at.eq(now)))
        .get_result(conn)
}

/// Deletes a tag. Fails with a foreign key violation when a working copy has it.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(tags::table.find(id)).execute(conn).map(drop)
}
