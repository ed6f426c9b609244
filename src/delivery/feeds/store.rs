//! Reads the names of sections, authors and tags that have feeds.

use diesel::prelude::*;

use super::model::Collection;
use crate::db::schema::{published_authors, published_sections, published_tags};
use crate::db::{Conn, QueryResult};

/// The name of the section, author or tag with that id.
pub fn name(conn: &mut Conn, collection: Collection, id: i64) -> QueryResult<String> {
    match collection {
        Collection::Sections => {
            published_sections::table.find(id).select(published_sections::name).first(conn)
        }
        Collection::Authors => published_authors::table.find(id).select(published_authors::name).first(conn),
        Collection::Tags => published_tags::table.find(id).select(published_tags::name).first(conn),
    }
}
