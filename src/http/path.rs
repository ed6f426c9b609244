//! Ids in paths.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::Code;
use crate::Error;

/// The `{id}` of the path. What is not a positive whole number names nothing, so it is 404.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub i64);

/// Reads an id as it stands in a path: digits only, without a sign.
pub fn id(text: &str) -> Option<i64> {
    let id = text.parse().ok().filter(|id| *id > 0)?;
    // Written in one way only, so that each thing has one address.
    (text.bytes().all(|c| c.is_ascii_digit()) && !text.starts_with('0')).then_some(id)
}

/// Another number of the path, by its name there. What is none names nothing, so it is 404.
pub fn number(request: &HttpRequest, name: &str) -> Result<i64, Error> {
    let found = request.match_info().get(name).and_then(id);
    found.ok_or_else(|| Error::new(Code::NotFound, "There is nothing with such a number."))
}

impl FromRequest for Id {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.match_info().get("id").and_then(id).map(Self);
        ready(found.ok_or_else(|| Error::new(Code::NotFound, "There is nothing with such an id.")))
    }
}
