//! Sections, authors and tags as articles show them, each with its JSON.

use serde::Serialize;

use crate::content::delivered::{Crumb, SectionShort, TagShort};
use crate::content::folding;
use crate::db::{QueryError, QueryResult};

/// A section, with its position in the tree.
#[derive(Clone, Debug)]
pub struct SectionEntry {
    /// The section.
    pub section: SectionShort,
    /// The section and its ancestors, from the root down.
    pub breadcrumb: Vec<Crumb>,
    /// The section as JSON.
    pub section_json: String,
    /// The breadcrumb as JSON.
    pub breadcrumb_json: String,
}

impl SectionEntry {
    /// The section with that breadcrumb.
    pub fn new(section: SectionShort, breadcrumb: Vec<Crumb>) -> QueryResult<Self> {
        let (section_json, breadcrumb_json) = (json(&section)?, json(&breadcrumb)?);
        Ok(Self { section, breadcrumb, section_json, breadcrumb_json })
    }
}

/// An author.
#[derive(Clone, Debug)]
pub struct AuthorEntry {
    /// The slug, unique among authors.
    pub slug: String,
    /// The name.
    pub name: String,
    /// The members `id`, `slug` and `name` of a credit as JSON, without braces: each article adds the role.
    pub json: String,
}

impl AuthorEntry {
    /// The author with that id, slug and name.
    pub fn new(id: i64, slug: String, name: String) -> QueryResult<Self> {
        let json = format!("\"id\":{id},\"slug\":{},\"name\":{}", json(&slug)?, json(&name)?);
        Ok(Self { slug, name, json })
    }
}

/// A tag.
#[derive(Clone, Debug)]
pub struct TagEntry {
    /// The tag.
    pub tag: TagShort,
    /// The tag as JSON.
    pub json: String,
    /// The folded words of the name, each after a space.
    pub words: String,
}

impl TagEntry {
    /// The tag with its words.
    pub fn new(tag: TagShort) -> QueryResult<Self> {
        let words = folding::distinct_words([tag.name.as_str()]);
        let words = words.iter().map(|word| format!(" {word}")).collect();
        Ok(Self { json: json(&tag)?, tag, words })
    }
}

fn json(value: &impl Serialize) -> QueryResult<String> {
    serde_json::to_string(value).map_err(|error| QueryError::SerializationError(error.into()))
}
