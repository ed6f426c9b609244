//! The context of requests that sign in or verify a password.

use std::future::{Ready, ready};
use std::net::IpAddr;
use std::sync::OnceLock;

use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::auth_limits::{AuthLimits, SignInAttempt};
use crate::Error;
use crate::accounts::{Passwords, Tokens};
use crate::content::Time;
use crate::db::{Conn, Db};
use crate::http::{Clock, app_data, limits};

/// The most characters of a `User-Agent` header that are stored.
const MAX_USER_AGENT: usize = 200;

/// The client of a request, before it is authenticated.
#[derive(Clone)]
pub struct ClientInfo {
    /// The client's network, as [`limits::client`] returns it. `None` if the address is unknown.
    pub network: Option<IpAddr>,
    /// The `User-Agent` header, shortened.
    pub user_agent: Option<String>,
}

/// The database, the passwords, the tokens and the limits, with the client and the time of the request.
#[derive(Clone)]
pub struct SignInContext {
    /// Hashes and verifies passwords.
    pub passwords: Data<Passwords>,
    /// Issues access tokens.
    pub tokens: Data<Tokens>,
    /// The client.
    pub client: ClientInfo,
    clock: Data<Clock>,
    now: OnceLock<Time>,
    limits: Data<AuthLimits>,
    db: Data<Db>,
}

impl SignInContext {
    /// The time of the request: when the handler asked for it first, which is after it has read the body.
    pub fn now(&self) -> Time {
        *self.now.get_or_init(|| self.clock.now())
    }

    /// An attempt by this client to sign in to the account with that e-mail address.
    pub fn attempt(&self, email: &str) -> SignInAttempt {
        self.limits.attempt(email, self.client.network, self.now())
    }

    /// Runs `work` in a read-only transaction, see [`Db::read`].
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.db.read(work).await
    }

    /// Runs `work` in a transaction, see [`Db::write`].
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.db.write(work).await
    }
}

impl FromRequest for SignInContext {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        let client = ClientInfo {
            network: limits::client(request),
            user_agent: user_agent.map(|agent| agent.chars().take(MAX_USER_AGENT).collect()),
        };
        let context = || {
            Ok(Self {
                passwords: app_data(request)?,
                tokens: app_data(request)?,
                client,
                clock: app_data(request)?,
                now: OnceLock::new(),
                limits: app_data(request)?,
                db: app_data(request)?,
            })
        };
        ready(context())
    }
}
