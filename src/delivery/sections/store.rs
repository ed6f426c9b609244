//! Published sections, read.

use diesel::prelude::*;

use crate::content::Slug;
use crate::db::schema::published_sections;
use crate::db::{Conn, QueryResult};

/// A section as readers see it.
#[derive(Debug, Queryable)]
pub struct Section {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub slug: Slug,
    pub path: String,
    pub name: String,
    pub description: Option<String>,
    pub position: i32,
}

/// All sections in the order of siblings: by position, then name, whatever the database's locale.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Section>> {
    let mut sections: Vec<Section> = published_sections::table.load(conn)?;
    sections.sort_by(|a, b| (a.position, &a.name, a.id).cmp(&(b.position, &b.name, b.id)));
    Ok(sections)
}
