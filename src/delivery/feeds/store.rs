//! Reads the names and descriptions of sections, authors and tags that have feeds.

use diesel::prelude::*;

use super::model::Collection;
use crate::db::schema::{published_authors, published_sections, published_tags};
use crate::db::{Conn, QueryResult};

/// The name of the section, author or tag with that id, and the description of the section or the profile of the author.
pub fn name_and_description(
    conn: &mut Conn,
    collection: Collection,
    id: i64,
) -> QueryResult<(String, Option<String>)> {
    match collection {
        Collection::Sections => {
            let columns = (published_sections::name, published_sections::description);
            published_sections::table.find(id).select(columns).first(conn)
        }
        Collection::Authors => {
            let columns = (published_authors::name, published_authors::bio);
            published_authors::table.find(id).select(columns).first(conn)
        }
        Collection::Tags => {
            let name = published_tags::table.find(id).select(published_tags::name).first(conn)?;
            Ok((name, None))
        }
    }
}
