//! All sections, authors and tags, and the profile of the site, of one content version.

use std::collections::{BTreeMap, HashMap};

use super::model::{AuthorEntry, SectionEntry, TagEntry};
use super::store;
use crate::content::delivered::{Crumb, SectionShort, TagShort};
use crate::content::search::{self, Search};
use crate::content::site_profile::ProfileEdits;
use crate::content::vocabulary::ResourceKind;
use crate::db::{Conn, ContentVersion, QueryResult};
use crate::public_names;

/// The profile of the site, and all sections, authors and tags of one content version, by id and by name.
#[derive(Debug)]
pub struct TaxonomySnapshot {
    /// The number of the content version in which a name or the profile last changed.
    taxonomy_version: i64,
    /// What editors have set of the profile of the site.
    pub profile: ProfileEdits,
    sections: HashMap<i64, SectionEntry>,
    authors: HashMap<i64, AuthorEntry>,
    tags: HashMap<i64, TagEntry>,
    section_ids: HashMap<String, i64>,
    author_ids: HashMap<String, i64>,
    tag_ids: HashMap<String, i64>,
}

impl Default for TaxonomySnapshot {
    /// An empty snapshot, which is valid for no content version.
    fn default() -> Self {
        Self {
            taxonomy_version: -1,
            profile: ProfileEdits::default(),
            sections: HashMap::new(),
            authors: HashMap::new(),
            tags: HashMap::new(),
            section_ids: HashMap::new(),
            author_ids: HashMap::new(),
            tag_ids: HashMap::new(),
        }
    }
}

impl TaxonomySnapshot {
    /// Reads the snapshot in a transaction that sees `version`.
    pub fn read(conn: &mut Conn, version: ContentVersion) -> QueryResult<Self> {
        let sections = store::sections(conn)?;
        let section_ids = sections.iter().map(|section| (section.path.clone(), section.id)).collect();
        let (authors, tags) = (store::authors(conn)?, store::tags(conn)?);
        Ok(Self {
            taxonomy_version: version.taxonomy_version,
            profile: store::profile(conn)?,
            sections: entries(&sections)?,
            section_ids,
            author_ids: authors.iter().map(|(id, author)| (author.slug.clone(), *id)).collect(),
            tag_ids: tags.iter().map(|entry| (entry.tag.slug.clone(), entry.tag.id)).collect(),
            authors,
            tags: tags.into_iter().map(|entry| (entry.tag.id, entry)).collect(),
        })
    }

    /// Whether the names and the profile are those of the content version.
    pub fn is_of(&self, version: ContentVersion) -> bool {
        self.taxonomy_version == version.taxonomy_version
    }

    /// The section with that id.
    pub fn section(&self, id: i64) -> Option<&SectionEntry> {
        self.sections.get(&id)
    }

    /// The author with that id.
    pub fn author(&self, id: i64) -> Option<&AuthorEntry> {
        self.authors.get(&id)
    }

    /// The tag with that id.
    pub fn tag(&self, id: i64) -> Option<&TagEntry> {
        self.tags.get(&id)
    }

    /// The tags whose names have, for each word of the search, a word that begins with it. In no order.
    pub fn search_tags(&self, search: &Search) -> impl Iterator<Item = &TagShort> {
        let words = search::prefixes(search.text());
        let prefixes: Vec<String> = words.iter().map(|word| format!(" {word}")).collect();
        let has_all = move |entry: &&TagEntry| prefixes.iter().all(|prefix| entry.words.contains(prefix));
        let matches = self.tags.values().filter(has_all);
        matches.filter(move |_| !words.is_empty()).map(|entry| &entry.tag)
    }

    /// The ids of the resources of that kind with these names: slugs, or paths of sections. Unknown names are
    /// omitted; articles have none here.
    pub fn ids(&self, kind: ResourceKind, names: &[String]) -> BTreeMap<String, i64> {
        names.iter().filter_map(|name| Some((name.clone(), self.id(kind, name)?))).collect()
    }

    /// The id of the resource of that kind with this name. `None` for a former name.
    pub fn id(&self, kind: ResourceKind, name: &str) -> Option<i64> {
        let ids = match kind {
            ResourceKind::Section => &self.section_ids,
            ResourceKind::Author => &self.author_ids,
            ResourceKind::Tag => &self.tag_ids,
            ResourceKind::Article => return None,
        };
        ids.get(name).copied()
    }

    /// As [`Self::ids`], but also by former names. It reads the database only if a name is not a current one.
    pub fn find_ids(
        &self,
        conn: &mut Conn,
        kind: ResourceKind,
        names: &[String],
    ) -> QueryResult<BTreeMap<String, i64>> {
        let known = self.ids(kind, names);
        let has_all = names.iter().all(|name| known.contains_key(name));
        if has_all { Ok(known) } else { public_names::ids_by_name(conn, kind, names) }
    }
}

/// The sections by id, each with its breadcrumb.
fn entries(sections: &[SectionShort]) -> QueryResult<HashMap<i64, SectionEntry>> {
    let by_path: HashMap<&str, &SectionShort> =
        sections.iter().map(|section| (section.path.as_str(), section)).collect();
    let entry = |section: &SectionShort| {
        let ancestors = section.path.match_indices('/').map(|(end, _)| &section.path[..end]);
        let breadcrumb = ancestors
            .chain([section.path.as_str()])
            .filter_map(|path| by_path.get(path))
            .map(|step| Crumb { id: step.id, path: step.path.clone(), name: step.name.clone() })
            .collect();
        Ok((section.id, SectionEntry::new(section.clone(), breadcrumb)?))
    };
    sections.iter().map(entry).collect()
}
