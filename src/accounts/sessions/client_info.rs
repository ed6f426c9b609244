//! Whoever wants to sign in.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::Error;
use crate::content::Time;
use crate::http::{Clock, limits};

/// The most characters that are kept of what a program calls itself.
const MAX_USER_AGENT: usize = 200;

/// What is known of a client before it has said anything.
pub struct ClientInfo {
    /// Its address, as limits know it.
    pub address: Option<IpAddr>,
    /// The program, as it calls itself.
    pub user_agent: Option<String>,
    /// When it came.
    pub now: Time,
}

impl FromRequest for ClientInfo {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        let clock = request.app_data::<Data<Clock>>().ok_or_else(|| Error::internal("there is no clock"));
        ready(clock.map(|clock| Self {
            address: limits::client(request),
            user_agent: agent.map(|agent| agent.chars().take(MAX_USER_AGENT).collect()),
            now: clock.now(),
        }))
    }
}
