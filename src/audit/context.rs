//! The context of handlers that change content or accounts.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::model::Attribution;
use crate::Error;
use crate::content::{Language, SlugStyle, Time};
use crate::db::{Conn, Db};
use crate::http::idempotency::{Created, Request};
use crate::http::{Caller, Clock, Permission, Site};

/// Who makes a change, and when, with the default language of the site.
#[derive(Clone, Debug)]
pub struct Editor {
    /// The account of the request.
    pub caller: Caller,
    /// The time at which the request arrived.
    pub now: Time,
    /// The site's language, which an article without a language gets.
    pub language: Language,
    /// The letters of slugs that the server makes.
    pub slugs: SlugStyle,
}

impl Editor {
    /// The attribution of a change in the audit log.
    pub fn attribution(&self) -> Attribution {
        Attribution::caller(&self.caller, self.now)
    }
}

/// The context of an editing request: the [`Editor`] and the database.
///
/// As a handler's first argument it refuses anonymous requests with 401 before anything else of the request is read.
/// It checks no permission: call [`Self::require`] before the body is read.
#[derive(Clone)]
pub struct EditContext {
    editor: Editor,
    db: Data<Db>,
}

impl EditContext {
    /// Fails with 403 unless the caller's role, and the scopes of its API key, include the permission. Call it first.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        self.editor.caller.require(permission)
    }

    /// Who makes the change, and when.
    pub fn editor(&self) -> &Editor {
        &self.editor
    }

    /// The account of the request.
    pub fn caller(&self) -> &Caller {
        &self.editor.caller
    }

    /// The database, for work that takes more than one transaction.
    pub fn db(&self) -> &Data<Db> {
        &self.db
    }

    /// Runs `work` in a read-only transaction, see [`Db::read`].
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn, &Editor) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let editor = self.editor.clone();
        self.db.read(move |conn| work(conn, &editor)).await
    }

    /// Runs `work` in a transaction, see [`Db::write`].
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn, &Editor) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let editor = self.editor.clone();
        self.db.write(move |conn| work(conn, &editor)).await
    }

    /// Runs `work`, which creates a resource, in a transaction, and returns its 201. If the request's `Idempotency-Key` was
    /// used before, it returns the stored response instead, see [`Request::run`].
    pub async fn create(
        &self,
        request: Request,
        work: impl FnOnce(&mut Conn, &Editor) -> Result<Created, Error> + Send + 'static,
    ) -> Result<HttpResponse, Error> {
        let editor = self.editor.clone();
        request.run(&self.db, editor.now, move |conn| work(conn, &editor)).await
    }
}

impl FromRequest for EditContext {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload).into_inner();
        ready(caller.and_then(|caller| {
            let missing = || Error::internal("the application has no database, clock or site");
            let db = request.app_data::<Data<Db>>().ok_or_else(missing)?;
            let clock = request.app_data::<Data<Clock>>().ok_or_else(missing)?;
            let site = request.app_data::<Data<Site>>().ok_or_else(missing)?;
            let (language, slugs) = (site.language.clone(), site.slugs);
            let editor = Editor { caller, now: clock.now(), language, slugs };
            Ok(Self { editor, db: db.clone() })
        }))
    }
}
