//! The context that handlers of the delivery API share.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::TaxonomyCache;
use crate::Error;
use crate::db::{Conn, ContentVersion, Db};
use crate::http::{Clock, Site, app_data};

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
            Ok(Self {
                db: app_data(request)?,
                taxonomy_cache: app_data(request)?,
                site: app_data(request)?,
                clock: app_data(request)?,
            })
        };
        ready(context())
    }
}
