//! What sections, authors and tags are called in articles, kept in memory: they change seldom, and every
//! article shows some.

mod store;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;

use crate::addresses;
use crate::content::delivered::{Crumb, SectionShort, TagShort};
use crate::content::search::Search;
use crate::content::vocabulary::ResourceKind;
use crate::db::{Conn, ContentVersion, QueryError, QueryResult};

/// The names as they were last looked up.
#[derive(Debug, Default)]
pub struct TaxonomyCache(RwLock<Arc<TaxonomySnapshot>>);

/// All names of one edition, by id.
#[derive(Debug)]
pub struct TaxonomySnapshot {
    /// The edition in which they last changed.
    since: i64,
    sections: HashMap<i64, SectionEntry>,
    authors: HashMap<i64, AuthorEntry>,
    tags: HashMap<i64, TagEntry>,
    section_ids: HashMap<String, i64>,
    author_ids: HashMap<String, i64>,
    tag_ids: HashMap<String, i64>,
}

/// Where a section lies.
#[derive(Clone, Debug)]
pub struct SectionEntry {
    /// The section.
    pub section: SectionShort,
    /// The sections from the top down to it.
    pub breadcrumb: Vec<Crumb>,
    /// The section in JSON.
    pub section_json: String,
    /// The breadcrumb in JSON.
    pub breadcrumb_json: String,
}

/// Who an author is.
#[derive(Clone, Debug)]
pub struct AuthorEntry {
    /// The author's part of an address.
    pub slug: String,
    /// The author's name.
    pub name: String,
    /// Both as members of a credit, with the id, in JSON.
    pub json: String,
}

/// What an article is about.
#[derive(Clone, Debug)]
pub struct TagEntry {
    /// The tag.
    pub tag: TagShort,
    /// The same in JSON.
    pub json: String,
    /// The words of its name, folded, each after a space.
    words: String,
}

impl TaxonomyCache {
    /// The names as they were last looked up.
    pub fn latest(&self) -> Arc<TaxonomySnapshot> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The names of that edition, when they are known.
    pub fn known(&self, content_version: ContentVersion) -> Option<Arc<TaxonomySnapshot>> {
        Some(self.latest()).filter(|names| names.are_of(content_version))
    }

    /// The names that a transaction sees.
    pub fn look_up(&self, conn: &mut Conn) -> QueryResult<Arc<TaxonomySnapshot>> {
        let content_version = ContentVersion::of(conn)?;
        if let Some(names) = self.known(content_version) {
            return Ok(names);
        }
        let names = Arc::new(TaxonomySnapshot::read(conn, content_version)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = names.clone();
        Ok(names)
    }
}

impl Default for TaxonomySnapshot {
    /// Those of no edition.
    fn default() -> Self {
        Self {
            since: -1,
            sections: HashMap::new(),
            authors: HashMap::new(),
            tags: HashMap::new(),
            section_ids: HashMap::new(),
            author_ids: HashMap::new(),
            tag_ids: HashMap::new(),
        }
    }
}

/// A value as JSON in answers.
fn json(value: &impl Serialize) -> QueryResult<String> {
    serde_json::to_string(value).map_err(|error| QueryError::SerializationError(error.into()))
}

impl TaxonomySnapshot {
    fn read(conn: &mut Conn, content_version: ContentVersion) -> QueryResult<Self> {
        let sections = store::sections(conn)?;
        let by_path: HashMap<&str, &SectionShort> =
            sections.iter().map(|section| (section.path.as_str(), section)).collect();
        let places = sections.iter().map(|section| {
            let steps = section.path.match_indices('/').map(|(end, _)| &section.path[..end]);
            let breadcrumb: Vec<Crumb> = steps
                .chain([section.path.as_str()])
                .filter_map(|path| by_path.get(path))
                .map(|step| Crumb { id: step.id, path: step.path.clone(), name: step.name.clone() })
                .collect();
            let (section_json, breadcrumb_json) = (json(section)?, json(&breadcrumb)?);
            Ok((
                section.id,
                SectionEntry { section: section.clone(), breadcrumb, section_json, breadcrumb_json },
            ))
        });
        let places = places.collect::<QueryResult<_>>()?;
        let (authors, tags) = (store::authors(conn)?, store::tags(conn)?);
        Ok(Self {
            since: content_version.names_version,
            sections: places,
            section_ids: sections.iter().map(|section| (section.path.clone(), section.id)).collect(),
            author_ids: authors.iter().map(|(id, person)| (person.slug.clone(), *id)).collect(),
            tag_ids: tags.iter().map(|subject| (subject.tag.slug.clone(), subject.tag.id)).collect(),
            authors,
            tags: tags.into_iter().map(|subject| (subject.tag.id, subject)).collect(),
        })
    }

    /// Whether they are the names of that edition.
    pub fn are_of(&self, content_version: ContentVersion) -> bool {
        self.since == content_version.names_version
    }

    /// Where the section with that id lies.
    pub fn place(&self, section: i64) -> Option<&SectionEntry> {
        self.sections.get(&section)
    }

    /// The author with that id.
    pub fn person(&self, author: i64) -> Option<&AuthorEntry> {
        self.authors.get(&author)
    }

    /// The tag with that id.
    pub fn tag(&self, tag: i64) -> Option<&TagEntry> {
        self.tags.get(&tag)
    }

    /// The tags whose names have all the words that are searched for, or words that begin with them. In no order.
    pub fn tags_named(&self, search: &Search) -> impl Iterator<Item = &TagShort> {
        let words = search.phrases().iter().flat_map(|phrase| &phrase.words);
        let wanted: Vec<String> = words.map(|word| format!(" {word}")).collect();
        let has_all = move |subject: &&TagEntry| wanted.iter().all(|word| subject.words.contains(word));
        let found = self.tags.values().filter(has_all);
        found.filter(|_| !search.phrases().is_empty()).map(|subject| &subject.tag)
    }

    /// The ids of the things of that kind with these names.
    pub fn ids(&self, kind: ResourceKind, names: &[String]) -> BTreeMap<String, i64> {
        let ids = match kind {
            ResourceKind::Section => &self.section_ids,
            ResourceKind::Author => &self.author_ids,
            ResourceKind::Tag => &self.tag_ids,
            ResourceKind::Article => return BTreeMap::new(),
        };
        names.iter().filter_map(|name| Some((name.clone(), *ids.get(name)?))).collect()
    }

    /// The same, also by former names.
    pub fn find_ids(
        &self,
        conn: &mut Conn,
        kind: ResourceKind,
        names: &[String],
    ) -> QueryResult<BTreeMap<String, i64>> {
        let known = self.ids(kind, names);
        let is_all = names.iter().all(|name| known.contains_key(name));
        if is_all { Ok(known) } else { addresses::ids_by_name(conn, kind, names) }
    }
}
