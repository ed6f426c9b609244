//! Sections in the database.

use diesel::prelude::*;

use super::model::CheckedSection;
use crate::content::{Slug, Time};
use crate::db::schema::sections;
use crate::db::{Conn, QueryResult, below};

/// A section as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct Section {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub slug: Slug,
    pub path: String,
    pub name: String,
    pub description: Option<String>,
    pub position: i32,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// All sections, by path.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Section>> {
    sections::table.order(sections::path).load(conn)
}

/// The section with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Section>> {
    sections::table.find(id).first(conn).optional()
}

/// Makes a section.
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

/// Writes a section anew.
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

/// How many levels there are below the section with that path.
pub fn levels_below(conn: &mut Conn, path: &str) -> QueryResult<usize> {
    let levels =
        all_below(conn, path)?.into_iter().map(|below| below.path[path.len()..].matches('/').count());
    Ok(levels.max().unwrap_or(0))
}

/// Raises the version of a section that another one was merged into.
pub fn touch(conn: &mut Conn, id: i64, now: Time) -> QueryResult<Section> {
    diesel::update(sections::table.find(id))
        .set((sections::version.eq(sections::version + 1), sections::updated_at.eq(now)))
        .get_result(conn)
}

/// Deletes a section; a foreign key violation when something is filed in it or lies below it.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(sections::table.find(id)).execute(conn).map(drop)
}

/// Gives a section another path.
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

/// The sections just below the one with that id.
pub fn children(conn: &mut Conn, parent: i64) -> QueryResult<Vec<Section>> {
    sections::table.filter(sections::parent_id.eq(parent)).load(conn)
}

/// Puts what lies just below one section below another one; their paths are another step.
pub fn move_children(conn: &mut Conn, from: i64, to: i64) -> QueryResult<()> {
    diesel::update(sections::table.filter(sections::parent_id.eq(from)))
        .set(sections::parent_id.eq(to))
        .execute(conn)
        .map(drop)
}

/// The sections below the one with that path.
pub fn all_below(conn: &mut Conn, path: &str) -> QueryResult<Vec<Section>> {
    let (from, before) = below(path);
    sections::table.filter(sections::path.ge(from).and(sections::path.lt(before))).load(conn)
}
