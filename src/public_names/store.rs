//! Reads the current and former names of published resources.

use diesel::prelude::*;

use crate::content::vocabulary::ResourceKind;
use crate::db::schema::{
    published_articles, published_authors, published_former_names, published_kills, published_sections,
    published_tags,
};
use crate::db::{Conn, QueryResult, below};

/// The id of the resource with that current name.
pub fn id_by_current_name(conn: &mut Conn, kind: ResourceKind, name: &str) -> QueryResult<Option<i64>> {
    match kind {
        ResourceKind::Article => published_articles::table
            .filter(published_articles::slug.eq(name))
            .select(published_articles::id)
            .first(conn),
        ResourceKind::Section => published_sections::table
            .filter(published_sections::path.eq(name))
            .select(published_sections::id)
            .first(conn),
        ResourceKind::Author => published_authors::table
            .filter(published_authors::slug.eq(name))
            .select(published_authors::id)
            .first(conn),
        ResourceKind::Tag => {
            published_tags::table.filter(published_tags::slug.eq(name)).select(published_tags::id).first(conn)
        }
    }
    .optional()
}

/// Those of the names that are current, each with the id of its resource.
pub fn ids_by_current_name(
    conn: &mut Conn,
    kind: ResourceKind,
    names: &[String],
) -> QueryResult<Vec<(String, i64)>> {
    match kind {
        ResourceKind::Article => published_articles::table
            .filter(published_articles::slug.eq_any(names))
            .select((published_articles::slug, published_articles::id))
            .load(conn),
        ResourceKind::Section => published_sections::table
            .filter(published_sections::path.eq_any(names))
            .select((published_sections::path, published_sections::id))
            .load(conn),
        ResourceKind::Author => published_authors::table
            .filter(published_authors::slug.eq_any(names))
            .select((published_authors::slug, published_authors::id))
            .load(conn),
        ResourceKind::Tag => published_tags::table
            .filter(published_tags::slug.eq_any(names))
            .select((published_tags::slug, published_tags::id))
            .load(conn),
    }
}

/// Those of the names that are former ones, each with the id of its resource.
pub fn ids_by_former_name(
    conn: &mut Conn,
    kind: ResourceKind,
    names: &[&String],
) -> QueryResult<Vec<(String, i64)>> {
    published_former_names::table
        .filter(published_former_names::kind.eq(kind).and(published_former_names::name.eq_any(names)))
        .select((published_former_names::name, published_former_names::target_id))
        .load(conn)
}

/// The current name of the resource with that id; `None` if it is not published.
pub fn current_name(conn: &mut Conn, kind: ResourceKind, id: i64) -> QueryResult<Option<String>> {
    match kind {
        ResourceKind::Article => {
            published_articles::table.find(id).select(published_articles::slug).first(conn)
        }
        ResourceKind::Section => {
            published_sections::table.find(id).select(published_sections::path).first(conn)
        }
        ResourceKind::Author => published_authors::table.find(id).select(published_authors::slug).first(conn),
        ResourceKind::Tag => published_tags::table.find(id).select(published_tags::slug).first(conn),
    }
    .optional()
}

/// The id of the resource that had that name.
pub fn id_by_former_name(conn: &mut Conn, kind: ResourceKind, name: &str) -> QueryResult<Option<i64>> {
    published_former_names::table
        .find((kind, name))
        .select(published_former_names::target_id)
        .first(conn)
        .optional()
}

/// The public reason of a killed article; `None` if it was not killed.
pub fn kill_reason(conn: &mut Conn, article: i64) -> QueryResult<Option<String>> {
    published_kills::table.find(article).select(published_kills::reason).first(conn).optional()
}

/// The ids of these sections and of all sections below them.
pub fn with_subsections(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<i64>> {
    use published_sections as s;
    let roots: Vec<String> = s::table.filter(s::id.eq_any(ids)).select(s::path).load(conn)?;
    let mut query = s::table.filter(s::id.eq_any(ids)).select(s::id).into_boxed();
    for (from, before) in roots.iter().map(|path| below(path)) {
        query = query.or_filter(s::path.ge(from).and(s::path.lt(before)));
    }
    query.load(conn)
}
