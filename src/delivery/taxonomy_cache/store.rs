//! The names of sections, authors and tags in the database.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{AuthorEntry, TagEntry, json};
use crate::content::delivered::{SectionShort, TagShort};
use crate::content::folding;
use crate::content::vocabulary::TagType;
use crate::db::schema::{published_authors, published_sections, published_tags};
use crate::db::{Conn, QueryResult};

/// All sections.
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
    let person = |(id, slug, name): (i64, String, String)| {
        let json = format!("\"id\":{id},\"slug\":{},\"name\":{}", json(&slug)?, json(&name)?);
        Ok((id, AuthorEntry { slug, name, json }))
    };
    rows.into_iter().map(person).collect()
}

/// All tags.
pub fn tags(conn: &mut Conn) -> QueryResult<Vec<TagEntry>> {
    use published_tags as t;
    let rows: Vec<(i64, String, String, TagType)> =
        t::table.select((t::id, t::slug, t::name, t::kind)).load(conn)?;
    let subject = |(id, slug, name, kind)| {
        let tag = TagShort { id, slug, name, kind };
        let words = format!(" {}", folding::words(&tag.name));
        Ok(TagEntry { json: json(&tag)?, tag, words })
    };
    rows.into_iter().map(subject).collect()
}
