//! The context of handlers that need an account or an API key.

use std::future::{Ready, ready};
use std::sync::OnceLock;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::model::Attribution;
use crate::Error;
use crate::content::{Language, SlugStyle, Time};
use crate::db::{Conn, Db};
use crate::http::idempotency::{Created, IdempotentRequest};
use crate::http::{Caller, Clock, Permission, Site, app_data};

/// Who makes a change, and when, with the default language of the site.
#[derive(Clone, Debug)]
pub struct Requester {
    /// The account of the request.
    pub caller: Caller,
    /// The time of the request: when the handler asked for it first, which is after it has read the body.
    pub now: Time,
    /// The site's language, which an article without a language gets.
    pub language: Language,
    /// The letters of slugs that the server makes.
    pub slugs: SlugStyle,
}

impl Requester {
    /// The attribution of a change in the audit log.
    pub fn attribution(&self) -> Attribution {
        Attribution::caller(&self.caller, self.now)
    }
}

/// The context of an editing request: the [`Requester`] and the database.
///
/// As a handler's first argument it refuses anonymous requests with 401 before anything else of the request is read.
/// It checks no permission: call [`Self::require`] before the body is read.
#[derive(Clone)]
pub struct EditContext {
    caller: Caller,
    site: Data<Site>,
    clock: Data<Clock>,
    db: Data<Db>,
    requester: OnceLock<Requester>,
}

impl EditContext {
    /// Fails with 403 unless the caller's role, and the scopes of its API key, include the permission. Call it first.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        self.caller.require(permission)
    }

    /// Who makes the change, and when. Call it after the body was read: a slow body must not date the change back.
    pub fn requester(&self) -> &Requester {
        self.requester.get_or_init(|| Requester {
            caller: self.caller.clone(),
            now: self.clock.now(),
            language: self.site.language.clone(),
            slugs: self.site.slugs,
        })
    }

    /// The account of the request.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The database, for work that takes more than one transaction.
    pub fn db(&self) -> &Data<Db> {
        &self.db
    }

    /// Runs `work` in a read-only transaction, see [`Db::read`].
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn, &Requester) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let requester = self.requester().clone();
        self.db.read(move |conn| work(conn, &requester)).await
    }

    /// Runs `work` in a transaction, see [`Db::write`].
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn, &Requester) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let requester = self.requester().clone();
        self.db.write(move |conn| work(conn, &requester)).await
    }

    /// Runs `work`, which creates a resource, in a transaction, and returns its 201. If the request's `Idempotency-Key` was
    /// used before, it returns the stored response instead, see [`IdempotentRequest::run`].
    pub async fn create(
        &self,
        request: IdempotentRequest,
        work: impl FnOnce(&mut Conn, &Requester) -> Result<Created, Error> + Send + 'static,
    ) -> Result<HttpResponse, Error> {
        let requester = self.requester().clone();
        request.run(&self.db, requester.now, move |conn| work(conn, &requester)).await
    }
}

impl FromRequest for EditContext {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload).into_inner();
        ready(caller.and_then(|caller| {
            let (site, clock, db) = (app_data(request)?, app_data(request)?, app_data(request)?);
            Ok(Self { caller, site, clock, db, requester: OnceLock::new() })
        }))
    }
}
