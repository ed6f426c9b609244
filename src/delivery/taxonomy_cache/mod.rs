//! The names of sections, authors and tags, in memory: they change seldom, and every article shows some.

mod model;
mod snapshot;
mod store;

use std::sync::{Arc, PoisonError, RwLock};

pub use self::snapshot::TaxonomySnapshot;
use crate::db::{Conn, ContentVersion, QueryResult};

/// The snapshot that was read last.
#[derive(Debug, Default)]
pub struct TaxonomyCache(RwLock<Arc<TaxonomySnapshot>>);

impl TaxonomyCache {
    /// The snapshot that was read last, of any content version. It is empty before the first read.
    pub fn latest(&self) -> Arc<TaxonomySnapshot> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The snapshot in memory, if it is valid for the content version.
    pub fn get(&self, version: ContentVersion) -> Option<Arc<TaxonomySnapshot>> {
        Some(self.latest()).filter(|taxonomy| taxonomy.is_of(version))
    }

    /// The snapshot of the content version that the transaction sees. It is read from the database if the one in
    /// memory is of another version.
    pub fn read(&self, conn: &mut Conn) -> QueryResult<Arc<TaxonomySnapshot>> {
        let version = ContentVersion::of(conn)?;
        if let Some(taxonomy) = self.get(version) {
            return Ok(taxonomy);
        }
        let taxonomy = Arc::new(TaxonomySnapshot::read(conn, version)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = taxonomy.clone();
        Ok(taxonomy)
    }
}
