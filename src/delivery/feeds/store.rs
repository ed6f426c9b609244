//! The names of what feeds tell of.

use diesel::prelude::*;

use crate::content::vocabulary::NamedKind;
use crate::db::schema::{published_articles, published_authors, published_sections, published_tags};
use crate::db::{Conn, QueryResult};

/// What readers call the thing with that id.
pub fn name(conn: &mut Conn, kind: NamedKind, id: i64) -> QueryResult<String> {
    match kind {
        NamedKind::Article => {
            published_articles::table.find(id).select(published_articles::headline).first(conn)
        }
        NamedKind::Section => published_sections::table.find(id).select(published_sections::name).first(conn),
        NamedKind::Author => published_authors::table.find(id).select(published_authors::name).first(conn),
        NamedKind::Tag => published_tags::table.find(id).select(published_tags::name).first(conn),
    }
}
