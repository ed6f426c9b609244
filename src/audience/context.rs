//! What handlers of anonymous requests work with.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::Error;
use crate::content::Time;
use crate::db::{Conn, Db};
use crate::http::{Clock, app_data, client_address};

/// The context of a request of a reader: the database, the clock, and the address of the client.
#[derive(Clone)]
pub struct AudienceContext {
    /// The database.
    pub db: Data<Db>,
    /// The clock.
    pub clock: Data<Clock>,
    /// The address of the client. `None` when the connection has none.
    pub address: Option<IpAddr>,
}

impl AudienceContext {
    /// Runs `work` in a read-only transaction, see [`Db::read`].
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.db.read(work).await
    }

    /// Runs `work` in a transaction that does not wait for the writes of editors, see [`Db::write_audience`].
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + Sync + 'static,
    ) -> Result<T, Error> {
        self.db.write_audience(work).await
    }

    /// The present time.
    pub fn now(&self) -> Time {
        self.clock.now()
    }
}

impl FromRequest for AudienceContext {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let context = || {
            let (db, clock) = (app_data(request)?, app_data(request)?);
            Ok(Self { db, clock, address: client_address::of(request) })
        };
        ready(context())
    }
}
