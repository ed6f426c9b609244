//! What sections, authors and tags are called in articles, kept in memory: they change seldom, and every
//! article shows some.

mod store;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::content::delivered::{Crumb, SectionShort, TagShort};
use crate::db::{Conn, Edition, QueryResult};

/// The names as they were last looked up.
#[derive(Debug, Default)]
pub struct Directory(RwLock<Arc<Names>>);

/// All names of one edition, by id.
#[derive(Debug)]
pub struct Names {
    /// The edition in which they last changed.
    since: i64,
    sections: HashMap<i64, Place>,
    authors: HashMap<i64, Person>,
    tags: HashMap<i64, TagShort>,
}

/// Where a section lies.
#[derive(Clone, Debug)]
pub struct Place {
    /// The section.
    pub section: SectionShort,
    /// The sections from the top down to it.
    pub breadcrumb: Vec<Crumb>,
}

/// Who an author is.
#[derive(Clone, Debug)]
pub struct Person {
    /// The author's part of an address.
    pub slug: String,
    /// The author's name.
    pub name: String,
}

impl Directory {
    /// The names of that edition, when they are known.
    pub fn known(&self, edition: Edition) -> Option<Arc<Names>> {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (names.since == edition.names_since).then(|| names.clone())
    }

    /// The names that a transaction sees.
    pub fn look_up(&self, conn: &mut Conn) -> QueryResult<Arc<Names>> {
        let edition = Edition::of(conn)?;
        if let Some(names) = self.known(edition) {
            return Ok(names);
        }
        let names = Arc::new(Names::read(conn, edition)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = names.clone();
        Ok(names)
    }
}

impl Default for Names {
    /// Those of no edition.
    fn default() -> Self {
        Self { since: -1, sections: HashMap::new(), authors: HashMap::new(), tags: HashMap::new() }
    }
}

impl Names {
    fn read(conn: &mut Conn, edition: Edition) -> QueryResult<Self> {
        let sections = store::sections(conn)?;
        let by_path: HashMap<&str, &SectionShort> =
            sections.iter().map(|section| (section.path.as_str(), section)).collect();
        let places = sections.iter().map(|section| {
            let steps = section.path.match_indices('/').map(|(end, _)| &section.path[..end]);
            let breadcrumb = steps
                .chain([section.path.as_str()])
                .filter_map(|path| by_path.get(path))
                .map(|step| Crumb { id: step.id, path: step.path.clone(), name: step.name.clone() })
                .collect();
            (section.id, Place { section: section.clone(), breadcrumb })
        });
        Ok(Self {
            since: edition.names_since,
            sections: places.collect(),
            authors: store::authors(conn)?,
            tags: store::tags(conn)?.into_iter().map(|tag| (tag.id, tag)).collect(),
        })
    }

    /// Where the section with that id lies.
    pub fn place(&self, section: i64) -> Option<&Place> {
        self.sections.get(&section)
    }

    /// The author with that id.
    pub fn person(&self, author: i64) -> Option<&Person> {
        self.authors.get(&author)
    }

    /// The tag with that id.
    pub fn tag(&self, tag: i64) -> Option<&TagShort> {
        self.tags.get(&tag)
    }
}
