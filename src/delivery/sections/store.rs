//! Reads published sections.

use diesel::prelude::*;

use super::model::Section;
use crate::db::schema::published_sections;
use crate::db::{Conn, QueryResult};

/// All sections in the order of siblings: by position, then name. They are sorted here, because databases sort
/// names by their own locale.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Section>> {
    let mut sections: Vec<Section> = published_sections::table.load(conn)?;
    sections.sort_by(|a, b| (a.position, &a.name, a.id).cmp(&(b.position, &b.name, b.id)));
    Ok(sections)
}
