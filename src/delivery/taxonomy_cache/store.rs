//! Reads the names of all sections, authors and tags.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{AuthorEntry, TagEntry};
use crate::content::delivered::{SectionShort, TagShort};
use crate::content::vocabulary::TagType;
use crate::db::schema::{published_authors, published_sections, published_tags};
use crate::db::{Conn, QueryResult};

/// All sections, in no order.
pub fn sections(conn: &mut Conn) -> QueryResult<Vec<SectionShort>> {
    use published_sections as s;
    let rows: Vec<(i64, String, String, String)> =
        s::table.select((s::id, s::slug, s::path, s::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, slug, path, name)| SectionShort { id, slug, path, name }).collect())
}

/// All authors, by id.
pub fn authors(conn: &mut Conn) -> QueryResult<HashMap<i64, AuthorEntry>> {
    use published_authors as a;
    let rows: Vec<(i64, String, String)> = a::table.select((a::id, a::slug, a::name)).load(conn)?;
    rows.into_iter().map(|(id, slug, name)| Ok((id, AuthorEntry::new(id, slug, name)?))).collect()
}

/// All tags, in no order.
pub fn tags(conn: &mut Conn) -> QueryResult<Vec<TagEntry>> {
    use published_tags as t;
    let rows: Vec<(i64, String, String, TagType)> =
        t::table.select((t::id, t::slug, t::name, t::kind)).load(conn)?;
    rows.into_iter().map(|(id, slug, name, kind)| TagEntry::new(TagShort { id, slug, name, kind })).collect()
}
