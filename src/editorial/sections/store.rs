//! The SQL of sections.

use diesel::prelude::*;

use super::model::{CheckedSection, Section};
use crate::content::Time;
use crate::db::schema::sections;
use crate::db::{Conn, QueryResult, below};

/// All sections, ordered by path.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Section>> {
    sections::table.order(sections::path).load(conn)
}

/// The section with this id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Section>> {
    sections::table.find(id).first(conn).optional()
}

/// The id and the name of the section with this path.
pub fn path_holder(conn: &mut Conn, path: &str) -> QueryResult<Option<(i64, String)>> {
    let holder = sections::table.filter(sections::path.eq(path));
    holder.select((sections::id, sections::name)).first(conn).optional()
}

/// Inserts a section as version 1. Fails with a unique violation when another section has the path.
pub fn insert(conn: &mut Conn, section: &CheckedSection, path: &str, now: Time) -> QueryResult<Section> {
    diesel::insert_into(sections::table)
        .values((
            sections::parent_id.eq(section.parent_id),
            sections::slug.eq(&section.slug),
            sections::path.eq(path),
            sections::name.eq(&section.name),
            sections::description.eq(&section.description),
            sections::position.eq(section.position),
            sections::version.eq(1),
            sections::created_at.eq(now),
            sections::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// Writes the next version of a section. Fails with a unique violation when another section has the path.
pub fn update(
    conn: &mut Conn,
    before: &Section,
    section: &CheckedSection,
    path: &str,
    now: Time,
) -> QueryResult<Section> {
    diesel::update(sections::table.find(before.id))
        .set((
            sections::parent_id.eq(section.parent_id),
            sections::slug.eq(&section.slug),
            sections::path.eq(path),
            sections::name.eq(&section.name),
            sections::description.eq(&section.description),
            sections::position.eq(section.position),
            sections::version.eq(before.version + 1),
            sections::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// The number of levels below the section with this path: 0 when it has no children.
pub fn levels_below(conn: &mut Conn, path: &str) -> QueryResult<usize> {
    let descendants = descendants(conn, path)?;
    let levels = descendants.into_iter().map(|section| section.path[path.len()..].matches('/').count());
    Ok(levels.max().unwrap_or(0))
}

/// Raises the version of a section by one, because another section was merged into it.
pub fn advance_version(conn: &mut Conn, id: i64, now: Time) -> QueryResult<Section> {
    diesel::update(sections::table.find(id))
        .set((sections::version.eq(sections::version + 1), sections::updated_at.eq(now)))
        .get_result(conn)
}

/// Deletes a section. Fails with a foreign key violation when it has an article or a child section.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(sections::table.find(id)).execute(conn).map(drop)
}

/// Sets the path of a section and raises its version by one.
pub fn set_path(conn: &mut Conn, id: i64, path: &str, now: Time) -> QueryResult<()> {
    diesel::update(sections::table.find(id))
        .set((
            sections::path.eq(path),
            sections::version.eq(sections::version + 1),
            sections::updated_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// The sections whose parent has this id.
pub fn children(conn: &mut Conn, parent: i64) -> QueryResult<Vec<Section>> {
    sections::table.filter(sections::parent_id.eq(parent)).load(conn)
}

/// Gives the children of one section another parent. The caller changes their paths, see [`set_path`].
pub fn move_children(conn: &mut Conn, from: i64, to: i64) -> QueryResult<()> {
    diesel::update(sections::table.filter(sections::parent_id.eq(from)))
        .set(sections::parent_id.eq(to))
        .execute(conn)
        .map(drop)
}

/// The descendants of the section with this path, at all levels.
pub fn descendants(conn: &mut Conn, path: &str) -> QueryResult<Vec<Section>> {
    let (start, end) = below(path);
    sections::table.filter(sections::path.ge(start).and(sections::path.lt(end))).load(conn)
}
