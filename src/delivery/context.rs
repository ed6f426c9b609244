//! What handlers that read published content work with.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::TaxonomyCache;
use crate::Error;
use crate::db::{Conn, ContentVersion, Db};
use crate::http::{Clock, Site};

/// The context of a read: the database, the names of sections, authors and tags, and the site. Cheap to clone.
#[derive(Clone)]
pub struct ReadContext {
    /// The database.
    pub db: Data<Db>,
    /// The names of sections, authors and tags.
    pub taxonomy_cache: Data<TaxonomyCache>,
    /// The public site.
    pub site: Data<Site>,
    /// The clock.
    pub clock: Data<Clock>,
}

impl ReadContext {
    /// Runs `work` in a read-only transaction and returns its result with the content version that the transaction saw,
    /// see [`Db::read_versioned`].
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
