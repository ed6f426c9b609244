//! The context that handlers of the delivery API share.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::TaxonomyCache;
use crate::Error;
use crate::db::{Conn, ContentVersion, Db};
use crate::http::{Clock, Site};

/// The context of a request that reads published content. A clone copies four pointers.
#[derive(Clone)]
pub struct ReadContext {
    /// The database.
    pub db: Data<Db>,
    /// The names of sections, authors and tags, in memory.
    pub taxonomy_cache: Data<TaxonomyCache>,
    /// The site: its name, its language, and its public URL.
    pub site: Data<Site>,
    /// The clock, for operations that depend on the time.
    pub clock: Data<Clock>,
}

impl ReadContext {
    /// Runs `work` in a read-only transaction and returns its result with the content version that the transaction
    /// saw, see [`Db::read_versioned`].
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn, &Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<(T, ContentVersion), Error> {
        let context = self.clone();
        self.db.read_versioned(move |conn| work(conn, &context)).await
    }
}

impl FromRequest for ReadContext {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let context = || {
            Some(Self {
                db: request.app_data::<Data<Db>>()?.clone(),
                taxonomy_cache: request.app_data::<Data<TaxonomyCache>>()?.clone(),
                site: request.app_data::<Data<Site>>()?.clone(),
                clock: request.app_data::<Data<Clock>>()?.clone(),
            })
        };
        ready(
            context().ok_or_else(|| {
                Error::internal("the application has no database, taxonomy cache, site or clock")
            }),
        )
    }
}
