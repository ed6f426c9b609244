//! The profile of the site and the names of sections, authors and tags, in memory: they change seldom, and every article shows
//! some. Also the languages of articles, which every search needs.

mod model;
mod snapshot;
mod store;

use std::sync::{Arc, PoisonError, RwLock};

pub use self::snapshot::TaxonomySnapshot;
pub use self::store::languages;
use crate::content::Language;
use crate::db::{Conn, ContentVersion, QueryResult};

/// What was read last.
#[derive(Debug, Default)]
pub struct TaxonomyCache {
    snapshot: RwLock<Arc<TaxonomySnapshot>>,
    languages: RwLock<Arc<Languages>>,
}

/// The languages of published articles, of one content version.
#[derive(Debug, Default)]
struct Languages {
    /// The number of the content version.
    version: Option<i64>,
    tags: Vec<String>,
}

impl TaxonomyCache {
    /// The snapshot that was read last, of any content version. It is empty before the first read.
    pub fn latest(&self) -> Arc<TaxonomySnapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The snapshot in memory, if it is valid for the content version.
    pub fn get(&self, version: ContentVersion) -> Option<Arc<TaxonomySnapshot>> {
        Some(self.latest()).filter(|taxonomy| taxonomy.is_of(version))
    }

    /// The snapshot of the content version that the transaction sees. It is read from the database if the one in
    /// memory is of another version.
    pub fn read(&self, conn: &mut Conn) -> QueryResult<Arc<TaxonomySnapshot>> {
        let version = ContentVersion::of(conn)?;
        self.read_of(conn, version)
    }

    /// The snapshot of a content version that the transaction sees.
    pub fn read_of(&self, conn: &mut Conn, version: ContentVersion) -> QueryResult<Arc<TaxonomySnapshot>> {
        if let Some(taxonomy) = self.get(version) {
            return Ok(taxonomy);
        }
        let taxonomy = Arc::new(TaxonomySnapshot::read(conn, version)?);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = taxonomy.clone();
        Ok(taxonomy)
    }

    /// Calls `work` with the tags of the languages of published articles, of a content version that the transaction sees.
    pub fn with_languages<T>(
        &self,
        conn: &mut Conn,
        version: ContentVersion,
        work: impl FnOnce(&[String]) -> T,
    ) -> QueryResult<T> {
        let known = self.languages.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.version == Some(version.number) {
            return Ok(work(&known.tags));
        }
        let tags = languages(conn)?.iter().map(Language::to_string).collect();
        let languages = Arc::new(Languages { version: Some(version.number), tags });
        *self.languages.write().unwrap_or_else(PoisonError::into_inner) = languages.clone();
        Ok(work(&languages.tags))
    }
}
